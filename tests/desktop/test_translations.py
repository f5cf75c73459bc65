"""Every string of the window has its Chinese, and the compiled file is up to date."""

from __future__ import annotations

import re
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

from PySide6.QtCore import QTranslator

from resources.translations import build


def strings(file: Path) -> dict[tuple[str, str], ET.Element]:
    return {
        (context.findtext("name", ""), message.findtext("source", "")): message.find("translation")
        for context in ET.parse(file).getroot().iter("context")
        for message in context.iter("message")
    }


def test_no_string_is_unfinished() -> None:
    for key, translation in strings(build.TS).items():
        assert translation.get("type") is None, key
        assert translation.text, key


def test_fields_of_a_sentence_are_those_of_its_source() -> None:
    for (context, source), translation in strings(build.TS).items():
        wanted = set(re.findall(r"\{(\w+)\}", source))
        given = set(re.findall(r"\{(\w+)\}", translation.text or ""))
        assert given <= wanted | {"n"}, (context, source)


def test_the_collection_holds_what_the_sources_say(tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.ts"
    command = [build.tool("lupdate"), *build.sources(), "-ts", str(fresh), "-locations", "none"]
    subprocess.run(command, cwd=build.ROOT, check=True, capture_output=True)
    assert set(strings(fresh)) == set(strings(build.TS)), "run `make translations` and write the new Chinese"


def test_the_compiled_file_is_that_of_the_source() -> None:
    translator = QTranslator()
    assert translator.load(str(build.QM))
    for (context, source), translation in strings(build.TS).items():
        assert translator.translate(context, source) == translation.text, (context, source)
