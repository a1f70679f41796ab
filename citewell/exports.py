"""References to the files that reference managers read: BibTeX, RIS, CSL-JSON. Values in, text out.

What a format has no field for is left out, but for the fate of a source and its copy in an archive:
these stand in words in the note, which every program keeps. All is written in UTF-8, which every
reader of today understands. Sources: CSL 1.0.2, appendices III and IV; the manual of BibLaTeX,
"Database Guide"; the RIS format of Research Information Systems.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from citewell.model import STATUSES

Item = Mapping[str, Any]
"""A CSL record. It may have what a `Reference` has beside one, `archived` and its own `status`."""

_BIBTEX_TYPES = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "review": "article",
    "review-book": "article",
    "book": "book",
    "classic": "book",
    "chapter": "incollection",
    "entry": "inreference",
    "entry-dictionary": "inreference",
    "entry-encyclopedia": "inreference",
    "collection": "collection",
    "dataset": "dataset",
    "legal_case": "jurisdiction",
    "legislation": "legislation",
    "motion_picture": "movie",
    "broadcast": "video",
    "paper-conference": "inproceedings",
    "patent": "patent",
    "report": "report",
    "software": "software",
    "song": "audio",
    "standard": "standard",
    "thesis": "thesis",
    "webpage": "online",
    "post": "online",
    "post-weblog": "online",
    "manuscript": "unpublished",
    "speech": "unpublished",
    "pamphlet": "booklet",
}
# The field that holds the title of what an entry stands in.
_BIBTEX_CONTAINERS = {"article": "journaltitle", "online": "organization"}
_BIBTEX_FIELDS = {
    "title": "title",
    "collection-title": "series",
    "collection-number": "number",
    "edition": "edition",
    "volume": "volume",
    "issue": "number",
    "page": "pages",
    "publisher-place": "location",
    "event-title": "eventtitle",
    "genre": "type",
    "version": "version",
    "DOI": "doi",
    "ISBN": "isbn",
    "ISSN": "issn",
    "URL": "url",
    "language": "langid",
    "note": "note",
    "status": "pubstate",
}
# The words of BibLaTeX for how far a work is published; others are written as they are.
_BIBTEX_STATES = {
    "in preparation": "inpreparation",
    "in press": "inpress",
    "pre-published": "prepublished",
}
_BIBTEX_NAMES = {
    "author": "author",
    "editor": "editor",
    "translator": "translator",
    "container-author": "bookauthor",
    "director": "director",
}
_BIBTEX_DATES = {"issued": "date", "accessed": "urldate", "original-date": "origdate"}
_PUBLISHERS = {"thesis": "institution", "report": "institution", "online": "organization"}

_RIS_TYPES = {
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "bill": "BILL",
    "book": "BOOK",
    "broadcast": "VIDEO",
    "chapter": "CHAP",
    "dataset": "DATA",
    "entry": "ENCYC",
    "entry-dictionary": "DICT",
    "entry-encyclopedia": "ENCYC",
    "hearing": "HEAR",
    "legal_case": "CASE",
    "legislation": "STAT",
    "manuscript": "UNPB",
    "map": "MAP",
    "motion_picture": "MPCT",
    "pamphlet": "PAMP",
    "paper-conference": "CPAPER",
    "patent": "PAT",
    "personal_communication": "PCOMM",
    "post-weblog": "BLOG",
    "report": "RPRT",
    "review": "JOUR",
    "review-book": "JOUR",
    "software": "COMP",
    "song": "SOUND",
    "standard": "STAND",
    "thesis": "THES",
    "webpage": "ELEC",
}
_RIS_NAMES = {"author": "AU", "editor": "ED", "translator": "A4"}
_RIS_FIELDS = {
    "title": "TI",
    "container-title": "T2",
    "collection-title": "T3",
    "volume": "VL",
    "issue": "IS",
    "edition": "ET",
    "publisher": "PB",
    "publisher-place": "CY",
    "genre": "M3",
    "abstract": "AB",
    "DOI": "DO",
    "URL": "UR",
    "language": "LA",
    "note": "N1",
}
_RANGE = re.compile(r"\s*[-\u2013\u2014]+\s*")
# What TeX would take for a command (The TeXbook, chapter 7); letters need no escape in UTF-8.
_TEX = str.maketrans({c: f"\\{c}" for c in "{}%&$#_"} | {"\\": r"\textbackslash{}"})
_MARKS = {
    "i": "emph",
    "em": "emph",
    "b": "textbf",
    "strong": "textbf",
    "sup": "textsuperscript",
    "sub": "textsubscript",
}
# A word with a capital that is not the first letter of the text.
_CAPITAL = re.compile(r"(?<=[\s:(/-])[^\W\d_a-z\\{}]*[A-Z][^\s:(){}\\/-]*")
_TAG = re.compile(r"<(/?)([a-z]+)\b[^>]*>")
_PAIR = re.compile(r"<([a-z]+)\b[^>]*>(.*?)</\1>", re.DOTALL)
_TITLES = frozenset({"title", "booktitle"})
_VERBATIM = frozenset({"doi", "url", "isbn", "issn"})


def _told(item: Item) -> Item:
    """Return a record whose note says what became of the source, and where a copy stays."""
    status, archived = item.get("status", ""), item.get("archived", "")
    words = [str(item.get("note") or "").rstrip(" .")]
    words += [str(status).capitalize()] if status in STATUSES else []
    words += [f"Archived copy: {archived}"] if archived else []
    if len(words) == 1:
        return item
    told = {name: value for name, value in item.items() if name != "archived"}
    return {**told, "note": ". ".join(filter(None, words))}


def render_json(items: Iterable[Item]) -> str:
    """Render references as CSL-JSON, as Zotero imports and exports it."""
    records = ",\n".join(json.dumps(dict(_told(item)), ensure_ascii=False) for item in items)
    return f"[\n{records}\n]\n"


def render_bibtex(items: Iterable[Item]) -> str:
    """Render references as BibLaTeX, which BibTeX's readers know too."""
    return "\n".join(_bibtex_entry(_told(item)) for item in items)


def _bibtex_entry(item: Item) -> str:
    kind = _BIBTEX_TYPES.get(str(item.get("type")), "misc")
    fields = [f"  {name} = {{{value}}}" for name, value in _bibtex_fields(item, kind)]
    return ",\n".join([f"@{kind}{{{item['id']}", *fields]) + "\n}\n"


def _bibtex_fields(item: Item, kind: str) -> Iterator[tuple[str, str]]:
    for variable, field in _BIBTEX_NAMES.items():
        if item.get(variable):
            yield field, " and ".join(map(_bibtex_name, item[variable]))
    for variable, field in _BIBTEX_DATES.items():
        if day := _iso(item.get(variable)):
            yield field, day
    container = _BIBTEX_CONTAINERS.get(kind, "booktitle")
    fields = {**_BIBTEX_FIELDS, "container-title": container}
    fields["publisher"] = _PUBLISHERS.get(kind, "publisher")
    written: set[str] = set()
    for variable, field in fields.items():
        value = str(item.get(variable) or "")
        if value and field not in written:
            written.add(field)
            yield field, _bibtex_value(field, value)


def _bibtex_value(field: str, value: str) -> str:
    if field in _VERBATIM:
        return value
    if field == "pubstate":
        return _BIBTEX_STATES.get(value, value)
    if field in _TITLES:
        # Braces keep the capitals inside a title: a style may make small letters of all others.
        return _CAPITAL.sub(r"{\g<0>}", _tex(value))
    return _tex(_RANGE.sub("--", value) if field == "pages" else value)


def _bibtex_name(name: Mapping[str, Any]) -> str:
    """Return a name as BibTeX parses it; one that has no parts is kept together by braces."""
    if name.get("literal"):
        return f"{{{_tex(str(name['literal']))}}}"
    particles = _joined(name, "dropping-particle", "non-dropping-particle", "family")
    parts = [particles, name.get("suffix"), name.get("given")]
    return _tex(", ".join(str(part) for part in parts if part))


def _tex(text: str) -> str:
    """Escape for TeX; the marks of CSL's rich text become commands, in pairs only.

    A brace that is never closed would take all entries behind it along.
    """
    pieces: list[str] = []
    opened: list[tuple[str, int]] = []
    position = 0
    for tag in _TAG.finditer(text):
        pieces += [text[position : tag.start()].translate(_TEX), tag[0].translate(_TEX)]
        position = tag.end()
        if not tag[1]:
            opened.append((tag[2], len(pieces) - 1))
        elif opened and opened[-1][0] == tag[2]:
            name, place = opened.pop()
            command = _MARKS.get(name, "")
            pieces[place], pieces[-1] = f"\\{command}{{" if command else "{", "}"
    return "".join([*pieces, text[position:].translate(_TEX)])


def render_ris(items: Iterable[Item]) -> str:
    """Render references as RIS; its lines end as the format wants them, with CR and LF."""
    # Entry by entry: the lines of a long library would take much room at once.
    return "".join(["\r\n".join((*_ris_lines(_told(item)), "ER  - ", "\r\n")) for item in items])


def _ris_lines(item: Item) -> Iterator[str]:
    yield f"TY  - {_RIS_TYPES.get(str(item.get('type')), 'GEN')}"
    yield f"ID  - {item['id']}"
    for variable, tag in _RIS_NAMES.items():
        for name in item.get(variable) or ():
            yield f"{tag}  - {_ris_name(name)}"
    for variable, tag in (("issued", "PY"), ("accessed", "Y2")):
        if day := _iso(item.get(variable)):
            yield f"{tag}  - {day.partition('/')[0].replace('-', '/')}"
    for variable, tag in _RIS_FIELDS.items():
        if item.get(variable):
            yield f"{tag}  - {_plain(str(item[variable]))}"
    first, *last = _RANGE.split(str(item.get("page") or ""), maxsplit=1)
    for tag, page in zip(("SP", "EP"), (first, *last), strict=False):
        if page:
            yield f"{tag}  - {page}"
    if number := item.get("ISBN") or item.get("ISSN"):
        yield f"SN  - {number}"


def _ris_name(name: Mapping[str, Any]) -> str:
    if name.get("literal"):
        return str(name["literal"])
    family = _joined(name, "dropping-particle", "non-dropping-particle", "family")
    parts = [family, name.get("given"), name.get("suffix")]
    return ", ".join(str(part) for part in parts if part)


def _joined(name: Mapping[str, Any], *fields: str) -> str:
    return " ".join(str(name[field]) for field in fields if name.get(field))


def _plain(text: str) -> str:
    """Return words without the marks of CSL's rich text; what closes nothing is no mark."""
    return " ".join(_PAIR.sub(r"\2", _PAIR.sub(r"\2", text)).split())


def _iso(date: Any) -> str:
    """Return a date of CSL-JSON as ISO 8601, a range with a slash; other words as they are."""
    if not isinstance(date, Mapping):
        return str(date or "")
    ends = date.get("date-parts")
    if not ends:
        return str(date.get("raw") or date.get("literal") or "")
    return "/".join("-".join(_two_digits(part) for part in end) for end in ends)


def _two_digits(part: Any) -> str:
    return f"{int(part):02}"


FORMATS: Mapping[str, Callable[[Iterable[Item]], str]] = {
    "bib": render_bibtex,
    "ris": render_ris,
    "json": render_json,
}
