"""The fold in plain Python: entries → what holds in each slot. The oracle that the store's SQL is tested against.

live = admitted entries that no admitted retract of the same unit and slot names; heads = live entries not in the `over`
of a live entry of the slot. None: nothing said. One: the value. Several: a conflict, all kept; the greatest
(clock, log, seq, hash) stands in sums. A retract is itself never retracted and never a head.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from db.rules.journal import Slot


@dataclass(frozen=True, slots=True)
class Said:
    """An admitted entry, as far as the fold looks at it. Hashes are hex."""

    hash: str
    log: bytes
    seq: int
    unit: str  # the log's unit
    slot: Slot
    kind: str
    clock: int
    over: tuple[str, ...] = ()
    retracts: str | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A slot's state: every head, the winner first."""

    heads: tuple[str, ...]

    @property
    def winner(self) -> str:
        """The entry that stands in sums."""
        return self.heads[0]


def fold(entries: Iterable[Said]) -> dict[Slot, Held]:
    """The state of every slot that has one. The order of `entries` doesn't matter."""
    slots: dict[Slot, list[Said]] = {}
    for entry in {entry.hash: entry for entry in entries}.values():
        slots.setdefault(entry.slot, []).append(entry)
    held = {}
    for slot, said in slots.items():
        retracted = {(entry.retracts, entry.unit) for entry in said if entry.retracts}
        live = [entry for entry in said if not entry.retracts and (entry.hash, entry.unit) not in retracted]
        answered = {name for entry in live for name in entry.over}
        heads = [entry for entry in live if entry.hash not in answered]
        heads.sort(key=lambda entry: (entry.clock, entry.log, entry.seq, entry.hash), reverse=True)
        if heads:
            held[slot] = Held(tuple(entry.hash for entry in heads))
    return held
