"""The PDF report, read back with pypdf: whole, embedded, searchable, the same twice, and never cut."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from db.errors import KnownError
from db.reports.model import Place
from db.rules.kinds import Light
from exports import pdf_check
from exports.status_pdf import write_pdf
from exports.workbook import write_workbook
from tests.exports import report_rows as rows

MM = 72 / 25.4


def text_of(path: Path) -> str:
    """The file's text without line ends."""
    return re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(path).pages))


def fonts_of(path: Path) -> dict[str, bool]:
    """Every font's name and whether a file is embedded."""
    found = {}
    for page in PdfReader(path).pages:
        for font in page["/Resources"]["/Font"].values():
            descriptor = font.get_object().get("/FontDescriptor")
            found[str(font.get_object()["/BaseFont"])] = bool(descriptor and "/FontFile2" in descriptor.get_object())
    return found


def test_whole_report(tmp_path: Path) -> None:
    behind = rows.item(2, light=Light.BEHIND, reason="差18个百分点", problem="差18个百分点。资金紧张。")
    part = rows.item(1, place=Place.PARTS, answerer="自治区财政厅", parts="已供地3宗")
    data = rows.report(rows.item(), behind, part)
    written = write_pdf(data, tmp_path / "a.pdf")
    reader = PdfReader(tmp_path / "a.pdf")
    assert written.rows == 2 + 1 + 1 + 1
    assert written.pages == len(reader.pages)
    assert written.digest == data.digest
    text = text_of(tmp_path / "a.pdf")
    for wanted in ("一、总体进展", "（一）滞后（1个）", "资金紧张", "附件4", "已供地3宗", "ab" * 32, "亮灯", "86.7%"):
        assert wanted.replace(" ", "") in text, wanted
    assert data.check_code in text
    assert "数据截至2021年6月30日" in text
    assert "—1—" in text


def test_twelve_columns_stand_on_every_ledger_page(tmp_path: Path) -> None:
    write_pdf(rows.report(*(rows.item(at) for at in range(1, 61))), tmp_path / "a.pdf")
    pages = [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(tmp_path / "a.pdf").pages]
    ledger = [text for text in pages if "截至6月进展" in text]
    assert len(ledger) > 3
    for text in ledger:
        for head in ("序号", "文件依据", "重点任务", "年度目标/节点", "完成时限", "完成率", "亮灯", "下一步措施"):
            assert head in text


def test_layout_follows_the_standard(tmp_path: Path) -> None:
    write_pdf(rows.report(), tmp_path / "a.pdf")
    reader = PdfReader(tmp_path / "a.pdf")
    upright, across = reader.pages[0], reader.pages[1]
    assert [round(float(side)) for side in upright.mediabox[2:]] == [595, 842]
    assert [round(float(side)) for side in across.mediabox[2:]] == [842, 595]
    lefts: list[float] = []
    upright.extract_text(visitor_text=lambda text, _cm, tm, _f, _s: lefts.append(tm[4]) if text.strip() else None)
    assert min(lefts) >= 27 * MM - 0.1


def test_fonts_are_embedded_and_title_and_language_set(tmp_path: Path) -> None:
    data = rows.report()
    write_pdf(data, tmp_path / "a.pdf")
    fonts = fonts_of(tmp_path / "a.pdf")
    assert fonts
    assert all(fonts.values())
    assert all("+" in name for name in fonts), "subset"
    assert not any("Helvetica" in name for name in fonts)
    reader = PdfReader(tmp_path / "a.pdf")
    assert reader.metadata is not None
    assert reader.metadata.title == data.title
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"
    titles = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert "附件1 重点任务台账" in titles


def test_the_same_data_make_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        write_pdf(rows.report(), tmp_path / name)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_a_very_long_note_is_printed_to_its_end_in_an_annex(tmp_path: Path) -> None:
    note = "".join(f"第{at}句话写得很长。" for at in range(10_000))
    data = rows.report(rows.item(progress=note, light=Light.BEHIND, problem=note), rows.item(2))
    assert len(note) > 100_000
    written = write_pdf(data, tmp_path / "a.pdf")
    assert written.pages < 130
    pages = PdfReader(tmp_path / "a.pdf").pages
    first, last = ("".join(page.extract_text() for page in part) for part in (pages[:6], pages[-3:]))
    assert "附件“长文全文”第1条" in re.sub(r"\s", "", first)
    assert "第9999句话写得很长" in re.sub(r"\s", "", last)


def test_a_row_taller_than_a_page_goes_on_at_the_next(tmp_path: Path) -> None:
    text = "\n".join(f"第{at}行" for at in range(120))
    write_pdf(rows.report(rows.item(problem=text), rows.item(2)), tmp_path / "a.pdf")
    found = text_of(tmp_path / "a.pdf")
    assert all(f"第{at}行" in found for at in range(120))


def test_a_very_long_task_title_goes_on_at_the_next_page(tmp_path: Path) -> None:
    write_pdf(rows.report(rows.item(task="长标题" * 92), rows.item(2)), tmp_path / "a.pdf")
    assert text_of(tmp_path / "a.pdf").count("题") >= 92


def test_markup_and_odd_characters_are_plain_text(tmp_path: Path) -> None:
    odd = "<b>粗</b>&amp;<para>=1+1 \x07\u200f\u202eمرحبا 😀 \udc00㐂"
    data = rows.report(rows.item(progress=odd, task=odd), unit_name="甲&乙<厅>")
    written = write_pdf(data, tmp_path / "a.pdf")
    text = text_of(tmp_path / "a.pdf")
    assert "<b>粗</b>&amp;<para>=1+1" in text
    assert "〓" in text
    assert len(written.notices) == 1
    assert "U+1F600（GRINNING FACE）" in written.notices[0]
    assert "字体说明" in text


def test_names_of_people_fall_back_to_another_face(tmp_path: Path) -> None:
    written = write_pdf(rows.report(overall=("朱镕、吴喆、陈珺、李堃。",)), tmp_path / "a.pdf")
    assert written.notices == ()
    assert "朱镕、吴喆、陈珺、李堃" in text_of(tmp_path / "a.pdf")


def test_a_unit_without_tasks_gets_a_report_that_says_so(tmp_path: Path) -> None:
    written = write_pdf(rows.empty(), tmp_path / "a.pdf")
    assert (written.rows, written.pages) == (0, 1)
    assert "没有自治区试办厅承担的任务" in text_of(tmp_path / "a.pdf")


def test_many_late_items_are_told_in_part_and_the_rest_named(tmp_path: Path) -> None:
    late = [rows.item(at, light=Light.OVERDUE, problem="逾期3天。") for at in range(1, 26)]
    write_pdf(rows.report(*late), tmp_path / "a.pdf")
    assert "其余5个的进展、原因和措施见附件1，台账序号21、22、23、24、25。" in text_of(tmp_path / "a.pdf")


def test_rows_lost_in_the_file_are_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.pdf").write_bytes(b"older")
    real = pdf_check.read_back
    monkeypatch.setattr("exports.status_pdf.read_back", lambda data: replace(real(data), rows=1))
    with pytest.raises(KnownError) as caught:
        write_pdf(rows.report(), tmp_path / "a.pdf")
    assert caught.value.code == "export_mismatch"
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]
    assert (tmp_path / "a.pdf").read_bytes() == b"older"


def test_damage_is_seen_when_read_back(tmp_path: Path) -> None:
    write_pdf(rows.report(), tmp_path / "a.pdf")
    data = (tmp_path / "a.pdf").read_bytes()
    assert pdf_check.read_back(data).whole
    assert not pdf_check.read_back(data[:-200]).whole
    assert not pdf_check.read_back(data[:5000] + b"xx" + data[5000:]).whole
    assert len(PdfReader(io.BytesIO(data)).pages) == pdf_check.read_back(data).pages


def test_very_long_names_break_nothing(tmp_path: Path) -> None:
    long = "很长的名称" * 2000
    plan = replace(rows.PLAN, title=long, doc_no=long, short=long)
    item = rows.item(section=long, text=long, lead=long, others=long, doc_no=long)
    data = rows.report(item, plans=(plan,), unit_name=long, title=long, evidence=(rows.evidence(name=long),))
    assert write_pdf(data, tmp_path / "a.pdf").rows == 3
    assert write_workbook(data, tmp_path / "a.xlsx").rows == 3
