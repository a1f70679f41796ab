"""What is said behind a citation of sources that are not to be relied on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from small_site import WORDS

from citewell.marks import name_briefly, render_marks
from citewell.model import Reference, Span, Status

WAKEFIELD = {"author": [{"family": "Wakefield", "given": "A. J."}, {"family": "Murch"}]}


def say(name: str) -> str:
    return WORDS.say(name, "en")


def source(key: str, status: Status = "", **item: Any) -> Reference:
    given = {"id": key, "author": [{"family": key.title()}], "issued": {"raw": "2011"}, **item}
    return Reference(key, given, "content/references.yaml", Span(0, 0), status=status)


def marks(*sources: Reference, listed: tuple[str, ...] = ("nice", "smith", "jones")) -> str:
    return render_marks(sources, listed, say)


def test_a_mark_behind_one_source_is_a_word() -> None:
    assert marks(source("nice", "retracted")) == ' <span class="status">[retracted]</span>'


def test_one_source_cited_twice_is_one_source() -> None:
    once = source("nice", "retracted")

    assert marks(once, once) == marks(once)


def test_sound_sources_have_no_mark() -> None:
    assert marks(source("nice"), source("smith")) == ""


def test_a_mark_behind_several_sources_names_its_source_and_leads_to_it() -> None:
    shown = marks(source("smith", "retracted"), source("nice"))

    link = '<a role="doc-biblioref" dir="auto" href="#ref-smith">Smith, 2011</a>'
    assert shown == f' <span class="status">[retracted: {link}]</span>'


def test_marks_have_the_order_of_the_list_of_references() -> None:
    shown = marks(source("smith", "retracted"), source("nice", "superseded"))

    assert shown.index("[superseded: ") < shown.index("[retracted: ")


def test_a_mark_of_a_source_that_is_not_listed_is_no_link() -> None:
    shown = marks(source("smith", "retracted"), source("nice"), listed=())

    assert "[retracted: <bdi>Smith, 2011</bdi>]" in shown


def test_two_sources_of_one_author_and_year_are_told_apart_by_their_titles() -> None:
    same: dict[str, Any] = {"author": [{"family": "Smith"}]}

    shown = marks(
        source("smith", "retracted", title="On <i>grief</i>", **same),
        source("jones", title="On sleep", **same),
    )

    assert ">On grief, 2011</a>" in shown


def test_a_name_is_text() -> None:
    odd = source("smith", "retracted", author=[{"literal": "<Group> & Co"}])

    assert "&lt;Group&gt; &amp; Co, 2011" in marks(odd, source("nice"))


@pytest.mark.parametrize(
    ("item", "name"),
    [
        ({**WAKEFIELD, "issued": {"date-parts": [[1998, 2, 28]]}}, "Wakefield, 1998"),
        ({"author": [{"literal": "NICE"}], "issued": {"raw": "2011-01/2012"}}, "NICE, 2011"),
        ({"author": [{"given": "Confucius"}]}, "Confucius"),
        ({"editor": [{"family": "Ed"}], "issued": {"literal": "in press"}}, "Ed"),
        ({"title": "A title of <i>more</i> words than may stand in a mark"}, "A title of more …"),
        ({"title": "Long", "title-short": "Short", "issued": {"raw": "2011"}}, "Short, 2011"),
        ({"id": "key"}, "key"),
    ],
)
def test_a_source_has_a_brief_name(item: Mapping[str, Any], name: str) -> None:
    assert name_briefly(item).startswith(name.rstrip("…"))
    assert len(name_briefly(item)) < 50
