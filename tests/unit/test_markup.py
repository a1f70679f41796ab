from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import assume
from hypothesis import given as forall
from hypothesis import strategies as st

from citewell import markup
from citewell.markup import render_markdown
from citewell.model import Body, Call, Cite, Prose, Source, Span, Target
from citewell.problems import CitewellError, Problem

MARKS = [*"abé漢 \n\t[]()<>*_`~!#|:;.\\\"'&@{}-+=1", "\n\n", "    ", "> ", "- ", "1. ", "```\n"]
CITES = ["[@a]", "@b", "[see @a, p. 4; -@b]", "[^1]", "[^1]: ", "](x.md)", "<p>", "</p>", "<!--"]
OWN_MARKS = ["\U000f0000", "\U000f0001", "\U000f0002", "\U000f00000\U000f0002", "\x02", "\x03"]
OWN_MARKS += ["<div>\U000f00030\U000f0002</div>"]
TEXTS = st.lists(st.sampled_from([*MARKS, *CITES, *OWN_MARKS])).map("".join)


def _render(text: str) -> Prose:
    return render_markdown(Source("post.md", text), Span(0, len(text)))


def _shown(prose: Prose, text: str) -> str:
    """Return prose as a case writes it, each footnote on a line below, with a number before it."""
    notes = (f"{number}. {_body(note, text)}" for number, note in enumerate(prose.footnotes, 1))
    return "\n".join([_body(prose.body, text), *notes])


def _body(body: Body, text: str) -> str:
    """Return a body as a case writes it: citations as ⟦written⟧, addresses as ⟪address⟫.

    Before the address of a picture stands its tag. The call of a footnote is ⟨number⟩.
    """
    return "".join(
        f"⟦{text[piece.span.start : piece.span.end]}⟧"
        if isinstance(piece, Cite)
        else f"⟨{piece.footnote + 1}⟩"
        if isinstance(piece, Call)
        else f"⟪{f'{piece.tag} {piece.address}'.strip()}⟫"
        if isinstance(piece, Target)
        else piece
        for piece in body
    )


def test_a_video_without_words_is_told_of_in_its_own_text_alone() -> None:
    video = "![](https://vimeo.com/1)"

    (found,) = _render(video).wordless

    assert video[found.start : found.end] == "https://vimeo.com/1"
    assert _render(" ").wordless == ()


def test_markdown_becomes_html(given: str, expected: str) -> None:
    assert _shown(_render(given), given) == expected


@forall(st.text() | TEXTS)
def test_any_text_renders_or_has_problems_in_the_file(
    lies_in: Callable[[Problem, Source], bool], text: str
) -> None:
    source = Source("post.md", text)
    problems: tuple[Problem, ...] = ()

    try:
        problems = render_markdown(source, Span(0, len(text))).problems
    except CitewellError as error:
        problems = error.problems

    assert all(lies_in(problem, source) for problem in problems)


@forall(st.sampled_from(["", "title: [@z]\n", "é\n\n"]), TEXTS)
def test_a_text_reads_the_same_wherever_it_begins(before: str, text: str) -> None:
    whole = f"{before}{text}"
    try:
        alone = _render(text)
    except CitewellError:
        with pytest.raises(CitewellError):
            render_markdown(Source("post.md", whole), Span(len(before), len(whole)))
        return

    body = render_markdown(Source("post.md", whole), Span(len(before), len(whole)))

    assert _shown(body, whole) == _shown(alone, text)


def test_a_citation_has_its_place_in_the_file() -> None:
    text = "é\n\nAs *said* by @weitz2014 [p. 4].\n"

    (cite,) = [piece for piece in _render(text).body if isinstance(piece, Cite)]

    assert text[cite.span.start : cite.span.end] == "@weitz2014 [p. 4]"


def test_an_address_that_stands_twice_has_two_places() -> None:
    text = "[one](a.md) and\n[two](a.md)"

    targets = [piece for piece in _render(text).body if isinstance(piece, Target)]

    assert [(target.place.line, target.place.column) for target in targets] == [(1, 7), (2, 7)]


def test_a_citation_that_cannot_be_read_has_a_place() -> None:
    with pytest.raises(CitewellError) as error:
        _render("Text.\n\nAs in [@one @two].\n")

    (problem,) = error.value.problems
    assert (problem.line, problem.column) == (3, 13)


SIGNS = ["  \n", "![a](b)", "[r]: /u\n", "[r]", "[r][r]", "![r]", "<b>", "&amp;", "**", "a@b.c"]


@forall(st.lists(st.sampled_from([*MARKS, *CITES, *SIGNS]), max_size=40).map("".join))
def test_leaving_idle_rules_out_changes_nothing(text: str) -> None:
    try:
        narrow = _render(text)
    except CitewellError:
        assume(False)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markup, "_SIGNS", {})
        patch.setattr(markup, "_REFERRING", ())
        whole = _render(text)

    assert narrow == whole
