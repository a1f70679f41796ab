from __future__ import annotations

import pytest

from citewell.csl import vetting
from citewell.csl.element import Element, parse_xml
from citewell.csl.errors import CslError
from citewell.csl.vetting import vet


def _vet(text: str) -> list[str]:
    root = parse_xml(f"<style>{text}</style>")
    macros: dict[str, Element] = {macro.get("name"): macro for macro in root.every("macro")}
    return vet(root, macros)


def test_macros_come_after_those_that_they_call() -> None:
    order = _vet(
        '<macro name="a"><text macro="b"/></macro>'
        '<macro name="b"><group><text macro="c"/></group></macro>'
        '<macro name="c"/>'
    )

    assert order == ["c", "b", "a"]


def test_a_ring_of_macros_is_told_with_its_members() -> None:
    with pytest.raises(CslError, match="line 2: macros call one another in a ring: a → b → a"):
        _vet('<macro name="a"><text macro="b"/></macro>\n<macro name="b"><text macro="a"/></macro>')


def test_a_macro_that_calls_itself_is_a_ring() -> None:
    with pytest.raises(CslError, match="in a ring: a → a"):
        _vet('<macro name="a"><text macro="a"/></macro>')


@pytest.mark.parametrize("call", ['<text macro="x"/>', '<sort><key macro="x"/></sort>'])
def test_a_call_of_a_macro_that_is_not_there_is_an_error(call: str) -> None:
    with pytest.raises(CslError, match="line 2: there is no macro called “x”"):
        _vet(f"<citation>\n{call}</citation>")


def test_macros_that_double_their_work_are_refused() -> None:
    doubling = "".join(
        f'<macro name="m{n}"><text macro="m{n + 1}"/><text macro="m{n + 1}"/></macro>'
        for n in range(40)
    )

    with pytest.raises(CslError, match="the macros call one another too many times"):
        _vet(f'{doubling}<macro name="m40"><text value="x"/></macro>')


def test_a_chain_of_macros_may_not_be_endless() -> None:
    chain = "".join(f'<macro name="m{n}"><text macro="m{n + 1}"/></macro>' for n in range(1000))

    with pytest.raises(CslError, match="nest more than"):
        _vet(f'{chain}<macro name="m1000"><text value="x"/></macro>')


def test_of_the_branches_of_a_choice_only_the_longest_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(vetting, "MAXIMUM_WORK", 1000)
    branch = f"<if>{'<text/>' * 100}</if>"

    assert _vet(f'<macro name="a"><choose>{branch * 20}</choose></macro>') == ["a"]
    with pytest.raises(CslError, match="too many times"):
        _vet(f'<macro name="a"><group>{branch * 20}</group></macro>')
