"""What several tests of the engine need: a small style, a locale, an item."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from citewell.csl import Cite, Cluster, Style, parse_style, render, render_html
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


@pytest.fixture
def cited(styled: Callable[..., Style]) -> Callable[..., str]:
    """Return what prints one cite of one item by the content of a layout, as HTML."""

    def print_cite(layout: str, fields: Mapping[str, object], **affixes: Any) -> str:
        clusters = [Cluster((Cite("a", **affixes),))]
        return render_html(render(styled(layout), {"a": fields}, clusters).citations[0].tree)

    return print_cite
