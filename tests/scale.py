"""How many examples a property is tried on: few in `make test`, many in `make soak` (DUBAN_SOAK=1)."""

from __future__ import annotations

import os

SOAK = os.environ.get("DUBAN_SOAK") == "1"


def examples(modest: int, soak: int | None = None) -> int:
    """The number of examples of a property; `soak` is twenty times as many unless given."""
    return (soak or 20 * modest) if SOAK else modest
