from __future__ import annotations

import pytest
from hypothesis import given as forall
from hypothesis import strategies as st

from citewell.embeds import find_page

TALK = "https://www.youtube.com/watch?v=abc"


@pytest.mark.parametrize(
    "address",
    [
        TALK,
        "https://youtu.be/abc?t=30",
        "//m.youtube.com/watch?v=abc",
        "https://vimeo.com/123",
        "https://www.ted.com/talks/x",
        "https://open.spotify.com/episode/x",
        "https://www.google.com/maps/place/London",
        "https://www.google.co.uk/maps?q=London",
        "https://maps.google.de/?q=Ulm",
        "https://goo.gl/maps/x",
        "https://www.bing.com/maps?cp=1",
        "https://www.openstreetmap.org/#map=19/1/2",
        "https://example.org/film.MP4?size=big",
        "../downloads/breathing.mp3",
    ],
)
def test_a_video_or_a_map_is_seen_at_its_address(address: str) -> None:
    assert find_page(address) == address


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("https://www.youtube.com/embed/abc", TALK),
        ("https://www.youtube-nocookie.com/embed/abc?rel=0", TALK),
        ("https://player.vimeo.com/video/123?h=0", "https://vimeo.com/123"),
    ],
)
def test_what_is_for_frames_is_seen_elsewhere(address: str, page: str) -> None:
    assert find_page(address) == page


@pytest.mark.parametrize(
    "address",
    [
        "",
        "../images/chair.jpg",
        "https://example.org/",
        "https://notyoutube.com/watch",
        "https://img.youtube.com/vi/abc/0.jpg",
        "https://tile.openstreetmap.org/1/2/3.png",
        "https://www.google.com/search?q=maps",
        "https://www.google.com/maps/embed?pb=1",
        "https://www.youtube.com/embed/videoseries?list=1",
        "https://[youtube.com",
    ],
)
def test_all_else_stays_what_it_is(address: str) -> None:
    assert find_page(address) is None


@forall(st.text() | st.text().map("https://youtube.com/{}".format))
def test_the_page_of_an_address_is_its_own(address: str) -> None:
    page = find_page(address)

    assert page is None or find_page(page) == page
