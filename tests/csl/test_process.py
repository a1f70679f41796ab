from __future__ import annotations

from collections.abc import Callable

import pytest

from citewell.csl import Cite, Cluster, CslError, Style, load_style, render, render_text

LISTED = '<bibliography><layout><text variable="title"/></layout></bibliography>'


def _cluster(*keys: str) -> Cluster:
    return Cluster(tuple(Cite(key) for key in keys))


def test_there_is_a_citation_for_each_cluster_in_order(styled: Callable[..., Style]) -> None:
    items = {"a": {"title": "A"}, "b": {"title": "B"}}

    rendered = render(
        styled('<text variable="title"/>'), items, [_cluster("b"), _cluster("a"), _cluster("b")]
    )

    assert [render_text(citation.tree) for citation in rendered.citations] == ["B", "A", "B"]


def test_items_that_are_cited_or_named_are_listed_and_no_others(
    styled: Callable[..., Style],
) -> None:
    items = {"a": {"title": "A"}, "b": {"title": "B"}, "c": {"title": "C"}}
    style = styled('<text variable="title"/>', LISTED)

    rendered = render(style, items, [_cluster("c")], uncited=["a"])

    assert [entry.key for entry in rendered.entries] == ["c", "a"]


def test_items_that_nobody_asks_for_are_not_looked_at(styled: Callable[..., Style]) -> None:
    items: dict[str, dict[str, object]] = {"a": {"title": "A"}, "b": {"issued": True}}

    rendered = render(styled('<text variable="title"/>'), items, [_cluster("a")])

    assert rendered.warnings == ()


def test_a_key_without_an_item_prints_as_a_question_and_is_told_of(
    styled: Callable[..., Style],
) -> None:
    rendered = render(styled('<text variable="title"/>', LISTED), {}, [_cluster("who")])

    assert render_text(rendered.citations[0].tree) == "who?"
    assert rendered.entries == ()
    assert rendered.warnings == ("there is no item called who",)


def test_a_cluster_that_prints_nothing_is_told_of(styled: Callable[..., Style]) -> None:
    rendered = render(styled('<text variable="title"/>'), {"a": {}}, [_cluster("a")])

    assert rendered.warnings == ("the style prints nothing for a cite of a",)


def test_a_document_without_clusters_has_entries_only(styled: Callable[..., Style]) -> None:
    rendered = render(styled("", LISTED), {"a": {"title": "A"}}, (), ["a"])

    assert (len(rendered.citations), len(rendered.entries)) == (0, 1)


def test_a_cluster_without_cites_prints_nothing(styled: Callable[..., Style]) -> None:
    rendered = render(styled('<text variable="title"/>'), {}, [Cluster(())])

    assert rendered.citations[0].tree == ()
    assert rendered.warnings == ()


def test_an_item_without_meaning_is_an_error_that_names_the_field(
    styled: Callable[..., Style],
) -> None:
    with pytest.raises(CslError, match="issued should be a date"):
        render(styled(""), {"a": {"issued": True}}, [_cluster("a")])


def test_an_entry_holds_its_first_field_and_the_rest_apart() -> None:
    rendered = render(load_style("ieee"), {"a": {"title": "T", "type": "book"}}, [_cluster("a")])

    entry = rendered.entries[0]
    assert render_text(entry.margin) == "[1]"
    assert render_text(entry.inline).startswith("T")
    assert render_text(entry.tree).startswith("[1]")


def test_a_note_style_numbers_its_notes_itself(styled: Callable[..., Style]) -> None:
    style = styled('<text variable="first-reference-note-number"/>', attributes='class="note"')
    items = {"a": {"title": "A"}, "b": {"title": "B"}}

    rendered = render(style, items, [_cluster("b"), _cluster("a"), _cluster("a")])

    assert render_text(rendered.citations[2].tree) == "2"
