"""Elements -> closures: text, number, label, group, choose, macro (spec., "Rendering Elements").

A style is walked once; every rendering element becomes a function from a Context to an inline tree,
or to None where it prints nothing. Terms are looked up while compiling. Macros are compiled once
each and called by name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import methodcaller
from typing import NamedTuple

from citewell.csl.choose import compile_choose, compile_test
from citewell.csl.context import Context, Renderer
from citewell.csl.dates import compile_date
from citewell.csl.element import Element
from citewell.csl.errors import CslError
from citewell.csl.fields import parse_field
from citewell.csl.formatting import NO_FORMATTING, Formatting, parse_formatting
from citewell.csl.names import NamesParts, compile_names, names_parts
from citewell.csl.numbers import format_number, format_ranges, is_numeric, is_plural
from citewell.csl.rich import (
    CITATION_NUMBER,
    LINK,
    LOCATOR,
    TERM,
    TITLE,
    YEAR_SUFFIX,
    Inline,
    Node,
    join,
)
from citewell.csl.sheet import Sheet
from citewell.csl.vocabulary import words

# Where the text of a variable leads to, and what stands before it in an address.
RESOLVERS = {
    "DOI": "https://doi.org/",
    "PMID": "https://pubmed.ncbi.nlm.nih.gov/",
    "PMCID": "https://www.ncbi.nlm.nih.gov/pmc/articles/",
    "URL": "",
}
_TAGS = {
    "citation-number": CITATION_NUMBER,
    "year-suffix": YEAR_SUFFIX,
    "locator": LOCATOR,
}
_TITLES = ("title", "title-short")
# Number variables whose hyphen is a range. `number` itself is left alone: it holds identifiers.
_RANGED = words(
    """
    chapter-number collection-number edition issue number-of-pages number-of-volumes
    printing-number section supplement-number version volume part-number
    """
)


class Around(NamedTuple):
    """What an element takes from those round it.

    `names` is the cs:names round a cs:substitute, whose children a cs:names inside may take over;
    `delimiter` is the group's, which also parts what a cs:choose inside it prints.
    """

    names: NamesParts | None = None
    delimiter: str = ""


NOTHING_AROUND = Around()


def compile_children(
    elements: Sequence[Element], sheet: Sheet, around: Around = NOTHING_AROUND
) -> list[Renderer]:
    """Return the closures of rendering elements, in order."""
    return [compile_element(element, sheet, around) for element in elements]


def compile_element(element: Element, sheet: Sheet, around: Around) -> Renderer:
    """Return the closure of one rendering element; CslError if there is no such element."""
    if element.name == "names":
        return _compile_names(element, sheet, around)
    if element.name == "choose":
        return _compile_choose(element, sheet, around)
    make = _COMPILERS.get(element.name)
    if make is None:
        raise CslError(f"<{element.name}> cannot stand here", element.line)
    return make(element, sheet)


def sequence(renderers: Sequence[Renderer], delimiter: str = "") -> Renderer:
    """Return the closure that renders several in turn, the delimiter between what they print."""
    if len(renderers) == 1:
        return renderers[0]

    def render(context: Context) -> Inline | None:
        parts = []
        for renderer in renderers:
            part = renderer(context)
            if part:
                parts.append(part)
        return join(parts, delimiter) if parts else None

    return render


def _compile_names(element: Element, sheet: Sheet, around: Around) -> Renderer:
    parts = names_parts(element, around.names)
    substitute = element.first("substitute")
    inside = Around(names=parts)
    substitutes = compile_children(substitute.children, sheet, inside) if substitute else []
    return compile_names(element, parts, sheet, substitutes)


def _compile_choose(element: Element, sheet: Sheet, around: Around) -> Renderer:
    branches = []
    for branch in element.children:
        content = compile_children(branch.children, sheet, around)
        branches.append((compile_test(branch), sequence(content, around.delimiter)))
    return compile_choose(branches)


def _compile_date(element: Element, sheet: Sheet) -> Renderer:
    return compile_date(element, sheet.locale, implicit_suffix=sheet.implicit_suffix)


def _compile_group(element: Element, sheet: Sheet) -> Renderer:
    formatting = parse_formatting(element.attributes)
    delimiter = element.get("delimiter")
    children = compile_children(element.children, sheet, Around(delimiter=delimiter))
    return grouped(sequence(children, delimiter), formatting)


def grouped(content: Renderer, formatting: Formatting = NO_FORMATTING) -> Renderer:
    """Return a closure that prints nothing if variables are called and all are empty ("Group").

    What it prints counts as a variable that is not empty in the group round it; so do macros.
    """

    def render(context: Context) -> Inline | None:
        called, filled = context.called, context.filled
        out = content(context)
        if out and (context.called == called or context.filled > filled):
            context.called = called + 1
            context.filled = filled + 1
            if formatting is NO_FORMATTING:
                return out
            return formatting.apply(out, language=context.language)
        context.filled = filled
        return None

    return render


def _compile_text(element: Element, sheet: Sheet) -> Renderer:
    attributes = element.attributes
    formatting = parse_formatting(attributes)
    if "variable" in attributes:
        return _text_variable(element, sheet, formatting)
    if "macro" in attributes:
        return _text_macro(element, sheet, formatting)
    if "term" in attributes:
        return _text_term(element, sheet, formatting)
    if "value" in attributes:
        return _text_value(attributes["value"], formatting)
    raise CslError("a text needs a variable, a macro, a term or a value", element.line)


def _text_value(value: str, formatting: Formatting) -> Renderer:
    content = formatting.apply(parse_field(value), language="en") if value else None
    return lambda _context: content


def _text_term(element: Element, sheet: Sheet, formatting: Formatting) -> Renderer:
    name = element.get("term")
    plural = element.get("plural") == "true"
    term = sheet.locale.term(name, element.get("form", "long"), plural=plural)
    language = sheet.locale.language
    # A note that begins with a term begins with a capital: "Ibid."
    word = Node([parse_field(term)], (), TERM) if term else ""
    content = formatting.apply(word, language=language) if term else None
    if name == "no date" and sheet.implicit_suffix and term:
        return _undated(term, formatting)
    return lambda _context: content


def _undated(term: str, formatting: Formatting) -> Renderer:
    """Render "n.d." so that it carries the year suffix, which has no year to go with."""
    return lambda context: formatting.apply(_suffixed(term, context), language=context.language)


def _label_variable(formatting: Formatting) -> Renderer:
    """Render the citation-label so that it carries the year suffix: Roe78a."""

    def render(context: Context) -> Inline | None:
        value = context.text("citation-label")
        if not value:
            return None
        return formatting.apply(_suffixed(value, context), language=context.language)

    return render


def _suffixed(text: str, context: Context) -> Inline:
    """Return the text with the year suffix, if there is one that is not printed yet."""
    suffix = context.hints.year_suffix
    if not suffix or YEAR_SUFFIX in context.suppressed:
        return text
    context.suppressed.add(YEAR_SUFFIX)
    return Node((text, Node((suffix,), (), YEAR_SUFFIX)))


def _text_macro(element: Element, sheet: Sheet, formatting: Formatting) -> Renderer:
    macro = sheet.macros[element.get("macro")]
    if formatting is NO_FORMATTING:
        return macro

    def render(context: Context) -> Inline | None:
        content = macro(context)
        return formatting.apply(content, language=context.language) if content else None

    return render


def _text_variable(element: Element, sheet: Sheet, formatting: Formatting) -> Renderer:
    variable = element.get("variable")
    if variable == "citation-label" and sheet.implicit_suffix:
        return _label_variable(formatting)
    find = _finder(variable, element.get("form"))
    change = _changer(variable, sheet)
    tag = _TAGS.get(variable, "")

    def render(context: Context) -> Inline | None:
        value = find(context)
        if not value:
            return None
        content = change(value, context)
        if tag:
            content = Node((content,), (), tag, value)
        return formatting.apply(content, language=context.language)

    if variable in _TITLES and sheet.root.get("class") != "note":
        return _standing_in(render)
    return render


def _standing_in(render: Renderer) -> Renderer:
    """Let a title be left out as an author is, where no names come before it: a case, an act."""

    def render_or_omit(context: Context) -> Inline | None:
        omits = context.omits_author
        context.omits_author = False
        content = render(context)
        if content is None or omits:
            context.omits_author = omits and content is None
            return None
        return Node((content,), (), TITLE)

    return render_or_omit


def _finder(variable: str, form: str) -> Callable[[Context], str]:
    """Return what reads the variable; `form="short"` prefers the short form there may be."""
    short = f"{variable}-short"
    if form == "short":
        return lambda context: (
            context.text(short) if context.item.has(short) else context.text(variable)
        )
    return methodcaller("text", variable)


def _changer(variable: str, sheet: Sheet) -> Callable[[str, Context], Inline]:
    """Return what makes the text of a variable fit to print."""
    locale = sheet.locale
    if variable in RESOLVERS:
        resolver = RESOLVERS[variable]
        return lambda value, _context: _linked(value, resolver)
    if variable in ("page", "locator"):
        pages = sheet.root.get("page-range-format", "")

        def ranges(value: str, context: Context) -> Inline:
            is_page = variable == "page" or context.cite.label == "page"
            return parse_field(format_ranges(value, pages if is_page else "", locale))

        return ranges
    if variable in _RANGED:
        return lambda value, _context: parse_field(
            format_ranges(value, "", locale) if is_numeric(value) else value
        )
    return lambda value, _context: parse_field(value)


def _linked(value: str, resolver: str) -> Inline:
    """Return an identifier with its address; nothing in it is taken for punctuation."""
    text = value.strip()
    for start in (resolver, "http://dx.doi.org/", "https://dx.doi.org/", "http://doi.org/"):
        if resolver and text.lower().startswith(start):
            text = text[len(start) :]
    return Node((text,), (), LINK, resolver + text)


def _compile_number(element: Element, sheet: Sheet) -> Renderer:
    variable = element.get("variable")
    if not variable:
        raise CslError("a number needs a variable", element.line)
    form = element.get("form", "numeric")
    locale = sheet.locale
    gender = locale.gender(variable)
    formatting = parse_formatting(element.attributes)
    pages = sheet.root.get("page-range-format", "")
    tag = _TAGS.get(variable, "")

    def render(context: Context) -> Inline | None:
        value = context.text(variable)
        if not value:
            return None
        if variable in ("page", "locator"):
            value = format_ranges(value, pages, locale)
        content = parse_field(format_number(value, form, locale, gender))
        if tag:
            content = Node((content,), (), tag, value)
        return formatting.apply(content, language=context.language)

    return render


def _compile_label(element: Element, sheet: Sheet) -> Renderer:
    variable = element.get("variable")
    if not variable:
        raise CslError("a label needs a variable", element.line)
    form, plural = element.get("form", "long"), element.get("plural", "contextual")
    formatting = parse_formatting(element.attributes)
    locale = sheet.locale
    and_word = locale.term("and") or "and"

    def render(context: Context) -> Inline | None:
        value = context.peek(variable)
        if not value or variable in context.suppressed:
            return None
        if variable == "locator" and _names_itself(value, sheet.locator_terms):
            return None
        term = context.cite.label if variable == "locator" else _label_term(variable)
        many = plural == "always" or (plural != "never" and is_plural(variable, value, and_word))
        word = locale.term(term, form, plural=many)
        return formatting.apply(parse_field(word), language=locale.language) if word else None

    return render


def _names_itself(locator: str, terms: Mapping[str, str]) -> bool:
    """Tell whether a locator begins with a label of its own: "vol. 1, fol. 186"."""
    word, space, _ = locator.partition(" ")
    return bool(space) and word in terms


def _label_term(variable: str) -> str:
    return "page" if variable == "page-first" else variable


_COMPILERS: dict[str, Callable[[Element, Sheet], Renderer]] = {
    "text": _compile_text,
    "date": _compile_date,
    "number": _compile_number,
    "label": _compile_label,
    "group": _compile_group,
}
