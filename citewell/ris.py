"""A `.ris` file to `Reference`s. The only importer of rispy.

RIS is what libraries, journals and databases export. A record has no key by itself: its `ID` is
one, or else the first author's name and the year, `weitz2014`, with a letter where that is taken.
Tags that CSL has no word for are passed over.

Source: "RIS Format Specifications" (Research Information Systems, 2011).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import rispy
from rispy.config import TAG_KEY_MAPPING

from citewell import csl
from citewell.model import Reference, Source, Span
from citewell.problems import CitewellError, Problem

Record = Mapping[str, Sequence[str]]
Item = dict[str, Any]

_TYPES = {
    "ABST": "article-journal",
    "AGGR": "dataset",
    "ANCIENT": "classic",
    "ART": "graphic",
    "BILL": "bill",
    "BLOG": "post-weblog",
    "BOOK": "book",
    "CASE": "legal_case",
    "CHAP": "chapter",
    "CHART": "figure",
    "CLSWK": "classic",
    "COMP": "software",
    "CONF": "paper-conference",
    "CPAPER": "paper-conference",
    "CTLG": "book",
    "DATA": "dataset",
    "DBASE": "dataset",
    "DICT": "entry-dictionary",
    "EBOOK": "book",
    "ECHAP": "chapter",
    "EDBOOK": "book",
    "EJOUR": "article-journal",
    "ELEC": "webpage",
    "ENCYC": "entry-encyclopedia",
    "FIGURE": "figure",
    "GOVDOC": "report",
    "GRANT": "report",
    "HEAR": "hearing",
    "ICOMM": "personal_communication",
    "INPR": "article-journal",
    "JFULL": "periodical",
    "JOUR": "article-journal",
    "LEGAL": "legislation",
    "MANSCPT": "manuscript",
    "MAP": "map",
    "MGZN": "article-magazine",
    "MPCT": "motion_picture",
    "MUSIC": "musical_score",
    "NEWS": "article-newspaper",
    "PAMP": "pamphlet",
    "PAT": "patent",
    "PCOMM": "personal_communication",
    "RPRT": "report",
    "SER": "book",
    "SLIDE": "graphic",
    "SOUND": "song",
    "STAND": "standard",
    "STAT": "legislation",
    "THES": "thesis",
    "UNBILL": "bill",
    "UNPB": "manuscript",
    "VIDEO": "motion_picture",
    "WEB": "webpage",
}
_BOOKS = frozenset({"book", "classic", "report", "thesis", "software", "map", "pamphlet"})
_WITH_ISBN = frozenset({*_BOOKS, "chapter", "paper-conference", "entry-encyclopedia"})
# Variables that are the first of these tags that a record has.
_TEXTS = {
    "abstract": ("AB", "N2"),
    "annote": ("N1", "RN"),
    "archive": ("DB",),
    "call-number": ("CN",),
    "container-title-short": ("J2", "JA"),
    "DOI": ("DO",),
    "edition": ("ET",),
    "genre": ("M3",),
    "language": ("LA",),
    "number-of-volumes": ("NV",),
    "publisher": ("PB",),
    "publisher-place": ("CY", "PP"),
    "section": ("SE",),
    "title": ("TI", "T1", "CT", "BT"),
    "title-short": ("ST",),
    "URL": ("UR", "L2"),
    "volume": ("VL",),
}
_PEOPLE = {
    "author": ("AU", "A1"),
    "editor": ("ED", "A2"),
    "collection-editor": ("A3",),
    "translator": ("A4",),
}
_BEGIN = re.compile(r"^TY  -", re.MULTILINE)
_END = re.compile(r"^ER  -", re.MULTILINE)
_ID = re.compile(r"^ID  - *(\S.*?)[ \t]*$", re.MULTILINE)
_DATE = re.compile(r"(\d{4})(?:[/-](\d{1,2}))?(?:[/-](\d{1,2}))?(?:/.*)?")
_DOI = re.compile(r"https?://(?:dx\.)?doi\.org/|doi:\s*", re.IGNORECASE)
_TAGS = {tag: tag for tag in (*TAG_KEY_MAPPING, "BT", "CT", "ED", "PP")}


def parse_ris(source: Source) -> tuple[Reference, ...]:
    """Parse a file of RIS records.

    Raises `CitewellError` for a record that never ends, and for a file without any.
    """
    starts = [match.start() for match in _BEGIN.finditer(source.text)]
    if not starts and source.text.strip():
        hint = "a record begins with a line such as `TY  - JOUR`, with two spaces"
        raise source.error(Span(0, 1), "this file holds no record of RIS", hint)
    spans = [Span(*ends) for ends in pairwise([*starts, len(source.text)])]
    problems = [problem for span in spans for problem in _unended(source, span)]
    if problems:
        raise CitewellError(*problems)
    return tuple(_references(source, spans))


def _unended(source: Source, span: Span) -> Iterator[Problem]:
    if not _END.search(source.text, span.start, span.end):
        hint = "put a line `ER  -` behind its last line"
        yield source.problem(Span(span.start, span.start + 2), "this record never ends", hint)


def _references(source: Source, spans: Sequence[Span]) -> Iterator[Reference]:
    parser = rispy.RisParser(
        mapping=_TAGS,
        list_tags=list(_TAGS),
        delimiter_tags_mapping={},
        skip_unknown_tags=True,
    )
    taken = set(_ID.findall(source.text))
    for span in spans:
        record: Record = parser.parse(source.text[span.start : span.end])[0]
        item = _item(record)
        key = _text(record, "ID") or _free_key(item, taken)
        taken.add(key)
        found = _ID.search(source.text, span.start, span.end)
        start = found.start(1) if found else span.start
        place = Span(start, start + (len(key) if found else len("TY")))
        yield Reference(key, {"id": key, **item}, source.path, place)


def _text(record: Record, *tags: str) -> str:
    """Return the first of the tags that is there; a text may run over several lines."""
    texts = (" ".join(line for line in record.get(tag, ()) if line) for tag in tags)
    return next((text for text in texts if text), "")


def _item(record: Record) -> Item:
    """Return the CSL-JSON of a record, without its id."""
    # rispy gives this one tag as a text, and not as a list.
    kind = _TYPES.get("".join(record.get("TY", "")).upper(), "document")
    item: Item = {"type": kind}
    item |= {variable: _text(record, *tags) for variable, tags in _TEXTS.items()}
    item |= {
        role: [_name(name) for tag in tags for name in record.get(tag, ()) if name]
        for role, tags in _PEOPLE.items()
    }
    item |= _containers(record, kind) | _numbers(record, kind)
    item["keyword"] = ", ".join(word for word in record.get("KW", ()) if word)
    item["issued"] = _date(_text(record, "DA")) or _date(_text(record, "PY", "Y1"))
    item["accessed"] = _date(_text(record, "Y2"))
    item["DOI"] = _DOI.sub("", item["DOI"], count=1)
    return {variable: value for variable, value in item.items() if value}


def _containers(record: Record, kind: str) -> Item:
    """Return what the work stands in; the second title of a book is its series."""
    journal = _text(record, "JF", "JO")
    if kind in _BOOKS:
        return {"collection-title": _text(record, "T2", "T3")}
    short = journal or _text(record, "JA", "J2")
    book = "" if "TI" not in record and "T1" not in record else _text(record, "BT")
    container = _text(record, "T2") or book or short
    return {"container-title": container, "collection-title": _text(record, "T3")}


def _numbers(record: Record, kind: str) -> Item:
    first, last = _text(record, "SP"), _text(record, "EP")
    pages = f"{first}-{last}" if first and last and last != first else first
    numbers: Item = {"number-of-pages" if kind in _BOOKS and not last else "page": pages}
    issue = _text(record, "IS", "M1")
    if kind.startswith("article"):
        numbers |= {"issue": issue, "number": "" if pages else _text(record, "C7")}
    else:
        numbers["number"] = issue
    numbers["ISBN" if kind in _WITH_ISBN else "ISSN"] = _text(record, "SN")
    return numbers


def _name(written: str) -> dict[str, str]:
    """Read `Family, Given, Suffix`; a name without a comma stays whole."""
    parts = [part.strip() for part in written.split(",", 2)]
    if len(parts) == 1:
        return {"literal": written}
    name = dict(zip(("family", "given", "suffix"), parts, strict=False))
    return {part: words for part, words in name.items() if words}


def _date(written: str) -> Item | None:
    """Read `2014/05/06/`, with parts left out from the end; other words stay words."""
    found = _DATE.fullmatch(written.strip())
    if found:
        return {"date-parts": [[int(part) for part in found.groups() if part]]}
    if csl.is_date(written):
        return {"raw": written}
    return {"literal": written} if written else None


def _free_key(item: Item, taken: set[str]) -> str:
    """Return a key of author and year that no other record has."""
    people: Sequence[Mapping[str, str]] = item.get("author") or item.get("editor") or [{}]
    author = people[0]
    name = author.get("family") or author.get("literal") or item.get("title", "")
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    word = next(iter(re.findall(r"[a-z0-9]+", folded.replace("'", ""))), "source")
    year = item.get("issued", {}).get("date-parts", [[""]])[0][0]
    letters = ("", *"abcdefghijklmnopqrstuvwxyz")
    keys = (f"{word}{year}{high}{low}" for high in letters for low in letters)
    return next((key for key in keys if key not in taken), f"{word}{year}-{len(taken)}")
