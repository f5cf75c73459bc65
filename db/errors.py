"""Errors that a person can act on. Raised all over db and exports; shown by the window, printed by the command line.

A `KnownError` has a stable code, one sentence and a next step (resources/messages/*.json). Everything else is a bug.
"""

from __future__ import annotations

from functools import cache


class KnownError(Exception):
    """Something outside the program's hands: what happened, that nothing was lost, what to do.

    `code` is stable and printed with --json; `values` fill the sentence's {fields}.
    """

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    def sentence(self, lang: str = "zh_CN") -> str:
        """What happened and what is safe, in one sentence."""
        return self._text(lang)[0]

    def hint(self, lang: str = "zh_CN") -> str:
        """What to do next; may be empty."""
        return self._text(lang)[1]

    def _text(self, lang: str) -> tuple[str, str]:
        entry = _messages(lang).get(self.code) or [self.code, ""]
        return entry[0].format_map(_Blank(self.values)), entry[1].format_map(_Blank(self.values))

    def __str__(self) -> str:
        return self.sentence("en")


class _Blank(dict[str, object]):
    """A sentence with a field that was not given still reads as a sentence."""

    def __missing__(self, key: str) -> str:
        return "?"


@cache
def _messages(lang: str) -> dict[str, list[str]]:
    from resources import messages

    return messages(lang)
