from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citewell.citations import find_citations
from citewell.model import Cite, CiteItem, Source, Span
from citewell.problems import CitewellError

CASES = Path(__file__).parent.parent / "cases" / "citations"


def read_cases() -> Iterator[object]:
    for path in sorted(CASES.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        for found in re.finditer(
            r"^(?P<title>[^\n]+)\n\.\n(?P<given>.*?)\n\.\n(?P<expected>.*?)\n\.$",
            text,
            re.MULTILINE | re.DOTALL,
        ):
            line = text.count("\n", 0, found.start()) + 1
            yield pytest.param(found["given"], found["expected"], id=f"{path.name}:{line}")


def show(text: str) -> str:
    try:
        cites = list(find_citations(Source("post.md", text), 0))
    except CitewellError as error:
        return "\n".join(
            f"fault at {problem.line}:{problem.column}: {problem.message}"
            for problem in error.problems
        )
    return "\n".join(map(show_cite, cites)) or "none"


def show_cite(cite: Cite) -> str:
    kind = "narrative" if cite.narrative else "cite"
    return f"{kind}: {' | '.join(map(show_item, cite.items))}"


def show_item(item: CiteItem) -> str:
    prefix = f'"{item.prefix}" ' if item.prefix else ""
    suffix = f' "{item.suffix}"' if item.suffix else ""
    return f"{prefix}{'-' if item.suppress_author else ''}{item.key}{suffix}"


@pytest.mark.parametrize(("given_text", "expected"), list(read_cases()))
def test_citations_are_found_as_the_case_says(given_text: str, expected: str) -> None:
    assert show(given_text) == expected


def test_the_case_files_are_not_empty() -> None:
    assert len(list(read_cases())) > 80


def test_citations_before_the_offset_are_passed_over() -> None:
    text = '---\ntitle: "@a"\n---\n[@b]'

    found = list(find_citations(Source("post.md", text), text.index("[")))

    assert [item.key for cite in found for item in cite.items] == ["b"]


def test_the_span_of_a_key_leaves_out_the_hyphen() -> None:
    text = "so [see -@weitz2014, p. 3]"

    (cite,) = find_citations(Source("post.md", text), 0)

    assert text[cite.items[0].span.start : cite.items[0].span.end] == "@weitz2014"


def test_a_narrative_citation_spans_its_second_bracket() -> None:
    text = "as @{weitz/2014} [p. 3] says"

    (cite,) = find_citations(Source("post.md", text), 0)

    assert text[cite.span.start : cite.span.end] == "@{weitz/2014} [p. 3]"


@pytest.mark.parametrize(
    ("text", "cites"),
    [
        ("[" * 10_000, 0),
        ("@" * 10_000, 0),
        ("[" * 10_000 + "]" * 10_000, 0),
        ("[" * 10_000 + "@a" + "]" * 10_000, 1),
        ("[@a " * 10_000, 10_000),
        ("[" * 10_000 + "@a " + "] x; " * 10_000 + "]", 1),
        ("@a [" * 10_000, 10_000),
        ("[`" * 10_000, 0),
    ],
    ids=["open", "at", "nested", "nested-key", "unclosed", "failing", "narrative", "code"],
)
def test_ten_thousand_marks_in_a_row_are_read_in_one_pass(text: str, cites: int) -> None:
    assert len(list(find_citations(Source("post.md", text), 0))) == cites


SIGNS = st.sampled_from([*"[]@@-;,:.{}()!^`\\\n a1_/", "@a", "[@b", "[see ", "p. 3", "\n\n", "é"])
TEXTS = st.lists(SIGNS, max_size=40).map("".join) | st.text(max_size=60)


def find(text: str) -> list[Cite]:
    try:
        return list(find_citations(Source("post.md", text), 0))
    except CitewellError:
        return []


@given(TEXTS)
def test_any_text_parses_or_raises_a_fault_inside_it(text: str) -> None:
    faults = [line for line in show(text).splitlines() if line.startswith("fault at ")]

    lines = [int(fault.split(":")[0].removeprefix("fault at ")) for fault in faults]
    assert all(1 <= line <= text.count("\n") + 1 for line in lines)


@given(TEXTS)
def test_every_span_begins_as_a_citation_does(text: str) -> None:
    for cite in find(text):
        assert 0 <= cite.span.start < cite.span.end <= len(text)
        assert text[cite.span.start : cite.span.end].startswith(("[", "@", "-@"))


@given(TEXTS)
def test_every_key_stands_in_its_span(text: str) -> None:
    for cite in find(text):
        for item in cite.items:
            assert text[item.span.start : item.span.end] in {f"@{item.key}", f"@{{{item.key}}}"}


@given(TEXTS)
def test_citations_never_overlap(text: str) -> None:
    spans = [cite.span for cite in find(text)]

    assert all(one.end <= other.start for one, other in pairwise(spans))


KEYS = st.from_regex(r"[a-z0-9_](?:[a-z0-9:./-]?[a-z0-9])*", fullmatch=True) | st.from_regex(
    r"https://[a-z]+\.org/[a-z?=&/%;]*", fullmatch=True
)
WORDS = st.sampled_from(
    ["see", "and *passim*", "vgl. etwa", "pp. 3-5", "{ii, A; B}", "[sic]", "`;`"]
)
NO_SPAN = Span(0, 0)


@st.composite
def items(draw: st.DrawFn, *, bare: bool = False) -> CiteItem:
    prefix = "" if bare else draw(st.just("") | WORDS.map(lambda words: f"{words} "))
    suffix = draw(st.just("") | WORDS.map(lambda words: f", {words}"))
    return CiteItem(draw(KEYS), prefix, suffix, False if bare else draw(st.booleans()), NO_SPAN)


@st.composite
def cites(draw: st.DrawFn) -> Cite:
    narrative = draw(st.booleans())
    first = draw(items(bare=narrative))
    return Cite((first, *draw(st.lists(items(), max_size=3))), narrative, NO_SPAN)


def write_item(item: CiteItem) -> str:
    return f"{item.prefix}{'-' if item.suppress_author else ''}@{{{item.key}}}{item.suffix}"


def write(cite: Cite) -> str:
    if not cite.narrative:
        return f"[{'; '.join(map(write_item, cite.items))}]"
    first, *others = cite.items
    bracket = "; ".join([first.suffix.removeprefix(", "), *map(write_item, others)])
    return f"@{{{first.key}}} [{bracket.removeprefix('; ')}]"


def without_spans(cite: Cite) -> Cite:
    plain = tuple(
        CiteItem(item.key, item.prefix, item.suffix, item.suppress_author, NO_SPAN)
        for item in cite.items
    )
    return Cite(plain, cite.narrative, NO_SPAN)


@given(cites())
def test_a_written_citation_is_read_back_as_it_was(cite: Cite) -> None:
    text = f"Words {write(cite)} and more."

    (found,) = find_citations(Source("post.md", text), 0)

    assert without_spans(found) == cite
