"""`content/glossary.yaml` to a `Glossary`: the terms that a site explains.

Comes after `load`, before `cite`. A form, which is a term, another way to write it or its
abbreviation, belongs to one term only. What a text makes of the terms is for `glossing`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from citewell import yamltree
from citewell.model import Key, Source, Span, Text
from citewell.problems import CitewellError, Problem, did_you_mean
from citewell.record import replace
from citewell.settings import is_web_address, markdown
from citewell.slugs import make_slug
from citewell.terms import Glossary, Term, fold, plain
from citewell.yamltree import Node


def parse_glossary(source: Source) -> Glossary:
    """Parse the file of terms: a list with the fields of each.

    Raises `CitewellError` with every fault of the file at once.
    """
    node = yamltree.parse_yaml(source, Span(0, len(source.text)))
    written = yamltree.listing(_term)(node)
    names: dict[str, Term] = {}
    abbreviations: dict[str, Term] = {}
    problems: list[Problem] = []
    for term in _with_ids(written):
        problems += _claim(names, map(fold, (term.name, *term.also)), term)
        problems += _claim(abbreviations, filter(None, (term.abbreviation,)), term)
    terms = dict.fromkeys([*names.values(), *abbreviations.values()])
    glossary = Glossary(tuple(sorted(terms, key=_order)), names, abbreviations)
    problems += _lost(glossary, source)
    if problems:
        raise CitewellError(*problems)
    return glossary


def _order(term: Term) -> tuple[str, str]:
    return make_slug(term.name), term.id


def _term(node: Node) -> Term:
    table = yamltree.table(node, "a term and its definition")
    fields: dict[str, Any] = yamltree.read_record(dict, table, READERS, ("term", "definition"))
    return Term(
        id="",
        name=fields["term"].name,
        definition=fields["definition"],
        place=node.source.place(fields["term"].span),
        abbreviation=fields.get("abbr", ""),
        also=fields.get("also", ()),
        url=fields.get("url", ""),
        see=fields.get("see", ()),
    )


def _form(node: Node) -> str:
    words = plain(yamltree.filled(node))
    if not make_slug(words, ""):
        raise node.error(f"the term '{words}' has neither letters nor digits")
    return words


def _name(node: Node) -> Key:
    return Key(_form(node), node.span)


def _definition(node: Node) -> Text:
    yamltree.filled(node)
    return markdown(node)


def _address(node: Node) -> str:
    words = yamltree.filled(node)
    if not is_web_address(words):
        raise node.error(f"'{words}' is no web address", "write the whole address: https://...")
    return words


def _with_ids(terms: Iterable[Term]) -> Iterator[Term]:
    """Yield the terms with ids; where two names make the same one, the later is numbered."""
    taken: set[str] = set()
    for term in terms:
        plain = own = f"term-{make_slug(term.name)}"
        number = 1
        while own in taken:
            number += 1
            own = f"{plain}-{number}"
        taken.add(own)
        yield replace(term, id=own)


def _claim(known: dict[str, Term], forms: Iterable[str], term: Term) -> Iterator[Problem]:
    """Note the forms of a term; yields a problem for each that an earlier term has already."""
    for form in forms:
        first = known.setdefault(form, term)
        if first is not term:
            message = f"the term '{form}' stands here a second time"
            where = f"'{first.name}' in line {first.place.line} has it already"
            yield term.place.problem(message, f"{where}; keep one of the two")


def _lost(glossary: Glossary, source: Source) -> Iterator[Problem]:
    """Yield a problem for each other term that is named and not there."""
    names = [term.name for term in glossary.terms]
    for other in (other for term in glossary.terms for other in term.see):
        if glossary.find(other.name) is None:
            hint = did_you_mean(other.name, names) or "name another term of this file"
            yield source.problem(other.span, f"there is no term '{other.name}'", hint)


READERS: Mapping[str, Callable[[Node], Any]] = {
    "term": _name,
    "definition": _definition,
    "abbr": _form,
    "also": yamltree.listing(_form),
    "url": _address,
    "see": yamltree.listing(yamltree.key),
}
