from __future__ import annotations

import pytest

from citewell.model import Source
from citewell.problems import CitewellError
from citewell.ris import parse_ris


def keys(*records: str) -> list[str]:
    text = "".join(f"TY  - BOOK\n{record}\nER  - \n" for record in records)
    return [reference.key for reference in parse_ris(Source("a.ris", text))]


def item(record: str, kind: str = "JOUR") -> dict[str, object]:
    (found,) = parse_ris(Source("a.ris", f"TY  - {kind}\n{record}\nER  - \n"))
    return dict(found.item)


@pytest.mark.parametrize(
    ("record", "key"),
    [
        ("AU  - Weitz, Philip\nPY  - 2014", "weitz2014"),
        ("AU  - Müller-Lüdenscheidt, J.\nPY  - 2014", "muller2014"),
        ("AU  - O'Neil, A.\nPY  - 2014", "oneil2014"),
        ("AU  - World Health Organization\nPY  - 2014", "world2014"),
        ("A2  - Weitz, Philip\nPY  - 2014", "weitz2014"),
        ("AU  - Weitz, Philip", "weitz"),
        ("AU  - 李, 明\nPY  - 2014", "source2014"),
        ("ID  - x_1\nAU  - Weitz, Philip", "x_1"),
    ],
)
def test_a_record_has_its_id_or_author_and_year_as_key(record: str, key: str) -> None:
    assert keys(record) == [key]


def test_a_letter_tells_equal_keys_apart() -> None:
    record = "AU  - Weitz, P.\nPY  - 2014"

    assert keys(record, record, record) == ["weitz2014", "weitz2014a", "weitz2014b"]


def test_a_made_key_gives_way_to_an_id_further_down() -> None:
    assert keys("AU  - Weitz, P.\nPY  - 2014", "ID  - weitz2014") == ["weitz2014a", "weitz2014"]


def test_thirty_records_of_one_author_and_year_have_keys_of_their_own() -> None:
    record = "AU  - Weitz, P.\nPY  - 2014"

    assert len(set(keys(*[record] * 30))) == 30


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2014", {"date-parts": [[2014]]}),
        ("2014///", {"date-parts": [[2014]]}),
        ("2014/05//", {"date-parts": [[2014, 5]]}),
        ("2014/05/06/", {"date-parts": [[2014, 5, 6]]}),
        ("2014/05/06/Spring", {"date-parts": [[2014, 5, 6]]}),
        ("2014-05-06", {"date-parts": [[2014, 5, 6]]}),
        ("May 2014", {"raw": "May 2014"}),
        ("in press", {"literal": "in press"}),
    ],
)
def test_a_date_may_be_written_in_many_ways(written: str, date: dict[str, object]) -> None:
    assert item(f"PY  - {written}")["issued"] == date


def test_the_fuller_date_counts() -> None:
    assert item("PY  - 2014\nDA  - 2014/05/06")["issued"] == {"date-parts": [[2014, 5, 6]]}


def test_a_number_is_an_issue_of_articles_alone() -> None:
    assert item("IS  - 4")["issue"] == "4"
    assert item("IS  - 4", "RPRT")["number"] == "4"


def test_one_page_is_no_range() -> None:
    assert item("SP  - 5\nEP  - 5")["page"] == "5"


def test_the_private_note_is_not_the_note_that_styles_print() -> None:
    found = item("N1  - do not print")

    assert found["annote"] == "do not print"
    assert "note" not in found


def test_all_records_that_never_end_are_told() -> None:
    with pytest.raises(CitewellError) as raised:
        parse_ris(Source("a.ris", "TY  - BOOK\nTY  - BOOK\nER  - \nTY  - BOOK\n"))

    assert [problem.line for problem in raised.value.problems] == [1, 4]
