"""What pictures say about themselves is gone, and what they show is as it was."""

from __future__ import annotations

import contextlib
import struct
import zlib

import pytest
from camera import SECRET, draw, film, look, photograph, save
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageCms

from citewell.metadata import find_format, is_srgb, read_orientation, strip_metadata

KINDS = ("JPEG", "PNG", "WEBP", "GIF")
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
# A profile with one tag, its name, which is all that is asked of it.
P3 = bytes(128) + struct.pack(">I4sII", 1, b"desc", 144, 10) + b"Display P3"


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


@pytest.mark.parametrize("kind", KINDS)
def test_a_format_is_told_by_how_the_file_begins(kind: str) -> None:
    assert find_format(photograph(kind)) == kind


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_left_of_what_the_camera_wrote(kind: str) -> None:
    taken = photograph(kind)
    assert SECRET in taken

    stripped = strip_metadata(taken)

    assert SECRET not in stripped
    assert not look(stripped).getexif()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("mode", ["RGB", "L", "P"])
def test_the_pixels_stay_as_they_are(kind: str, mode: str) -> None:
    drawn = save(draw(33, 21, mode if kind != "JPEG" or mode != "P" else "CMYK"), kind)

    stripped = strip_metadata(drawn)

    assert look(stripped).mode == look(drawn).mode
    assert look(stripped).tobytes() == look(drawn).tobytes()


def test_a_progressive_jpeg_keeps_all_its_scans() -> None:
    drawn = save(draw(200, 100), "JPEG", progressive=True, restart_marker_blocks=2)

    assert look(strip_metadata(drawn)).tobytes() == look(drawn).tobytes()


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_what_moves_goes_on_to_move(kind: str) -> None:
    shown = look(strip_metadata(film(kind)))

    assert getattr(shown, "n_frames", 1) == 3
    assert shown.info["loop"] == 0
    assert SECRET not in strip_metadata(film(kind))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("turn", range(1, 9))
def test_how_a_picture_is_to_be_turned_is_all_that_is_kept(kind: str, turn: int) -> None:
    stripped = strip_metadata(photograph(kind, turn=turn))

    assert read_orientation(stripped) == turn
    assert dict(look(stripped).getexif()) == ({} if turn == 1 else {0x0112: turn})


@pytest.mark.parametrize("kind", KINDS)
def test_to_strip_twice_is_to_strip_once(kind: str) -> None:
    once = strip_metadata(photograph(kind, turn=6))

    assert strip_metadata(once) == once


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_profile_of_other_colours_is_kept(kind: str) -> None:
    stripped = strip_metadata(save(draw(9, 9), kind, icc_profile=P3))

    assert look(stripped).info["icc_profile"] == P3


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_profile_of_srgb_is_not(kind: str) -> None:
    stripped = strip_metadata(save(draw(9, 9), kind, icc_profile=SRGB))

    assert "icc_profile" not in look(stripped).info


def test_a_profile_too_short_to_have_a_name_is_not_srgb() -> None:
    assert not is_srgb(SRGB[:100])


def test_the_small_picture_in_a_jpeg_is_dropped() -> None:
    jpeg = save(draw(9, 9), "JPEG")
    head = segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\1\1" + b"\x11\x22\x33")
    small = jpeg[:2] + head + segment(0xE0, b"JFXX\0" + SECRET) + jpeg[20:]

    assert strip_metadata(small) == strip_metadata(jpeg)


def test_parts_of_a_png_that_nobody_knows_are_dropped() -> None:
    png = save(draw(9, 9), "PNG")
    marked = png[:33] + chunk(b"caBX", SECRET) + png[33:]

    assert strip_metadata(marked) == strip_metadata(png)


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_ends_too_early_is_refused(kind: str) -> None:
    taken = photograph(kind)

    with pytest.raises(ValueError, match="ends too early"):
        strip_metadata(taken[: len(taken) // 2])


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(ValueError, match="known format"):
        strip_metadata(b"\0\0\0\x18ftypheic")


@given(
    st.sampled_from([photograph(kind, (8, 8), 3) for kind in KINDS]),
    st.integers(0, 400),
    st.binary(max_size=6),
)
def test_a_damaged_file_is_stripped_or_refused(taken: bytes, place: int, damage: bytes) -> None:
    with contextlib.suppress(ValueError):
        assert strip_metadata(taken[:place] + damage + taken[place + len(damage) :])
