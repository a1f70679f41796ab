"""CSL text -> Style: the whole of a style, compiled (specification, "Styles - Structure").

Reads the root element, settles the language, vets and compiles. A Style never changes and holds
nothing of any document: render as many at once as you like. Knows where files are only through
`source`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from citewell.csl.calm import calm
from citewell.csl.compile import compile_children, grouped, sequence
from citewell.csl.context import Renderer
from citewell.csl.element import Element, parse_xml
from citewell.csl.errors import CslError
from citewell.csl.formatting import Formatting, parse_formatting
from citewell.csl.locale import DEFAULT_LANGUAGE, Locale, load_locale, locator_words
from citewell.csl.names import inherited_options
from citewell.csl.settle import Quotes
from citewell.csl.sheet import Sheet
from citewell.csl.sort import SortKey, compile_sort
from citewell.csl.source import read_locale, read_style
from citewell.csl.vetting import vet

# A dependent style names its parent; nobody chains them, and a ring must end.
_LONGEST_CHAIN = 4
_OF_POSITION = frozenset({"position", "et-al-subsequent-min", "et-al-subsequent-use-first"})


class Layout(NamedTuple):
    """A compiled cs:citation or cs:bibliography: its layout, its sort keys, its options."""

    elements: tuple[Renderer, ...]
    delimiter: str
    formatting: Formatting
    sort: tuple[SortKey, ...]
    options: Mapping[str, str]

    def option(self, name: str, default: str = "") -> str:
        """Return an attribute of the cs:citation or cs:bibliography."""
        return self.options.get(name, default)

    def flag(self, name: str) -> bool:
        """Tell whether an attribute is set to true."""
        return self.options.get(name) == "true"


class BibliographyOptions(NamedTuple):
    """How a bibliography wants to be set ("Bibliography-specific Options").

    `second_field_align` is "flush", "margin" or ""; spacing counts lines.
    """

    hanging_indent: bool = False
    second_field_align: str = ""
    entry_spacing: int = 1
    line_spacing: int = 1


class Style(NamedTuple):
    """A style in one language, ready to render; immutable, so it may be shared by threads.

    `kind` is "in-text" or "note"; `format` the citation format it declares: "author-date",
    "author", "numeric", "label", "note", or "". `locator_terms` maps the words that may stand
    before a locator ("p.", "pages", "Kap.") to its label ("page", "chapter"), in English and in
    the style's language.
    """

    title: str
    kind: str
    format: str
    language: str
    locator_terms: Mapping[str, str]
    bibliography_options: BibliographyOptions
    has_bibliography: bool
    locale: Locale
    quotes: Quotes
    citation: Layout
    bibliography: Layout | None
    author: Renderer
    has_disambiguate_condition: bool
    looks_at_positions: bool

    def __repr__(self) -> str:
        return f"<Style {self.title!r} in {self.language}>"


@calm()
def load_style(
    name: str | Path,
    language: str | None = None,
    folders: Sequence[Path] = (),
    locale_folders: Sequence[Path] = (),
) -> Style:
    """Return the Style of that name (`apa`) or path (`styles/mine.csl`).

    A name is looked for in the folders, then in the package of styles. The language is `language`,
    else the style's default-locale, else en-US. Raises CslError, with near names if there is no
    such style, with a line if the style or a locale is faulty.
    """
    text = read_style(name, folders)
    declared = None
    for _ in range(_LONGEST_CHAIN):
        root = _parse_root(text)
        declared = declared or root.get("default-locale")
        parent = _independent_parent(root)
        if parent is None:
            return _build(root, language or declared or DEFAULT_LANGUAGE, locale_folders)
        text = read_style(parent, folders)
    raise CslError(f"the style {name} depends on styles that depend on others without end")


@calm()
def parse_style(
    text: str | bytes, language: str | None = None, locale_folders: Sequence[Path] = ()
) -> Style:
    """Return the Style that the text of an independent style describes; errors as load_style."""
    root = _parse_root(text)
    chosen = language or root.get("default-locale") or DEFAULT_LANGUAGE
    return _build(root, chosen, locale_folders)


def _parse_root(text: str | bytes) -> Element:
    root = parse_xml(text)
    if root.name != "style":
        raise CslError(f"this is no CSL style: it begins with <{root.name}>", root.line)
    return root


def _independent_parent(root: Element) -> str | None:
    info = root.first("info")
    for link in info.every("link") if info else ():
        if link.get("rel") == "independent-parent" and root.first("citation") is None:
            return link.get("href").rstrip("/").rpartition("/")[2]
    return None


def _build(root: Element, language: str, locale_folders: Sequence[Path]) -> Style:
    citation = root.first("citation")
    if citation is None:
        raise CslError("the style has no citation", root.line)
    bibliography = root.first("bibliography")
    elements = tuple(root.walk())
    locale = load_locale(
        language, root.every("locale"), lambda name: read_locale(name, locale_folders)
    )
    sheet = Sheet(
        locale=locale,
        locator_terms=_locator_terms(locale, locale_folders),
        root=root.attributes,
        areas=(inherited_options(root, citation), inherited_options(root, bibliography)),
        macros={},
        implicit_suffix=not _prints_year_suffix(elements),
    )
    _compile_macros(root, sheet)
    info = root.first("info")
    return Style(
        title=_title(info),
        kind=root.get("class", "in-text"),
        format=_citation_format(info),
        language=language,
        locator_terms=sheet.locator_terms,
        bibliography_options=_bibliography_options(bibliography),
        has_bibliography=bibliography is not None,
        locale=locale,
        quotes=_quotes(locale),
        citation=_compile_layout(citation, sheet),
        bibliography=_compile_layout(bibliography, sheet) if bibliography else None,
        author=_compile_author(sheet),
        has_disambiguate_condition=any("disambiguate" in one.attributes for one in elements),
        looks_at_positions=_looks_at_positions(elements),
    )


def _compile_macros(root: Element, sheet: Sheet) -> None:
    """Vet the style, and fill the sheet's macros, each after those that it calls."""
    macros: dict[str, Element] = {}
    for macro in root.every("macro"):
        name = macro.get("name")
        if not name:
            raise CslError("a macro has no name", macro.line)
        macros[name] = macro
    for name in vet(root, macros):
        sheet.macros[name] = grouped(sequence(compile_children(macros[name].children, sheet)))


def _prints_year_suffix(elements: Sequence[Element]) -> bool:
    """Tell whether a style places the year suffix itself; else the year carries it."""
    return any(
        element.name == "text" and element.attributes.get("variable") == "year-suffix"
        for element in elements
    )


def _looks_at_positions(elements: Sequence[Element]) -> bool:
    """Tell whether a later cite of an item may print other than the first."""
    return any(
        not _OF_POSITION.isdisjoint(element.attributes)
        or element.attributes.get("variable") == "first-reference-note-number"
        for element in elements
    )


def _compile_layout(element: Element, sheet: Sheet) -> Layout:
    layout = element.first("layout")
    if layout is None:
        raise CslError(f"the {element.name} has no layout", element.line)
    demote = sheet.root.get("demote-non-dropping-particle", "display-and-sort")
    return Layout(
        elements=tuple(compile_children(layout.children, sheet)),
        delimiter=layout.get("delimiter"),
        formatting=parse_formatting(layout.attributes),
        sort=compile_sort(element.first("sort"), sheet.macros, demote),
        options={**sheet.root, **element.attributes},
    )


# Who stands in running text before "[1]" or a note, whose styles print no names in the text.
_AUTHOR = parse_xml(
    """<names variable="author">
         <name form="short" and="text" et-al-min="3" et-al-use-first="1" initialize-with=". "/>
         <substitute>
           <names variable="editor"/><names variable="translator"/><text variable="title"/>
         </substitute>
       </names>"""
)


def _compile_author(sheet: Sheet) -> Renderer:
    return compile_children([_AUTHOR], sheet)[0]


def _title(info: Element | None) -> str:
    title = info.first("title") if info else None
    return title.text.strip() if title else ""


def _citation_format(info: Element | None) -> str:
    for category in info.every("category") if info else ():
        if category.get("citation-format"):
            return category.get("citation-format")
    return ""


def _bibliography_options(element: Element | None) -> BibliographyOptions:
    if element is None:
        return BibliographyOptions()
    return BibliographyOptions(
        hanging_indent=element.get("hanging-indent") == "true",
        second_field_align=element.get("second-field-align"),
        entry_spacing=_count(element.get("entry-spacing")),
        line_spacing=_count(element.get("line-spacing")),
    )


def _count(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < len("1000") else 1


def _quotes(locale: Locale) -> Quotes:
    return Quotes(
        locale.term("open-quote") or "“",
        locale.term("close-quote") or "”",
        locale.term("open-inner-quote") or "\u2018",
        locale.term("close-inner-quote") or "\u2019",
        locale.punctuation_in_quote,
    )


def _locator_terms(locale: Locale, locale_folders: Sequence[Path]) -> Mapping[str, str]:
    if locale.language == DEFAULT_LANGUAGE:
        return locator_words((locale,))
    english = load_locale(DEFAULT_LANGUAGE, (), lambda name: read_locale(name, locale_folders))
    return locator_words((locale, english))
