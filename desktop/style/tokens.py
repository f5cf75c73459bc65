"""The colour table of the two themes (docs/ui.md, part 4). Read by style.look; a test checks every contrast ratio."""

from __future__ import annotations

from dataclasses import dataclass

from db.rules.kinds import Light

DUE_SOON = "due_soon"  # a tag beside the light, never a light


@dataclass(frozen=True, slots=True)
class LightColours:
    """A light's mark, its text and the tint behind a pill."""

    mark: str
    text: str
    tint: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """One theme. `lights` is keyed by the light's value, and by DUE_SOON for the tag."""

    name: str
    window: str
    surface: str
    sunken: str
    raised: str
    hover: str
    selected: str
    selected_off: str
    text1: str
    text2: str
    text3: str
    accent: str
    accent_hover: str
    on_accent: str
    control: str
    line: str
    scroll: str
    track: str
    segment: str  # on_track in stacked bars
    lights: dict[str, LightColours]

    @property
    def backgrounds(self) -> tuple[str, ...]:
        """Everything that words and marks may stand on."""
        return (self.window, self.surface, self.sunken, self.raised, self.hover, self.selected, self.selected_off)


def _lights(
    done: LightColours, track: str, soon: LightColours, behind: LightColours, late: LightColours, grey: LightColours
) -> dict[str, LightColours]:
    return {
        Light.DONE: done,
        Light.ON_TRACK: LightColours(done.mark, done.text, track),
        DUE_SOON: soon,
        Light.BEHIND: behind,
        Light.RETURNED: behind,
        Light.SEVERE: late,
        Light.OVERDUE: late,
        Light.IN_REVIEW: grey,
        Light.PENDING: grey,
        Light.UNFILED: grey,
        Light.NONE: grey,
        Light.CANCELLED: grey,
    }


LIGHT_THEME = Tokens(
    name="light",
    window="#F3F4F6",
    surface="#FFFFFF",
    sunken="#F8F9FA",
    raised="#FFFFFF",
    hover="#EFF2F5",
    selected="#E3E9F1",
    selected_off="#EBEDF0",
    text1="#1A1E24",
    text2="#48505B",
    text3="#5F6772",
    accent="#2B3A4B",
    accent_hover="#3B4D61",
    on_accent="#FFFFFF",
    control="#7A828D",
    line="#E1E4E9",
    scroll="#C2C8D0",
    track="#DCE0E5",
    segment="#B5D9C8",
    lights=_lights(
        LightColours("#358F6A", "#1F6449", "#E6F3ED"),
        "#EFF7F3",
        LightColours("#2A5DA8", "#234F92", "#E6EEF9"),
        LightColours("#B57600", "#7D4E00", "#FBF1DD"),
        LightColours("#A81E17", "#A81E17", "#FAE8E6"),
        LightColours("#5F6772", "#48505B", "#EBEDF0"),
    ),
)

DARK_THEME = Tokens(
    name="dark",
    window="#131518",
    surface="#1A1D21",
    sunken="#16181C",
    raised="#252A30",
    hover="#22262B",
    selected="#2B333D",
    selected_off="#262A2F",
    text1="#DFE3E7",
    text2="#B6BDC5",
    text3="#99A1AB",
    accent="#C9D5E3",
    accent_hover="#DDE6F0",
    on_accent="#161B21",
    control="#7F8792",
    line="#2D3238",
    scroll="#464D55",
    track="#343A41",
    segment="#335F4E",
    lights=_lights(
        LightColours("#6FD3A8", "#7FDDB5", "#192C25"),
        "#192521",
        LightColours("#6AA3EE", "#93BDF5", "#182538"),
        LightColours("#E3AC3A", "#EFC168", "#302610"),
        LightColours("#E0604F", "#F5958A", "#3A1E1B"),
        LightColours("#99A1AB", "#B6BDC5", "#262A2F"),
    ),
)


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two #RRGGBB colours."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
