"""Tables over pages: whatever the sizes, every character is drawn and every row counted once."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest

from exports import fonts
from exports.columns import Cell, Column
from exports.pdf_check import read_back
from exports.pdf_pages import Paper
from exports.pdf_table import Table
from exports.pdf_text import Setter

COLUMNS = (Column("序号", 26, "centre"), Column("任务", 80), Column("进展", 100), Column("措施", 60, "right"))


@pytest.mark.parametrize("seed", range(6))
def test_nothing_is_lost(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: Counter[str] = Counter()
    real = Setter.draw

    def draw(self: Setter, canvas: Any, style: Any, x: float, y: float, text: str, spread: float = 0.0) -> None:
        drawn.update(text)
        assert 20 < y < 560, "on the page"
        real(self, canvas, style, x, y, text, spread)

    monkeypatch.setattr(Setter, "draw", draw)
    dice = random.Random(seed)
    paper = Paper(fonts.faces(), "试", "试", "")
    paper.page(across=True)
    table = Table(paper, COLUMNS)
    wanted: Counter[str] = Counter()
    count = 0
    for block in range(12):
        size = dice.choice((1, 1, 2, 5, 30))
        letter = "甲乙丙丁戊己庚辛壬癸子丑"[block]
        rows = [
            [Cell(""), Cell(), Cell(letter * dice.choice((0, 3, 40, 900))), Cell("寅" * dice.randrange(30))]
            for _ in range(size)
        ]
        title = "题" * dice.choice((0, 4, 60, 1200))
        if dice.random() < 0.3:
            table.banner("横" * dice.choice((1, 90)), dice.choice((None, 1)))
        table.block({1: title}, rows)
        wanted.update("".join(cell.text for row in rows for cell in row) + title)
        count += size
    found = read_back(paper.finish())
    assert (found.whole, found.rows, found.pages) == (True, count, paper.pages)
    for letter, times in wanted.items():
        assert drawn[letter] >= times, letter  # a task's title is said again at the head of a page
        assert drawn[letter] == times or letter == "题"
