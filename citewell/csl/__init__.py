"""A processor for the Citation Style Language 1.0.2: the door.

    style = load_style("apa", language="en-GB")
    items = {"weitz2014": {"type": "book", "author": [{"family": "Weitz", "given": "P."}], ...}}
    rendered = render(style, items, [Cluster((Cite("weitz2014", locator="35"),))])
    render_html(rendered.citations[0].tree, cite_href=lambda key: f"#ref-{key}")
    render_text(rendered.entries[0].tree)

A Style is loaded once and never changes; `render` takes a whole document and keeps nothing. The
one exception raised is CslError. Imports nothing but the standard library.
"""

from __future__ import annotations

from citewell.csl.citation import Cite, Cluster
from citewell.csl.edtf import is_date
from citewell.csl.errors import CslError
from citewell.csl.output import Dialect, render_html, render_text
from citewell.csl.process import Citation, Entry, Rendered, render
from citewell.csl.style import BibliographyOptions, Style, load_style, parse_style
from citewell.csl.vocabulary import (
    DATE_VARIABLES,
    LOCATOR_LABELS,
    NAME_VARIABLES,
    NUMBER_VARIABLES,
    STANDARD_VARIABLES,
    TYPES,
)

__all__ = [
    "DATE_VARIABLES",
    "LOCATOR_LABELS",
    "NAME_VARIABLES",
    "NUMBER_VARIABLES",
    "STANDARD_VARIABLES",
    "TYPES",
    "BibliographyOptions",
    "Citation",
    "Cite",
    "Cluster",
    "CslError",
    "Dialect",
    "Entry",
    "Rendered",
    "Style",
    "is_date",
    "load_style",
    "parse_style",
    "render",
    "render_html",
    "render_text",
]
