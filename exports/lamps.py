"""Words and colours of lights in print, the light theme's tokens (ui.md, 4). Called by the workbook and the PDF."""

from __future__ import annotations

from db.reports.model import Item
from db.rules.kinds import Light
from db.rules.wording import due_soon_name, light_name

_GREEN, _AMBER, _RED, _GREY = "#1F6449", "#7D4E00", "#A81E17", "#48505B"
INKS: dict[Light, str] = {
    Light.OVERDUE: _RED,
    Light.SEVERE: _RED,
    Light.RETURNED: _AMBER,
    Light.BEHIND: _AMBER,
    Light.UNFILED: _GREY,
    Light.PENDING: _GREY,
    Light.ON_TRACK: _GREEN,
    Light.IN_REVIEW: _GREY,
    Light.DONE: _GREEN,
    Light.NONE: _GREY,
    Light.CANCELLED: _GREY,
}
FILLS: dict[Light, str] = {
    Light.OVERDUE: "#FAE8E6",
    Light.SEVERE: "#FAE8E6",
    Light.RETURNED: "#FBF1DD",
    Light.BEHIND: "#FBF1DD",
    Light.ON_TRACK: "#EFF7F3",
    Light.DONE: "#E6F3ED",
}


def word(item: Item) -> str:
    """The light as a word, with the tag 临期 on the next line."""
    name = light_name(item.light)
    return f"{name}\n{due_soon_name()}" if item.due_soon else name
