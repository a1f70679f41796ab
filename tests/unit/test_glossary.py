"""The file of terms, and what is wrong with it."""

from __future__ import annotations

import pytest

from citewell.glossary import parse_glossary
from citewell.model import Source, Target
from citewell.problems import CitewellError, Problem
from citewell.terms import Glossary

TWO = """\
- term: therapeutic alliance
  definition: The *bond* between the two.
  also: [working alliance]
  see: CBT
- term: Cognitive behavioural therapy
  abbr: CBT
  definition: See [one](posts/one.md).
  url: https://www.nhs.uk/
"""


def parse(text: str) -> Glossary:
    return parse_glossary(Source("content/glossary.yaml", text))


def problems(text: str) -> list[Problem]:
    with pytest.raises(CitewellError) as caught:
        parse(text)
    return list(caught.value.problems)


def name_of(glossary: Glossary, words: str) -> str:
    term = glossary.find(words)
    return term.name if term else ""


def test_terms_come_in_the_order_of_their_names() -> None:
    assert [term.name for term in parse(TWO).terms] == [
        "Cognitive behavioural therapy",
        "therapeutic alliance",
    ]


def test_a_term_has_an_id_for_links() -> None:
    assert parse(TWO).terms[1].id == "term-therapeutic-alliance"


def test_two_terms_that_look_alike_in_an_address_have_two_ids() -> None:
    terms = parse("- {term: C++, definition: x}\n- {term: C, definition: y}\n").terms

    assert sorted(term.id for term in terms) == ["term-c", "term-c-2"]


def test_a_definition_is_markdown_with_links_into_the_site() -> None:
    first, second = parse(TWO).terms

    assert [piece.address for piece in first.definition if isinstance(piece, Target)] == [
        "posts/one.md"
    ]
    assert second.definition == ("<p>The <em>bond</em> between the two.</p>",)


@pytest.mark.parametrize("words", ["Working  Alliance", "THERAPEUTIC\nALLIANCE"])
def test_a_term_is_found_under_each_of_its_names_in_any_case(words: str) -> None:
    assert name_of(parse(TWO), words) == "therapeutic alliance"


def test_an_abbreviation_is_found_in_its_own_capitals_only() -> None:
    assert name_of(parse(TWO), "CBT") == "Cognitive behavioural therapy"
    assert name_of(parse(TWO), "cbt") == ""


def test_accents_are_the_same_however_they_are_written() -> None:
    assert name_of(parse("- {term: caf\u00e9, definition: x}"), "cafe\u0301") == "caf\u00e9"


@pytest.mark.parametrize("text", ["", "# nothing yet\n"])
def test_a_file_without_terms_is_an_empty_glossary(text: str) -> None:
    assert parse(text) == Glossary()


def test_every_fault_of_the_fields_is_told_with_its_line() -> None:
    found = problems(
        "- term: grief\n  defintion: x\n- definition: y\n- {term: z, definition: ''}\n"
    )

    assert [(fault.line, fault.message) for fault in sorted(found)] == [
        (2, "unknown field 'defintion'"),
        (3, "the field 'term' is missing"),
        (4, "this must not be empty"),
    ]


def test_a_term_that_stands_twice_names_the_line_of_the_first() -> None:
    (problem,) = problems(
        "- {term: Grief, definition: x}\n- {term: loss, also: [grief], definition: y}\n"
    )

    assert (problem.line, problem.message) == (2, "the term 'grief' stands here a second time")
    assert problem.hint == "'Grief' in line 1 has it already; keep one of the two"


def test_an_abbreviation_belongs_to_one_term() -> None:
    (problem,) = problems(
        "- {term: one, abbr: ACT, definition: x}\n- {term: two, abbr: ACT, definition: y}\n"
    )

    assert problem.message == "the term 'ACT' stands here a second time"


def test_a_term_may_repeat_a_form_of_its_own() -> None:
    assert parse("- {term: grief, also: [Grief], definition: x}").terms[0].name == "grief"


def test_another_term_that_is_not_there_has_a_place_and_a_hint() -> None:
    (problem,) = problems(
        "- {term: grief, definition: x}\n- {term: loss, see: [greif], definition: y}\n"
    )

    assert (problem.line, problem.column, problem.message) == (2, 22, "there is no term 'greif'")
    assert problem.hint == "did you mean 'grief'?"


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("term: '...'", "the term '...' has neither letters nor digits"),
        ("term: a, url: nhs.uk", "'nhs.uk' is no web address"),
    ],
)
def test_what_cannot_be_a_value_is_told(field: str, message: str) -> None:
    (problem,) = problems(f"- {{{field}, definition: x}}")

    assert problem.message == message


def test_a_definition_cites_nothing() -> None:
    (problem,) = problems("- {term: a, definition: 'So says @weitz.'}")

    assert problem.message == "sources are cited in posts and pages only"
