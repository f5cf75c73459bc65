"""The list of what is shipped is complete, and says so when it is not; one version; the portable mark; the build lock."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import desktop
from desktop import __main__ as entry
from resources.installer import notices, shipped, version_resource, windows
from resources.installer.wine import windows_lock

ROOT = shipped.ROOT


def test_every_file_below_resources_is_shipped_or_named_as_not() -> None:
    assert shipped.not_decided() == []


def test_an_undecided_file_is_named(tmp_path: Path) -> None:
    for file in shipped.data_files():
        copy = tmp_path / file.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.touch()
    stray = tmp_path / "resources" / "templates" / "new.xml"
    stray.parent.mkdir()
    stray.touch()
    assert shipped.not_decided(tmp_path) == [stray]


def test_a_pattern_that_finds_nothing_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=re.escape("resources/units.json")):
        shipped.data_files(tmp_path)


def test_what_the_program_opens_is_in_the_list(tmp_path: Path) -> None:
    """The self-test, window included, told by Python's audit hook which files below resources it opens."""
    log = tmp_path / "opened"
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\n"
        f"seen = open({str(log)!r}, 'a', encoding='utf-8')\n"
        "def hook(event, args):\n"
        "    if event == 'open' and isinstance(args[0], (str, bytes)) and 'resources' in str(args[0]):\n"
        "        seen.write(str(args[0]) + '\\n'); seen.flush()\n"
        "sys.addaudithook(hook)\n",
        encoding="utf-8",
    )
    result = tmp_path / "result.json"
    env = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}", "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "desktop", "check", "--self-test", str(result)]
    done = subprocess.run(command, env=env, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    opened = {Path(line) for line in log.read_text(encoding="utf-8").splitlines()}
    data = {file for file in opened if file.is_file() and file.suffix not in (".py", ".pyc")}
    below = {file for file in data if file.is_relative_to(ROOT / "resources")}
    assert len(below) > 10  # plans, units, messages, rules, fonts
    assert below - set(shipped.data_files()) == set()


def test_every_module_of_ours_is_named_and_no_build_tool() -> None:
    names = shipped.own_modules()
    assert "desktop.cli.selftest" in names
    assert "desktop.app" in names
    assert "resources" in names
    assert [name for name in names if "installer" in name or "build_" in name or name.startswith("tests")] == []


def test_kept_and_dropped_files() -> None:
    kept = ("PySide6/plugins/platforms/qwindows.dll", "PySide6/Qt/plugins/platforms/libqxcb.so", "Qt6Core.dll",
            "PySide6/Qt/translations/qtbase_zh_CN.qm", "resources/units.json")  # fmt: skip
    dropped = ("PySide6/plugins/sqldrivers/qsqlite.dll", "PySide6\\opengl32sw.dll", "PySide6/Qt6Quick.dll",
               "PySide6/Qt/translations/qtbase_de.qm", "PySide6/Qt/qml/QtQml/qmldir")  # fmt: skip
    assert all(shipped.keeps(place) for place in kept)
    assert [place for place in dropped if shipped.keeps(place)] == []


def test_intruders_are_named(tmp_path: Path) -> None:
    for place in ("_internal/icuuc.dll", "_internal/tests/x.txt", "_internal/db/first.py", "data/duban.db"):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_bytes(b"x")
    (tmp_path / "lib.so").write_bytes(b"..../home/builder/project/src/x.c..")
    (tmp_path / "stub.dll").write_bytes(b"..duban-crutch..")
    found = "\n".join(shipped.intruders(tmp_path, ["/home/builder/project"]))
    for part in ("icuuc", "tests/x.txt", "first.py", "duban.db", "lib.so: /home/builder", "stub.dll"):
        assert part in found
    assert found.count("\n") == 5


def test_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "version" not in project["project"]
    assert project["project"]["dynamic"] == ["version"]
    assert project["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "desktop.__version__"}
    assert re.fullmatch(r"\d+\.\d+\.\d+", desktop.__version__)


@pytest.mark.parametrize(
    ("version", "four"), [("0.1.0", (0, 1, 0, 0)), ("12.3", (12, 3, 0, 0)), ("1.2.3rc1", (1, 2, 31, 0))]
)
def test_windows_numbers(version: str, four: tuple[int, int, int, int]) -> None:
    assert version_resource.numbers(version) == four


def test_portable_zip_carries_the_mark_that_the_program_looks_for(tmp_path: Path) -> None:
    folder = tmp_path / "duban"
    (folder / "_internal").mkdir(parents=True)
    (folder / "duban.exe").write_bytes(b"MZ")
    (folder / "_internal" / "units.json").write_text("{}", encoding="utf-8")
    made = windows.portable(folder, tmp_path / "p.zip", "1.0.0")
    names = zipfile.ZipFile(made).namelist()
    assert sorted(names) == ["督办-1.0.0/_internal/units.json", "督办-1.0.0/duban.exe", "督办-1.0.0/便携版.txt"]
    assert entry.PORTABLE == windows.PORTABLE


def test_portable_program_keeps_its_data_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "duban.exe"))
    monkeypatch.delenv("DUBAN_HOME")
    entry._settle_frozen()
    assert "DUBAN_HOME" not in os.environ
    (tmp_path / entry.PORTABLE).touch()
    entry._settle_frozen()
    assert os.environ["DUBAN_HOME"] == str(tmp_path / "数据")
    monkeypatch.setenv("DUBAN_HOME", "/elsewhere")  # who names a folder is obeyed
    entry._settle_frozen()
    assert os.environ["DUBAN_HOME"] == "/elsewhere"


def test_signing_command_is_taken_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "程序 x.exe"
    file.write_bytes(b"MZ")
    monkeypatch.delenv("DUBAN_SIGN", raising=False)
    assert not windows.sign(file)
    script = "import sys;open(sys.argv[1],'ab').write(b'signed')"
    monkeypatch.setenv("DUBAN_SIGN", f'{sys.executable} -c "{script}" {{file}}')
    assert windows.sign(file)
    assert file.read_bytes() == b"MZsigned"


def test_locks_hold_the_same_versions_and_no_address() -> None:
    def pins(name: str) -> dict[str, str]:
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "http" not in text
        return dict(re.findall(r"(?m)^([a-z0-9-]+)==(\S+)", text))

    run, build = pins("requirements.lock"), pins("requirements-build.lock")
    assert {name: build.get(name) for name in run} == run
    assert "pyinstaller" in build


def test_windows_lock_has_windows_needs_and_not_the_mac_s() -> None:
    text = windows_lock((ROOT / "requirements-build.lock").read_text(encoding="utf-8"))
    names = set(re.findall(r"(?m)^([a-z0-9-]+)==", text))
    assert {"pefile", "pywin32-ctypes", "pyinstaller"} <= names
    assert "macholib" not in names
    assert "sys_platform" not in text


def test_notices_name_only_what_was_collected(tmp_path: Path) -> None:
    import openpyxl

    notices.write([openpyxl.__file__], tmp_path / "papers", "1.0.0")
    said = (tmp_path / "papers" / notices.NOTICES).read_text(encoding="utf-8")
    assert "openpyxl 3.1.5\n  许可证：MIT" in said
    assert "SQLAlchemy" not in said
    assert "Qt, PySide6" not in said
    bill = json.loads((tmp_path / "papers" / notices.SBOM).read_text(encoding="utf-8"))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    row = next(row for row in bill["components"] if row["name"] == "openpyxl")
    assert row["purl"] == "pkg:pypi/openpyxl@3.1.5"
    assert row["licenses"] == [{"license": {"id": "MIT"}}]
    refs = [row["bom-ref"] for row in bill["components"] if "bom-ref" in row]
    assert len(refs) == len(set(refs))


def test_installer_script_and_docs_agree_on_exit_codes() -> None:
    script = (ROOT / "resources" / "installer" / "duban.nsi").read_text(encoding="utf-8")
    codes = set(re.findall(r"!define CODE_\w+ (\d+)", script))
    docs = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
    assert codes == set(re.findall(r"(?m)^\| (1\d) \|", docs))
    for switch in re.findall(r'"(/[A-Z]+)=?" \$0', script):
        assert switch in docs


def test_manifest_says_utf8_long_paths_and_every_monitor() -> None:
    text = (ROOT / "resources" / "installer" / "duban.manifest").read_text(encoding="utf-8")
    for word in (">UTF-8</activeCodePage>", ">true</longPathAware>", "PerMonitorV2", 'level="asInvoker"'):
        assert word in text
