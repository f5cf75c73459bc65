"""Signing, filing, freezing, correcting: the rules around a version, on the small plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from db.commands import adjust, evidence, figures, filing, purging, texts, ticks, undo
from db.commands.author import Author
from db.errors import KnownError
from db.queries.filing import filings, frozen_data, standing_of
from db.reports.frozen import freeze, thaw
from db.reports.status import status_report
from db.rows import Changes
from db.rules.kinds import Nature, TextField
from db.rules.times import Period
from db.store.store import Store
from tests import plans as small

JUNE, JULY = Period.parse("2021-06"), Period.parse("2021-07")
DAY, LATER = date(2021, 6, 25), date(2021, 7, 10)


def _figure(store: Store, who: Author, value: str, as_at: date = DAY, today: date = DAY, **more: object) -> Changes:
    return figures.figure(store, who, small.PLANTS_2021, value, as_at=as_at, today=today, **more)  # type: ignore[arg-type]


def _signed(store: Store, who: Author, today: date = DAY) -> None:
    for step in ("科室", "领导"):
        filing.sign(store, who, JUNE, step, "王", today=today)


def _code(raised: pytest.ExceptionInfo[KnownError]) -> str:
    return raised.value.code


def test_the_frozen_data_are_the_data(store: Store, gxt: Author) -> None:
    _figure(store, gxt, "3")
    ticks.tick(store, gxt, small.RULES, note="已印发", today=DAY)
    report = store.read(lambda conn: status_report(conn, gxt.unit, JUNE, DAY))

    assert thaw(freeze(report)) == report


def test_a_later_programs_fields_are_passed_over_and_missing_ones_take_defaults(store: Store, gxt: Author) -> None:
    import base64
    import json
    import zlib

    report = store.read(lambda conn: status_report(conn, gxt.unit, JUNE, DAY))
    raw = json.loads(zlib.decompress(base64.b64decode(freeze(report))))
    raw["report"]["not_known_yet"] = 1
    del raw["report"]["corrections"]
    text = base64.b64encode(zlib.compress(json.dumps(raw).encode())).decode()

    assert thaw(text) == report


@pytest.mark.parametrize("text", ["", "不是", "AAAA", "eJwDAAAAAAE="])
def test_damaged_data_are_one_sentence(text: str) -> None:
    with pytest.raises(KnownError) as raised:
        thaw(text)
    assert _code(raised) == "issue_unreadable"


def test_the_leader_signs_what_the_section_signed(store: Store, gxt: Author) -> None:
    with pytest.raises(KnownError) as raised:
        filing.sign(store, gxt, JUNE, "领导", "王", today=DAY)
    assert _code(raised) == "sign_section_first"
    filing.sign(store, gxt, JUNE, "科室", "李", today=DAY)
    with pytest.raises(KnownError) as raised:
        filing.sign(store, gxt, JUNE, "科室", "李", today=DAY)
    assert _code(raised) == "sign_already"
    with pytest.raises(KnownError) as raised:
        filing.sign(store, gxt, JUNE, "领导", " ", today=DAY)
    assert _code(raised) == "sign_needs_name"


def test_what_is_filed_is_what_was_signed_though_days_have_passed(store: Store, gxt: Author) -> None:
    _figure(store, gxt, "3")
    signed = dict(filing.sign(store, gxt, JUNE, "科室", "李", today=DAY).values)["check"]
    filing.sign(store, gxt, JUNE, "领导", "王", today=date(2021, 6, 28))

    _changes, report = filing.file_report(store, gxt, JUNE, today=LATER)

    assert (report.check_code, report.as_of, report.version) == (signed, DAY, 1)


def test_filing_needs_signatures_or_says_that_it_has_none(store: Store, gxt: Author) -> None:
    with pytest.raises(KnownError) as raised:
        filing.file_report(store, gxt, JUNE, today=DAY)
    assert _code(raised) == "file_not_signed"

    filing.file_report(store, gxt, JUNE, unsigned=True, today=DAY)

    assert [row.signed for row in store.read(lambda conn: filings(conn, gxt.unit))] == [False]
    with pytest.raises(KnownError) as raised:
        filing.file_report(store, gxt, JUNE, unsigned=True, today=DAY)
    assert _code(raised) == "file_already"


def test_a_filing_can_not_be_undone(store: Store, gxt: Author) -> None:
    _figure(store, gxt, "3")
    changes, report = filing.file_report(store, gxt, JUNE, unsigned=True, today=DAY)

    undo.undo(store, gxt, today=DAY)  # takes the figure back, not the filing

    issue, data = store.read(lambda conn: frozen_data(conn, gxt.unit, changes.entries[0][:12]))
    assert issue.version == 1
    assert thaw(data) == report
    standing = store.read(lambda conn: standing_of(conn, gxt.unit, JUNE))
    assert (standing.version, [row.now for row in standing.changed]) == (2, ["已撤销"])


def test_a_correction_wants_a_reason_a_verified_or_new_figure_does_not(store: Store, gxt: Author) -> None:
    _figure(store, gxt, "3")
    filing.file_report(store, gxt, JUNE, unsigned=True, today=DAY)

    with pytest.raises(KnownError) as raised:
        _figure(store, gxt, "4", today=LATER)
    assert _code(raised) == "correction_needs_reason"
    _figure(store, gxt, "3", today=LATER)  # the same again
    _figure(store, gxt, "5", as_at=date(2021, 7, 5), today=LATER)  # July's
    _figure(store, gxt, "4", today=LATER, nature=Nature.VERIFIED)

    july = store.read(lambda conn: status_report(conn, gxt.unit, JULY, LATER))
    assert [(line.kind, line.was, line.now) for line in july.corrections] == [("核定", "完成值 3家", "完成值 4家")]


def test_a_filed_text_wants_a_reason_too(store: Store, gxt: Author) -> None:
    texts.set_text(store, gxt, small.TASK, JUNE, TextField.PROGRESS, "已开工。", today=DAY)
    filing.file_report(store, gxt, JUNE, unsigned=True, today=DAY)

    with pytest.raises(KnownError) as raised:
        texts.set_text(store, gxt, small.TASK, JUNE, TextField.PROGRESS, "未开工。", today=LATER)
    assert _code(raised) == "correction_needs_reason"
    texts.set_text(store, gxt, small.TASK, JUNE, TextField.PROGRESS, "未开工。", reason="误报", today=LATER)

    july = store.read(lambda conn: status_report(conn, gxt.unit, JULY, LATER))
    assert [(line.kind, line.reason) for line in july.corrections] == [("更正", "误报")]


def test_a_further_version_wants_a_reason_and_corrections_are_shown_once(store: Store, gxt: Author) -> None:
    _figure(store, gxt, "3")
    filing.file_report(store, gxt, JUNE, unsigned=True, today=DAY)
    _figure(store, gxt, "4", today=LATER, note="漏报一家")
    with pytest.raises(KnownError) as raised:
        filing.file_report(store, gxt, JUNE, unsigned=True, today=LATER)
    assert _code(raised) == "file_needs_reason"

    _changes, second = filing.file_report(store, gxt, JUNE, unsigned=True, reason="更正", today=LATER)

    assert (second.version, [line.reason for line in second.corrections]) == (2, ["漏报一家"])
    assert store.read(lambda conn: status_report(conn, gxt.unit, JULY, LATER)).corrections == ()


def test_each_plans_report_has_its_own_versions(store: Store, gxt: Author) -> None:
    plan = store.read(lambda conn: conn.exec_driver_sql("SELECT uid FROM plan").scalar())
    filing.file_report(store, gxt, JUNE, unsigned=True, today=DAY)

    _changes, report = filing.file_report(store, gxt, JUNE, plan=plan, unsigned=True, today=DAY)

    assert (report.version, report.about) == (1, "试办三年行动")


def test_evidence_and_other_units_words_count_as_changes_after_signing(
    store: Store, gxt: Author, fgw: Author, tmp_path: object
) -> None:
    from pathlib import Path

    _signed(store, gxt)
    figures.figure(store, fgw, small.PLANTS_2021, "1", as_at=DAY, today=DAY)  # a contribution, printed on our row
    file = Path(str(tmp_path)) / "名单.txt"
    file.write_text("一", encoding="utf-8")
    evidence.add(store, gxt, small.PLANTS_2021, [file], today=DAY)

    standing = store.read(lambda conn: standing_of(conn, gxt.unit, JUNE))

    assert sorted(row.field for row in standing.changed) == ["evidence", "part"]


def test_texts_are_carried_and_marked_until_edited(store: Store, gxt: Author) -> None:
    texts.set_text(store, gxt, small.TASK, JUNE, TextField.PROGRESS, "已开工。", today=DAY)
    texts.carry(store, gxt, [small.TASK], JULY, today=LATER)

    def remark() -> str:
        report = store.read(lambda conn: status_report(conn, gxt.unit, JULY, LATER))
        return next(item.remark for item in report.ledger if item.progress)

    assert "沿用上期" in remark()
    texts.set_text(store, gxt, small.TASK, JULY, TextField.PROGRESS, "已开工。", today=LATER)
    assert "沿用上期" not in remark()
    with pytest.raises(KnownError) as raised:
        texts.carry(store, gxt, [small.TASK], JULY, today=LATER)
    assert _code(raised) == "text_carried_none"


def test_nothing_new_leaves_what_is_written(store: Store, gxt: Author) -> None:
    texts.nothing_new(store, gxt, [small.TASK], JUNE, today=DAY)
    with pytest.raises(KnownError) as raised:
        texts.nothing_new(store, gxt, [small.TASK], JUNE, today=DAY)
    assert _code(raised) == "text_nothing_new_none"


def test_date_and_target_are_adjusted_apart(store: Store, gxt: Author) -> None:
    office = Author(small.unit(small.ISSUER))
    for change, to in ((adjust.Change.EXTEND, "2022-06-30"), (adjust.Change.ADJUST, "4")):
        wanted = adjust.Wanted(change, to, "建设推迟", "第3次常务会议纪要")
        adjust.ask(store, gxt, small.PLANTS_2021, wanted, today=DAY)
        adjust.approve(store, office, small.PLANTS_2021, adjust.Wanted(None), today=DAY)

    item = next(
        item
        for item in store.read(lambda conn: status_report(conn, gxt.unit, JUNE, DAY)).ledger
        if item.text == "2021年试办工厂5家"
    )
    assert (item.due_on, item.planned_due, item.target, item.planned_target) == (
        date(2022, 6, 30), date(2021, 12, 31), 4, 5,
    )  # fmt: skip
    assert "延期：原2021年12月31日" in item.adjustment
    assert "调整：原5家，现4家" in item.adjustment


def test_a_request_waits_in_the_ledger(store: Store, gxt: Author) -> None:
    adjust.ask(store, gxt, small.PLANTS_2021, adjust.Wanted(adjust.Change.CANCEL, "", "政策变化"), today=DAY)

    report = store.read(lambda conn: status_report(conn, gxt.unit, JUNE, DAY))

    assert any("申请取消（待批准）：政策变化" in item.adjustment for item in report.ledger)
    assert report.counts.cancelled == 0
    assert replace(report, digest="") != report


def test_purging_a_text_purges_the_filings_that_print_it_and_only_these(store: Store, gxt: Author) -> None:
    secret = texts.set_text(store, gxt, small.TASK, JUNE, TextField.PROGRESS, "涉密的话", today=DAY)
    held, _report = filing.file_report(store, gxt, JUNE, unsigned=True, today=DAY)
    other, report = filing.file_report(store, gxt, Period.parse("2021-05"), unsigned=True, today=DAY)

    purging.redact(store, gxt, secret.entries[0], reason="误录", today=LATER)

    with pytest.raises(KnownError) as raised:
        store.read(lambda conn: frozen_data(conn, gxt.unit, held.entries[0][:12]))
    assert _code(raised) == "issue_withheld"
    assert thaw(store.read(lambda conn: frozen_data(conn, gxt.unit, other.entries[0][:12]))[1]) == report
    assert [row.period for row in store.read(lambda conn: filings(conn, gxt.unit))] == ["2021-06", "2021-05"]
    contents = store.read(lambda conn: conn.exec_driver_sql("SELECT body FROM content").fetchall())
    assert not any("涉密的话".encode() in body for (body,) in contents)
