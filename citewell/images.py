"""Pictures to copies of several sizes. The only importer of PIL. Bytes in, bytes out.

Everything that a copy is made with is fixed here, so that the same picture gives the same bytes. A
copy is upright, in the colours of sRGB, and says nothing but what it shows. Knows nothing of pages,
of addresses or of what was made before.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping
from typing import Any

from PIL import Image, ImageCms

from citewell.figures import WIDTHS
from citewell.metadata import Format, find_format, is_srgb, read_orientation, strip_metadata
from citewell.record import Record

# How a picture that is not upright must be turned (EXIF 2.32, 4.6.4).
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SAVING: Mapping[Format, Mapping[str, Any]] = {
    "JPEG": {"quality": 82, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 80, "method": 4},
    "GIF": {"optimize": True},
}
# All of a picture is saved anew only to turn it.
_BEST: Mapping[Format, Mapping[str, Any]] = {"JPEG": {"quality": 92}, "WEBP": {"quality": 92}}
# Drawings and pictures of a screen have edges that must stay sharp.
_LOSSLESS = {"lossless": True, "quality": 80, "method": 4}
# Numbers of 16 bits and more are not to be squeezed into 8 without being asked.
_MODES = frozenset({"1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK", "YCbCr"})
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError)
_HUGE = (Image.DecompressionBombError, Image.DecompressionBombWarning)


class Print(Record, frozen=True):
    """A finished picture: its size in pixels, its format, its bytes."""

    width: int
    height: int
    format: Format
    data: bytes


class Prints(Record, frozen=True):
    """What is made of a picture: all of it, and narrower copies, the narrowest first.

    `webp` are copies in WebP, where that is smaller; their widths need not be those of `copies`.
    """

    whole: Print
    copies: tuple[Print, ...] = ()
    webp: tuple[Print, ...] = ()


def make_prints(data: bytes, *, sized: bool) -> Prints:
    """Make a picture ready to be published, with narrower copies where it is to be `sized`.

    Pictures that move, and those with more than 8 bits for a colour, have no copies. Raises
    `ValueError` where the file is broken, or the picture too large to be opened.
    """
    try:
        stripped = strip_metadata(data)
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(stripped))
        image.load()
        return _prints(image, stripped, read_orientation(data), sized=sized)
    except _HUGE:
        most = (Image.MAX_IMAGE_PIXELS or 0) // 1_000_000
        raise ValueError(f"it has more than {most} million pixels") from None
    except _BROKEN as error:
        raise ValueError(str(error)) from None


def make_stripped(data: bytes) -> Prints:
    """Make a picture ready that keeps its pixels; nobody asks for its size, which is given as 0."""
    stripped = strip_metadata(data)
    return Prints(Print(0, 0, find_format(stripped) or "PNG", stripped))


def _prints(image: Image.Image, stripped: bytes, turn: int, *, sized: bool) -> Prints:
    kind = find_format(stripped) or "PNG"
    moves = getattr(image, "is_animated", False)
    whole = Print(image.width, image.height, kind, stripped)
    if moves or image.mode not in _MODES:
        return Prints(whole)
    if turn not in _TURNS and not sized:
        return Prints(whole)
    upright = _upright(image, turn)
    if turn in _TURNS:
        whole = _print(upright, kind, {**_SAVING[kind], **_BEST.get(kind, {})})
    return _copied(upright, whole) if sized else Prints(whole)


def _copied(image: Image.Image, whole: Print) -> Prints:
    """Return a picture with copies: in its own format where they are smaller, and in WebP."""
    scaled, kind = _scaled(image), whole.format
    narrower = [_print(each, kind, _SAVING[kind]) for each in scaled if each.width < image.width]
    copies = tuple(made for made in narrower if _size(made) < _size(whole))
    if kind == "WEBP":
        return Prints(whole, copies)
    saving = _SAVING["WEBP"] if kind == "JPEG" else _LOSSLESS
    webp = tuple(_print(each, "WEBP", saving) for each in scaled)
    smaller = sum(map(_size, webp)) < sum(map(_size, copies or (whole,)))
    return Prints(whole, copies, webp if smaller else ())


def _size(made: Print) -> int:
    return len(made.data)


def _upright(image: Image.Image, turn: int) -> Image.Image:
    """Return a picture upright, in the colours of sRGB, with nothing said beside it."""
    profile = image.info.get("icc_profile", b"")
    turned = image.transpose(_TURNS[turn]) if turn in _TURNS else image
    plain = _plain(_srgb(turned, profile) if profile and not is_srgb(profile) else turned)
    plain.info = {}
    return plain


def _plain(image: Image.Image) -> Image.Image:
    """Return a picture in a mode that every format and every scale can take."""
    if image.mode in {"LA", "PA", "RGBA"} or "transparency" in image.info:
        return image.convert("RGBA")
    return image.convert("L" if image.mode in {"1", "L"} else "RGB")


def _srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Return a picture in sRGB, or as it is where the profile does not fit its colours."""
    plain = image if image.mode in {"L", "CMYK"} else _plain(image)
    mode = "RGBA" if plain.mode == "RGBA" else "RGB"
    try:
        made = ImageCms.profileToProfile(
            plain, io.BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode=mode
        )
    except ImageCms.PyCMSError:
        return image
    return made or image


def _scaled(image: Image.Image) -> tuple[Image.Image, ...]:
    """Return a picture at each width that is offered, up to its own, the narrowest first."""
    widths = sorted({min(width, image.width) for width in WIDTHS})
    return tuple(_scale(image, width) for width in widths)


def _scale(image: Image.Image, width: int) -> Image.Image:
    if width == image.width:
        return image
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)


def _print(image: Image.Image, kind: Format, saving: Mapping[str, Any]) -> Print:
    """Return a picture saved in a format."""
    fits = (kind, image.mode) not in {("JPEG", "RGBA"), ("WEBP", "L")}
    made = io.BytesIO()
    (image if fits else image.convert("RGB")).save(made, kind, **saving)
    return Print(image.width, image.height, kind, made.getvalue())
