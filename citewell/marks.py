"""The marks behind a citation whose sources are not to be relied on as they are.

Part of `notes`. A style sorts the sources of a citation, numbers them or draws them together; so
that where there are several, a mark names the one that it means, and leads to its entry.
"""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from citewell.manuscript import place_of
from citewell.model import STATUSES, Reference, Source
from citewell.problems import Level, Problem, nearest
from citewell.scholarly import view_source

_NAME_PARTS = ("family", "literal", "given")
_TITLE_LENGTH = 40
# May mean the one or the other.
_WITHDRAWN = "withdrawn"
_WITHDRAWN_HINT = "write `status: retracted`, or `superseded` where something else holds now"


def render_marks(
    sources: Iterable[Reference], listed: Sequence[str], say: Callable[..., str]
) -> str:
    """Return the marks of the sources of one citation as HTML, in the order of their entries.

    `listed` are the keys of the list of references, `say` says a word in the text's language.
    """
    distinct = {source.key: source for source in sources}
    doubtful = [source for source in distinct.values() if source.status]
    if not doubtful:
        return ""
    places = {key: place for place, key in enumerate(listed)}
    names = _names(distinct) if len(distinct) > 1 else {}
    marks = []
    for source in sorted(doubtful, key=lambda source: places.get(source.key, len(places))):
        word, name = html.escape(say(f"status_{source.status}")), names.get(source.key, "")
        meant = f": {_named(name, source.key if source.key in places else '')}" if name else ""
        marks.append(f' <span class="status">[{word}{meant}]</span>')
    return "".join(marks)


def check_statuses(sources: Iterable[Reference], own: Source) -> Iterator[Problem]:
    """Yield a warning for each source whose status is nearly one that readers are told.

    A source that stands in `own`, the file of the post, is blamed where it stands there. What is
    merely like in sound (`rejected`, `suspended`) is let be: any word may be a status.
    """
    for source in sources:
        words = str(source.item.get("status", ""))
        if not words:
            continue
        near = [each for each in nearest(words, STATUSES) if each.startswith(words[:3].lower())]
        if not near and words.lower() != _WITHDRAWN:
            continue
        message = f"readers are not told that the source '{source.key}' is '{words}'"
        hint = f"did you mean '{near[0]}'?" if near else _WITHDRAWN_HINT
        if source.path == own.path:
            yield own.problem(source.span, message, hint, Level.WARNING)
        else:
            yield Problem(source.path, source.line, 0, message, hint=hint, level=Level.WARNING)


def _named(name: str, key: str) -> str:
    """Return a name as HTML, written in its own direction; a link if there is an entry to it."""
    words = html.escape(name)
    if not key:
        return f"<bdi>{words}</bdi>"
    return f'<a role="doc-biblioref" dir="auto" href="{html.escape(place_of(key))}">{words}</a>'


def _names(sources: Mapping[str, Reference]) -> dict[str, str]:
    """Return what to call each of the sources; of two with one author and year, the titles."""
    names = {key: name_briefly(source.item) for key, source in sources.items()}
    count = Counter(names.values())
    return {
        key: name if count[name] == 1 else _by_title(sources[key].item)
        for key, name in names.items()
    }


def name_briefly(item: Mapping[str, Any]) -> str:
    """Return the first author and the year of a CSL record; without an author, its title."""
    people: Sequence[Mapping[str, Any]] = item.get("author") or item.get("editor") or ({},)
    name = next((str(people[0][part]) for part in _NAME_PARTS if people[0].get(part)), "")
    return _dated(name, item) if name else _by_title(item)


def _by_title(item: Mapping[str, Any]) -> str:
    titled = {"title": item.get("title-short") or item.get("title") or item.get("id")}
    title = view_source(titled).title
    if len(title) > _TITLE_LENGTH:
        cut = title[:_TITLE_LENGTH]
        title = f"{cut.rpartition(' ')[0] or cut} …"
    return _dated(title, item)


def _dated(name: str, item: Mapping[str, Any]) -> str:
    year = view_source(item).date.partition("-")[0]
    return f"{name}, {year}" if year else name
