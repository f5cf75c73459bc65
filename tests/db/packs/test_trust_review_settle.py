"""Whom a store believes, whose review counts, how a conflict is settled."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.commands import figures, reviewing, trusting
from db.commands.author import Author
from db.errors import KnownError
from db.queries.claims import claims
from db.queries.conflicts import conflicts
from db.rules.pack import device_code, spoken_code
from tests import plans as small
from tests.db.packs.making import DAY, GXT, OFFICE, Place

FGW = Author(small.unit(small.FGW), "李四")


@pytest.fixture
def unit(tmp_path: Path, plan_folder: Path) -> Place:
    """The unit that hands in."""
    return Place(tmp_path / "unit", plan_folder)


@pytest.fixture
def office(tmp_path: Path, plan_folder: Path) -> Place:
    """The office that collects."""
    return Place(tmp_path / "office", plan_folder)


def figure(place: Place, author: Author, value: str) -> None:
    """A figure of the plants."""
    with place.store() as store:
        figures.figure(store, author, small.PLANTS_2021, value, as_at=DAY, today=DAY)


def test_a_code_survives_the_telephone() -> None:
    code = device_code("a" * 32)
    assert len(code) == 14
    assert spoken_code(code.lower().replace("-", " ")) == code
    assert spoken_code(code.replace("0", "O").replace("1", "l")) == code


def test_enrolment_counts_what_was_said_before_and_can_be_ended(unit: Place, office: Place, tmp_path: Path) -> None:
    unit.tick()
    office.collect(*unit.pack(tmp_path / "a.zip"), trust=False)
    with office.store() as store:
        row = trusting.listed(store, GXT.unit)[0]
        assert (row.trust, row.entries) == ("not_enrolled", 1)
        with pytest.raises(KnownError) as caught:
            trusting.enrol(store, GXT.unit, "0000-0000-0000")
        assert caught.value.code == "enrol_unknown"
        assert trusting.enrol(store, GXT.unit, row.code).trust == "code"
        assert len(store.read(claims)) == 1
        assert trusting.dismiss(store, GXT.unit, row.code).trust == "not_enrolled"
        assert store.read(claims) == []


def test_trust_without_a_check_is_shown_as_such(unit: Place, office: Place, tmp_path: Path) -> None:
    unit.tick()
    path = unit.pack(tmp_path / "a.zip")[0]
    row = office.collect(path, trust=True)[0]
    assert len(row.trusted) == 1
    with office.store() as store:
        assert trusting.listed(store, GXT.unit)[0].trust == "unchecked"
        trusting.enrol(store, GXT.unit, row.trusted[0])
        assert trusting.listed(store, GXT.unit)[0].trust == "code"


def test_the_lead_reviews_what_a_supporting_unit_contributed(
    unit: Place, office: Place, tmp_path: Path, plan_folder: Path
) -> None:
    """`collect` and `review` work for any unit that others report to; the lead's own claim stays the office's to review."""
    support = Place(tmp_path / "support", plan_folder)
    figure(support, FGW, "2")
    unit.collect(*support.pack(tmp_path / "a.zip", author=FGW))
    with unit.store() as store:
        rows = store.read(lambda conn: claims(conn, FGW.unit))
        assert [(row.support, row.review) for row in rows] == [(True, "")]
        reviewing.review(store, GXT, FGW.unit, [small.PLANTS_2021], accept=False, reason="缺名单", today=DAY)
        assert [row.review for row in store.read(lambda conn: claims(conn, FGW.unit))] == ["returned"]
        with pytest.raises(KnownError) as caught:
            reviewing.review(store, FGW, FGW.unit, [small.PLANTS_2021], accept=True, reason="我自己", without_evidence=True,
                             today=DAY)  # fmt: skip
        assert caught.value.code == "review_not_office"
    unit.tick()
    with unit.store() as store, pytest.raises(KnownError) as caught:
        reviewing.review(
            store, GXT, GXT.unit, [small.RULES], accept=True, reason="自审", without_evidence=True, today=DAY
        )
    assert caught.value.code == "review_not_office"


def test_a_review_needs_a_claim_and_a_return_a_reason(office: Place) -> None:
    with office.store() as store:
        for words, code in (
            ({"accept": False, "reason": " "}, "review_needs_reason"),
            ({"accept": True, "reason": ""}, "review_not_claimed"),
        ):
            with pytest.raises(KnownError) as caught:
                reviewing.review(store, OFFICE, GXT.unit, [small.RULES], **words, today=DAY)  # type: ignore[arg-type]
            assert caught.value.code == code


def test_a_claim_taken_back_or_made_anew_waits_again(unit: Place, office: Place, tmp_path: Path) -> None:
    unit.tick()
    office.collect(*unit.pack(tmp_path / "a.zip"))
    with office.store() as store:
        reviewing.review(store, OFFICE, GXT.unit, [small.RULES], accept=False, reason="缺印章", today=DAY)
        assert store.read(lambda conn: claims(conn, waiting=True)) == []
        data = tmp_path / "spool"
        data.mkdir()
    with office.store() as store:
        from db.commands import handing
        from exports.package import write_package

        slip = write_package(
            handing.prepare_slip(store, OFFICE.unit, GXT.unit, data, ["退回"]), [], tmp_path / "退回.zip"
        )
    assert unit.collect(slip[0].path)[0].entries == 1
    unit.tick(note="已补印章")
    office.collect(*unit.pack(tmp_path / "b.zip"))
    with office.store() as store:
        assert [row.review for row in store.read(lambda conn: claims(conn, waiting=True))] == [""]


def test_a_conflict_is_shown_with_both_values_and_settled_by_an_entry(
    unit: Place, office: Place, tmp_path: Path, plan_folder: Path
) -> None:
    """Two machines of one unit that didn't know of each other."""
    second = Place(tmp_path / "second", plan_folder)
    figure(unit, GXT, "3")
    figure(second, GXT, "4")
    office.collect(*unit.pack(tmp_path / "a.zip"))
    row = office.collect(*second.pack(tmp_path / "b.zip"))[0]
    assert [sorted(side.said for side in torn.sides) for torn in row.conflicts] == [["完成值 3家", "完成值 4家"]]
    assert sum(side.stands for side in row.conflicts[0].sides) == 1
    chosen = next(side for side in row.conflicts[0].sides if side.said.endswith("3家"))
    with office.store() as store:
        with pytest.raises(KnownError) as caught:
            reviewing.settle(store, OFFICE, chosen.entry)
        assert caught.value.code == "settle_unknown", "another unit's conflict is that unit's to settle"
    with unit.store() as store:
        code = trusting.listed(store)[0].code
    assert code
    # The other machine's hand-in is not believed by --trust where the unit itself writes: only by its code.
    unit.collect(tmp_path / "b.zip")
    with unit.store() as store:
        other = next(row for row in trusting.listed(store) if row.trust == "not_enrolled")
        trusting.enrol(store, GXT.unit, other.code)
        changes = reviewing.settle(store, GXT, chosen.entry[:10])
        assert changes.code == "settled"
        assert store.read(conflicts) == ()
    office.collect(*unit.pack(tmp_path / "c.zip"))
    with office.store() as store:
        assert store.read(conflicts) == ()
        value = store.read(
            lambda conn: conn.exec_driver_sql(
                "SELECT f.value FROM state t JOIN fact f ON f.n = t.n JOIN slot s ON s.id = t.slot WHERE s.field = 'figure'"
            ).scalar()
        )
        assert value == "3"
