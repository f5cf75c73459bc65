"""The built folder in dist/duban: nothing in it that must not be, and it does the main job. Skipped where none was built."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
from pathlib import Path

import pytest

from resources.installer import dist, shipped

pytestmark = pytest.mark.skipif(not dist.FOLDER.is_dir(), reason="no built folder: make dist")
PROGRAM = dist.FOLDER / f"duban{dist.SUFFIX}"


def test_nothing_in_it_that_must_not_be() -> None:
    assert list(shipped.intruders(dist.FOLDER, [str(shipped.ROOT)])) == []
    assert [link for link in dist.FOLDER.rglob("*") if link.is_symlink() and not link.exists()] == []


def test_every_data_file_is_in_it() -> None:
    built = PROGRAM.stat().st_mtime
    if any(file.stat().st_mtime > built for file in shipped.data_files()):
        pytest.skip("resources changed after the folder was built")
    missing = [
        f for f in shipped.data_files() if not (dist.FOLDER / "_internal" / f.relative_to(shipped.ROOT)).is_file()
    ]
    assert missing == []


def test_notices_and_licences_lie_beside_the_program() -> None:
    said = (dist.FOLDER / "第三方软件声明.txt").read_text(encoding="utf-8")
    for name in (
        "Qt, PySide6, Shiboken 6.11.3",
        "SQLAlchemy 2.1.9",
        "openpyxl",
        "reportlab",
        "Python 3.",
        "Noto Sans SC",
    ):
        assert name in said
    for name in ("LGPL-3.0.txt", "GPL-3.0.txt", "qt-offer.txt"):
        assert (dist.FOLDER / "licences" / name).is_file()
    assert "{qt}" not in (dist.FOLDER / "licences" / "qt-offer.txt").read_text(encoding="utf-8")
    json.loads((dist.FOLDER / "sbom.cdx.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", ["C", "zh_CN.GBK", "C.UTF-8"])
def test_main_job_under_any_code_page(tmp_path: Path, language: str) -> None:
    result = tmp_path / "结果 文件.json"
    env = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "LC_ALL": language, "QT_QPA_PLATFORM": "offscreen"}
    env |= {name: os.environ[name] for name in ("SYSTEMROOT", "LOCALAPPDATA", "TEMP") if name in os.environ}
    command = [str(PROGRAM), "check", "--self-test", str(result)]
    done = subprocess.run(command, env=env, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode("utf-8", "replace") + done.stderr.decode("utf-8", "replace")
    said = json.loads(result.read_text(encoding="utf-8"))
    assert said["ok"]
    assert said["frozen"]
    assert {"plans", "tick", "reopen", "excel", "pdf", "window"} <= {step["step"] for step in said["steps"]}


def test_read_only_data_folder_is_a_sentence(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x", encoding="utf-8")
    done = subprocess.run([str(PROGRAM), "plans", "--home", str(blocked)], capture_output=True, check=False)
    said = done.stderr.decode("utf-8")
    assert done.returncode == 1
    assert "Traceback" not in said
    assert str(blocked) in said


def test_newer_data_is_refused_with_a_sentence_and_left_alone(tmp_path: Path) -> None:
    home = tmp_path / "数据"
    subprocess.run([str(PROGRAM), "plans", "--home", str(home)], capture_output=True, check=True)
    raw = sqlite3.connect(home / "duban.db")
    raw.execute("PRAGMA journal_mode = DELETE")
    raw.execute("PRAGMA user_version = 900000")
    raw.close()
    before = (home / "duban.db").read_bytes()
    done = subprocess.run([str(PROGRAM), "plans", "--home", str(home), "--json"], capture_output=True, check=False)
    assert done.returncode == 1
    assert json.loads(done.stdout.decode("utf-8"))["error"]["code"] == "database_newer"
    assert (home / "duban.db").read_bytes() == before
