from __future__ import annotations

import pytest

from citewell.csl.context import CITATION, Context, SortNames
from citewell.csl.element import parse_xml
from citewell.csl.errors import CslError
from citewell.csl.items import Item, parse_item
from citewell.csl.sort import collation_key, compile_sort, sort_by


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("abbot", "Abel"),
        ("Abel", "abls"),
        ("Muller", "Müller"),
        ("Müller", "Mullers"),
        ("Odegaard", "Øvre"),
        ("muller", "Muller"),
        ("“Alpha”", "Beta"),
        ("[Alpha]", "Beta"),
        ("a-b", "ab"),
    ],
)
def test_one_text_sorts_before_another(first: str, second: str) -> None:
    one, other = collation_key(first), collation_key(second)

    assert one is not None
    assert other is not None
    assert one < other


@pytest.mark.parametrize("text", ["", "“”", "...", " "])
def test_a_text_without_letters_has_no_key(text: str) -> None:
    assert collation_key(text) is None


def _sorted(xml: str, *records: dict[str, object]) -> list[str]:
    keys = compile_sort(parse_xml(f"<sort>{xml}</sort>"), {}, "sort-only")
    items = [parse_item(str(number), fields) for number, fields in enumerate(records)]

    def context_of(item: Item, names: SortNames) -> Context:
        return Context(item, CITATION, sorting=names)

    return [item.key for item in sort_by(items, keys, context_of)]


def test_entries_that_compare_alike_keep_their_order() -> None:
    assert _sorted('<key variable="title"/>', {"title": "A"}, {"title": "A"}) == ["0", "1"]


def test_a_later_key_decides_what_the_first_leaves_open() -> None:
    order = _sorted(
        '<key variable="title"/><key variable="issued" sort="descending"/>',
        {"title": "B", "issued": 2001},
        {"title": "A", "issued": 2001},
        {"title": "A", "issued": 2002},
    )

    assert order == ["2", "1", "0"]


@pytest.mark.parametrize("direction", ["ascending", "descending"])
def test_entries_without_a_value_come_last(direction: str) -> None:
    xml = f'<key variable="volume" sort="{direction}"/>'

    assert _sorted(xml, {}, {"volume": "1"})[-1] == "0"


def test_numbers_in_text_sort_as_numbers() -> None:
    assert _sorted('<key variable="issue"/>', {"issue": "12"}, {"issue": "3-4"}) == ["1", "0"]


def test_a_literal_date_sorts_after_nothing_but_before_no_date() -> None:
    xml = '<key variable="issued"/>'

    assert _sorted(xml, {}, {"issued": "in press"}, {"issued": 2014}) == ["2", "1", "0"]


def test_without_keys_the_order_stays() -> None:
    assert _sorted("", {"title": "B"}, {"title": "A"}) == ["0", "1"]


def test_a_key_of_nothing_is_an_error_with_its_line() -> None:
    with pytest.raises(CslError, match="line 2: a sort key needs a variable or a macro"):
        compile_sort(parse_xml("<sort>\n<key/></sort>"), {}, "never")


def test_no_sort_is_no_keys() -> None:
    assert compile_sort(None, {}, "never") == ()
