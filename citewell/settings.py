"""`content/site.yaml` to `Settings`: what the author decides once for the whole site.

Comes after `load`, before everything else. Each setting has one reader below; a setting that is not
in the list is a mistake of spelling, and said so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, get_args
from urllib.parse import urlsplit

from citewell import yamltree
from citewell.markup import render_markdown
from citewell.model import Cite, Menu, Search, Settings, Source, Span, Target, Text
from citewell.persons import Contact, Credential, Crisis, CrisisLine, Person
from citewell.phones import dial, has_dead_zero
from citewell.problems import CitewellError, Problem
from citewell.record import replace
from citewell.yamltree import Node, Table

# What an address may hold in no form but escaped (RFC 3986, 2), and all that quotes it.
_NO_ADDRESS = re.compile("[\"'<>\\\\^`{|}\u2018-\u201f\xab\xbb]")
_CALLED = ("tel:", "sms:")
_NUMBER = re.compile(r"[+(\d][\d\s()./+-]+")
MAX_POSTS_PER_PAGE = 1000
# Names of fields, of their parts too, that hold plain text.
_PLAIN_WORDS = frozenset(
    {
        *("title", "tagline", "description", "text", "country", "note"),
        *("name", "register", "address"),
    }
)


def parse_settings(source: Source) -> Settings:
    """Parse the site's settings.

    Raises `CitewellError` with every fault of the file at once.
    """
    node = yamltree.parse_yaml(source, Span(0, len(source.text)))
    table = yamltree.table(node, "settings")
    synonyms = {other: READERS[name] for other, name in SYNONYMS.items()}
    readers = {**READERS, **synonyms}
    fields: dict[str, Any] = yamltree.read_record(dict, table, readers, required=("title",))
    return Settings(**_without_synonyms(table, fields))


def find_marked(source: Source) -> Iterator[Problem]:
    """Yield a warning for each setting with Markdown in it that is printed as it stands."""
    yield from yamltree.find_marked(
        yamltree.parse_yaml(source, Span(0, len(source.text))), _PLAIN_WORDS
    )


def _without_synonyms(table: Table, fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields under our own names; the same thing said twice must be the same."""
    own = {name: value for name, value in fields.items() if name not in SYNONYMS}
    for name, _ in table.fields:
        ours = SYNONYMS.get(name.text)
        if ours and own.setdefault(ours, fields[name.text]) != fields[name.text]:
            raise name.error(
                f"'{name.text}' and '{ours}' say different things", "keep one of the two"
            )
    return own


def language(node: Node) -> str:
    """Read a language tag such as `en-GB` (BCP 47, the common part of it)."""
    words = yamltree.filled(node)
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", words):
        raise node.error(f"'{words}' is no language tag", "write it like en, en-GB or de-CH")
    return words


def person(node: Node) -> Person:
    """Read an author: a name, `Doe, Jane`, or `{given: Jane, family: Doe}`.

    With its parts told apart, a name is cited as the style wants it: Doe, J.
    """
    if isinstance(node, Table):
        readers = dict.fromkeys(("family", "given"), yamltree.filled)
        parts: dict[str, str] = yamltree.read_record(dict, node, readers, required=("family",))
        given = parts.get("given", "")
        return Person(f"{given} {parts['family']}".strip(), parts["family"], given)
    family, comma, given = yamltree.optional_text(node).partition(",")
    if comma and given.strip():
        return Person(f"{given.strip()} {family.strip()}", family.strip(), given.strip())
    return Person(family.strip())


def site_address(node: Node) -> str:
    """Read the whole address of a site; returns it with a slash at its end."""
    words = yamltree.optional_text(node)
    if not words:
        return ""
    if not is_web_address(words):
        hint = "write the whole address: https://www.example.org/"
        raise node.error(f"'{words}' is no web address", hint)
    if found := _NO_ADDRESS.search(words):
        hint = "write the address without it: https://www.example.org/"
        raise node.error(f"no address has {found[0]} in it", hint)
    if urlsplit(words).query or urlsplit(words).fragment:
        raise node.error("the site's address must not hold ? or #", "end it with a slash")
    return words.rstrip("/") + "/"


def is_web_address(words: str) -> bool:
    """Tell whether the words are a whole address that a browser opens (RFC 3986)."""
    try:
        parts = urlsplit(words)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and not re.search(r"\s", words)


def _web_or_mail(node: Node) -> str:
    words = yamltree.filled(node)
    if not is_web_address(words) and not re.fullmatch(r"(mailto|tel|sms):\S+", words):
        hint = "write the whole address: https://..., mailto:name@example.org or tel:116-123"
        raise node.error(f"'{words}' is no whole address", _number_hint(words) or hint)
    if words.startswith(_CALLED) and has_dead_zero(words):
        raise node.error("nobody can dial (0) behind the code of a country", _number_hint(words))
    return words


def _number_hint(words: str) -> str:
    """Return how to write the address of a telephone, where the words look like a number."""
    scheme = next((scheme for scheme in _CALLED if words.startswith(scheme)), "")
    if not scheme and not _NUMBER.fullmatch(words):
        return ""
    number = dial(words) or "+44-20-7946-0000"
    return f"write it as it is dialled: {scheme or 'tel:'}{number}"


def _entry(address: Callable[[Node], str], title: str) -> Callable[[Node], Menu]:
    """Make a reader of a title with an address; `title` is how the field of the title is called."""

    def read(node: Node) -> Menu:
        table = yamltree.table(node, f"{title} and url")
        readers = {title: yamltree.filled, "url": address}
        fields: dict[str, str] = yamltree.read_record(dict, table, readers, required=(title, "url"))
        place = next(value.place for name, value in table.fields if name.text == "url")
        return Menu(fields[title], fields["url"], place)

    return read


def markdown(node: Node) -> Text:
    """Read Markdown; a link that leads nowhere will blame the whole field.

    It neither cites nor has footnotes: it stands on pages that have citations and notes already.
    """
    inside = Source(node.source.path, yamltree.optional_text(node))
    no_sources = node.error("sources are cited in posts and pages only", r"write \@ for a plain @")
    try:
        prose = render_markdown(inside, Span(0, len(inside.text)))
    except CitewellError:
        raise no_sources from None
    if any(isinstance(piece, Cite) for piece in prose.body):
        raise no_sources
    if prose.footnotes or prose.problems:
        hint = r"write its words in round brackets, or \[ for a plain bracket"
        raise node.error("footnotes belong in posts and pages only", hint)
    return tuple(
        replace(piece, place=node.place) if isinstance(piece, Target) else piece
        for piece in prose.body
        if isinstance(piece, str | Target)
    )


# What other generators call our settings, so that a site can be brought along as it is.
SYNONYMS: Mapping[str, str] = {"base_url": "url", "language": "lang"}


def _crisis(node: Node) -> Crisis:
    table = yamltree.table(node, "a text and lines")
    readers: dict[str, Callable[[Node], Any]] = {
        "text": yamltree.filled,
        "lines": yamltree.listing(_crisis_line),
    }
    return yamltree.read_record(Crisis, table, readers, required=("text",))


def _crisis_line(node: Node) -> CrisisLine:
    table = yamltree.table(node, "title and url")
    readers: dict[str, Callable[[Node], str]] = {
        "title": yamltree.filled,
        "url": _web_or_mail,
        "country": yamltree.optional_text,
        "note": yamltree.optional_text,
    }
    return yamltree.read_record(CrisisLine, table, readers, required=("title", "url"))


def _credential(node: Node) -> Credential:
    table = yamltree.table(node, "name and register")
    fields: dict[str, Any] = yamltree.read_record(
        dict, table, _CREDENTIAL_READERS, required=("name",)
    )
    return Credential(
        name=fields["name"],
        register=fields.get("register", ""),
        number=fields.get("number", ""),
        url=fields.get("url", ""),
        valid_until=fields.get("valid_until"),
        place=node.place,
    )


_CREDENTIAL_READERS: Mapping[str, Callable[[Node], Any]] = {
    "name": yamltree.filled,
    "register": yamltree.optional_text,
    "number": yamltree.optional_text,
    "url": _web_or_mail,
    "valid_until": yamltree.day,
}


def _host(node: Node) -> str:
    words = yamltree.filled(node).lower()
    if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", words):
        raise node.error(f"'{words}' is no name of a host", "write it like images.example.org")
    return words


def _contact(node: Node) -> Contact:
    fields = dict.fromkeys(("email", "address"), yamltree.optional_text) | {"phone": _phone}
    return yamltree.read_record(Contact, yamltree.table(node, "email or phone"), fields)


def _phone(node: Node) -> str:
    words = yamltree.optional_text(node)
    if words and not dial(words):
        hint = "write it with the code of your country: +44 20 7946 0000"
        raise node.error(f"'{words}' is no telephone number", hint)
    return words


def _search(node: Node) -> str:
    words = yamltree.filled(node)
    if words not in get_args(Search):
        raise node.error(f"there is no search '{words}'", "write summaries, or full-text")
    return words


READERS: Mapping[str, Callable[[Node], Any]] = {
    "title": yamltree.filled,
    "tagline": yamltree.optional_text,
    "description": yamltree.optional_text,
    "url": site_address,
    "lang": language,
    "author": person,
    "csl": yamltree.key,
    "menu": yamltree.listing(_entry(yamltree.filled, "title")),
    "follow": yamltree.listing(_entry(_web_or_mail, "name")),
    "posts_per_page": yamltree.whole(1, MAX_POSTS_PER_PAGE),
    "footer": markdown,
    "crisis": _crisis,
    "disclaimer": markdown,
    "credentials": yamltree.listing(_credential),
    "contact": _contact,
    "leave": _web_or_mail,
    "allow_hosts": yamltree.listing(_host),
    "search": _search,
}
