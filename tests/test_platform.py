"""What the program stands on and has to watch: the Qt binding's reference counting, generated text, locks without hosts."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from db.store import statements

ROOT = Path(__file__).resolve().parent.parent
_OWN_WORDS = {"zh", "en", "gap", "difference"}


def test_void_calls_of_the_qt_binding_keep_none_alive() -> None:
    """PySide6 6.12.0 on Python 3.11 drops a reference to None on each void call and aborts after some thousands."""
    from PySide6.QtCore import QObject

    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(5000):
        thing.setObjectName("x")
    assert sys.getrefcount(None) > before - 1000


def test_generated_statements_are_the_core_statements() -> None:
    text = (ROOT / "db" / "store" / "sqltext.py").read_text(encoding="utf-8")
    assert text == statements.module_text(), "run `make sql`"


def test_no_lock_or_configuration_names_a_registry_or_lacks_a_hash() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        wanted = [line for line in text.splitlines() if re.match(r"[a-zA-Z0-9]", line)]
        assert wanted
        assert text.count("--hash=sha256:") >= len(wanted)
    assert "index-url" not in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_messages_stand_in_both_languages_with_fields_that_agree() -> None:
    from resources import messages

    chinese, english = messages("zh_CN"), messages("en")
    assert chinese.keys() == english.keys()
    fields = re.compile(r"\{(\w+)\}")
    for code in chinese:
        there, here = set(fields.findall("".join(chinese[code]))), set(fields.findall("".join(english[code])))
        # A language may leave a field out, or have one of its own where its grammar wants another word.
        there, here = there - _OWN_WORDS, here - _OWN_WORDS
        assert there <= here or here <= there, code
