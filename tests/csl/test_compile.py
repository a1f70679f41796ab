# ruff: noqa: RUF001 - typographic marks are what is printed

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from citewell.csl import Cite, Cluster, CslError, Style, render, render_text
from citewell.csl.compile import grouped, sequence
from citewell.csl.context import CITATION, Context
from citewell.csl.items import parse_item
from citewell.csl.rich import plain_text


def _context(**fields: object) -> Context:
    return Context(parse_item("a", fields), CITATION)


def test_a_sequence_puts_the_delimiter_between_what_is_printed() -> None:
    tree = sequence([lambda _c: "a", lambda _c: None, lambda _c: "b"], ", ")(_context())

    assert tree is not None
    assert plain_text(tree) == "a, b"


def test_a_sequence_that_prints_nothing_is_none() -> None:
    assert sequence([lambda _c: None, lambda _c: ""], ", ")(_context()) is None


def test_a_group_without_variables_is_printed() -> None:
    assert grouped(lambda _context: "In")(_context()) == "In"


def test_a_group_whose_variables_are_empty_is_not_printed() -> None:
    assert grouped(lambda context: "In " + context.text("title"))(_context()) is None


@pytest.mark.parametrize(
    ("element", "message"),
    [
        ("<text/>", "a text needs a variable, a macro, a term or a value"),
        ("<number/>", "a number needs a variable"),
        ("<label/>", "a label needs a variable"),
        ("<date/>", "a date needs a variable"),
        ("<names/>", "names need a variable"),
        ("<blink/>", "<blink> cannot stand here"),
        ('<text macro="none"/>', "there is no macro called “none”"),
        ('<date variable="issued" form="lunar"/>', "there is no date of the form “lunar”"),
        (
            '<date variable="issued"><date-part name="week"/></date>',
            "there is no part of a date called “week”",
        ),
        ('<choose><if colour="red"/></choose>', "there is no condition called “colour”"),
    ],
)
def test_a_faulty_element_is_an_error_with_its_line(
    styled: Callable[..., Style], element: str, message: str
) -> None:
    with pytest.raises(CslError) as caught:
        styled(f"\n{element}")

    assert str(caught.value) == f"line 2: {message}"


@pytest.mark.parametrize(
    ("element", "fields", "text"),
    [
        ('<text value="a &amp; b"/>', {}, "a & b"),
        ('<text value=""/>', {"title": "T"}, ""),
        ('<text variable="title"/>', {"title": "T"}, "T"),
        ('<text variable="title" form="short"/>', {"title": "T", "title-short": "S"}, "S"),
        ('<text variable="container-title-short"/>', {"container-title": "C"}, ""),
        ('<text variable="volume"/>', {"volume": "2-3"}, "2–3"),
        ('<text variable="number"/>', {"number": "2-3"}, "2-3"),
        ('<text variable="event"/>', {"event-title": "E"}, "E"),
        ('<text variable="DOI"/>', {"DOI": "HTTPS://DOI.ORG/10.1/x"}, "10.1/x"),
        ('<text variable="DOI"/>', {"DOI": "http://dx.doi.org/10.1/x"}, "10.1/x"),
        ('<text variable="URL"/>', {"URL": " https://a.org/ "}, "https://a.org/"),
        ('<text term="no such term"/>', {"title": "T"}, ""),
        ('<number variable="page"/>', {"page": "3-5"}, "3–5"),
        ('<label variable="page-first" form="short"/>', {"page": "3-5"}, "p."),
        ('<label variable="edition"/>', {}, ""),
        ('<text variable="citation-number"/>', {"title": "T"}, "1"),
        ('<text variable="citation-label"/>', {"title": "Tower"}, "Towe"),
    ],
)
def test_an_element_prints(
    styled: Callable[..., Style], element: str, fields: Mapping[str, object], text: str
) -> None:
    rendered = render(styled(element), {"a": fields}, [Cluster((Cite("a"),))])

    assert render_text(rendered.citations[0].tree) == text


def test_a_macro_is_compiled_once_and_called_from_both_areas(styled: Callable[..., Style]) -> None:
    macro = '<macro name="m"><text variable="title"/></macro>'
    listed = '<bibliography><layout><text macro="m"/></layout></bibliography>'
    style = styled('<text macro="m" prefix="in "/>', macro + listed)

    rendered = render(style, {"a": {"title": "T"}}, [Cluster((Cite("a"),))])

    assert render_text(rendered.citations[0].tree) == "in T"
    assert render_text(rendered.entries[0].tree) == "T"
