"""Sources in the words that programs know, so that scholars' engines and Zotero see them.

Part of `pages` and `library`: CSL records in, views out; a template writes them as JSON-LD
(schema.org) and as the `citation_*` tags of Highwire Press.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from citewell.views import EvidenceView, KindView, SourceView

_KINDS = {
    "article": "ScholarlyArticle",
    "article-journal": "ScholarlyArticle",
    "article-magazine": "Article",
    "article-newspaper": "NewsArticle",
    "book": "Book",
    "broadcast": "CreativeWork",
    "chapter": "Chapter",
    "dataset": "Dataset",
    "entry-dictionary": "DefinedTerm",
    "legislation": "Legislation",
    "map": "Map",
    "motion_picture": "Movie",
    "paper-conference": "ScholarlyArticle",
    "post": "SocialMediaPosting",
    "post-weblog": "BlogPosting",
    "report": "Report",
    "review": "Review",
    "review-book": "Review",
    "software": "SoftwareApplication",
    "song": "MusicRecording",
    "thesis": "Thesis",
    "webpage": "WebPage",
}
_GROUPS = {
    "article-journal": "articles",
    "article-magazine": "articles",
    "article-newspaper": "articles",
    "article": "articles",
    "paper-conference": "articles",
    "book": "books",
    "classic": "books",
    "collection": "books",
    "chapter": "chapters",
    "entry-encyclopedia": "chapters",
    "report": "reports",
    "standard": "reports",
    "thesis": "reports",
    "webpage": "websites",
    "post": "websites",
    "post-weblog": "websites",
}
_TAG = re.compile(r"<[^<>]*>")
_DOI_HOST = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
DOI_ADDRESS = "https://doi.org/"


def view_source(item: Mapping[str, Any]) -> SourceView:
    """Return a CSL record as programs want it."""
    doi = _DOI_HOST.sub("", _text(item, "DOI"))
    return SourceView(
        kind=_KINDS.get(_text(item, "type"), "CreativeWork"),
        title=_text(item, "title"),
        authors=tuple(_names(item.get("author") or item.get("editor") or ())),
        date=_day(item.get("issued")),
        container=_text(item, "container-title"),
        publisher=_text(item, "publisher"),
        volume=_text(item, "volume"),
        issue=_text(item, "issue"),
        pages=_text(item, "page"),
        doi=doi,
        url=f"{DOI_ADDRESS}{doi}" if doi else _text(item, "URL"),
    )


def view_evidence(items: Sequence[Mapping[str, Any]]) -> EvidenceView | None:
    """Return the sources of a post at a glance, or None where there are none."""
    if not items:
        return None
    kinds = Counter(_GROUPS.get(_text(item, "type"), "others") for item in items)
    years = [int(day[:4]) for item in items if (day := _day(item.get("issued")))[:4].isdecimal()]
    return EvidenceView(
        count=len(items),
        kinds=tuple(KindView(name, count) for name, count in kinds.most_common()),
        oldest=min(years, default=0),
        newest=max(years, default=0),
    )


def _text(item: Mapping[str, Any], variable: str) -> str:
    """Return a variable in plain words, without the marks of CSL's rich text."""
    return _TAG.sub("", str(item.get(variable) or "")).strip()


def _names(names: Any) -> Iterator[str]:
    for name in names:
        parts = ("dropping-particle", "non-dropping-particle", "family")
        family = " ".join(str(name[part]) for part in parts if name.get(part))
        whole = ", ".join(str(part) for part in (family, name.get("given")) if part)
        yield str(name.get("literal") or whole)


def _day(date: Any) -> str:
    """Return the first day of a date of CSL-JSON as ISO 8601; words that are no date are none."""
    if not isinstance(date, Mapping):
        return ""
    if ends := date.get("date-parts"):
        return "-".join(f"{int(part):02}" for part in ends[0])
    found = re.match(r"\d{4}(-\d\d){0,2}", str(date.get("raw") or ""))
    return found[0] if found else ""
