"""What readers take along for their reference managers."""

from __future__ import annotations

import json
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_site import SETTINGS, build_site, plan_of, post_of, text_of, write_site

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


def own_of(**fields: Any) -> dict[str, Any]:
    small = plan_of({"content/posts/one.md": post_of("[@gone].", references=[GONE], **fields)})
    own = small.contents["content/posts/one.md"].own
    assert own
    return dict(own)


def test_a_post_can_be_taken_along_by_its_slug() -> None:
    assert own_of(author={"given": "Ada", "family": "Okafor"}, title="A & B") == {
        "id": "one",
        "type": "post-weblog",
        "title": "A & B",
        "container-title": "A site",
        "author": [{"family": "Okafor", "given": "Ada"}],
        "issued": {"date-parts": [[2020, 1, 1]]},
        "URL": "https://example.org/blog/posts/one/",
        "language": "en",
    }


def test_no_source_has_the_id_of_the_post() -> None:
    assert own_of(slug="gone")["id"] == "gone-post"


@pytest.mark.parametrize("suffix", ["bib", "json"])
def test_a_post_is_read_as_it_was_written(suffix: str) -> None:
    own = own_of(author={"given": "Ada", "family": "Okafor"})

    found = again(suffix, own)

    assert (found.key, found.item["title"]) == ("one", "A post")
    assert found.item["author"] == own["author"]


def test_files_of_a_post_begin_with_the_post_and_those_of_the_library_hold_none(
    tmp_path: Path,
) -> None:
    texts = {"cites": post_of("[@gone].", references=[GONE]), "plain": post_of("Words.")}
    posts = {f"content/posts/{name}.md": text for name, text in texts.items()}
    page = text_of("[@gone].", references=[GONE])
    write_site(tmp_path, {"content/site.yaml": SETTINGS, "content/pages/p.md": page, **posts})
    build_site(tmp_path, tmp_path / "output")

    def ids(folder: str) -> list[str]:
        file = tmp_path / "output" / folder / "references.json"
        return [item["id"] for item in json.loads(file.read_text(encoding="utf-8"))]

    assert ids("posts/cites") == ["cites", "gone"]
    assert ids("posts/plain") == ["plain"]
    assert ids("p") == ids("library") == ["gone"]


def test_a_post_hands_on_what_became_of_its_sources() -> None:
    path = "content/posts/one.md"

    small = plan_of({path: post_of("[@gone]", references=[GONE])})

    assert small.contents[path].items == (GONE,)


@given(st.lists(st.sampled_from(["<i>", "</i>", "<b>", "</b>", "a", "{", "}", "\\"])).map("".join))
def test_what_is_written_for_tex_closes_what_it_opens(title: str) -> None:
    text = FORMATS["bib"]([{"id": "a", "type": "book", "title": title}])

    assert _depths(text.replace(r"\{", "").replace(r"\}", ""))[-1] == 0


def _depths(text: str) -> list[int]:
    """Return how many braces are open after each sign; there are never less than none."""
    depths = list(accumulate((each == "{") - (each == "}") for each in text))
    assert min(depths) >= 0
    return depths


def test_a_sign_that_opens_nothing_is_none_in_ris() -> None:
    text = FORMATS["ris"]([{"id": "a", "type": "book", "title": "What <b> does to <i>us</i>"}])

    assert "\r\nTI  - What <b> does to us\r\n" in text
