from __future__ import annotations

from collections.abc import Mapping

import pytest

from citewell.csl.citation_label import citation_label
from citewell.csl.items import parse_item

DOE, ROE, POE, COE = ({"family": name} for name in ("Doerner", "van Roe", "Poe-Smith", "Coe"))


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ({"author": [DOE], "issued": 1965}, "Doer65"),
        ({"author": [DOE, ROE], "issued": 2003}, "DoRo03"),
        ({"author": [DOE, ROE, POE], "issued": 1965}, "DoRP65"),
        ({"author": [DOE, ROE, POE, COE, DOE], "issued": 1965}, "DRPC65"),
        ({"editor": [DOE], "issued": 1965}, "Doer65"),
        ({"author": [{"literal": "World Health"}]}, "Worl"),
        ({"title": "A quiet hour", "issued": 1965}, "Aqui65"),
        ({"author": [POE], "issued": {"literal": "soon"}}, "PoeS"),
        ({}, ""),
    ],
)
def test_a_label_is_made_of_names_and_year(fields: Mapping[str, object], label: str) -> None:
    assert citation_label(parse_item("x", fields)) == label
