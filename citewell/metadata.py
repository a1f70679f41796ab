"""What pictures say beside what they show: place, camera, words. Bytes in, bytes out.

A leaf. Cameras and programs write into their files where and when a picture was taken, and with
what. All of that is left out here, and the pixels stay as they are. Kept are only what a browser
needs to show them: colours, transparency, resolution, frames, and how the picture is to be turned.
What follows the end of a picture is left out too: telephones hide whole films there.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from typing import Literal

Format = Literal["JPEG", "PNG", "WEBP", "GIF"]

_PNG = b"\x89PNG\r\n\x1a\n"
_EXIF = b"Exif\0\0"
_UPRIGHT, _ORIENTATION, _SHORT = 1, 0x0112, 3
# JPEG (ITU-T T.81, table B.1): a marker is 0xFF and one of these.
_SOI, _EOI, _SOS, _APP0, _APP1, _APP2, _APP14, _COMMENT = (
    *(0xD8, 0xD9, 0xDA, 0xE0, 0xE1, 0xE2, 0xEE, 0xFE),
)
_LONE = frozenset({0x01, *range(0xD0, 0xD8)})
_APPLICATIONS = range(0xE0, 0xF0)
# In the data of a scan 0xFF is followed by zero or a restart; anything else ends it.
_SCAN_END = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
_ICC = b"ICC_PROFILE\0"
_JFIF_LENGTH, _ADOBE_LENGTH = 12, 12
# PNG (third edition) and the chunks of its animations.
_CHUNKS = frozenset(
    {
        *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT"),
        *(b"pHYs", b"bKGD", b"cICP", b"mDCV", b"cLLI", b"acTL", b"fcTL", b"fdAT"),
    }
)
_PROFILE_SIZE = 16_000_000
# WebP (RFC 9649): the chunks of the pixels, and the flags of the header.
_FRAMES = frozenset({b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF"})
_HAS_ICC, _HAS_EXIF, _HAS_XMP = 0x20, 0x08, 0x04
# GIF89a: what says how often an animation is shown.
_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
_EXTENSION, _IMAGE, _TRAILER = 0x21, 0x2C, 0x3B
_CONTROL, _APPLICATION = 0xF9, 0xFF


def find_format(data: bytes) -> Format | None:
    """Return the format of a picture by how it begins, whatever its name says."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(_PNG):
        return "PNG"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    return "WEBP" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else None


def strip_metadata(data: bytes) -> bytes:
    """Return a picture with the same pixels and nothing said about them.

    A profile of colours is kept unless it is that of sRGB, which is meant anyway. Raises
    `ValueError` where the file is none of the four formats, or ends too early.
    """
    stripped = _STRIPPERS[_format(data)](data)
    return b"".join(stripped)


def read_orientation(data: bytes) -> int:
    """Return how a picture is to be turned, 1 to 8 (EXIF 2.32, 4.6.4); 1 is upright."""
    kind = _format(data)
    if kind == "JPEG":
        exifs = [body for marker, body in _segments(data) if marker == _APP1]
    elif kind == "PNG":
        exifs = [body for name, body in _png_chunks(data) if name == b"eXIf"]
    else:
        chunks = _riff_chunks(data) if kind == "WEBP" else ()
        exifs = [body for name, body in chunks if name == b"EXIF"]
    told = [_orientation(body.removeprefix(_EXIF)) for body in exifs]
    return next((turn for turn in told if turn), _UPRIGHT)


def says_more(data: bytes) -> bool:
    """Tell whether an AVIF says something beside what it shows.

    It names its parts of EXIF and XMP in plain letters (ISO/IEC 23008-12, annex A and 12).
    """
    return b"Exif" in data or b"rdf+xml" in data


def is_srgb(profile: bytes) -> bool:
    """Tell whether a profile (ICC.1:2022, 7.3 and 9.2.41) calls itself sRGB."""
    try:
        (count,) = struct.unpack_from(">I", profile, 128)
        for number in range(min(count, 100)):
            tag, start, size = struct.unpack_from(">4sII", profile, 132 + 12 * number)
            if tag == b"desc":
                return b"sRGB" in profile[start : start + size].replace(b"\0", b"")
    except struct.error:
        return False
    return False


def _format(data: bytes) -> Format:
    kind = find_format(data)
    if kind is None:
        raise ValueError("no picture of a known format")
    return kind


def _take(data: bytes, start: int, length: int) -> bytes:
    """Return so many bytes from a place; raises `ValueError` where there are fewer."""
    if length < 0 or start + length > len(data):
        raise ValueError("the file ends too early")
    return data[start : start + length]


def _number(data: bytes, start: int, form: str) -> int:
    number: int = struct.unpack(form, _take(data, start, struct.calcsize(form)))[0]
    return number


def _orientation(tiff: bytes) -> int:
    """Return the orientation that the first directory of TIFF data has, 0 where it has none."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if not order:
        return 0
    try:
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        for number in range(count):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * number)
            if tag == _ORIENTATION and kind == _SHORT:
                return value if value in range(1, 9) else 0
    except struct.error:
        return 0
    return 0


def _turned(data: bytes) -> bytes:
    """Return TIFF data that say nothing but how a picture is turned; none if it is upright."""
    turn = read_orientation(data)
    if turn == _UPRIGHT:
        return b""
    head, entry = b"MM\0*\0\0\0\x08\0\x01", struct.pack(">HHIHH", _ORIENTATION, _SHORT, 1, turn, 0)
    return head + entry + bytes(4)


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the marker and the body of each segment of a JPEG; a scan comes with its data."""
    at = 2
    while True:
        at = data.find(b"\xff", at)
        while at >= 0 and _take(data, at, 1) == b"\xff":
            at += 1
        marker = _number(data, max(at, 0), ">B")
        if at < 0 or marker == _EOI:
            break
        at += 1
        if marker in _LONE:
            continue
        end = at + _number(data, at, ">H")
        _take(data, at, end - at)
        if marker == _SOS:
            if end - at != 6 + 2 * _number(data, at + 2, ">B"):
                raise ValueError("the head of a scan is broken")
            found = _SCAN_END.search(data, end)
            end = found.start() if found else len(data)
        yield marker, data[at + 2 : end]
        at = end
    if at < 0:
        raise ValueError("the file ends too early")


def _segment(marker: int, body: bytes) -> bytes:
    """Return a segment anew; the data of a scan are not counted in its length."""
    length = 2 + (1 + 2 * body[0] + 3 if marker == _SOS else len(body))
    return bytes((0xFF, marker)) + struct.pack(">H", length) + body


def _strip_jpeg(data: bytes) -> Iterator[bytes]:
    segments = list(_segments(data))
    profile = b"".join(
        body[len(_ICC) + 2 :] for marker, body in segments if _is_profile(marker, body)
    )
    yield bytes((0xFF, _SOI))
    heads = [body for marker, body in segments if marker == _APP0 and body.startswith(b"JFIF\0")]
    if heads:
        # Its last two numbers are the size of a small picture that would follow.
        yield _segment(_APP0, _take(heads[0], 0, _JFIF_LENGTH) + bytes(2))
    if turned := _turned(data):
        yield _segment(_APP1, _EXIF + turned)
    for marker, body in segments:
        if marker == _APP14 and body.startswith(b"Adobe"):
            yield _segment(marker, body[:_ADOBE_LENGTH])
        elif _is_profile(marker, body):
            yield b"" if is_srgb(profile) else _segment(marker, body)
        elif marker not in _APPLICATIONS and marker != _COMMENT:
            yield _segment(marker, body)
    yield bytes((0xFF, _EOI))


def _is_profile(marker: int, body: bytes) -> bool:
    return marker == _APP2 and body.startswith(_ICC)


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the name and the body of each chunk, up to the end of the picture."""
    at, name = len(_PNG), b""
    while name != b"IEND":
        length, name = _number(data, at, ">I"), _take(data, at + 4, 4)
        yield name, _take(data, at + 8, length)
        at += length + 12


def _png_chunk(name: bytes, body: bytes) -> bytes:
    check = zlib.crc32(name + body)
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", check)


def _strip_png(data: bytes) -> Iterator[bytes]:
    yield _PNG
    turned = _turned(data)
    for name, body in _png_chunks(data):
        if name in _CHUNKS or (name == b"iCCP" and not is_srgb(_inflated(body))):
            yield _png_chunk(name, body)
        if name == b"IHDR" and turned:
            yield _png_chunk(b"eXIf", turned)


def _inflated(body: bytes) -> bytes:
    """Return the profile in a chunk: a name, a zero, the method, and packed bytes."""
    packed = body.partition(b"\0")[2][1:]
    try:
        return zlib.decompressobj().decompress(packed, _PROFILE_SIZE)
    except zlib.error:
        raise ValueError("the profile of colours is broken") from None


def _riff_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the name and the body of each chunk of a WebP."""
    at, end = 12, 8 + _number(data, 4, "<I")
    _take(data, 0, end)
    while at < end:
        length = _number(data, at + 4, "<I")
        yield data[at : at + 4], _take(data, at + 8, length)
        at += 8 + length + length % 2


def _riff_chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + bytes(len(body) % 2)


def _strip_webp(data: bytes) -> Iterator[bytes]:
    turned, kept = _turned(data), b""
    chunks = list(_riff_chunks(data))
    profile = next((body for name, body in chunks if name == b"ICCP"), b"")
    drop = _HAS_XMP | (0 if turned else _HAS_EXIF) | (_HAS_ICC if is_srgb(profile) else 0)
    for name, body in chunks:
        if name == b"VP8X":
            flags = _number(body, 0, ">B") & ~drop
            kept += _riff_chunk(name, bytes((flags,)) + body[1:])
        elif name in _FRAMES or (name == b"ICCP" and not is_srgb(profile)):
            kept += _riff_chunk(name, body)
    kept += _riff_chunk(b"EXIF", turned) if turned else b""
    yield b"RIFF" + struct.pack("<I", len(kept) + 4) + b"WEBP" + kept


def _strip_gif(data: bytes) -> Iterator[bytes]:
    at = 13 + _table_size(_number(data, 10, ">B"))
    yield _take(data, 0, at)
    while (mark := _number(data, at, ">B")) != _TRAILER:
        if mark == _IMAGE:
            # Ten bytes of description, a table of colours, and the size of the codes.
            start = at + 11 + _table_size(_number(data, at + 9, ">B"))
        elif mark == _EXTENSION:
            start = at + 2
        else:
            raise ValueError("this is no part of a GIF")
        end = _blocks_end(data, start)
        yield data[at:end] if _is_needed(data, at) else b""
        at = end
    yield bytes((_TRAILER,))


def _table_size(flags: int) -> int:
    """Return how many bytes a table of colours has, which the flags before it tell."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _blocks_end(data: bytes, at: int) -> int:
    """Return where a run of blocks ends, each with its length before it, the last one empty."""
    while length := _number(data, at, ">B"):
        at += length + 1
    return at + 1


def _is_needed(data: bytes, at: int) -> bool:
    """Tell whether a part of a GIF shows something, or says when and how often it is shown."""
    if data[at] == _IMAGE or data[at + 1] == _CONTROL:
        return True
    return data[at + 1] == _APPLICATION and data[at + 3 : at + 14] in _LOOPS


_STRIPPERS = {
    "JPEG": _strip_jpeg,
    "PNG": _strip_png,
    "WEBP": _strip_webp,
    "GIF": _strip_gif,
}
