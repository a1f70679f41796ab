from __future__ import annotations

from collections.abc import Callable

import pytest

from citewell.csl import Cite, Cluster, Style, render, render_html

LAYOUT = (
    '<group delimiter=", "><names variable="author"><name form="short" and="symbol"/>'
    '<substitute><text variable="title"/></substitute></names>'
    '<date variable="issued" form="text"/><text variable="locator" prefix="p. "/></group>'
)
ITEMS: dict[str, dict[str, object]] = {
    "w": {"author": [{"family": "Weitz"}, {"family": "Doe"}], "issued": 2014, "title": "T"},
    "a": {"author": [{"family": "Abara"}], "issued": 2001},
    "t": {"title": "Help page"},
}


def _printed(style: Style, *cites: Cite, narrative: bool = False) -> str:
    cluster = Cluster(cites, "narrative" if narrative else "normal")
    citation = render(style, ITEMS, [cluster]).citations[0]
    lead = render_html(citation.lead)
    tree = render_html(citation.tree)
    return f"{lead} | {tree}" if lead else tree


@pytest.fixture
def in_text(styled: Callable[..., Style]) -> Style:
    return styled(LAYOUT.replace("<group", '<group prefix="(" suffix=")"', 1))


@pytest.mark.parametrize(
    ("prefix", "suffix", "text"),
    [
        ("see", "", "see (Abara, 2001)"),
        ("see ", "", "see (Abara, 2001)"),
        ("", "and others", "(Abara, 2001) and others"),
        ("", ", and others", "(Abara, 2001), and others"),
        ("<i>cf.</i>", "", "<i>cf.</i>(Abara, 2001)"),
        ("cf.", "", "cf. (Abara, 2001)"),
        ("(", ")", "((Abara, 2001))"),
    ],
)
def test_affixes_of_a_cite(in_text: Style, prefix: str, suffix: str, text: str) -> None:
    assert _printed(in_text, Cite("a", prefix, suffix)) == text


@pytest.mark.parametrize(
    ("cite", "text"),
    [
        (Cite("w"), "Weitz and Doe (2014)"),
        (Cite("w", locator="3"), "Weitz and Doe (2014, p. 3)"),
        (Cite("w", prefix="as"), "as Weitz and Doe (2014)"),
        (Cite("t"), "Help page"),
    ],
)
def test_a_narrative_citation(in_text: Style, cite: Cite, text: str) -> None:
    assert _printed(in_text, cite, narrative=True) == text


def test_a_narrative_citation_of_several_works(in_text: Style) -> None:
    assert _printed(in_text, Cite("w"), Cite("a"), narrative=True) == (
        "Weitz and Doe (2014)(Abara, 2001)"
    )


def test_a_symbol_between_names_is_a_word_in_the_sentence_only(in_text: Style) -> None:
    assert _printed(in_text, Cite("w")) == "(Weitz &amp; Doe, 2014)"


@pytest.mark.parametrize(
    ("mode", "text"), [("suppress-author", "(2014)"), ("author-only", "Weitz and Doe")]
)
def test_modes_of_a_cite(in_text: Style, mode: str, text: str) -> None:
    assert _printed(in_text, Cite("w", mode=mode)) == text  # type: ignore[arg-type]


def test_what_stands_in_for_an_author_is_left_out_too(in_text: Style) -> None:
    assert _printed(in_text, Cite("t", locator="4", mode="suppress-author")) == "(p. 4)"


def test_a_note_keeps_its_author_though_the_sentence_names_it(styled: Callable[..., Style]) -> None:
    style = styled(LAYOUT, attributes='class="note"')

    assert _printed(style, Cite("w"), narrative=True) == "Weitz and Doe | Weitz &amp; Doe, 2014"


@pytest.mark.parametrize(
    ("prefix", "text"),
    [("", "In T"), ("see", "see in T"), ("So it was said. ", "So it was said. In T")],
)
def test_a_term_at_the_start_of_a_note_has_a_capital(
    styled: Callable[..., Style], prefix: str, text: str
) -> None:
    style = styled(
        '<text term="in" suffix=" "/><text variable="title"/>', attributes='class="note"'
    )

    assert _printed(style, Cite("w", prefix=prefix)) == text


def test_a_link_goes_round_a_cite_without_its_affixes(in_text: Style) -> None:
    citation = render(in_text, ITEMS, [Cluster((Cite("a", "see", "too"),))]).citations[0]

    html = render_html(citation.tree, cite_href=lambda key: f"#{key}")

    assert html == 'see <a role="doc-biblioref" href="#a">(Abara, 2001)</a> too'


def test_a_link_goes_round_a_narrative_citation_whole(in_text: Style) -> None:
    citation = render(in_text, ITEMS, [Cluster((Cite("a"),), "narrative")]).citations[0]

    html = render_html(citation.tree, cite_href=lambda key: f"#{key}")

    assert html == '<a role="doc-biblioref" href="#a">Abara (2001)</a>'
