from __future__ import annotations

import pytest

from citewell.csl.citation import Cite
from citewell.csl.positions import Placed, place


def _positions(
    *clusters: list[Cite], notes: tuple[int, ...] = (), near: int = 5
) -> list[list[str]]:
    numbers = notes or tuple(range(1, len(clusters) + 1))
    placed = [Placed(tuple(cites), note) for cites, note in zip(clusters, numbers, strict=True)]
    return [
        [" ".join(sorted(state.positions)) for state in states]
        for states in place(placed, {}, near)
    ]


def _cites(keys: str) -> list[Cite]:
    return [Cite(key) for key in keys]


def _at(key: str, locator: str, label: str = "page") -> list[Cite]:
    return [Cite(key, locator=locator, label=label)]


def test_the_first_cite_of_an_item_is_first() -> None:
    assert _positions(_cites("a"), _cites("b")) == [["first"], ["first"]]


def test_a_cite_right_after_one_of_the_same_item_is_ibid() -> None:
    assert _positions(_cites("a"), _cites("a"))[1] == ["ibid near-note subsequent"]


def test_a_cite_after_one_of_another_item_is_subsequent() -> None:
    assert _positions(_cites("a"), _cites("b"), _cites("a"))[2] == ["near-note subsequent"]


def test_ibid_is_possible_within_a_cluster() -> None:
    assert _positions(_cites("aa")) == [["first", "ibid near-note subsequent"]]


def test_ibid_is_not_possible_after_a_note_of_several_cites() -> None:
    assert _positions(_cites("ab"), _cites("b"))[1] == ["near-note subsequent"]


def test_clusters_of_one_note_count_as_one_note() -> None:
    positions = _positions(_cites("a"), _cites("b"), _cites("b"), notes=(1, 1, 2))

    assert positions[2] == ["near-note subsequent"]


@pytest.mark.parametrize(
    ("before", "here", "position"),
    [
        (("3", "page"), ("3", "page"), "ibid near-note subsequent"),
        (("3", "page"), ("4", "page"), "ibid ibid-with-locator near-note subsequent"),
        (("3", "page"), ("3", "chapter"), "ibid ibid-with-locator near-note subsequent"),
        (("", "page"), ("3", "page"), "ibid ibid-with-locator near-note subsequent"),
        (("3", "page"), ("", "page"), "near-note subsequent"),
    ],
)
def test_locators_decide_on_the_kind_of_ibid(
    before: tuple[str, str], here: tuple[str, str], position: str
) -> None:
    assert _positions(_at("a", *before), _at("a", *here))[1] == [position]


def test_near_notes_are_within_the_distance() -> None:
    positions = _positions(_cites("a"), _cites("b"), _cites("b"), _cites("a"), near=2)

    assert positions[3] == ["subsequent"]


def test_text_has_no_near_notes() -> None:
    assert _positions(_cites("a"), _cites("a"), notes=(0, 0))[1] == ["ibid subsequent"]


def test_later_cites_know_the_note_of_the_first_and_all_know_their_number() -> None:
    states = place([Placed((Cite("a"),), 3), Placed((Cite("a"),), 5)], {"a": 9})

    assert [state.first_note for (state,) in states] == [0, 3]
    assert [state.number for (state,) in states] == [9, 9]


def test_labels_are_known_under_one_name() -> None:
    ((state,),) = place([Placed((Cite("a", locator=" 3 ", label="sub verbo"),), 1)], {})

    assert (state.label, state.locator) == ("sub-verbo", "3")
