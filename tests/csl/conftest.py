"""What several tests of the engine need: a small style, a locale, an item."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from citewell.csl import Style, parse_style
from citewell.csl.locale import Locale, load_locale
from citewell.csl.source import read_locale


@pytest.fixture(scope="session")
def english() -> Locale:
    return load_locale("en-US", (), read_locale)


@pytest.fixture
def styled() -> Callable[..., Style]:
    """Return what makes a style of the content of its citation's layout."""

    def make(layout: str, rest: str = "", attributes: str = "", options: str = "") -> Style:
        return parse_style(
            f'<style version="1.0" {attributes}>'
            f"<citation {options}><layout>{layout}</layout></citation>{rest}</style>"
        )

    return make
