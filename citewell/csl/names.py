"""Lists of names: cs:names, cs:name, cs:et-al, cs:label, cs:substitute (specification, "Names").

Options that a style sets on its root, its citation or its bibliography reach every cs:name
("Inheritable Name Options"); the same macro serves both areas, so both sets are worked out when the
element is compiled. Knows nothing of how other elements render: it is handed their closures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from citewell.csl.context import BIBLIOGRAPHY, CITATION, Context, Renderer, SortNames
from citewell.csl.element import Element
from citewell.csl.errors import CslError
from citewell.csl.formatting import NO_FORMATTING, Formatting, parse_formatting
from citewell.csl.items import Name
from citewell.csl.locale import Locale
from citewell.csl.personal import (
    NOT_SHOWN,
    NameForm,
    may_invert,
    render_name,
    sort_name,
    unspaced_glue,
)
from citewell.csl.rich import NAMES, Inline, Node, join, plain_text
from citewell.csl.sheet import Sheet
from citewell.csl.vocabulary import words

_DEMOTE = "demote-non-dropping-particle"
NAME, PEOPLE = "name", "people"
ELLIPSIS = "\u2026"
# Name options that an area hands down under a name of its own.
_INHERITED = {"name-form": "form", "name-delimiter": "delimiter"}
_INHERITABLE = words(
    """
    and delimiter-precedes-et-al delimiter-precedes-last et-al-min et-al-use-first
    et-al-use-last et-al-subsequent-min et-al-subsequent-use-first initialize initialize-with
    name-as-sort-order sort-separator
    """
)
# Without et-al-use-first no list is shortened.
_ALL = 10**6


class NameOptions(NamedTuple):
    """The attributes of cs:name in one area, inherited ones included."""

    form: str
    and_: str
    delimiter: str
    precedes_last: str
    precedes_et_al: str
    et_al_min: int
    et_al_use_first: int
    subsequent_min: int
    subsequent_use_first: int
    use_last: bool
    sort_order: str
    name_form: NameForm


class Label(NamedTuple):
    """A cs:label inside cs:names."""

    form: str
    plural: str
    formatting: Formatting


class NamesParts(NamedTuple):
    """What the children of a cs:names say; a cs:names in cs:substitute takes them over."""

    name: Element | None
    et_al: Element | None
    label: Element | None
    label_first: bool


class Names(NamedTuple):
    """A compiled cs:names."""

    variables: tuple[str, ...]
    options: tuple[NameOptions, NameOptions]  # by area
    delimiters: tuple[str, str]  # between the lists of two variables, by area
    label: Label | None
    label_first: bool
    name_formatting: Formatting
    et_al: str
    et_al_formatting: Formatting
    and_text: str
    and_symbol: str
    formatting: Formatting
    locale: Locale


def inherited_options(*elements: Element | None) -> dict[str, str]:
    """Return the name options that the elements set, a later one over an earlier one."""
    options: dict[str, str] = {}
    for element in elements:
        for name, value in element.attributes.items() if element else ():
            if name in _INHERITED or name in _INHERITABLE or name == "names-delimiter":
                options[_INHERITED.get(name, name)] = value
    return options


def names_parts(element: Element, parent: NamesParts | None) -> NamesParts:
    """Return the children that shape a cs:names; in cs:substitute it may do without its own."""
    own = [child for child in element.children if child.name != "substitute"]
    if not own and parent is not None:
        return parent
    inherited = parent or NamesParts(None, None, None, label_first=False)
    order = [child.name for child in own]
    label_first = (
        "label" in order and "name" in order and order.index("label") < order.index("name")
    )
    found = {child.name: child for child in own}
    return NamesParts(
        found.get("name", inherited.name),
        found.get("et-al", inherited.et_al),
        found.get("label"),
        label_first,
    )


def compile_names(
    element: Element,
    parts: NamesParts,
    sheet: Sheet,
    substitutes: Sequence[Renderer],
) -> Renderer:
    """Return the closure of a cs:names.

    `parts` are its children or those it takes over, `substitutes` the closures of the children of
    its cs:substitute. Raises CslError if it has no variable.
    """
    variables = tuple(element.get("variable").split())
    if not variables:
        raise CslError("names need a variable", element.line)
    names = _compile(element, variables, parts, sheet)

    def content_of(context: Context) -> Inline | None:
        content = _render_variables(names, context)
        if content is not None:
            return names.formatting.apply(content, language=context.language)
        content = _substitute(substitutes, context)
        if content is None:
            return None
        return names.formatting.apply(_tagged(content), language=context.language)

    def render(context: Context) -> Inline | None:
        if not context.omits_author:
            return content_of(context)
        # The author is left out once, with all that would stand in for it: [-@weitz2014].
        context.omits_author = False
        context.omits_author = content_of(context) is None
        return None

    return render


def _tagged(content: Inline) -> Inline:
    """Tag what stands in for names, so that cites are grouped and collapsed by it."""
    if isinstance(content, Node) and content.tag == NAMES:
        return content
    return Node((content,), (), NAMES, ())


def _substitute(substitutes: Sequence[Renderer], context: Context) -> Inline | None:
    """Render the first substitute that is not empty; its variables are not printed again."""
    context.substituting += 1
    content = None
    for render in substitutes:
        before = len(context.printed)
        content = render(context)
        if content:
            context.suppressed.update(context.printed[before:])
            break
    context.substituting -= 1
    return content


def _compile(
    element: Element,
    variables: tuple[str, ...],
    parts: NamesParts,
    sheet: Sheet,
) -> Names:
    name = parts.name.attributes if parts.name else {}
    et_al = parts.et_al.attributes if parts.et_al else {}
    own_delimiter = element.attributes.get("delimiter")
    delimiters = tuple(
        area.get("names-delimiter", "") if own_delimiter is None else own_delimiter
        for area in sheet.areas
    )
    family, given = _name_parts(parts.name)
    options = tuple(
        parse_options({**area, **name}, family, given, sheet.root) for area in sheet.areas
    )
    return Names(
        variables=variables,
        options=(options[CITATION], options[BIBLIOGRAPHY]),
        delimiters=(delimiters[CITATION], delimiters[BIBLIOGRAPHY]),
        label=_parse_label(parts.label),
        label_first=parts.label_first,
        name_formatting=parse_formatting(name),
        et_al=sheet.locale.term(et_al.get("term", "et-al")) or "",
        et_al_formatting=parse_formatting(et_al),
        and_text=sheet.locale.term("and") or "",
        and_symbol=sheet.locale.term("and", "symbol") or "&",
        formatting=parse_formatting(element.attributes),
        locale=sheet.locale,
    )


def _name_parts(name: Element | None) -> tuple[Formatting, Formatting]:
    found = {
        child.get("name"): parse_formatting(child.attributes)
        for child in (name.every("name-part") if name else ())
    }
    return found.get("family", NO_FORMATTING), found.get("given", NO_FORMATTING)


def _parse_label(element: Element | None) -> Label | None:
    if element is None:
        return None
    attributes = element.attributes
    return Label(
        attributes.get("form", "long"),
        attributes.get("plural", "contextual"),
        parse_formatting(attributes),
    )


def parse_options(
    attributes: Mapping[str, str],
    family: Formatting,
    given: Formatting,
    root: Mapping[str, str],
) -> NameOptions:
    """Return the options that the attributes of a cs:name, inherited ones included, stand for."""
    get = attributes.get
    et_al_min = _count(get("et-al-min"), 0)
    use_first = _count(get("et-al-use-first"), _ALL)
    return NameOptions(
        form=get("form", "long"),
        and_=get("and", ""),
        delimiter=get("delimiter", ", "),
        precedes_last=get("delimiter-precedes-last", "contextual"),
        precedes_et_al=get("delimiter-precedes-et-al", "contextual"),
        et_al_min=et_al_min,
        et_al_use_first=use_first,
        subsequent_min=_count(get("et-al-subsequent-min"), et_al_min),
        subsequent_use_first=_count(get("et-al-subsequent-use-first"), use_first),
        use_last=get("et-al-use-last") == "true",
        sort_order=get("name-as-sort-order", ""),
        name_form=_name_form(attributes, family, given, root),
    )


def _name_form(
    attributes: Mapping[str, str], family: Formatting, given: Formatting, root: Mapping[str, str]
) -> NameForm:
    family_affixes, family = family.split()
    given_affixes, given = given.split()
    return NameForm(
        is_short=attributes.get("form") == "short",
        initialize=attributes.get("initialize") != "false",
        initialize_with=attributes.get("initialize-with"),
        initialize_with_hyphen=root.get("initialize-with-hyphen") != "false",
        sort_separator=attributes.get("sort-separator", ", "),
        demote=root.get(_DEMOTE, "display-and-sort"),
        family=family,
        given=given,
        family_affixes=family_affixes,
        given_affixes=given_affixes,
    )


def _count(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < len("12345") else default


def _render_variables(names: Names, context: Context) -> Inline | None:
    """Render the name variables that the item has, each with its label, or None."""
    people_of = context.item.names
    context.called += len(names.variables)
    found = [
        (variable, people_of[variable])
        for variable in names.variables
        if variable in people_of and variable not in context.suppressed
    ]
    if not found:
        return None
    context.filled += 1
    context.printed.extend(variable for variable, _ in found)
    if context.substituting:
        # Inside cs:substitute a variable is printed once, even by the same macro.
        context.suppressed.update(variable for variable, _ in found)
    options = names.options[context.area]
    if options.form == "count":
        total = sum(len(_shown(people, options, context)[0]) for _, people in found)
        return str(total)
    if options.et_al_use_first == 0:
        found = [
            (variable, people) for variable, people in found if _shown(people, options, context)[0]
        ]
    merged = _merge_editor_translator(found, names)
    lists = [_render_list(variable, people, names, context) for variable, people in merged]
    if not lists:
        return None
    delimiter = names.delimiters[context.area]
    return Node([join(lists, delimiter)], (), NAMES, [people for _, people in merged])


_Found = list[tuple[str, tuple[Name, ...]]]


def _merge_editor_translator(found: _Found, names: Names) -> _Found:
    """Print editors who are also the translators once, under the term for both ("Names")."""
    people = dict(found)
    if names.label is None or len(found) == 1 or set(people) != {"editor", "translator"}:
        return found
    if people["editor"] != people["translator"]:
        return found
    for term in ("editortranslator", "editor-translator"):
        word = names.locale.term(term, names.label.form)
        if word is not None:
            return [(term, people["editor"])] if word else found
    return found


def _render_list(variable: str, people: tuple[Name, ...], names: Names, context: Context) -> Inline:
    options = names.options[context.area]
    shown, et_al, last = _shown(people, options, context)
    rendered = _render_people(shown, names, context, inverting=_inversion(options, context))
    if last is None:
        content = _join_names(shown, rendered, names, context, et_al=et_al)
    else:
        inverted = _inversion(options, context) == "all"
        tail = _render_person(last, options, context, inverted=inverted, is_first=False)
        content = join([join(rendered, options.delimiter), options.delimiter, ELLIPSIS, " ", tail])
    content = names.name_formatting.apply(content, language=context.language)
    content = Node([content], (), PEOPLE)
    if names.label is None or context.sorting is not None:
        return content
    label = _render_label(variable, people, names.label, names.locale)
    if label is None:
        return content
    return join([label, content] if names.label_first else [content, label])


def _render_label(
    variable: str, people: tuple[Name, ...], label: Label, locale: Locale
) -> Inline | None:
    plural = label.plural == "always" or (label.plural == "contextual" and len(people) > 1)
    term = locale.term(variable, label.form, plural=plural)
    if term is None and variable == "editor-translator":
        term = locale.term("editortranslator", label.form, plural=plural)
    return label.formatting.apply(term, language=locale.language) if term else None


def _shown(
    people: tuple[Name, ...], options: NameOptions, context: Context
) -> tuple[tuple[Name, ...], bool, Name | None]:
    """Return the names to print, whether "et al." follows, and the last name after an ellipsis."""
    minimum, use_first = options.et_al_min, options.et_al_use_first
    use_last = options.use_last
    if context.area == CITATION and "subsequent" in context.cite.positions:
        minimum, use_first = options.subsequent_min, options.subsequent_use_first
    if context.sorting is not None:
        key = context.sorting
        minimum = minimum if key.minimum is None else key.minimum
        use_first = use_first if key.use_first is None else key.use_first
        use_last = use_last if key.use_last is None else key.use_last
    elif context.area == CITATION and context.hints.names_shown > use_first:
        use_first = context.hints.names_shown
    count = len(people)
    if not minimum or count < minimum or use_first >= count:
        return people, False, None
    if use_last and count > use_first + 1:
        return people[:use_first], False, people[-1]
    return people[:use_first], not use_last, people[-1] if use_last else None


def _inversion(options: NameOptions, context: Context) -> str:
    """Return which names stand in sort order: "first", "all" or none (sort keys: all)."""
    return "all" if context.sorting is not None else options.sort_order


def _render_people(
    people: Sequence[Name], names: Names, context: Context, *, inverting: str
) -> list[Inline]:
    options = names.options[context.area]
    return [
        _render_person(
            name,
            options,
            context,
            inverted=inverting == "all" or (inverting == "first" and index == 0),
            is_first=index == 0,
        )
        for index, name in enumerate(people)
    ]


def _render_person(
    name: Name, options: NameOptions, context: Context, *, inverted: bool, is_first: bool
) -> Inline:
    if context.sorting is not None:
        return sort_name(name, options.name_form)
    hints = context.hints
    shown = NOT_SHOWN
    if context.area == CITATION and (is_first or not hints.first_only):
        shown = hints.given.get(name, NOT_SHOWN)
    content = render_name(name, options.name_form, inverted=inverted, shown=shown)
    return Node([content], (), NAME, name)


def _join_names(
    people: Sequence[Name],
    rendered: list[Inline],
    names: Names,
    context: Context,
    *,
    et_al: bool,
) -> Inline:
    """Join the names with delimiters, "and" before the last, or "et al." after it."""
    options = names.options[context.area]
    if not rendered:
        return ""
    if et_al:
        content = join(rendered, options.delimiter)
        if context.sorting is not None or not names.et_al:
            return content
        delimited = _precedes(options.precedes_et_al, people, options)
        glue = options.delimiter if delimited else unspaced_glue(names.et_al)
        return join([content, glue, names.et_al_formatting.apply(names.et_al, language="")])
    word = _and_word(names, options, context)
    if len(rendered) == 1 or not word:
        return join(rendered, options.delimiter)
    delimited = _precedes(options.precedes_last, people[:-1], options)
    glue = f"{options.delimiter}{word} " if delimited else f" {word} "
    return join([join(rendered[:-1], options.delimiter), glue.replace("  ", " "), rendered[-1]])


def _precedes(rule: str, before: Sequence[Name], options: NameOptions) -> bool:
    """Tell whether a delimiter stands between the names and "and" or "et al."."""
    if rule == "always":
        return True
    if rule == "never":
        return False
    if rule == "after-inverted-name":
        in_order = options.sort_order == "all" or (
            options.sort_order == "first" and len(before) == 1
        )
        return in_order and may_invert(before[-1])
    return len(before) > 1


def _and_word(names: Names, options: NameOptions, context: Context) -> str:
    if context.sorting is not None:
        return ""
    if options.and_ == "symbol":
        # In running text the symbol becomes the word: Weitz and Rogers (2014), but
        # (Weitz & Rogers, 2014). APA 7, section 8.17.
        return names.and_text if context.cite.is_narrative else names.and_symbol
    return names.and_text if options.and_ == "text" else ""


def sort_names(people: tuple[Name, ...], demote: str, key: SortNames) -> str:
    """Return the names of a variable as a sort key of its own, family names first ("Sorting")."""
    form = parse_options({}, NO_FORMATTING, NO_FORMATTING, {_DEMOTE: demote}).name_form
    if key.minimum and key.use_first and len(people) >= key.minimum:
        last = people[-1:] if key.use_last else ()
        people = people[: key.use_first] + last
    return ", ".join(plain_text(sort_name(name, form)) for name in people)
