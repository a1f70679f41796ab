from __future__ import annotations

import pytest

from citewell.csl.locale import Locale
from citewell.csl.sheet import Sheet


def test_a_sheet_cannot_be_exchanged_while_a_style_is_compiled(english: Locale) -> None:
    sheet = Sheet(english, {}, {}, ({}, {}), {}, implicit_suffix=True)

    with pytest.raises(AttributeError):
        sheet.implicit_suffix = False  # type: ignore[misc]
