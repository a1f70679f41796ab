"""Pictures for tests, with all that a camera could write into them."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image, PngImagePlugin

# What must never be published.
SECRET = b"SECRET"
_XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>SECRET</a></x:xmpmeta>'
_GPS, _MAKE, _ORIENTATION, _NORTH = 0x8825, 0x010F, 0x0112, 1


def draw(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """Return a picture with many colours: dark at the left and at the top."""
    across = Image.linear_gradient("L").rotate(90).resize((width, height))
    down = Image.linear_gradient("L").resize((width, height))
    return Image.merge("RGB", (across, down, across)).convert(mode)


def save(image: Image.Image, kind: str, **saving: Any) -> bytes:
    """Return the bytes of a picture in a format."""
    made = io.BytesIO()
    image.save(made, kind, **saving)
    return made.getvalue()


def _exif(turn: int) -> Image.Exif:
    exif = Image.Exif()
    exif[_MAKE], exif[_ORIENTATION] = SECRET.decode(), turn
    exif[_GPS] = {_NORTH: SECRET.decode()}
    return exif


def photograph(kind: str = "JPEG", size: tuple[int, int] = (60, 40), turn: int = 1) -> bytes:
    """Return a photograph with its place, its camera, a comment, and a film behind its end."""
    saving: dict[str, Any] = {"exif": _exif(turn)}
    if kind == "JPEG":
        saving |= {"comment": SECRET, "xmp": _XMP}
    elif kind == "PNG":
        saving["pnginfo"] = PngImagePlugin.PngInfo()
        saving["pnginfo"].add_text("Comment", SECRET.decode())
        saving["pnginfo"].add_itxt("XML:com.adobe.xmp", _XMP.decode())
    elif kind == "WEBP":
        saving |= {"xmp": _XMP, "lossless": True}
    else:
        saving = {"comment": SECRET}
    return save(draw(*size), kind, **saving) + SECRET


def film(kind: str = "GIF") -> bytes:
    """Return a picture that moves, for ever, with a comment."""
    first = draw(30, 20)
    saving: dict[str, Any] = {"comment": SECRET} if kind == "GIF" else {}
    more = [first.rotate(90 * turn) for turn in (1, 2)]
    return save(first, kind, save_all=True, append_images=more, duration=120, loop=0, **saving)


def look(data: bytes) -> Image.Image:
    """Open a picture, all of it."""
    image = Image.open(io.BytesIO(data))
    image.load()
    return image
