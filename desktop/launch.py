"""From the window's options to the window. Called by desktop.__main__ when there is no verb."""

from __future__ import annotations

import argparse
import gc
import sys
from pathlib import Path

from db.errors import KnownError
from db.home import data_home
from db.rules.times import parse_day


def hold_garbage() -> None:
    """No collection until the first paint: loading makes many objects and no garbage. Desktop.start ends it."""
    gc.disable()


def launch(words: list[str]) -> int:
    """Opens the window (or, with --pictures, saves pictures of it) and returns the exit code."""
    parser = argparse.ArgumentParser(prog="duban", description="督办. `duban --help` lists the verbs.")
    parser.add_argument("--home", type=Path)
    parser.add_argument("--today")
    parser.add_argument("--lang", choices=["zh_CN", "en"])
    parser.add_argument("--pictures", type=Path, help=argparse.SUPPRESS)
    own = parser.parse_args(words)
    try:
        today = parse_day(own.today) if own.today else None
    except ValueError:
        print(KnownError("date_invalid", text=own.today).sentence(), file=sys.stderr)
        return 1
    home = data_home(own.home)
    if own.pictures:
        from desktop.pictures import save_pictures

        return save_pictures(home, own.pictures, today)
    hold_garbage()
    from desktop.app import run

    return run(["duban"], home, today, own.lang)
