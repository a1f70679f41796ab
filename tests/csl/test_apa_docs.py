"""The guides to citations and sources: every example prints what they say that it prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from apa_document import print_post, problems_of

DOCS = Path(__file__).parents[2] / "docs"
GUIDES = ("citations.md", "sources.md", "sources-media.md")
TEXTS = {name: (DOCS / name).read_text("utf-8") for name in GUIDES}
_POST = re.compile(r"(?:^    .*\n)+", re.MULTILINE)
# Entries that print as shown are followed by what they print, mistakes by the screen.
_ENTRIES = re.compile(r"^```yaml\n(  - .*?)^```$\n((?:\n> [^\n]+\n)*)", re.MULTILINE | re.DOTALL)
_ROW = re.compile(r"^\| `([^`]*@[^`]*)` \| (.+) \|$", re.MULTILINE)
_SETTING = re.compile(r"^\| `(csl|lang): (.+)` \| (.+) \|$", re.MULTILINE)
_MISTAKE = re.compile(
    r"^```(yaml|markdown)\n(.*?)^```$\n\n```text\n(.*?)\n```$", re.MULTILINE | re.DOTALL
)
LIBRARY = "".join(found[1] for text in TEXTS.values() for found in _ENTRIES.finditer(text))


def examples(pattern: re.Pattern[str]) -> list[pytest.ParameterSet]:
    """Return what the pattern finds in the guides, with file and line."""
    return [
        pytest.param(*found.groups(), id=f"{name}:{text.count(chr(10), 0, found.start()) + 1}")
        for name, text in TEXTS.items()
        for found in pattern.finditer(text)
    ]


@pytest.mark.parametrize(("references", "results"), examples(_ENTRIES))
def test_entries_of_the_guide_print_as_shown(references: str, results: str) -> None:
    _, listed = print_post(references, [], "apa", "en-US")

    assert listed == re.findall(r"^> (.+)$", results, re.MULTILINE)


@pytest.mark.parametrize(("written", "result"), examples(_ROW))
def test_citations_of_the_guide_print_as_shown(written: str, result: str) -> None:
    (printed,), _ = print_post(LIBRARY, [written], "apa", "en-US")

    assert printed == result


@pytest.mark.parametrize(("field", "value", "result"), examples(_SETTING))
def test_settings_of_the_guide_print_as_shown(field: str, value: str, result: str) -> None:
    chosen = {"csl": "apa", "lang": "en-US"} | {field: value}

    (printed,), _ = print_post(LIBRARY, ["[@rogers1957, p. 96]"], chosen["csl"], chosen["lang"])

    assert printed == result


@pytest.mark.parametrize(("place", "wrong", "screen"), examples(_MISTAKE))
def test_mistakes_of_the_guide_are_told_as_shown(place: str, wrong: str, screen: str) -> None:
    head = wrong if place == "yaml" else ""
    text = f"---\ntitle: What heals\ndate: 2018-04-19\n{head}---\n"

    shown = problems_of(text if head else f"{text}\n{wrong}", LIBRARY)

    assert shown == screen


def test_the_post_at_the_head_of_the_guide_is_the_first_example_of_the_sources() -> None:
    post = _POST.search(TEXTS["citations.md"])
    first = _ENTRIES.search(TEXTS["sources.md"])

    assert post
    assert first
    assert first[1] in re.sub("^    ", "", post[0], flags=re.MULTILINE)
