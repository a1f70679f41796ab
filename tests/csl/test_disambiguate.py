from __future__ import annotations

import string
from collections.abc import Callable, Mapping

import pytest

from citewell.csl import Cite, Cluster, Style, render, render_text
from citewell.csl.context import Context
from citewell.csl.disambiguate import disambiguate, year_suffix
from citewell.csl.document import Document
from citewell.csl.items import parse_item

LAYOUT = (
    '<group delimiter=" "><names variable="author">'
    '<name form="short" initialize-with=". " et-al-min="3" et-al-use-first="1"/></names>'
    '<date variable="issued" form="text"/></group>'
)
ADD = 'disambiguate-add-{}="true"'
ALL = " ".join(ADD.format(step) for step in ("names", "givenname", "year-suffix"))


def _author(*names: str) -> dict[str, object]:
    people = [name.partition(" ") for name in names]
    return {"author": [{"given": given, "family": family} for given, _, family in people]}


def _printed(style: Style, *items: Mapping[str, object]) -> list[str]:
    keyed = {str(number): {**item, "issued": 2014} for number, item in enumerate(items)}
    rendered = render(style, keyed, [Cluster((Cite(key),)) for key in keyed])
    return [render_text(citation.tree) for citation in rendered.citations]


@pytest.mark.parametrize(
    ("number", "suffix"), [(0, "a"), (25, "z"), (26, "aa"), (27, "ab"), (51, "az"), (52, "ba")]
)
def test_suffixes_go_on_after_z(number: int, suffix: str) -> None:
    assert year_suffix(number) == suffix


@pytest.mark.parametrize(
    ("rule", "texts"),
    [
        ("by-cite", ["A. Doe 2014", "B. Doe 2014"]),
        ("all-names", ["A. Doe 2014", "B. Doe 2014"]),
        ("all-names-with-initials", ["A. Doe 2014", "B. Doe 2014"]),
        ("primary-name", ["A. Doe 2014", "B. Doe 2014"]),
        ("primary-name-with-initials", ["A. Doe 2014", "B. Doe 2014"]),
    ],
)
def test_initials_tell_two_people_of_one_surname_apart(
    styled: Callable[..., Style], rule: str, texts: list[str]
) -> None:
    options = f'{ADD.format("givenname")} givenname-disambiguation-rule="{rule}"'

    assert (
        _printed(styled(LAYOUT, options=options), _author("Ann Doe"), _author("Bea Doe")) == texts
    )


@pytest.mark.parametrize(
    ("rule", "texts"),
    [
        ("by-cite", ["Ann Doe 2014", "Abe Doe 2014"]),
        ("all-names", ["Ann Doe 2014", "Abe Doe 2014"]),
        ("all-names-with-initials", ["Doe 2014", "Doe 2014"]),
        ("primary-name", ["Ann Doe 2014", "Abe Doe 2014"]),
        ("primary-name-with-initials", ["Doe 2014", "Doe 2014"]),
    ],
)
def test_given_names_follow_where_initials_are_alike_and_the_rule_allows_it(
    styled: Callable[..., Style], rule: str, texts: list[str]
) -> None:
    options = f'{ADD.format("givenname")} givenname-disambiguation-rule="{rule}"'

    assert (
        _printed(styled(LAYOUT, options=options), _author("Ann Doe"), _author("Abe Doe")) == texts
    )


def test_by_cite_leaves_names_alone_that_stand_in_no_ambiguous_cite(
    styled: Callable[..., Style],
) -> None:
    options = f'{ADD.format("givenname")} givenname-disambiguation-rule="by-cite"'
    style = styled(LAYOUT, options=options)

    assert _printed(style, _author("Ann Doe"), _author("Bea Doe", "Cy Roe")) == [
        "Doe 2014",
        "Doe, Roe 2014",
    ]


def test_names_are_added_until_they_tell_cites_apart(styled: Callable[..., Style]) -> None:
    style = styled(LAYOUT, options=ADD.format("names"))
    items = [
        _author("A A", "B B", "C C", "D D"),
        _author("A A", "B B", "E E", "D D"),
        _author("A A", "F F", "C C", "D D"),
    ]

    assert _printed(style, *items) == [
        "A, B, C, et al. 2014",
        "A, B, E, et al. 2014",
        "A, F, et al. 2014",
    ]


def test_names_are_not_added_where_they_do_not_help(styled: Callable[..., Style]) -> None:
    style = styled(LAYOUT, options=ADD.format("names"))
    item = _author("A A", "B B", "C C")

    assert _printed(style, item, item) == ["A et al. 2014", "A et al. 2014"]


def test_a_suffix_tells_apart_what_nothing_else_does(styled: Callable[..., Style]) -> None:
    style = styled(LAYOUT, options=ALL)
    item = _author("A A", "B B", "C C")

    assert _printed(style, item, item, _author("X X")) == [
        "A et al. 2014a",
        "A et al. 2014b",
        "X 2014",
    ]


def test_without_options_nothing_is_told_apart(styled: Callable[..., Style]) -> None:
    assert _printed(styled(LAYOUT), _author("Ann Doe"), _author("Bea Doe")) == ["Doe 2014"] * 2


def test_one_document_knows_nothing_of_another(styled: Callable[..., Style]) -> None:
    style = styled(LAYOUT, options=ALL)

    both = _printed(style, _author("Ann Doe"), _author("Bea Doe"))
    alone = _printed(style, _author("Ann Doe"))

    assert (both[0], alone[0]) == ("A. Doe 2014", "Doe 2014")


def _crowd(count: int) -> dict[str, dict[str, object]]:
    letters = string.ascii_lowercase
    return {
        str(n): {**_author(f"{letters[n % 26].upper()}{letters[n // 26]} Smith"), "issued": 2014}
        for n in range(count)
    }


def test_a_crowd_of_one_surname_is_told_apart(styled: Callable[..., Style]) -> None:
    style = styled(LAYOUT, options=ALL)
    items = _crowd(500)

    texts = [
        render_text(citation.tree)
        for citation in render(style, items, [Cluster((Cite(key),)) for key in items]).citations
    ]

    assert len(set(texts)) == len(items)


@pytest.mark.parametrize("rule", ["by-cite", "all-names", "primary-name-with-initials"])
def test_a_crowd_costs_a_few_renderings_each(
    styled: Callable[..., Style], monkeypatch: pytest.MonkeyPatch, rule: str
) -> None:
    style = styled(LAYOUT, options=f'{ALL} givenname-disambiguation-rule="{rule}"')
    items = {key: parse_item(key, fields) for key, fields in _crowd(500).items()}
    calls = []
    context_of = Document.context

    def counted(self: Document, *given: object, **named: object) -> Context:
        calls.append(1)
        return context_of(self, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Document, "context", counted)

    disambiguate(Document(style, items), list(items))

    assert len(calls) < 10 * len(items)
