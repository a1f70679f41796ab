"""What readers take along for their reference managers."""

from __future__ import annotations

import json
from typing import Any

import pytest
from small_site import plan_of, post_of

from citewell.exports import FORMATS
from citewell.model import Reference, Source
from citewell.references import parse_references

COPY = "https://web.archive.org/a_b"
GONE = {"id": "gone", "type": "book", "title": "T", "status": "retracted", "archived": COPY}
FATE = f"Retracted. Archived copy: {COPY}"


def again(suffix: str, item: dict[str, Any]) -> Reference:
    """Return a record as it is read from the file into which it was written."""
    text = FORMATS[suffix]([item])
    (found,) = parse_references(Source(f"references.{suffix}", text))
    return found


@pytest.mark.parametrize("suffix", ["bib", "json"])
def test_a_file_says_that_a_source_was_retracted(suffix: str) -> None:
    found = again(suffix, GONE)

    assert found.status == "retracted"
    assert found.item["note"] == FATE


def test_a_record_of_ris_says_so_in_a_note() -> None:
    assert f"\r\nN1  - {FATE}\r\n" in FORMATS["ris"]([GONE])


def test_a_note_of_the_writer_s_stays() -> None:
    (item,) = json.loads(FORMATS["json"]([{**GONE, "note": "Of three parts."}]))

    assert item["note"] == f"Of three parts. {FATE}"
    assert "archived" not in item


@pytest.mark.parametrize("suffix", ["bib", "json"])
@pytest.mark.parametrize("status", ["in press", "in preparation", "advance online publication"])
def test_how_far_a_work_is_published_is_no_fate(suffix: str, status: str) -> None:
    found = again(suffix, {"id": "a", "type": "book", "title": "T", "status": status})

    assert found.item["status"] == status
    assert "note" not in found.item


def test_a_post_hands_on_what_became_of_its_sources() -> None:
    path = "content/posts/one.md"

    small = plan_of({path: post_of("[@gone]", references=[GONE])})

    assert small.contents[path].items == (GONE,)
