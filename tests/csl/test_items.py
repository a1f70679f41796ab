from __future__ import annotations

import pytest

from citewell.csl.edtf import Day
from citewell.csl.errors import CslError
from citewell.csl.items import Name, parse_item, parse_names, parse_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a", "a"),
        (3, "3"),
        (3.0, "3"),
        (2.5, "2.5"),
        (None, ""),
        (True, "true"),
        (False, ""),
        (["a", "b", None], "a, b"),
        ({"a": 1}, ""),
    ],
)
def test_a_value_of_any_shape_becomes_text(value: object, text: str) -> None:
    assert parse_text("title", value) == text


def test_a_number_variable_refuses_a_record() -> None:
    with pytest.raises(CslError, match="volume should be a number or text"):
        parse_text("volume", {"a": 1})


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ([{"family": "Weitz", "given": "Pam"}], (Name("Weitz", "Pam"),)),
        ({"family": "Weitz"}, (Name("Weitz"),)),
        ("World Health Organization", (Name(literal="World Health Organization"),)),
        ([{"literal": "WHO"}], (Name(literal="WHO"),)),
        ([{"name": "WHO"}], (Name(literal="WHO"),)),
        ([{"family": "King", "given": "Martin, Jr."}], (Name("King", "Martin", suffix="Jr."),)),
        (
            [{"family": "King", "given": "Martin,! Jr."}],
            (Name("King", "Martin", suffix="Jr.", comma_suffix=True),),
        ),
        ([{"family": "de Wit"}], (Name("Wit", non_dropping_particle="de"),)),
        ([{"family": '"de Wit"'}], (Name("de Wit"),)),
        (
            [{"family": "de Wit", "non-dropping-particle": "van"}],
            (Name("de Wit", non_dropping_particle="van"),),
        ),
        (
            [{"family": "王", "given": "伟", "static-ordering": 1}],
            (Name("王", "伟", static_ordering=True),),
        ),
        ([{"family": ""}, None, {}], ()),
        (None, ()),
    ],
)
def test_names_of_any_shape_become_names(value: object, names: tuple[Name, ...]) -> None:
    assert parse_names("author", value) == names


def test_a_name_that_is_no_name_is_an_error_that_names_the_field() -> None:
    with pytest.raises(CslError, match="author should hold names"):
        parse_names("author", [3])


def test_an_item_holds_its_variables_by_kind() -> None:
    item = parse_item(
        "a",
        {"type": "book", "title": "T", "volume": 3, "issued": 2014, "author": [{"family": "W"}]},
    )

    assert item.type == "book"
    assert item.text == {"title": "T", "volume": "3"}
    assert item.names == {"author": (Name("W"),)}
    assert item.dates["issued"].start == Day(2014)


def test_empty_values_are_not_there() -> None:
    item = parse_item("a", {"title": " ", "author": [], "issued": "", "volume": None})

    assert not any(item.has(name) for name in ("title", "author", "issued", "volume"))


def test_old_names_of_fields_mean_the_new_ones() -> None:
    item = parse_item("a", {"shortTitle": "T", "journalAbbreviation": "J", "event": "E"})

    assert item.text == {"title-short": "T", "container-title-short": "J", "event-title": "E"}


def test_the_head_of_the_note_holds_variables() -> None:
    note = "event-date: 2004-10-01\ncontainer-title-short: J\neditor: Hall || W. C.\nfree text"
    item = parse_item("a", {"note": note})

    assert item.dates["event-date"].start == Day(2004, 10, 1)
    assert item.text["container-title-short"] == "J"
    assert item.names["editor"] == (Name("Hall", "W. C."),)


def test_a_note_never_replaces_what_the_item_has() -> None:
    item = parse_item("a", {"title": "T", "note": "title: other"})

    assert item.text["title"] == "T"


def test_a_note_of_prose_is_left_alone() -> None:
    item = parse_item("a", {"note": "Free: text\ntitle: other"})

    assert not item.has("title")


def test_the_first_page_is_derived() -> None:
    assert parse_item("a", {"page": "101-109"}).text["page-first"] == "101"


def test_one_person_as_editor_and_translator_is_the_editor_translator() -> None:
    people = [{"family": "A"}]

    both = parse_item("a", {"editor": people, "translator": people})
    different = parse_item("a", {"editor": people, "translator": [{"family": "B"}]})

    assert both.names["editor-translator"] == (Name("A"),)
    assert "editor-translator" not in different.names


def test_a_field_that_the_language_does_not_know_is_kept_as_text() -> None:
    assert parse_item("a", {"custom": {"x": 1}, "abstract": "A"}).text == {"abstract": "A"}
