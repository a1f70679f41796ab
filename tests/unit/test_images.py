"""Copies of pictures: their sizes, colours and formats, and the same bytes each time."""

from __future__ import annotations

import io

import pytest
from camera import SECRET, draw, film, look, photograph, save
from PIL import Image, ImageCms

from citewell.images import Prints, make_prints, make_stripped
from citewell.metadata import strip_metadata

# Red and green have changed places, and the name is another.
SWAPPED = (
    ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    .tobytes()
    .replace(b"s\0R\0G\0B", b"G\0R\0B\0s")
    .replace(b"rXYZ", b"tmp!")
    .replace(b"gXYZ", b"rXYZ")
    .replace(b"tmp!", b"gXYZ")
)
LAB = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()


def widths(prints: Prints) -> tuple[list[int], list[int]]:
    return [made.width for made in prints.copies], [made.width for made in prints.webp]


@pytest.mark.parametrize(
    ("width", "copies", "webp"),
    [
        (300, [], [300]),
        (480, [], [480]),
        (700, [480], [480, 700]),
        (2000, [480, 960, 1600], [480, 960, 1600]),
    ],
)
def test_copies_are_never_wider_than_the_picture(
    width: int, copies: list[int], webp: list[int]
) -> None:
    prints = make_prints(photograph(size=(width, 100)), sized=True)

    assert widths(prints) == (copies, webp)
    assert prints.whole.width == width


def test_copies_have_the_size_and_format_that_they_are_said_to_have() -> None:
    prints = make_prints(photograph(size=(1200, 900)), sized=True)

    for made in (prints.whole, *prints.copies, *prints.webp):
        shown = look(made.data)
        assert (shown.size, shown.format) == ((made.width, made.height), made.format)
        assert made.height * 4 == made.width * 3


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_nothing_is_said_beside_what_is_shown(kind: str) -> None:
    prints = make_prints(photograph(kind, (900, 600), 1 if kind == "GIF" else 6), sized=True)

    assert prints.copies
    for made in (prints.whole, *prints.copies, *prints.webp):
        assert SECRET not in made.data
        assert not look(made.data).getexif()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("turn", range(1, 9))
def test_a_picture_is_turned_as_the_camera_said(kind: str, turn: int) -> None:
    taken = photograph(kind, (60, 40), turn)

    whole = make_prints(taken, sized=False).whole

    expected = Image.open(io.BytesIO(taken))
    corners = [(x, y) for x in (2, whole.width - 3) for y in (2, whole.height - 3)]
    upright = _turned(expected, turn)
    shown = look(whole.data).convert("RGB")
    assert (whole.width, whole.height) == upright.size
    for corner in corners:
        assert _distance(shown, upright, corner) < 30


def _turned(image: Image.Image, turn: int) -> Image.Image:
    from PIL import ImageOps  # noqa: PLC0415  another opinion of the same standard

    assert image.getexif()[0x0112] == turn
    return ImageOps.exif_transpose(image).convert("RGB")


def _distance(one: Image.Image, other: Image.Image, place: tuple[int, int]) -> int:
    return max(abs(a - b) for a, b in zip(_colour(one, place), _colour(other, place), strict=True))


def _colour(image: Image.Image, place: tuple[int, int]) -> tuple[int, ...]:
    colour = image.getpixel(place)
    assert isinstance(colour, tuple)
    return colour


def test_a_picture_that_is_upright_keeps_its_pixels() -> None:
    taken = photograph(size=(700, 100))

    assert make_prints(taken, sized=True).whole.data == strip_metadata(taken)


def test_a_handout_keeps_its_pixels_however_it_is_turned() -> None:
    taken = photograph(turn=6)

    assert make_stripped(taken).whole.data == strip_metadata(taken)


def test_a_picture_that_no_text_shows_has_no_copies() -> None:
    assert widths(make_prints(photograph(size=(700, 100)), sized=False)) == ([], [])


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_a_picture_that_moves_has_no_copies_and_goes_on_to_move(kind: str) -> None:
    prints = make_prints(film(kind), sized=True)

    assert widths(prints) == ([], [])
    assert getattr(look(prints.whole.data), "n_frames", 1) == 3


@pytest.mark.parametrize("mode", ["L", "LA", "RGBA"])
def test_every_kind_of_colours_has_copies(mode: str) -> None:
    prints = make_prints(save(draw(1000, 600, mode), "PNG"), sized=True)

    assert widths(prints)[0][0] == 480


@pytest.mark.parametrize("mode", ["1", "P"])
def test_there_are_no_copies_that_would_be_larger_than_the_picture(mode: str) -> None:
    prints = make_prints(save(draw(500, 300, mode), "PNG"), sized=True)

    assert widths(prints) == ([], [])


def test_a_picture_can_be_seen_through_in_its_copies_too() -> None:
    image = draw(1000, 600, "RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))

    prints = make_prints(save(image, "PNG"), sized=True)

    for made in (*prints.copies, *prints.webp):
        assert look(made.data).mode == "RGBA"


def test_colours_for_paper_become_colours_for_screens() -> None:
    prints = make_prints(save(draw(1000, 600, "CMYK"), "JPEG"), sized=True)

    assert {look(made.data).mode for made in prints.copies} == {"RGB"}


def test_a_picture_of_sixteen_bits_is_published_as_it_is() -> None:
    prints = make_prints(save(Image.new("I;16", (600, 20), 40_000), "PNG"), sized=True)

    assert widths(prints) == ([], [])
    assert look(prints.whole.data).getpixel((0, 0)) == 40_000


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_colours_of_another_profile_become_those_of_srgb(kind: str) -> None:
    taken = save(Image.new("RGB", (700, 100), (200, 40, 40)), kind, icc_profile=SWAPPED)

    prints = make_prints(taken, sized=True)

    (copy,) = prints.copies or prints.webp[:1]
    shown = look(copy.data)
    assert _distance(shown, Image.new("RGB", (9, 9), (40, 200, 40)), (5, 5)) < 30
    assert "icc_profile" not in shown.info
    assert look(prints.whole.data).info["icc_profile"] == SWAPPED


def test_a_profile_that_does_not_fit_its_colours_is_passed_over() -> None:
    taken = save(draw(700, 100), "JPEG", icc_profile=LAB)

    prints = make_prints(taken, sized=True)

    assert _distance(look(prints.copies[-1].data), draw(480, 69), (240, 30)) < 30


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_the_same_picture_gives_the_same_bytes(kind: str) -> None:
    taken = photograph(kind, (1000, 700), 1)

    assert make_prints(taken, sized=True) == make_prints(taken, sized=True)


def test_a_picture_cut_short_is_refused() -> None:
    with pytest.raises(ValueError, match="too early"):
        make_prints(photograph()[:300], sized=True)


def test_a_picture_of_nonsense_is_refused() -> None:
    taken = bytearray(save(draw(60, 40), "PNG"))
    taken[50:60] = bytes(10)

    with pytest.raises(ValueError, match=r"."):
        make_prints(bytes(taken), sized=True)


def test_a_picture_too_large_to_be_opened_is_refused() -> None:
    huge = save(Image.new("1", (30_000, 30_000)), "PNG")

    with pytest.raises(ValueError, match="more than 89 million pixels"):
        make_prints(huge, sized=True)
