"""Terms in running text: which words are marked, and which are left alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citewell.glossary import parse_glossary
from citewell.glossing import NO_TERMS, Glossed, gloss, index_terms
from citewell.markup import render_markdown
from citewell.model import Body, Cite, Source, Span, Target
from citewell.terms import plain

TERMS = """\
- {term: alliance, definition: x}
- {term: therapeutic alliance, definition: x, also: [working alliance]}
- {term: cognitive behavioural therapy, abbr: CBT, definition: x}
- {term: grief, definition: x}
- {term: CBT for grief, definition: x}
- {term: R&D, definition: x}
- {term: amp, definition: x}
- {term: "caf\u00e9", definition: x}
- {term: "\u5fc3\u7406", definition: x}
"""
INDEX = index_terms(parse_glossary(Source("content/glossary.yaml", TERMS)))
MARK = re.compile(
    r'<(?:dfn|abbr) class="term"[^>]*><a href="⟪/glossary/#term-(.+?)⟫">(.*?)</a></(?:dfn|abbr)>',
    re.DOTALL,
)


def marked(text: str) -> Glossed:
    return gloss(render_markdown(Source("post.md", text), Span(0, len(text))).body, INDEX)


def shown(body: Body) -> str:
    return "".join(
        piece if isinstance(piece, str) else f"⟪{getattr(piece, 'address', '')}⟫" for piece in body
    )


def terms(text: str) -> list[tuple[str, str]]:
    """Return the id and the words of each mark in a text of Markdown."""
    return MARK.findall(shown(marked(text).body))


def test_a_term_leads_to_its_place_on_the_page_of_the_glossary() -> None:
    assert shown(marked("On grief.").body) == (
        '<p>On <dfn class="term"><a href="⟪/glossary/#term-grief⟫">grief</a></dfn>.</p>'
    )


def test_an_abbreviation_says_what_it_stands_for() -> None:
    assert shown(marked("By CBT.").body) == (
        '<p>By <abbr class="term" title="cognitive behavioural therapy">'
        '<a href="⟪/glossary/#term-cognitive-behavioural-therapy⟫">CBT</a></abbr>.</p>'
    )


def test_only_the_first_use_is_marked() -> None:
    assert terms("Grief and grief.\n\n- grief\n") == [("grief", "Grief")]


def test_the_ids_are_told_in_the_order_of_the_text() -> None:
    assert marked("By CBT, an alliance; CBT.").terms == (
        "term-cognitive-behavioural-therapy",
        "term-alliance",
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A therapeutic alliance.", "therapeutic alliance"),
        ("A WORKING alliance.", "WORKING alliance"),
        ("A working\nalliance.", "working\nalliance"),
        ("On CBT for grief.", "CBT for grief"),
        ("In R&D.", "R&amp;D"),
        ("In the caf\u00e9.", "caf\u00e9"),
        ("In the cafe\u0301.", "cafe\u0301"),
        ("In the CAF\u00c9.", "CAF\u00c9"),
        ("\u4ed6\u5b66\u5fc3\u7406\u5b66\u3002", "\u5fc3\u7406"),
        ("(grief)", "grief"),
        ("grief's", "grief"),
        ("*grief*", "grief"),
        ("> grief", "grief"),
        ("1. grief", "grief"),
        ("| a |\n|---|\n| grief |", "grief"),
    ],
)
def test_the_longest_term_is_found(text: str, words: str) -> None:
    assert [found for _, found in terms(text)] == [words]


@pytest.mark.parametrize(
    "text",
    [
        "## Grief",
        "[grief](https://example.org/)",
        "[*grief*](/archive/)",
        "`grief`",
        "    grief",
        "```\ngrief\n```",
        "<div>grief</div>",
        '<p class="note">grief</p>',
        '<a href="/archive/">grief</a>',
        "x <kbd>grief</kbd>",
        "<!-- grief -->",
        '<img alt="grief" src="/x.png">',
        "| grief |\n|---|\n| a |",
        "*[grief]: words\n\n<span>grief</span>",
        "[@a, grief]",
        "griefs",
        "ungrief",
        "grief-stricken",
        "self-grief",
        "cbt",
        "CBTs",
        "&amp; &lt;",
        "grie\u0301f alliance\u0301",
    ],
)
def test_what_is_no_whole_word_of_running_text_is_left_alone(text: str) -> None:
    assert terms(text) == []


def test_a_term_is_marked_behind_what_was_left_alone() -> None:
    assert terms("## Grief\n\n[grief](/archive/) `grief` <b>grief</b> [@a] grief") == [
        ("grief", "grief")
    ]


def test_citations_and_addresses_stay_where_they_were() -> None:
    body = marked("Grief [@a] and [x](/archive/).").body

    assert [type(piece) for piece in body if not isinstance(piece, str)] == [Target, Cite, Target]


def test_a_text_without_terms_is_left_as_it_is() -> None:
    body: Body = ("<p>grief</p>",)

    assert gloss(body, NO_TERMS) == Glossed(body, ())


PIECES = ["grief ", "CBT", " ", "<p>", "</p>", "<em>", "</em>", "<a>", "</a>", "&amp;", "x\n", "<"]
LETTERS = st.text(st.characters(categories=["L"]), min_size=1, max_size=8)


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_nothing_but_marks_is_added_to_a_text(text: str) -> None:
    assert MARK.sub(r"\2", shown(gloss((text,), INDEX).body)) == text


@given(LETTERS.map(plain))
def test_a_term_of_any_letters_finds_itself(words: str) -> None:
    index = index_terms(parse_glossary(Source("", f"[{{term: '{words}', definition: x}}]")))

    assert len(gloss((f"<p>{words}</p>",), index).terms) == 1
