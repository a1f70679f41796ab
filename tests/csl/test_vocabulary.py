from __future__ import annotations

from citewell.csl.vocabulary import (
    DATE_VARIABLES,
    LABEL_SYNONYMS,
    LOCATOR_LABELS,
    NAME_VARIABLES,
    NUMBER_VARIABLES,
    STANDARD_VARIABLES,
    TYPES,
    words,
)


def test_no_variable_is_of_two_kinds() -> None:
    kinds = [NAME_VARIABLES, DATE_VARIABLES, NUMBER_VARIABLES, STANDARD_VARIABLES]

    assert sum(map(len, kinds)) == len(frozenset().union(*kinds))


def test_the_types_and_variables_of_the_version_are_there() -> None:
    assert {"performance", "periodical", "software", "standard"} <= TYPES
    assert {"event-title", "part-title", "volume-title", "citation-key"} <= STANDARD_VARIABLES
    assert {"part-number", "printing-number", "supplement-number"} <= NUMBER_VARIABLES
    assert {"chair", "guest", "host", "performer", "series-creator"} <= NAME_VARIABLES
    assert {"available-date", "event-date", "submitted"} <= DATE_VARIABLES


def test_old_labels_lead_to_labels_that_there_are() -> None:
    assert set(LABEL_SYNONYMS.values()) <= LOCATOR_LABELS


def test_words_are_parted_by_any_white_space() -> None:
    assert words(" a b\n  c ") == {"a", "b", "c"}
