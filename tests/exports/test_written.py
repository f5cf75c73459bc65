"""Writing beside the target, reading back, replacing: what the disk may refuse, and names that Windows accepts."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.errors import KnownError
from exports.names import file_name, free_name, safe
from exports.written import Compared, write_checked
from resources import messages
from tests.exports import report_rows as rows


def agreed(file: Path) -> Iterator[Compared]:
    """One count that agrees."""
    yield Compared("字节数", 3, len(file.read_bytes()))


def refused(path: Path) -> str:
    """The code of the error that writing raises; the sentence has no gaps and nothing is left behind."""
    before = set(path.parent.iterdir()) if path.parent.is_dir() else set()
    with pytest.raises(KnownError) as caught:
        write_checked(path, b"new", agreed)
    after = set(path.parent.iterdir()) if path.parent.is_dir() else set()
    assert after == before
    for lang in ("zh_CN", "en"):
        assert "?" not in caught.value.sentence(lang) + caught.value.hint(lang)
        assert caught.value.sentence(lang) != caught.value.code
    return caught.value.code


def failing(number: int) -> object:
    """A stand-in for a system call that fails."""

    def fail(*_args: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


def test_a_file_takes_its_name_after_the_comparison(tmp_path: Path) -> None:
    write_checked(tmp_path / "a", b"new", agreed)
    assert (tmp_path / "a").read_bytes() == b"new"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_difference_leaves_the_older_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"older")
    with pytest.raises(KnownError) as caught:
        write_checked(tmp_path / "a", b"longer", agreed)
    assert caught.value.code == "export_mismatch"
    assert (tmp_path / "a").read_bytes() == b"older"
    assert "字节数应为3，实为6" in caught.value.sentence()


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "export_disk_full"),
        (errno.EDQUOT, "export_disk_full"),
        (errno.EROFS, "export_read_only"),
        (errno.EACCES, "export_read_only"),
        (errno.EIO, "export_failed"),
    ],
)
def test_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str) -> None:
    (tmp_path / "a").write_bytes(b"older")
    monkeypatch.setattr(os, "fsync", failing(number))
    assert refused(tmp_path / "a") == code
    assert (tmp_path / "a").read_bytes() == b"older"


def test_the_target_is_open_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"older")
    monkeypatch.setattr(os, "replace", failing(errno.EACCES))
    assert refused(tmp_path / "a.xlsx") == "export_target_open"
    error = KnownError("export_target_open", name="a.xlsx", other=free_name(tmp_path / "a.xlsx").name)
    assert "a(2).xlsx" in error.hint()


def test_the_folder_is_gone_or_the_name_taken_by_one(tmp_path: Path) -> None:
    assert refused(tmp_path / "gone" / "a") == "export_folder_gone"
    (tmp_path / "a").mkdir()
    assert refused(tmp_path / "a") == "export_name_is_folder"


def test_an_interruption_leaves_nothing(tmp_path: Path) -> None:
    def interrupted(_file: Path) -> Iterator[Compared]:
        raise KeyboardInterrupt
        yield

    with pytest.raises(KeyboardInterrupt):
        write_checked(tmp_path / "a", b"new", interrupted)
    assert not list(tmp_path.iterdir())


def test_both_languages_have_the_same_sentences() -> None:
    own = [{code for code in messages(lang) if code.startswith("export_")} for lang in ("zh_CN", "en")]
    assert own[0] == own[1] != set()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('甲/乙\\丙:丁*?"<>|', "甲_乙_丙_丁______"),
        ("  末尾. . ", "末尾"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("\u202e\x00\n", "未命名"),
        ("工信厅", "工信厅"),
    ],
)
def test_safe_names(text: str, name: str) -> None:
    assert safe(text) == name


def test_file_names(tmp_path: Path) -> None:
    assert file_name(rows.report(), "xlsx") == "自治区试办厅-2021-06-重点任务进展.xlsx"
    one = file_name(rows.report(about="四大改造"), "pdf")
    assert one == "自治区试办厅-2021-06-重点任务进展-四大改造.pdf"
    long = file_name(rows.report(unit_name="很长的名字" * 100, about="也很长" * 100), "xlsx")
    assert len(long.encode()) <= 200
    assert long.endswith(".xlsx")
    (tmp_path / long).write_bytes(b"")
