"""What every element of one style may need while it is compiled.

Made by `style`, read by the modules that compile elements; gone once a Style stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from citewell.csl.context import Renderer
from citewell.csl.locale import Locale


class Sheet(NamedTuple):
    """The locale, the attributes of the root, the options that citation and bibliography hand down.

    `locator_terms` holds the words that name a locator ("p.", "vol."), each with its label.
    `macros` fills while the style is compiled, a macro after those that it calls.
    `implicit_suffix` says that the style nowhere prints the year suffix, so that the year does.
    """

    locale: Locale
    root: Mapping[str, str]
    locator_terms: Mapping[str, str]
    areas: tuple[Mapping[str, str], Mapping[str, str]]
    macros: dict[str, Renderer]
    implicit_suffix: bool
