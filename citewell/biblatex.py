"""Entries of BibTeX and BibLaTeX to `Reference`: which field is which variable of CSL.

A type or a field that CSL has no word for is passed over, since exports are full of them; every
entry becomes a reference. Where BibTeX and BibLaTeX call one thing by two names, both are read.

Sources: the biblatex manual, "Entry Types", "Entry Fields" and "Date and Time Specifications";
CSL 1.0.2, appendices III and IV. Choices that go beyond them follow pandoc; where they do not,
docs/decisions/ says why.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from citewell import csl
from citewell.bibtex import Entry, parse_bibtex
from citewell.bibtexnames import parse_names
from citewell.cslitem import take_status
from citewell.latex import parse_latex, render_plain, render_rich
from citewell.model import Reference, Source
from citewell.sentencecase import sentence_case

Item = dict[str, Any]

_TYPES = {
    "article": "article-journal",
    "artwork": "graphic",
    "audio": "song",
    "book": "book",
    "bookinbook": "chapter",
    "booklet": "pamphlet",
    "collection": "book",
    "conference": "paper-conference",
    "dataset": "dataset",
    "electronic": "webpage",
    "image": "graphic",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "inreference": "entry-encyclopedia",
    "jurisdiction": "legal_case",
    "legal": "treaty",
    "legislation": "legislation",
    "letter": "personal_communication",
    "manual": "book",
    "mastersthesis": "thesis",
    "movie": "motion_picture",
    "music": "song",
    "mvbook": "book",
    "mvcollection": "book",
    "mvproceedings": "book",
    "mvreference": "book",
    "online": "webpage",
    "patent": "patent",
    "performance": "performance",
    "periodical": "periodical",
    "phdthesis": "thesis",
    "proceedings": "book",
    "reference": "book",
    "report": "report",
    "review": "review",
    "software": "software",
    "standard": "standard",
    "suppbook": "chapter",
    "suppcollection": "chapter",
    "suppperiodical": "article-journal",
    "techreport": "report",
    "thesis": "thesis",
    "unpublished": "manuscript",
    "video": "motion_picture",
    "www": "webpage",
}
_GENRES = {
    "bathesis": "Bachelor\u2019s thesis",
    "candthesis": "Candidate thesis",
    "mastersthesis": "Master\u2019s thesis",
    "mathesis": "Master\u2019s thesis",
    "patent": "Patent",
    "patentde": "German patent",
    "patenteu": "European patent",
    "patentfr": "French patent",
    "patentuk": "British patent",
    "patentus": "U.S. patent",
    "phdthesis": "PhD thesis",
    "resreport": "Research report",
    "techreport": "Technical report",
}
_STATUSES = {
    "inpreparation": "in preparation",
    "inpress": "in press",
    "prepublished": "pre-published",
}
_LANGUAGES = {
    "american": "en-US",
    "australian": "en-AU",
    "austrian": "de-AT",
    "brazil": "pt-BR",
    "brazilian": "pt-BR",
    "british": "en-GB",
    "canadian": "en-CA",
    "catalan": "ca",
    "chinese": "zh",
    "czech": "cs",
    "danish": "da",
    "dutch": "nl",
    "english": "en",
    "finnish": "fi",
    "french": "fr",
    "german": "de",
    "greek": "el",
    "hungarian": "hu",
    "italian": "it",
    "japanese": "ja",
    "latin": "la",
    "naustrian": "de-AT",
    "newzealand": "en-NZ",
    "ngerman": "de",
    "norsk": "nb",
    "norwegian": "nb",
    "nswissgerman": "de-CH",
    "nynorsk": "nn",
    "polish": "pl",
    "portuguese": "pt",
    "russian": "ru",
    "spanish": "es",
    "swedish": "sv",
    "swissgerman": "de-CH",
    "turkish": "tr",
    "ukenglish": "en-GB",
    "usenglish": "en-US",
}
_ROLES = {
    "author": "author",
    "bookauthor": "container-author",
    "editor": "editor",
    "editora": "contributor",
    "editorb": "contributor",
    "editorc": "contributor",
    "director": "director",
    "translator": "translator",
}
_EDITORS = {
    "collaborator": "contributor",
    "curator": "curator",
    "director": "director",
    "illustrator": "illustrator",
    "organizer": "organizer",
    "producer": "producer",
}
# Variables that are one field as it stands, or the first that is there of several.
_PLAIN_FIELDS = {
    "abstract": ("abstract",),
    "annote": ("annotation", "annote"),
    "call-number": ("library",),
    "chapter-number": ("chapter",),
    "container-title-short": ("shortjournal",),
    "edition": ("edition",),
    "event-place": ("venue",),
    "ISBN": ("isbn",),
    "ISSN": ("issn",),
    "keyword": ("keywords",),
    "number-of-pages": ("pagetotal",),
    "number-of-volumes": ("volumes",),
    "original-publisher": ("origpublisher",),
    "original-publisher-place": ("origlocation",),
    "PMCID": ("pmcid",),
    "PMID": ("pmid",),
    "version": ("version",),
}
_DATES = {
    "accessed": "urldate",
    "event-date": "eventdate",
    "issued": "date",
    "original-date": "origdate",
}
_ARCHIVES = {
    "arxiv": "https://arxiv.org/abs/",
    "googlebooks": "https://books.google.com/books?id=",
    "hdl": "https://hdl.handle.net/",
    "jstor": "https://www.jstor.org/stable/",
    "pubmed": "https://pubmed.ncbi.nlm.nih.gov/",
}
_WHOLES = frozenset({"proceedings", "collection", "book", "mvbook", "reference"})
_NUMBERED = frozenset({"patent", "report", "software", "standard", "legislation", "dataset"})
_DOI = re.compile(r"\s*(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?", re.IGNORECASE)
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile(r"(?P<number>[0-9]{1,2})|(?P<name>[A-Za-z]{3})[a-z]*\.?")
_DAY = re.compile(r"[0-9]{1,2}(?![0-9])")
_ACCESSED = re.compile(r"(?:last )?(?:accessed|visited|retrieved)[: ]", re.IGNORECASE)
_DASHES = re.compile(r"\s*[-\u2013\u2014]+\s*")
_AND = re.compile(r"\s+and\s+")


def parse_bib(source: Source, lang: str = "en") -> tuple[Reference, ...]:
    """Parse a file of BibTeX or BibLaTeX. `lang` is the language of entries that name none.

    Raises `CitewellError` with every fault of the syntax.
    """
    return tuple(_reference(entry, source, lang) for entry in parse_bibtex(source))


def _reference(entry: Entry, source: Source, lang: str) -> Reference:
    made = item(entry, lang)
    status = take_status(made)
    return Reference(entry.key, made, source.path, entry.span, status=status)


def item(entry: Entry, lang: str) -> Item:
    """Return the CSL-JSON of an entry; titles in English become sentence case."""
    fields = entry.fields
    language = _language(fields)
    english = (language or lang).startswith("en")
    made: Item = {"id": entry.key, "type": _type(entry)}
    made |= {variable: _plain(fields, *names) for variable, names in _PLAIN_FIELDS.items()}
    made |= {"language": language, "genre": _genre(entry), "note": _note(fields)}
    made |= _names(fields) | _dates(fields) | _numbers(entry, made["type"]) | _links(fields)
    made |= _publishing(entry) | _titles(entry, english=english)
    if status := _plain(fields, "pubstate"):
        made["status"] = _STATUSES.get(status, status)
    return {variable: value for variable, value in made.items() if value}


def _plain(fields: Mapping[str, str], *names: str) -> str:
    """Return the first of the fields that is there, as text without markup."""
    found = next((fields[name] for name in names if fields.get(name)), "")
    return render_plain(parse_latex(found))


def _type(entry: Entry) -> str:
    fields = entry.fields
    kind = _TYPES.get(entry.kind, "")
    subtype = f"article-{fields.get('entrysubtype', '').lower()}"
    if kind == "article-journal" and subtype in csl.TYPES:
        return subtype
    if kind == "manuscript" and fields.get("eventtitle"):
        return "speech"
    if not kind and fields.get("eprint"):
        return "article"
    if not kind and (fields.get("url") or "\\url" in fields.get("howpublished", "")):
        return "webpage"
    return kind or "document"


def _genre(entry: Entry) -> str:
    written = _plain(entry.fields, "type")
    if not written and entry.kind in {"phdthesis", "mastersthesis"}:
        written = entry.kind
    return _GENRES.get(written.lower(), written)


def _language(fields: Mapping[str, str]) -> str:
    """Return the language of an entry as a tag of BCP 47, or an empty text."""
    name = _plain(fields, "langid", "hyphenation", "language").split(",")[0].strip()
    known = _LANGUAGES.get(name.lower(), "")
    return known or (name if re.fullmatch(r"[a-z]{2,3}(?:-[A-Za-z0-9]+)*", name) else "")


def _note(fields: Mapping[str, str]) -> str:
    note = "" if _accessed_in_note(fields) else _rich(fields.get("note", ""))
    return ". ".join(part for part in (note, _rich(fields.get("addendum", ""))) if part)


def _accessed_in_note(fields: Mapping[str, str]) -> str:
    """Return the date in a note such as "Accessed: 2014-05-06": BibTeX has no field for it."""
    note = _plain(fields, "note")
    found = _ACCESSED.match(note)
    words = note[found.end() :].strip(" .") if found else ""
    return words if csl.is_date(words) else ""


def _names(fields: Mapping[str, str]) -> Item:
    """Return the people by their part in the work; a patent's holder counts as its author."""
    prefixed = "useprefix=false" not in fields.get("options", "").replace(" ", "")
    people: Item = {}
    for field, role in _ROLES.items():
        if names := parse_names(fields.get(field, ""), prefixed=prefixed):
            part = _EDITORS.get(fields.get(f"{field}type", "").lower(), role)
            people[part] = people.get(part, []) + names
    if "author" not in people and (holders := parse_names(fields.get("holder", ""))):
        people["author"] = holders
    return people


def _dates(fields: Mapping[str, str]) -> Item:
    dates: Item = {variable: _date(fields.get(field, "")) for variable, field in _DATES.items()}
    if accessed := _accessed_in_note(fields):
        dates["accessed"] = dates["accessed"] or {"raw": accessed}
    dates["issued"] = dates["issued"] or _year_and_month(fields)
    return dates


def _date(written: str) -> Item | None:
    """Return a date of BibLaTeX, which is one of EDTF, or words in its place."""
    # The ~ of BibLaTeX's dates says "about"; anywhere else it is a space.
    words = _plain({"date": written}, "date") if "\\" in written else written.strip(" {}")
    if not words or words.lower().rstrip(".") in {"n.d", "nd", "no date", "s.d", "o.j"}:
        return None
    return {"raw": words} if csl.is_date(words) else {"literal": words}


def _year_and_month(fields: Mapping[str, str]) -> Item | None:
    """Return the date in BibTeX's fields `year`, `month` and BibLaTeX's old `day`."""
    year = _plain(fields, "year").replace("\u2013", "/")
    month = _plain(fields, "month").replace("\u00a0", " ")
    found = _MONTH.match(month)
    name = found["name"].lower() if found and found["name"] else ""
    number = int(found["number"]) if found and found["number"] else 0
    number = _MONTH_NAMES.index(name) + 1 if name in _MONTH_NAMES else number
    if not number or not re.fullmatch(r"[0-9]{4}", year):
        return _date(year)
    day = _DAY.search(month, found.end()) if found else None
    days = day[0] if day else _plain(fields, "day")
    end = f"-{int(days):02}" if days.isdecimal() else ""
    return _date(f"{year}-{number:02}{end}")


def _numbers(entry: Entry, kind: str) -> Item:
    """Return volume, issue and pages; `number` counts what the type of the work makes it count."""
    fields = entry.fields
    number, issue = _plain(fields, "number"), _plain(fields, "issue")
    volume, part = _plain(fields, "volume"), _plain(fields, "part")
    pages, article = _plain(fields, "pages"), _plain(fields, "eid")
    numbers: Item = {"page": _DASHES.sub("-", pages)}
    numbers["volume"] = ".".join(text for text in (volume, part) if text)
    if kind.startswith("article") or kind == "periodical":
        numbers["issue"] = ", ".join(text for text in (number, issue) if text)
        numbers["number"] = "" if pages else article
    elif kind in _NUMBERED or not fields.get("series"):
        numbers["number"] = number
    else:
        numbers["collection-number"] = number
    return numbers


def _links(fields: Mapping[str, str]) -> Item:
    """Return DOI and address; an address can also be said by the number in an archive."""
    archive = fields.get("eprinttype", fields.get("archiveprefix", "")).lower()
    number = _plain(fields, "eprint")
    address = _verbatim(fields.get("url", ""))
    published = fields.get("howpublished", "")
    if not address and "\\url" in published:
        address = _plain(fields, "howpublished")
    if not address and number and archive in _ARCHIVES:
        address = f"{_ARCHIVES[archive]}{number}"
    links: Item = {"DOI": _DOI.sub("", _verbatim(fields.get("doi", "")), count=1), "URL": address}
    if archive == "pubmed":
        links["PMID"] = number
    return links


def _verbatim(written: str) -> str:
    """Return an address: BibLaTeX reads it as it stands, BibTeX's authors escape it."""
    if "\\url" in written:
        return render_plain(parse_latex(written))
    return re.sub(r"\\([_%&#~$])", r"\1", written).strip("{} ")


def _publishing(entry: Entry) -> Item:
    """Return who published the work and where; several are parted by semicolons.

    BibLaTeX has "and" part two publishers, but far more files name a house such as Simon and
    Schuster.
    """
    fields = entry.fields
    names = [fields.get(name, "") for name in ("school", "institution", "organization")]
    if "\\url" not in fields.get("howpublished", ""):
        names.append(fields.get("howpublished", ""))
    names.append(fields.get("publisher", ""))
    places = _AND.split(fields.get("location") or fields.get("address", ""))
    return {"publisher": _listed(names), "publisher-place": _listed(places)}


def _listed(written: Iterable[str]) -> str:
    return "; ".join(text for part in written if (text := render_plain(parse_latex(part))))


def _titles(entry: Entry, *, english: bool) -> Item:
    """Return the titles of the work, of what it stands in, and of the series of that."""
    fields = entry.fields

    def title(prefix: str) -> str:
        return _title(fields, prefix, english=english)

    main, book = title("main"), title("book")
    own = title("") or (book if entry.kind in _WHOLES else "")
    journal = _title(fields, "journal", english=False)
    titles: Item = {"title": own, "title-short": _short_title(fields, own, english=english)}
    titles["container-title"] = journal or main or ("" if entry.kind in _WHOLES else book)
    if main and not journal:
        inside = bool(book) and entry.kind not in _WHOLES
        titles["volume-title"] = book if inside else own
        titles |= {} if inside else {"title": main, "container-title": ""}
    titles["collection-title"] = _cased(fields.get("series", ""), english=english)
    titles["event-title"] = _cased(fields.get("eventtitle", ""), english=english)
    titles["original-title"] = _rich(fields.get("origtitle", ""))
    return titles


def _title(fields: Mapping[str, str], prefix: str, *, english: bool) -> str:
    """Return title, subtitle and addition as one; `prefix` is "", "book", "main" or "journal"."""
    first = fields.get(f"{prefix}title") or (fields.get(prefix, "") if prefix == "journal" else "")
    written = _cased(first, english=english)
    subtitle = _cased(fields.get(f"{prefix}subtitle", ""), english=english)
    addition = _cased(fields.get(f"{prefix}titleaddon", ""), english=english)
    if written and subtitle:
        written += f" {subtitle}" if written[-1] in "?!:" else f": {subtitle}"
    if written and addition:
        written += f" {addition}" if written[-1] in "?!." else f". {addition}"
    return written


def _short_title(fields: Mapping[str, str], title: str, *, english: bool) -> str:
    """Return the short title, or what stands before the colon of a long one."""
    if short := fields.get("shorttitle"):
        return _cased(short, english=english)
    head, colon, _ = title.partition(": ")
    whole = head.count("<") == 2 * head.count("</")
    return head if colon and whole else ""


def _cased(written: str, *, english: bool) -> str:
    pieces = parse_latex(written)
    return render_rich(sentence_case(pieces) if english else pieces)


def _rich(written: str) -> str:
    return render_rich(parse_latex(written))
