from __future__ import annotations

import pytest

from citewell.csl.citation import Cite, Cluster


def test_a_cite_is_of_pages_and_normal_unless_it_says_otherwise() -> None:
    cite = Cite("weitz2014")

    assert (cite.label, cite.mode, cite.locator, cite.prefix, cite.suffix) == (
        "page",
        "normal",
        "",
        "",
        "",
    )


def test_a_cluster_is_normal_and_in_no_note_unless_it_says_otherwise() -> None:
    cluster = Cluster((Cite("weitz2014"),))

    assert (cluster.mode, cluster.note) == ("normal", 0)


def test_cites_are_values() -> None:
    assert Cite("a", locator="3") == Cite("a", locator="3")
    with pytest.raises(AttributeError):
        Cite("a").key = "b"  # type: ignore[misc]
