"""Addresses inside the site: what a writer's link means, and whether there is such a page.

Called by `plan`, which knows where every file of `content/` will stand. A link names a file as it
lies in the folder (`../pages/about.md`), or an address of the finished site (`/archive/`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from posixpath import normpath
from urllib.parse import unquote

from citewell.model import Target, Text
from citewell.problems import Problem, did_you_mean
from citewell.record import Record
from citewell.slugs import is_whole

CONTENT = "content/"


class KeptBack(Record, frozen=True):
    """A post or page that is not published yet: what it is called, and the way to change that."""

    words: str
    way_out: str


def resolve(target: Target, routes: Mapping[str, str]) -> str | None:
    """Return what an address means as a path of the site, or None where nothing is there.

    `routes` maps files of the site's folder and paths of the
    finished site, without a slash at the end, to paths of the finished site. A place behind `#`
    stays.
    """
    if is_whole(target.address):
        return target.address
    name = _find(target, routes)
    _, mark, place = target.address.partition("#")
    return None if name is None else routes[name] + mark + place


def _find(target: Target, names: Collection[str]) -> str | None:
    """Return which of the names an address means."""
    folder = target.place.path.rpartition("/")[0]
    name = unquote(target.address.partition("#")[0])
    inside = name.strip("/")
    candidates = [inside, normpath(CONTENT + inside)]
    if not name.startswith("/"):
        candidates = [normpath(f"{folder}/{name}"), *reversed(candidates)]
    return next((candidate for candidate in candidates if candidate in names), None)


def check(
    targets: Iterable[Target], routes: Mapping[str, str], kept_back: Mapping[str, KeptBack]
) -> list[Problem]:
    """Return a problem for every address behind which there is nothing.

    `kept_back` has what is not published yet, by file and by path as in `routes`.
    """
    return [
        _dead(target, routes, kept_back) for target in targets if resolve(target, routes) is None
    ]


def _dead(target: Target, routes: Mapping[str, str], kept_back: Mapping[str, KeptBack]) -> Problem:
    name = _find(target, kept_back)
    if name is None:
        message = f"the link '{target.address}' leads nowhere in this site"
        return target.place.problem(message, _hint(target.address, routes))
    message = f"the link '{target.address}' leads to {kept_back[name].words}"
    hint = f"{kept_back[name].way_out}; until then take the link away"
    return target.place.problem(message, hint)


def _hint(address: str, routes: Mapping[str, str]) -> str:
    name = address.partition("#")[0].rpartition("/")[2]
    names = {route.rpartition("/")[2] for route in routes if route.startswith(CONTENT)}
    return (
        did_you_mean(name, names - {""})
        or "name a file of content/, such as ../pages/about.md, or an address such as /archive/"
    )


def targets_of(text: Text) -> tuple[Target, ...]:
    """Return the addresses inside the site in the order of a text."""
    return tuple(piece for piece in text if isinstance(piece, Target))


def render_text(text: Text, written: Iterable[str]) -> str:
    """Return a text as HTML; `written` are the pieces of HTML for its targets."""
    rest = iter(written)
    return "".join(piece if isinstance(piece, str) else next(rest) for piece in text)
