"""Which posts belong together: series, and posts that share tags or sources. Part of `pages`.

Posts come newest first, and are named by their place in that order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from citewell.model import Article, Key, Work
from citewell.slugs import make_slug

RELATED = 3
# A shared source says more than a shared tag.
_TAG, _SOURCE = 1, 2
# Only so many neighbours in time are looked at, so that a thousand posts on one tag cost little.
_REACH = 15


def series(posts: Sequence[Article]) -> dict[str, tuple[int, ...]]:
    """Return the places of the posts of each series, oldest first."""
    places: dict[str, list[int]] = {}
    for place in reversed(range(len(posts))):
        if name := posts[place].meta.series:
            places.setdefault(name, []).append(place)
    return {name: tuple(found) for name, found in places.items()}


def related(posts: Sequence[Article]) -> list[tuple[int, ...]]:
    """Return for each post the places of those most like it, best first."""
    by_tag = _index((place, map(_slug_of, post.meta.tags)) for place, post in enumerate(posts))
    by_source = _index((place, map(_identity_of, post.works)) for place, post in enumerate(posts))
    scores: list[Counter[int]] = [Counter() for _ in posts]
    for weight, index in ((_TAG, by_tag), (_SOURCE, by_source)):
        for places in index.values():
            for here, there in _neighbours(places):
                scores[here][there] += weight
    return [_best(place, found) for place, found in enumerate(scores)]


def _slug_of(tag: Key) -> str:
    return make_slug(tag.name)


def _identity_of(work: Work) -> str:
    return work.identity


def _index(posts: Iterable[tuple[int, Iterable[str]]]) -> Mapping[str, Sequence[int]]:
    places: dict[str, list[int]] = {}
    for place, names in posts:
        for name in dict.fromkeys(names):
            places.setdefault(name, []).append(place)
    return places


def _neighbours(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    for index, here in enumerate(places):
        for there in places[max(0, index - _REACH) : index + _REACH + 1]:
            if there != here:
                yield here, there


def _best(place: int, scores: Counter[int]) -> tuple[int, ...]:
    """Return the highest scores; of equal ones, those nearest in time."""
    order = sorted(scores, key=lambda other: (-scores[other], abs(other - place), other))
    return tuple(order[:RELATED])
