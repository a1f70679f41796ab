"""Addresses inside the site: what a writer's link means, and whether there is such a page.

Called by `plan`, which knows where every file of `content/` will stand. A link names a file as it
lies in the folder (`../pages/about.md`), or an address of the finished site (`/archive/`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from posixpath import normpath
from urllib.parse import unquote

from citewell.model import Target, Text
from citewell.problems import Problem, did_you_mean
from citewell.slugs import is_whole

CONTENT = "content/"


def resolve(target: Target, routes: Mapping[str, str]) -> str | None:
    """Return what an address means as a path of the site, or None where nothing is there.

    `routes` maps files of the site's folder and paths of the
    finished site, without a slash at the end, to paths of the finished site. A place behind `#`
    stays.
    """
    if is_whole(target.address):
        return target.address
    plain, mark, place = target.address.partition("#")
    folder = target.place.path.rpartition("/")[0]
    name = unquote(plain)
    inside = name.strip("/")
    candidates = [inside, normpath(CONTENT + inside)]
    if not name.startswith("/"):
        candidates = [normpath(f"{folder}/{name}"), *reversed(candidates)]
    for candidate in candidates:
        if candidate in routes:
            return routes[candidate] + mark + place
    return None


def check(targets: Iterable[Target], routes: Mapping[str, str]) -> list[Problem]:
    """Return a problem for every address behind which there is nothing."""
    return [
        target.place.problem(
            f"the link '{target.address}' leads nowhere in this site",
            _hint(target.address, routes),
        )
        for target in targets
        if resolve(target, routes) is None
    ]


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
