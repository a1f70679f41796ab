from __future__ import annotations

from citewell.csl.errors import CslError


def test_an_error_with_a_line_tells_it_first() -> None:
    assert str(CslError("a macro has no name", 7)) == "line 7: a macro has no name"


def test_an_error_without_a_line_is_its_message() -> None:
    assert str(CslError("there is no style called x")) == "there is no style called x"


def test_an_error_keeps_message_and_line_apart() -> None:
    error = CslError("broken", 3)

    assert (error.message, error.line) == ("broken", 3)
