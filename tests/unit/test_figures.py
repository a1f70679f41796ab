"""Links and pictures as pages and feeds write them."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_site import read_markup

from citewell.figures import Frames, check_words
from citewell.model import Asset, Copy, Picture, Target
from citewell.problems import Level, Place

PLACE = Place("content/posts/one.md", 7, 10, 3, "![](x.jpg)")


def copy(path: str, width: int) -> Copy:
    asset = Asset(f"images/{path}", Path(path), "content/images/x.jpg", 1, "0")
    return Copy(asset, width, width // 2)


def frames(picture: Picture | None = None) -> Frames:
    routes = {"content/images/x.jpg": "images/x.jpg", "archive": "archive/"}
    return Frames(routes, {"images/x.jpg": picture} if picture else {})


def show(
    tag: str = '<img alt="A chair">', picture: Picture | None = None, *, plain: bool = False
) -> str:
    target = Target("../images/x.jpg", PLACE, tag)
    (written,) = frames(picture).write([target], "/{}".format, plain=plain)
    return written


WIDE = Picture(
    copy("x.jpg", 4000),
    (copy("a.jpg", 480), copy("b.jpg", 1600)),
    (copy("a.webp", 480), copy("b.webp", 1600)),
)
NARROW = Picture(copy("x.jpg", 300), (), (copy("a.webp", 300),))
SIZES = 'sizes="(min-width: 40rem) 36rem, 100vw"'


def test_links_are_written_as_their_page_must_and_escaped() -> None:
    targets = [Target("/archive/", PLACE), Target('/moon/?a="&b', PLACE)]

    assert frames().write(targets, "../{}".format) == (
        "../archive/",
        "..//moon/?a=&quot;&amp;b",
    )


def test_a_wide_picture_has_copies_to_choose_from() -> None:
    assert show(picture=WIDE) == (
        '<picture><source type="image/webp"'
        f' srcset="/images/a.webp 480w, /images/b.webp 1600w" {SIZES}>'
        f'<img src="/images/b.jpg" srcset="/images/a.jpg 480w, /images/b.jpg 1600w" {SIZES}'
        ' width="1600" height="800" alt="A chair"></picture>'
    )


def test_a_narrow_picture_leaves_no_choice_of_widths() -> None:
    assert show(picture=NARROW) == (
        '<picture><source type="image/webp" srcset="/images/a.webp">'
        '<img src="/images/x.jpg" width="300" height="150" alt="A chair"></picture>'
    )


def test_all_of_a_picture_is_offered_where_no_copy_is_as_wide() -> None:
    picture = Picture(copy("x.jpg", 700), (copy("a.jpg", 480),))

    assert 'srcset="/images/a.jpg 480w, /images/x.jpg 700w"' in show(picture=picture)


def test_a_picture_of_which_nothing_is_known_is_shown_all_the_same() -> None:
    assert show() == '<img src="/images/x.jpg" alt="A chair">'


def test_feeds_show_one_picture_with_its_size() -> None:
    shown = show(picture=WIDE, plain=True)

    assert shown == '<img src="/images/b.jpg" width="1600" height="800" alt="A chair">'


def test_all_pictures_but_the_first_wait_for_the_reader() -> None:
    targets = [Target("../images/x.jpg", PLACE, '<img alt="">')] * 3

    first, *others = frames(WIDE).write(targets, str)

    assert "lazy" not in first
    assert all('loading="lazy" decoding="async"' in other for other in others)


@pytest.mark.parametrize("own", ['width="200"', "height=9", "Width=9"])
def test_a_size_of_the_writers_own_stays_alone(own: str) -> None:
    (image,) = [part for part in show(f"<img {own}>", WIDE).split("<") if part.startswith("img")]

    assert image.lower().count("width=") + image.lower().count("height=") == 1


def test_words_that_look_like_a_size_are_words() -> None:
    shown = show("<img alt=\"of great width and height\" title='a width'>", WIDE)

    assert 'width="1600" height="800" alt="of great' in shown


def test_copies_of_the_writers_own_are_the_only_ones() -> None:
    assert show('<img alt="" srcset="y.jpg 2x">', WIDE) == (
        '<img src="/images/x.jpg" alt="" srcset="y.jpg 2x">'
    )


def test_a_picture_without_words_has_empty_ones() -> None:
    assert show("<img>") == '<img src="/images/x.jpg" alt="">'


@pytest.mark.parametrize("tag", ["<img>", "<img />", '<img class="a" alt="b" />'])
def test_what_is_written_is_whole(tag: str) -> None:
    assert not read_markup(show(tag, WIDE)).faults


def test_a_picture_without_words_is_a_warning_with_its_place() -> None:
    (problem,) = check_words([Target("x.jpg", PLACE, '<img class="alt">'), Target("x", PLACE)])

    assert (problem.path, problem.line, problem.level) == (PLACE.path, 7, Level.WARNING)
    assert '{alt=""}' in problem.hint


def test_a_picture_that_is_mere_ornament_is_no_problem() -> None:
    assert not list(check_words([Target("x.jpg", PLACE, '<img alt="">')]))
