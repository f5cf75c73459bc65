"""Files that can't be imported: each is refused with its own sentence, in both languages; nothing crashes or hangs."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.errors import KnownError
from db.importers import sandbox
from db.importers.limits import MAX_FILE
from tests.db.importers.makers import PLAN, archive, docx, imported, pdf, xlsx


def _bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("word/document.xml", b" " * (300 << 20))
    return made.getvalue()


def _scan() -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    made = io.BytesIO()
    canvas = Canvas(made)
    for _ in range(3):
        canvas.rect(50, 50, 400, 700, fill=1)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
ENTITIES = '<!DOCTYPE a [<!ENTITY b "bbbb">]><w:document/>'
GOOD = docx(*PLAN.split("\n"))
BAD = [
    ("空.txt", b"", "import_empty"),
    ("空白.txt", b" \r\n\t\n", "import_empty"),
    ("空.docx", docx(""), "import_empty"),
    ("图.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "import_binary"),
    ("图.docx", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "import_damaged"),
    ("图.png", b"\x89PNG\r\n\x1a\n", "import_kind"),
    ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "import_old_format"),
    ("旧.wps", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "import_old_format"),
    ("旧.et", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "import_old_format"),
    ("文字.docx", PLAN.encode(), "import_extension"),
    ("文档.txt", GOOD, "import_extension"),
    ("锁.docx", LOCKED, "import_password"),
    ("锁.xlsx", LOCKED, "import_password"),
    ("锁.pdf", pdf(PLAN, password="secret"), "import_password"),
    ("坏.docx", GOOD[: len(GOOD) // 2], "import_damaged"),
    ("坏.xlsx", xlsx([["序号", "任务"]])[:900], "import_damaged"),
    ("坏.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") * 90, "import_damaged"),
    ("坏.pdf", b"%PDF-1.7\nnothing follows" * 30, "import_damaged"),
    ("实体.docx", archive({"word/document.xml": ENTITIES}), "import_damaged"),
    ("炸弹.docx", _bomb(), "import_zip_bomb"),
    ("扫描.pdf", _scan(), "import_scanned"),
    ("乱码.txt", "Très élevé, à côté, naïve, dès que".encode("latin-1") * 40, "import_encoding"),
    ("散文.txt", "今天天气很好，我们去公园。".encode() * 30, "import_no_tasks"),
    ("英文.txt", b"The quick brown fox. " * 300, "import_no_tasks"),
    ("密.txt", f"机密★1年\n{PLAN}".encode(), "import_secret"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "code"), BAD, ids=[name for name, _, _ in BAD])
def test_each_is_refused_with_its_own_sentence(name: str, data: bytes, code: str) -> None:
    with pytest.raises(KnownError) as caught:
        imported(data, name)
    assert caught.value.code == code
    for language in ("zh_CN", "en"):
        sentence = caught.value.sentence(language)
        assert sentence not in (code, "")
        assert "{" not in sentence + caught.value.hint(language)
        assert "?" not in sentence


def test_a_huge_file_is_not_even_read(tmp_path: Path) -> None:
    big = tmp_path / "大.txt"
    with big.open("wb") as out:
        out.truncate(MAX_FILE + 1)
    with pytest.raises(KnownError) as caught:
        sandbox.read_file(big)
    assert caught.value.code == "import_too_big"


def test_the_child_answers_reports_progress_and_refuses_as_this_process_does() -> None:
    shares: list[float] = []
    report = sandbox.run(PLAN.encode(), "方案.txt", progress=shares.append)
    assert report == json.loads(json.dumps(imported(PLAN), default=str))
    assert shares == sorted(shares)
    assert shares[-1] > 0.9
    with pytest.raises(KnownError) as caught:
        sandbox.run(b"", "空.txt")
    assert caught.value.code == "import_empty"


SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]


def test_a_child_that_hangs_is_killed_on_time_and_on_cancel() -> None:
    with pytest.raises(KnownError) as caught:
        sandbox.run(b"x", "a.txt", seconds=0.3, command=SLEEPER)
    assert caught.value.code == "import_timeout"
    with pytest.raises(KnownError) as caught:
        sandbox.run(b"x", "a.txt", cancelled=lambda: True, command=SLEEPER)
    assert caught.value.code == "import_cancelled"


def test_a_child_that_dies_is_a_sentence() -> None:
    with pytest.raises(KnownError) as caught:
        sandbox.run(b"x", "a.txt", command=[sys.executable, "-c", "raise SystemExit(9)"])
    assert caught.value.code == "import_failed"


PIECES = (
    "一、", "（一）", "1.", "（1）", "第一条", "附件1", "责任单位：", "市民政局", "、", "，", "。", "；", "（", "）",
    "〔", "】", "到2023年", "每年", "3个",
    "70%", "以上", "达到", "\n", "\n\n", "——", "序号", "任务", "牵头单位", "|",
    "等有关部门负责", "２", " ", "\f", "试〔2023〕1号", "2023年1月1日", "零的突破",
)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(st.sampled_from(PIECES), max_size=120))
def test_no_arrangement_of_the_grammar_crashes(pieces: list[str]) -> None:
    _reads_or_refuses("".join(pieces).encode(), "a.txt")


@settings(max_examples=150)
@given(st.text(max_size=400))
def test_no_text_crashes(text: str) -> None:
    _reads_or_refuses(text.encode("utf-8", "surrogatepass"), "a.txt")


@settings(max_examples=100)
@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.docx", "a.xlsx", "a.xls", "a.pdf", "a.md"]))
def test_no_bytes_crash(data: bytes, name: str) -> None:
    _reads_or_refuses(data, name)


@settings(max_examples=60)
@given(st.integers(0, len(GOOD) - 1), st.integers(1, 255))
def test_no_flipped_byte_crashes(place: int, flip: int) -> None:
    damaged = bytearray(GOOD)
    damaged[place] ^= flip
    _reads_or_refuses(bytes(damaged), "a.docx")


def _reads_or_refuses(data: bytes, name: str) -> None:
    code = "import_"
    try:
        json.dumps(imported(data, name), default=str)
    except KnownError as error:
        code = error.code
    assert code.startswith("import_")
