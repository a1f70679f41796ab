"""What is published of the pictures of a site: those made before, and those made anew.

Called by `stages` before anything is planned. A picture is told by the SHA-256 of its file and by
how it was made; what was made of it lies in `.citewell/pictures/`, beside a list of its parts that
is written last. What no build asks for any more is swept out.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from posixpath import splitext
from typing import TYPE_CHECKING, Literal

from citewell.figures import SIZED, WIDTHS
from citewell.identity import identify
from citewell.links import resolve, targets_of
from citewell.load import read_data
from citewell.memo import FOLDER
from citewell.metadata import says_more
from citewell.model import Article, Asset, Assets, Copy, Picture, Settings
from citewell.plain import decode, encode
from citewell.problems import CitewellError, Problem
from citewell.record import Record, replace
from citewell.survey import read_digest
from citewell.workers import Crew

if TYPE_CHECKING:
    from citewell.images import Print

_ROOM = "pictures"
_SUFFIXES = (".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".apng", ".webp", ".gif")
# Formats of cameras and telephones out of which nothing can be taken here.
_TELLTALE = (
    *(".heic", ".heif", ".hif", ".tif", ".tiff", ".jxl", ".jp2", ".psd"),
    *(".dng", ".cr2", ".cr3", ".nef", ".arw", ".raf", ".orf", ".rw2", ".pef", ".srw"),
)
# This one is made for pages too, and then says nothing as a rule.
_AVIF = ".avif"
# Making a picture takes about as long as starting a process.
_WORTH_A_PROCESS, _BATCH = 3, 2
_NAMED = 10
_LIST = ".json"
# What is made depends on these modules too.
_MAKERS = (Path(__file__).with_name("images.py"), Path(__file__).with_name("metadata.py"))
Manner = Literal["sized", "upright", "stripped"]


class Part(Record, frozen=True):
    """A finished file of a picture: how its name ends, its pixels, its bytes."""

    ending: str
    width: int
    height: int
    size: int
    sha256: str


class Parts(Record, frozen=True):
    """All finished files of a picture, as `images.Prints` has them."""

    whole: Part
    copies: tuple[Part, ...] = ()
    webp: tuple[Part, ...] = ()

    def all(self) -> Iterator[Part]:
        """Yield each part once."""
        yield from (self.whole, *self.copies, *self.webp)


class Order(Record, frozen=True):
    """A picture to be made: which, how, and how the paths of its finished files begin."""

    asset: Asset
    manner: Manner
    stem: Path


class Gallery(Record, frozen=True):
    """The files to be published, and what is wrong with some; `kept` are the names to be kept."""

    assets: Assets
    problems: tuple[Problem, ...]
    kept: frozenset[str]


@contextmanager
def open_darkroom(root: Path | None) -> Iterator[Path]:
    """Open the folder where pictures are made: that of the site, or one that is gone at the end."""
    folder = root / FOLDER / _ROOM if root else None
    try:
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = None
    if folder and os.access(folder, os.W_OK):
        yield folder
        return
    with tempfile.TemporaryDirectory() as passing:
        yield Path(passing)


def hang_pictures(assets: Assets, shown: Iterable[str], darkroom: Path, crew: Crew) -> Gallery:
    """Return the files to be published, pictures stripped of what they say beside what they show.

    `shown` are paths in the site of pictures that texts show; there are copies of those. A picture
    that cannot be read is a problem.
    """
    orders = list(_orders(assets, frozenset(shown), darkroom))
    parts = {order.stem: _remembered(order) for order in orders}
    missing = {order.stem: order for order in orders if not parts[order.stem]}
    batches = crew.map(_begin, missing.values(), len(missing), batch=_BATCH, worth=_WORTH_A_PROCESS)
    problems: list[Problem] = []
    for stem, outcome in zip(missing, (one for batch in batches for one in batch), strict=True):
        if isinstance(outcome, Parts):
            parts[stem] = outcome
        else:
            problems += outcome
    finished = [(order, made) for order in orders if (made := parts[order.stem])]
    kept = frozenset(name for order, made in finished for name in _names(order.stem, made))
    return Gallery(_hung(assets, finished), (*problems, *_telltales(assets)), kept)


def sweep(darkroom: Path, kept: Collection[str]) -> None:
    """Remove what no picture of the site needs any more."""
    for path in darkroom.iterdir():
        if path.name not in kept:
            path.unlink(missing_ok=True)


def shown_pictures(articles: Sequence[Article], settings: Settings, assets: Assets) -> set[str]:
    """Return the paths in the site of the images that texts show."""
    routes = {f"content/images/{name}": asset.path for name, asset in assets.images.items()}
    routes |= {path: path for path in routes.values()}
    texts = [article.targets for article in articles]
    texts += [targets_of(settings.footer), targets_of(settings.disclaimer)]
    shown = [target for targets in texts for target in targets if target.tag]
    shown += [article.meta.image for article in articles if article.meta.image]
    return {path for target in shown if (path := resolve(target, routes))}


def _orders(assets: Assets, shown: Collection[str], darkroom: Path) -> Iterator[Order]:
    """Yield an order for each picture; those of `static/` and downloads keep their pixels."""
    recipes: dict[Manner, str] = {}
    for room in (assets.static, assets.images, assets.downloads):
        for asset in room.values():
            if not asset.name.lower().endswith(_SUFFIXES):
                continue
            recipes = recipes or _recipes()
            manner: Manner = "stripped"
            if room is assets.images:
                manner = "sized" if asset.path in shown else "upright"
            yield Order(asset, manner, darkroom / f"{asset.sha256}-{recipes[manner]}")


def _recipes() -> dict[Manner, str]:
    """Return what stands for all that pictures are made by, apart from themselves."""
    made_by = identify([read_digest(maker) for maker in _MAKERS], WIDTHS, version("pillow"))
    return {manner: identify(made_by, manner) for manner in ("sized", "upright", "stripped")}


def _remembered(order: Order) -> Parts | None:
    """Return what was made of a picture before, if all of it is still there."""
    try:
        parts = decode(Parts, Path(f"{order.stem}{_LIST}").read_text(encoding="utf-8"))
        whole = all(
            Path(f"{order.stem}-{part.ending}").stat().st_size == part.size for part in parts.all()
        )
    except (OSError, ValueError):
        return None
    return parts if whole else None


def _begin() -> Callable[[Iterable[Order]], list[Parts | tuple[Problem, ...]]]:
    return make_all


def make_all(orders: Iterable[Order]) -> list[Parts | tuple[Problem, ...]]:
    """Make pictures and leave them in the darkroom; returns their parts, or what is wrong."""
    made: list[Parts | tuple[Problem, ...]] = []
    for order in orders:
        try:
            made.append(_make(order))
        except CitewellError as error:
            made.append(error.problems)
    return made


def _make(order: Order) -> Parts:
    data = read_data(order.asset)
    if hashlib.sha256(data).hexdigest() != order.asset.sha256:
        message, hint = "this file was changed while the site was built", "build it once more"
        raise CitewellError(Problem(order.asset.name, 0, 0, message, hint=hint))
    from citewell import images  # noqa: PLC0415  a site whose pictures are all made needs none

    try:
        if order.manner == "stripped":
            prints = images.make_stripped(data)
        else:
            prints = images.make_prints(data, sized=order.manner == "sized")
    except ValueError as error:
        raise CitewellError(_broken(order.asset.name, error)) from None
    parts = Parts(
        _keep(order, "whole", prints.whole),
        tuple(_keep(order, str(made.width), made) for made in prints.copies),
        tuple(_keep(order, str(made.width), made) for made in prints.webp),
    )
    _put(Path(f"{order.stem}{_LIST}"), encode(parts).encode("utf-8"))
    return parts


def _broken(name: str, error: ValueError) -> Problem:
    hint = "it must be a whole JPEG, PNG, WebP or GIF, whatever its name says, and not huge"
    return Problem(name, 0, 0, f"this picture cannot be published: {error}", hint=hint)


def _keep(order: Order, kind: str, made: Print) -> Part:
    """Leave one finished file in the darkroom."""
    ending = f"{kind}.{made.format.lower().replace('jpeg', 'jpg')}"
    _put(Path(f"{order.stem}-{ending}"), made.data)
    sha256 = hashlib.sha256(made.data).hexdigest()
    return Part(ending, made.width, made.height, len(made.data), sha256)


def _put(path: Path, data: bytes) -> None:
    """Write a file under another name and move it to its place: it is whole or not there."""
    fresh = path.with_name(f"{path.name}.new")
    try:
        fresh.write_bytes(data)
        fresh.replace(path)
    except OSError as error:
        message = f"this cannot be written: {error.strerror or error}"
        hint = "is the disk full? --no-cache does without this folder"
        raise CitewellError(Problem(f"{FOLDER}/{_ROOM}", 0, 0, message, hint=hint)) from None


def _hung(assets: Assets, finished: Iterable[tuple[Order, Parts]]) -> Assets:
    """Return the files to be published, with what was made of pictures in their place."""
    whole: dict[str, Asset] = {}
    pictures: dict[str, Picture] = {}
    for order, parts in finished:
        picture = _picture(order, parts)
        whole[order.asset.name] = picture.whole.asset
        if order.manner != "stripped":
            pictures[order.asset.path] = picture
    static, images, downloads = (
        {inside: whole.get(asset.name, asset) for inside, asset in room.items()}
        for room in (assets.static, assets.images, assets.downloads)
    )
    return replace(assets, static=static, images=images, downloads=downloads, pictures=pictures)


def _picture(order: Order, parts: Parts) -> Picture:
    return Picture(
        _copy(order, parts.whole, order.asset.path),
        tuple(_copy(order, part, _path(order.asset, part)) for part in parts.copies),
        tuple(_copy(order, part, _path(order.asset, part)) for part in parts.webp),
    )


def _copy(order: Order, part: Part, path: str) -> Copy:
    origin = Path(f"{order.stem}-{part.ending}")
    asset = replace(order.asset, path=path, origin=origin, size=part.size, sha256=part.sha256)
    return Copy(asset, part.width, part.height)


def _path(asset: Asset, part: Part) -> str:
    """Return where a copy goes; a name that changes with its bytes can be kept for ever."""
    stem, _ = splitext(asset.path.removeprefix("images/"))
    width, suffix = splitext(part.ending)
    return f"{SIZED}{stem}-{width}-{part.sha256[:_NAMED]}{suffix}"


def _names(stem: Path, parts: Parts) -> Iterator[str]:
    """Yield the names of all files that the darkroom holds of a picture."""
    yield f"{stem.name}{_LIST}"
    yield from (f"{stem.name}-{part.ending}" for part in parts.all())


def _telltales(assets: Assets) -> Iterator[Problem]:
    """Yield a problem for each picture that cannot be stripped of what it may say."""
    for room in (assets.static, assets.images, assets.downloads):
        for asset in room.values():
            name = asset.name.lower()
            is_avif = name.endswith(_AVIF) and says_more(read_data(asset))
            if is_avif or name.endswith(_TELLTALE):
                message = "what the camera wrote into this picture cannot be taken out"
                hint = "save it as JPEG or PNG: from those it is taken out"
                yield Problem(asset.name, 0, 0, message, hint=hint)
