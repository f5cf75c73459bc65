"""Packages that are damaged, tampered with, or made to harm: a clear sentence, nothing taken, nothing projected that isn't
admitted."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.errors import KnownError
from db.home import device_id
from db.rules.journal import Slot
from db.rules.pack import MANIFEST
from db.store.packread import Package, open_package
from tests import plans as small
from tests.db.packs.making import GXT, OFFICE, Place, changed_manifest, device, forged_journal, rewritten
from tests.scale import examples

JOURNAL = "数据/journal-001.jsonl"


@pytest.fixture
def unit(tmp_path: Path, plan_folder: Path) -> Place:
    """The unit that hands in."""
    return Place(tmp_path / "unit", plan_folder)


@pytest.fixture
def office(tmp_path: Path, plan_folder: Path) -> Place:
    """The office that collects."""
    return Place(tmp_path / "office", plan_folder)


@pytest.fixture
def honest(unit: Place, tmp_path: Path) -> Path:
    """A sound package: two claims, one with a file, one taken back."""
    file = tmp_path / "证明.txt"
    file.write_bytes(b"evidence " * 50)
    unit.tick(small.RULES, (file,), note="已印发")
    unit.tick(small.CHECKPOINT)
    return unit.pack(tmp_path / "报送.zip")[0]


def entries(place: Place) -> object:
    """How many entries a store holds."""
    return place.scalar("SELECT count(*) FROM entry")


def refused(office: Place, path: Path) -> str:
    """The code with which a file is refused; nothing of it is in the store, and the sentence says something."""
    row = office.collect(path)[0]
    assert row.error is not None, "it was taken"
    assert entries(office) == 0
    assert not list((office.root / "home" / "evidence").glob("??/*"))
    for lang in ("zh_CN", "en"):
        sentence = row.error.sentence(lang)
        assert sentence != row.error.code
        assert "{" not in sentence
        assert "?" not in sentence
    return row.error.code


def test_the_honest_one_is_taken_once(office: Place, honest: Path) -> None:
    row = office.collect(honest)[0]
    assert (row.error, row.entries, row.files, row.notices) == (None, 3, 1, ())
    assert office.collect(honest)[0].already
    assert entries(office) == 3


def _line(files: dict[str, bytes], at: int, change: Callable[[list[object]], None]) -> None:
    lines = files[JOURNAL].splitlines()
    values = json.loads(lines[at])
    change(values)
    lines[at] = json.dumps(values, ensure_ascii=False).encode()
    files[JOURNAL] = b"\n".join(lines) + b"\n"


def _drop(files: dict[str, bytes], kind: str, which: int) -> None:
    lines = files[JOURNAL].splitlines()
    found = [line for line in lines if json.loads(line)[0] == kind]
    lines.remove(found[which])
    files[JOURNAL] = b"\n".join(lines) + b"\n"


def _recount(files: dict[str, bytes]) -> None:
    kinds = [json.loads(line)[0] for line in files[JOURNAL].splitlines()]
    changed_manifest(files, counts={kind: kinds.count(kind) for kind in set(kinds)})


def _head(files: dict[str, bytes]) -> None:
    at = next(n for n, line in enumerate(files[JOURNAL].splitlines()) if json.loads(line)[0] == "entry")
    _line(files, at, lambda values: values.__setitem__(5, str(values[5]).replace("2021-06-30", "2021-05-30")))


def _body(files: dict[str, bytes]) -> None:
    at = next(n for n, line in enumerate(files[JOURNAL].splitlines()) if json.loads(line)[0] == "content")
    _line(files, at, lambda values: values.__setitem__(3, '{"note":"别的"}'))


def _unit(files: dict[str, bytes]) -> None:
    _line(files, 0, lambda values: values.__setitem__(3, small.unit(small.FGW)))


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (_head, {"pack_rows_forged"}),
        (_body, {"pack_rows_forged"}),
        (_unit, {"pack_chain_broken"}),
        (lambda files: (_drop(files, "entry", -1), _recount(files)), {"pack_incomplete"}),
        (lambda files: _drop(files, "content", 0), {"pack_incomplete"}),
        (lambda files: (_drop(files, "log", 0), _recount(files)), {"pack_chain_broken"}),
        (lambda files: files.__setitem__(JOURNAL, files[JOURNAL] + b"{not json\n"), {"pack_damaged"}),
        (lambda files: files.__setitem__(JOURNAL, files[JOURNAL][:-1]), {"pack_damaged"}),
        (lambda files: changed_manifest(files, heads={}), {"pack_incomplete"}),
        (lambda files: changed_manifest(files, format="duban-pack-9"), {"pack_format"}),
        (lambda files: changed_manifest(files, heads={"x": 1}), {"pack_damaged"}),
        (lambda files: changed_manifest(files, part=3), {"pack_damaged"}),
    ],
)  # fmt: skip
def test_tampering_is_found_even_when_the_manifest_was_made_to_fit(
    office: Place, honest: Path, tmp_path: Path, change: Callable[[dict[str, bytes]], None], codes: set[str]
) -> None:
    assert refused(office, rewritten(honest, tmp_path / "改.zip", change)) in codes


@pytest.mark.parametrize("fields", [{"files": "x"}, {"files": [1]}, {"parts": []}, {"part": True}, {"since": [1]}])
def test_a_manifest_that_is_none(office: Place, honest: Path, tmp_path: Path, fields: dict[str, object]) -> None:
    path = rewritten(honest, tmp_path / "改.zip", lambda files: changed_manifest(files, **fields), seal=False)
    assert refused(office, path) == "pack_damaged"


def test_without_a_new_seal_any_changed_file_is_found(office: Place, honest: Path, tmp_path: Path) -> None:
    with ZipFile(honest) as archive:
        names = [name for name in archive.namelist() if name != MANIFEST]
    for name in names:
        path = rewritten(
            honest, tmp_path / "改.zip", lambda files, at=name: files.update({at: b"x" + files[at][1:]}), seal=False
        )  # type: ignore[misc]
        assert refused(office, path) == "pack_damaged", name


def test_a_content_taken_away_is_told_when_the_counts_were_made_to_fit(
    office: Place, honest: Path, tmp_path: Path
) -> None:
    forged = rewritten(honest, tmp_path / "缺.zip", lambda files: (_drop(files, "content", 0), _recount(files)))
    row = office.collect(forged)[0]
    assert [notice.code for notice in row.notices] == ["pack_withheld"]


def _logs(files: dict[str, bytes]) -> dict[int, list[bytes]]:
    """Number of entries → the lines of the log that has so many."""
    lines = [json.loads(line) for line in files[JOURNAL].splitlines()]
    logs = {values[1]: [line for line in lines if line[0] == "entry" and line[1] == values[1]] for values in lines}
    return {len(rows): [json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() for row in rows]
            for rows in logs.values() if rows}  # fmt: skip


def _without(files: dict[str, bytes], gone: bytes) -> None:
    files[JOURNAL] = b"".join(line + b"\n" for line in files[JOURNAL].splitlines() if line != gone)
    _recount(files)


def test_entries_taken_away_before_the_last_leave_a_gap_that_is_told(
    office: Place, honest: Path, tmp_path: Path
) -> None:
    forged = rewritten(honest, tmp_path / "缺.zip", lambda files: _without(files, _logs(files)[2][0]))
    row = office.collect(forged)[0]
    assert "pack_gap" in [notice.code for notice in row.notices]
    assert row.receipt is not None
    confirmed = json.loads(row.receipt.read_text(encoding="utf-8"))["heads"]
    assert confirmed.keys() < json.loads(_manifest_of(honest))["heads"].keys(), "the receipt asks for the rest"


def test_a_whole_log_taken_away(office: Place, honest: Path, tmp_path: Path) -> None:
    forged = rewritten(honest, tmp_path / "缺.zip", lambda files: _without(files, _logs(files)[1][0]))
    assert refused(office, forged) == "pack_incomplete"


def _manifest_of(path: Path) -> bytes:
    with ZipFile(path) as archive:
        return archive.read(MANIFEST)


@settings(max_examples=examples(60))
@given(at=st.integers(0, 10**6), bit=st.integers(0, 7))
def test_every_flipped_bit_is_found_or_changes_nothing(
    flips: tuple[bytes, Path, list[bytes]], at: int, bit: int
) -> None:
    whole, folder, wanted = flips
    data = bytearray(whole)
    data[at % len(data)] ^= 1 << bit
    path = folder / "flipped.zip"
    path.write_bytes(data)
    try:
        with open_package(path) as opened:
            assert isinstance(opened, Package)
            opened.verify()
            found = [*opened.lines(), *(b"".join(opened.chunks(file)) for file in opened.evidence)]
    except KnownError:
        return
    assert found == wanted, "changed rows or files were read as sound"


@pytest.fixture(scope="module")
def flips(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, Path, list[bytes]]:
    """An honest package's bytes, a folder to write in, and what it holds."""
    folder = tmp_path_factory.mktemp("flips")
    place = Place(folder / "unit", small.write_plans(folder / "plans", small.minted()))
    file = folder / "证明.txt"
    file.write_bytes(b"evidence " * 50)
    place.tick(small.RULES, (file,))
    path = place.pack(folder / "honest.zip")[0]
    with open_package(path) as opened:
        assert isinstance(opened, Package)
        wanted = [*opened.lines(), *(b"".join(opened.chunks(row)) for row in opened.evidence)]
    return path.read_bytes(), folder, wanted


# ---- archives made to harm


def _archive(path: Path, names: list[tuple[str, bytes]], manifest: dict[str, object]) -> Path:
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in names:
            archive.writestr(ZipInfo(name), content, ZIP_DEFLATED)
        archive.writestr(MANIFEST, json.dumps(manifest))
    return path


def _manifest(names: list[tuple[str, bytes]], **more: object) -> dict[str, object]:
    files = [
        {"path": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest(), "role": "evidence"}
        for name, content in names
    ]
    return {
        "format": "duban-pack-1", "kind": "pack", "id": "0" * 32, "unit": GXT.unit, "unit_name": "x", "period": "2021-06",
        "made_at": "2021-07-01T00:00:00Z", "device": "d" * 32, "part": 1, "parts": ["a.zip"], "heads": {}, "since": {},
        "counts": {}, "files": files, **more,
    }  # fmt: skip


@pytest.mark.parametrize(
    "name", ["../../逃.txt", "/etc/逃", "..\\..\\逃.txt", "C:/逃.txt", "佐证/../../逃.txt", "空夹/"]
)
def test_paths_that_leave_the_package(office: Place, tmp_path: Path, name: str) -> None:
    names = [(name, b"x")]
    assert refused(office, _archive(tmp_path / "a.zip", names, _manifest(names))) == "pack_path_escapes"
    assert not list(tmp_path.rglob("逃*"))


def test_two_files_of_one_name(office: Place, tmp_path: Path) -> None:
    names = [("佐证/a.txt", b"x"), ("佐证/A.txt", b"y")]
    assert refused(office, _archive(tmp_path / "a.zip", names, _manifest(names))) == "pack_names_twice"
    with pytest.warns(UserWarning, match="Duplicate"):
        path = _archive(tmp_path / "b.zip", [("佐证/a.txt", b"x"), ("佐证/a.txt", b"y")], _manifest(names[:1]))
    assert refused(office, path) == "pack_names_twice"


def test_files_that_the_list_does_not_name(office: Place, honest: Path, tmp_path: Path) -> None:
    forged = rewritten(honest, tmp_path / "多.zip", lambda files: files.update({"报表/多.xlsx": b"x"}))
    assert refused(office, forged) == "pack_files_differ"


def test_a_bomb_is_not_inflated(office: Place, tmp_path: Path) -> None:
    bomb = bytes(60 * 1024 * 1024)
    names = [("佐证/大.bin", bomb)]
    assert refused(office, _archive(tmp_path / "a.zip", names, _manifest(names))) == "pack_too_large"
    big = [(MANIFEST, b" " * (17 * 1024 * 1024))]
    with ZipFile(tmp_path / "b.zip", "w", ZIP_DEFLATED) as archive:
        archive.writestr(*big[0])
    assert refused(office, tmp_path / "b.zip") == "pack_too_large"


def test_an_archive_that_understates_its_sizes(office: Place, honest: Path, tmp_path: Path) -> None:
    """The manifest says little, the archive inflates to much: reading stops at what was said."""
    names = [("数据/journal-001.jsonl", b"[]\n" * 10**6)]
    said = _manifest([("数据/journal-001.jsonl", b"[]\n")])
    assert refused(office, _archive(tmp_path / "a.zip", names, said)) == "pack_damaged"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK",
        b"PK\x03\x04" + b"\0" * 100,
        b"{}",
        b"{" * 10**5,
        b"\xd0\xcf\x11\xe0",
        b'{"format":"duban-receipt-1"}',
    ],
)
def test_what_is_no_package(office: Place, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(data)
    assert refused(office, path) in {"pack_foreign", "pack_damaged"}


def test_a_workbook_without_data_and_with_a_bomb_in_its_cells(office: Place, tmp_path: Path) -> None:
    def book(text: str) -> Path:
        path = tmp_path / "a.xlsx"
        with ZipFile(path, "w", ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", "<workbook/>")
            archive.writestr("xl/sharedStrings.xml", f"<sst><si><t>{text}</t></si></sst>")
        return path

    assert refused(office, book("没有")) == "carried_none"
    packed = zlib.compress(bytes(130 * 1024 * 1024), 1)
    text, digest = base64.b64encode(packed).decode(), hashlib.sha256(packed).hexdigest()[:32]
    pieces = re.findall(".{1,30000}", text)
    cells = " ".join(f"duban1|{at}/{len(pieces)}|{digest}|{piece}" for at, piece in enumerate(pieces, 1))
    assert refused(office, book(cells)) == "pack_too_large"
    assert refused(office, book(cells[:-100])) == "pack_damaged"
    if len(pieces) > 1:
        assert refused(office, book(cells.split(" ")[0])) == "carried_incomplete"


# ---- claims that are not the sender's to make


def _forged(path: Path, sender: str, lines: tuple[bytes, dict[str, object], int]) -> Path:
    journal, heads, count = lines
    files = [{"path": JOURNAL, "size": len(journal), "sha256": hashlib.sha256(journal).hexdigest(), "role": "journal"}]
    manifest = _manifest([], unit=sender, files=files, heads=heads, counts={"log": 1, "entry": count})
    return _archive(path, [(JOURNAL, journal)], manifest)


def _target() -> str:
    return str(small.milestone_of(small.minted(), "一/1", "deliverable/2021/1")["uid"])


def admitted(office: Place) -> object:
    """How many entries count."""
    return office.scalar("SELECT count(*) FROM fact WHERE refusal IS NULL")


def test_an_acceptance_forged_by_a_unit_is_stored_and_does_not_count(office: Place, tmp_path: Path) -> None:
    slot = Slot("milestone", _target(), GXT.unit, "", "review")
    row = office.collect(
        _forged(tmp_path / "a.zip", GXT.unit, forged_journal("d" * 32, GXT.unit, [("accepted", slot)]))
    )[0]
    assert [(refusal.why, refusal.count) for refusal in row.refused] == [("not_office", 1)]
    assert admitted(office) == 0


def test_another_units_answer_does_not_count(office: Place, tmp_path: Path) -> None:
    slot = Slot("milestone", _target(), small.unit(small.FGW), "", "done")
    row = office.collect(_forged(tmp_path / "a.zip", GXT.unit, forged_journal("d" * 32, GXT.unit, [("done", slot)])))[0]
    assert [refusal.why for refusal in row.refused] == ["not_own"]
    assert admitted(office) == 0


def test_trusting_a_unit_does_not_trust_logs_of_others_in_its_package(office: Place, tmp_path: Path) -> None:
    """A unit's package with a log in the office's name, from a device of its own."""
    slot = Slot("milestone", _target(), GXT.unit, "", "review")
    lines = forged_journal("d" * 32, OFFICE.unit, [("accepted", slot)])
    row = office.collect(_forged(tmp_path / "a.zip", GXT.unit, lines))[0]
    assert [refusal.why for refusal in row.refused] == ["not_enrolled"]
    assert row.trusted == ()
    assert admitted(office) == 0


def test_a_log_that_claims_this_very_machine_does_not_count(office: Place, unit: Place, tmp_path: Path) -> None:
    """The unit learnt the office's device from a return slip and writes acceptances in its name."""
    unit.tick()
    office.collect(*unit.pack(tmp_path / "a.zip"))
    _accept_something(office)
    with device(office.root / "device"):
        known = device_id()
    before = admitted(office)
    slot = Slot("milestone", _target(), GXT.unit, "", "review")
    for at, sender in enumerate((GXT.unit, OFFICE.unit)):
        lines = forged_journal(known, OFFICE.unit, [("accepted", slot)])
        row = office.collect(_forged(tmp_path / f"b{at}.zip", sender, lines))[0]
        assert [refusal.why for refusal in row.refused] == ["own_device"]
    assert admitted(office) == before


def test_a_package_in_the_offices_own_name_is_never_trusted(office: Place, unit: Place, tmp_path: Path) -> None:
    unit.tick()
    office.collect(*unit.pack(tmp_path / "a.zip"))
    _accept_something(office)
    slot = Slot("milestone", _target(), GXT.unit, "", "review")
    lines = forged_journal("e" * 32, OFFICE.unit, [("accepted", slot)])
    row = office.collect(_forged(tmp_path / "b.zip", OFFICE.unit, lines))[0]
    assert (row.trusted, [refusal.why for refusal in row.refused]) == ((), ["not_enrolled"])


def _accept_something(office: Place) -> None:
    from db.commands.reviewing import review
    from tests.db.packs.making import DAY

    with office.store() as store:
        review(store, OFFICE, GXT.unit, [small.RULES], accept=True, reason="查看原件", without_evidence=True, today=DAY)


def test_a_redaction_of_another_units_words_takes_nothing_away(office: Place, unit: Place, tmp_path: Path) -> None:
    unit.tick(note="要留下的话")
    office.collect(*unit.pack(tmp_path / "a.zip"))
    digest = office.scalar("SELECT lower(hex(digest)) FROM content")
    stranger = small.unit(small.FGW)
    slot = Slot("milestone", _target(), stranger, str(digest), "redact")
    own = Slot("milestone", _target(), GXT.unit, str(digest), "redact")
    for at, place in enumerate((slot, own)):
        lines = forged_journal("f" * 32, stranger, [("redact", place)])
        office.collect(_forged(tmp_path / f"b{at}.zip", stranger, lines))
    assert office.scalar("SELECT count(*) FROM content WHERE instr(body, ?)", "要留下的话".encode()) == 1


def test_control_characters_of_a_stranger_do_not_reach_the_screen(office: Place, honest: Path, tmp_path: Path) -> None:
    forged = rewritten(
        honest, tmp_path / "a.zip", lambda files: changed_manifest(files, unit="无此单位", unit_name="\x1b[2J\u202e坏")
    )
    row = office.collect(forged)[0]
    assert row.unit_name.isprintable()
    assert "名录外" in row.unit_name


def test_a_long_package_in_one_piece(office: Place, tmp_path: Path) -> None:
    """3,000 entries (10⁵ in a soak) of a device that nobody knows: stored, listed, none counts."""
    from tests.scale import SOAK

    count = 10**5 if SOAK else 3000
    slots = [Slot("milestone", _target(), GXT.unit, str(n % 500), "done") for n in range(count)]
    path = _forged(tmp_path / "a.zip", GXT.unit, forged_journal("d" * 32, GXT.unit, [("done", slot) for slot in slots]))
    row = office.collect(path, trust=False)[0]
    assert (row.error, row.entries) == (None, count)
    assert [(refusal.why, refusal.count) for refusal in row.refused] == [("not_enrolled", count)]
    assert admitted(office) == 0


def test_receipts_of_others_and_receipts_that_lie(unit: Place, office: Place, honest: Path, tmp_path: Path) -> None:
    receipt = office.collect(honest)[0].receipt
    assert receipt is not None
    assert unit.collect(receipt)[0].error is None
    lie = json.loads(receipt.read_text(encoding="utf-8"))
    lie["heads"] = {log: [at[0], "0" * 64] for log, at in lie["heads"].items()}
    path = tmp_path / "假.receipt.json"
    path.write_text(json.dumps(lie), encoding="utf-8")
    row = unit.collect(path)[0]
    assert [notice.code for notice in row.notices] == ["receipt_ahead"]
    stranger = {**lie, "unit": small.unit(small.MZT)}
    path.write_text(json.dumps(stranger), encoding="utf-8")
    row = unit.collect(path)[0]
    assert row.error is not None
    assert row.error.code == "receipt_foreign"
