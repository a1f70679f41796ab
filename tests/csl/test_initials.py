# ruff: noqa: RUF001 - typographic marks are what is printed

from __future__ import annotations

import pytest

from citewell.csl.initials import initialize


@pytest.mark.parametrize(
    ("given", "mark", "initials"),
    [
        ("John Ronald", ". ", "J. R."),
        ("John Ronald", ".", "J.R."),
        ("John Ronald", "", "JR"),
        ("John Ronald", " ", "J R"),
        ("J. R.", ". ", "J. R."),
        ("J.R.", ". ", "J. R."),
        ("Jean-Paul", ".", "J.-P."),
        ("Jean-Paul", "", "J-P"),
        ("Guo-ping", ".", "G."),
        ("Guy de", ". ", "G. de"),
        ("Ph.", ". ", "Ph."),
        ("Пётр Сергеевич", ". ", "П. С."),
        ("<b>Jack</b> Quincy", ". ", "<b>J.</b> Q."),
        ("<b><i>Jack</i></b>-Quincy", ".", "<b><i>J.</i></b>-Q."),
        ("A<B", ".", "A."),
        ("", ".", ""),
        (". -", ".", ""),
    ],
)
def test_given_names_become_initials(given: str, mark: str, initials: str) -> None:
    assert initialize(given, mark, every=True, hyphen=True) == initials


@pytest.mark.parametrize(
    ("given", "mark", "dressed"),
    [
        ("John R", ". ", "John R."),
        ("J R Ronald", ".", "J.R. Ronald"),
        ("Jean-Paul", ".", "Jean-Paul"),
    ],
)
def test_without_initialize_only_initials_are_dressed(given: str, mark: str, dressed: str) -> None:
    assert initialize(given, mark, every=False, hyphen=True) == dressed


def test_the_hyphen_of_a_compound_name_can_be_left_out() -> None:
    assert initialize("Jean-Paul", ".", every=True, hyphen=False) == "J.P."
