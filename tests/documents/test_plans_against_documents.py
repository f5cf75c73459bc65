"""The bundled plans against the official documents: every list of units, no run of their wording, the number of tasks."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

import pytest

from resources import read_json
from tests.documents.texts import FOLDER, SOURCES, document, needed, signature, squeezed, unit_lists

pytestmark = needed
RUN = 30
TASKS = {
    "ndb-2018-75": 21, "nzbf-2021-3": 60, "nzbf-2021-5": 9, "nzbf-2021-6": 8, "zhongwei-2021": 85, "nzbf-2023-13": 33,
    "ndf-2023-1": 34,
}  # fmt: skip
DOCUMENTS = sorted({name for names in SOURCES.values() for name in names})


@cache
def plan(slug: str) -> dict[str, Any]:
    found: dict[str, Any] = read_json("plans", f"{slug}.json")
    return found


def said_in_our_words(slug: str) -> list[tuple[str, str]]:
    """Everything of a plan file that must be our own wording, with its place."""
    found = [(row["name"], row["note"] or "") for row in plan(slug)["indicators"]]
    for node in plan(slug)["nodes"]:
        found += [(node["code"], point) for point in node["points"]]
        found.append((node["code"], node["notice"] or ""))
        for row in node["milestones"]:
            found += [(node["code"], row["text"]), (node["code"], row["notice"] or "")]
    return found


@cache
def runs() -> frozenset[str]:
    """Every run of thirty characters of every document."""
    texts = [document(name) for name in DOCUMENTS]
    return frozenset(text[at : at + RUN] for text in texts for at in range(len(text) - RUN + 1))


def test_the_documents_are_all_there() -> None:
    assert {name for name in DOCUMENTS if not (FOLDER / name).is_file()} == set()


def test_there_are_250_tasks() -> None:
    counts = {slug: sum(node["kind"] == "task" for node in plan(slug)["nodes"]) for slug in SOURCES}
    assert counts == TASKS
    assert sum(counts.values()) == 250


@pytest.mark.parametrize("slug", SOURCES)
def test_no_run_of_the_documents_wording_stands_in_a_plan_file(slug: str) -> None:
    copied = []
    for code, text in said_in_our_words(slug):
        plain = squeezed(text)
        copied += [(code, plain[at : at + RUN]) for at in range(len(plain) - RUN + 1) if plain[at : at + RUN] in runs()]
    assert copied == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_list_of_units_is_covered_name_for_name(name: str) -> None:
    """Each bracketed list of the document has a node whose printed units, in order, are that list; none is used twice."""
    lists = Counter(_known(signature(text)) for text in unit_lists(document(name)))
    assert sum(lists.values()) >= 20
    nodes: Counter[str] = Counter()
    for slug, sources in SOURCES.items():
        if name in sources:
            for node in plan(slug)["nodes"]:
                nodes[_known(signature("".join(unit["printed"] for unit in node["units"])))] += 1
    assert lists - nodes == Counter()


def _known(text: str) -> str:
    """The gazette's second printing has 抢抓 for 包抓; one list of the Zhongwei plan ends in 等."""
    return text.replace("抢抓机制", "包抓机制").removesuffix("等")


@pytest.mark.parametrize("slug", SOURCES)
def test_titles_numbers_and_figures_stand_in_the_document(slug: str) -> None:
    texts = [document(name) for name in SOURCES[slug]]
    assert any(squeezed(plan(slug)["title"]) in text for text in texts)
    figures = {
        row[name]
        for node in plan(slug)["nodes"]
        for row in node["milestones"]
        for name in ("target", "target_max")
        if row[name]
    }
    missing = [value for value in figures if not any(_printed(value, text) for text in texts)]
    assert missing == []


def _printed(value: str, text: str) -> bool:
    """As digits, with a thousands mark, in 万 or 亿, or as a Chinese numeral below ten."""
    whole = value.removesuffix(".0")
    forms = {whole, f"{int(whole):,}" if whole.isdigit() else whole}
    if whole.isdigit() and int(whole) < 11:
        forms |= {"零一二三四五六七八九十"[int(whole)], "两" if whole == "2" else whole}
    if whole.isdigit() and int(whole) and int(whole) % 10_000 == 0:
        forms |= {f"{int(whole) // 10_000}万", "万台" if whole == "10000" else whole}
    return any(form in text for form in forms)
