"""Laws of the engine: what holds for every item, whatever is in it."""

# ruff: noqa: RUF001 - typographic marks are what is printed

from __future__ import annotations

import string
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citewell.csl import (
    DATE_VARIABLES,
    LOCATOR_LABELS,
    NAME_VARIABLES,
    NUMBER_VARIABLES,
    STANDARD_VARIABLES,
    TYPES,
    Cite,
    Cluster,
    CslError,
    Rendered,
    Style,
    load_style,
    render,
    render_html,
    render_text,
)

STYLES = ["apa", "chicago-notes-bibliography", "ieee", "din-1505-2-alphanumeric"]
SIGNS = "\"'“”‘’<>/&.,:;!?()[]-–— \u00a0\u200fäßŽи田ʼ{}@\\%~0123456789iIb"

texts = st.one_of(
    st.text(max_size=30),
    st.text(SIGNS + string.ascii_letters, max_size=30),
    st.sampled_from(
        ["<i>a</i>", "<b>a", "</i>", '<span class="nocase">X</span>', "1-5", "iv", "a.?"]
    ),
)
names = st.one_of(
    texts,
    st.dictionaries(
        st.sampled_from(["family", "given", "suffix", "literal", "non-dropping-particle"]), texts
    ),
)
dates = st.one_of(
    texts,
    st.integers(-9999, 9999),
    st.dates(),
    st.fixed_dictionaries(
        {"date-parts": st.lists(st.lists(st.integers(-3000, 3000), max_size=3), max_size=2)},
        optional={"season": texts, "circa": st.booleans(), "literal": texts},
    ),
)
records = st.fixed_dictionaries(
    {"type": st.sampled_from(sorted(TYPES))},
    optional={
        **dict.fromkeys(sorted(STANDARD_VARIABLES | NUMBER_VARIABLES), texts),
        **dict.fromkeys(sorted(NAME_VARIABLES), st.lists(names, max_size=5)),
        **dict.fromkeys(sorted(DATE_VARIABLES), dates),
    },
)
small_records = st.fixed_dictionaries(
    {"title": texts},
    optional={
        "author": st.lists(names, max_size=4),
        "issued": dates,
        "DOI": texts,
        "URL": texts,
        "page": texts,
        "note": texts,
        "container-title": texts,
    },
)
cites = st.builds(
    Cite,
    key=st.sampled_from("abc"),
    prefix=texts,
    suffix=texts,
    locator=texts,
    label=st.sampled_from(sorted(LOCATOR_LABELS)),
    mode=st.sampled_from(["normal", "suppress-author", "author-only"]),
)
clusters = st.builds(
    Cluster,
    cites=st.lists(cites, min_size=1, max_size=3).map(tuple),
    mode=st.sampled_from(["normal", "narrative"]),
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
variables = sorted(
    STANDARD_VARIABLES | NUMBER_VARIABLES | NAME_VARIABLES | DATE_VARIABLES | {"type"}
)
Records = dict[str, dict[str, object]]


@pytest.fixture(scope="module", params=STYLES)
def style(request: pytest.FixtureRequest) -> Style:
    name: str = request.param
    return load_style(name)


class _Reader(HTMLParser):
    """Reads HTML back: its text, its addresses, and whether its tags are balanced."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.open: list[str] = []
        self.addresses: list[str] = []
        self.is_balanced = True
        self.feed(text)
        self.close()
        self.is_balanced = self.is_balanced and not self.open

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.addresses += [value or "" for name, value in attributes if name == "href"]

    def handle_endtag(self, tag: str) -> None:
        self.is_balanced = self.is_balanced and bool(self.open) and self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def _pages(rendered: Rendered) -> list[tuple[str, str]]:
    """Return every rendered part as HTML, with the plain text that it should hold."""
    trees = [tree for citation in rendered.citations for tree in (citation.tree, citation.lead)]
    trees += [
        tree for entry in rendered.entries for tree in (entry.tree, entry.margin, entry.inline)
    ]
    return [
        (render_html(tree, cite_href=lambda key: f"#{key}"), render_text(tree)) for tree in trees
    ]


@given(record=records, cluster=clusters)
@settings(max_examples=60)
def test_any_text_in_any_field_renders(
    style: Style, record: dict[str, object], cluster: Cluster
) -> None:
    rendered = render(style, dict.fromkeys("abc", record), [cluster, cluster])

    assert len(rendered.citations) == 2


@given(fields=st.dictionaries(st.sampled_from(variables) | texts, anything, max_size=8))
@settings(max_examples=60)
def test_any_value_in_any_field_renders_or_is_an_error(
    style: Style, fields: dict[str, object]
) -> None:
    try:
        rendered = render(style, {"a": fields}, [Cluster((Cite("a"),))])
    except CslError:
        return
    assert len(rendered.citations) == 1


@given(items=st.dictionaries(st.sampled_from("abc"), small_records, min_size=1), cluster=clusters)
@settings(max_examples=60)
def test_html_is_balanced_and_escaped_and_says_what_the_text_says(
    style: Style, items: Records, cluster: Cluster
) -> None:
    for page, text in _pages(render(style, items, [cluster], items)):
        reader = _Reader(page)

        assert reader.is_balanced
        assert reader.text == text
        assert all(
            address.lower().startswith(("http://", "https://", "mailto:", "#"))
            for address in reader.addresses
        )


@given(
    items=st.fixed_dictionaries(dict.fromkeys("abc", small_records)),
    cluster=clusters,
    order=st.permutations("abc"),
)
@settings(max_examples=40)
def test_the_order_of_the_items_does_not_matter(
    style: Style, items: Records, cluster: Cluster, order: list[str]
) -> None:
    shuffled = {key: items[key] for key in order}

    assert render(style, shuffled, [cluster], "abc") == render(style, items, [cluster], "abc")


@given(
    one=st.fixed_dictionaries(dict.fromkeys("abc", small_records)),
    other=st.fixed_dictionaries(dict.fromkeys("abc", small_records)),
    cluster=clusters,
)
@settings(max_examples=40)
def test_a_document_leaves_nothing_behind(
    style: Style, one: Records, other: Records, cluster: Cluster
) -> None:
    before = render(style, one, [cluster, cluster], "abc")
    render(style, other, [cluster], "abc")

    assert render(style, one, [cluster, cluster], "abc") == before
