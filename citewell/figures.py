"""Links and pictures as a page must write them, once it is known what they mean.

Called by `plan` and `pages`. A picture gets its size, so that nothing moves when it comes, and
copies to choose from, so that a telephone need not fetch what only a large screen can show.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal

from citewell.links import resolve
from citewell.model import Asset, Copy, Picture, Target
from citewell.problems import Level, Problem
from citewell.record import Record

# The widths that pages offer, in pixels: a telephone, two of its pixels for one, a large screen.
WIDTHS = (480, 960, 1600)
# Where copies lie in the site; the name of each changes with what it holds.
SIZED = "images/sized/"
# The measure of the theme, with room for another font; below it a picture fills the screen.
SIZES = "(min-width: 40rem) 36rem, 100vw"
_ATTRIBUTE = re.compile(
    r"""\s([a-z][a-z-]*)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?""", re.IGNORECASE
)
_OPENED = len("<img")
# By these the writer says how large a picture is to be shown.
_OWN_SIZE = frozenset({"width", "height"})
Link = Callable[[str], str]
Manner = Literal["first", "later", "plain"]


class Frames(Record, frozen=True):
    """What links and pictures mean: `routes` as `links.resolve` has them, `pictures` by path."""

    routes: Mapping[str, str]
    pictures: Mapping[str, Picture]

    def write(
        self, targets: Iterable[Target], link: Link, *, plain: bool = False
    ) -> tuple[str, ...]:
        """Return the targets of one text as HTML; `link` makes an address of a path of the site.

        The first picture is fetched at once, others when the reader comes near. Readers of feeds
        know little of this: for them pictures are `plain`.
        """
        written: list[str] = []
        shown = 0
        for target in targets:
            path = resolve(target, self.routes) or target.address
            if target.tag:
                manner: Manner = "plain" if plain else "later" if shown else "first"
                written.append(_render(target.tag, path, self.pictures.get(path), link, manner))
                shown += 1
            else:
                written.append(html.escape(link(path)))
        return tuple(written)

    def path(self, image: Target) -> str:
        """Return where in the site the widest copy of a picture is, or all of it."""
        path = resolve(image, self.routes) or image.address
        return _choices(self.pictures[path])[-1].asset.path if path in self.pictures else path


def _render(tag: str, path: str, picture: Picture | None, link: Link, manner: Manner) -> str:
    """Return the tag of a picture completed; `picture` is what is known of it, if anything."""
    known = {name.lower() for name in _ATTRIBUTE.findall(tag)}
    added = {"loading": "lazy", "decoding": "async"} if manner == "later" else {}
    if picture is None or "srcset" in known:
        return _completed(tag, {"src": link(path), **added}, known)
    copies = _choices(picture)
    shown = copies[-1]
    if not known & _OWN_SIZE:
        added = {"width": str(shown.width), "height": str(shown.height)} | added
    own = {} if manner == "plain" else _candidates(copies, link)
    whole = _completed(tag, {"src": link(shown.asset.path)} | own | added, known)
    if manner == "plain" or not picture.webp:
        return whole
    offered = {"type": "image/webp", **_candidates(picture.webp, link, always=True)}
    return f"<picture><source{_attributes(offered)}>{whole}</picture>"


def _choices(picture: Picture) -> Sequence[Copy]:
    """Return what there is in the picture's own format; all of it only if no copy is as wide."""
    widest = picture.copies[-1].width if picture.copies else 0
    return picture.copies if widest == WIDTHS[-1] else (*picture.copies, picture.whole)


def _candidates(copies: Sequence[Copy], link: Link, *, always: bool = False) -> dict[str, str]:
    """Return the attributes that let a browser choose; a single copy leaves it no choice."""
    if len(copies) == 1:
        return {"srcset": link(copies[0].asset.path)} if always else {}
    offered = ", ".join(f"{link(copy.asset.path)} {copy.width}w" for copy in copies)
    return {"srcset": offered, "sizes": SIZES}


def _completed(tag: str, added: Mapping[str, str], known: Iterable[str]) -> str:
    """Return the tag with attributes that the writer has not given; words are never missing."""
    wanted = {**added, "alt": ""}
    fresh = {name: value for name, value in wanted.items() if name not in known}
    return f"<img{_attributes(fresh)}{tag[_OPENED:]}"


def _attributes(values: Mapping[str, str]) -> str:
    return "".join(f' {name}="{html.escape(value)}"' for name, value in values.items())


def copies_of(pictures: Iterable[Picture]) -> Iterator[Asset]:
    """Yield the files of all copies of pictures."""
    for picture in pictures:
        yield from (copy.asset for copy in (*picture.copies, *picture.webp))


def check_words(targets: Iterable[Target]) -> Iterator[Problem]:
    """Yield a warning for each picture of which nobody said what is to be seen."""
    hint = 'write it between [ and ], or {alt=""} behind the picture if it is mere ornament'
    for target in targets:
        if target.tag and "alt" not in {name.lower() for name in _ATTRIBUTE.findall(target.tag)}:
            message = "readers who cannot see this picture are not told what it shows"
            yield target.place.problem(message, hint, Level.WARNING)
