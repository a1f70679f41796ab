"""Pages fit small screens, wide spacing and paper."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
POST = "posts/everything/"
PATHS = (
    "",
    "page/2/",
    POST,
    "about/",
    "archive/",
    "archive/2020/",
    "tags/",
    "tags/one/",
    "search/?q=words",
    "downloads/",
    "downloads/diary/",
    "library/",
    "404.html",
)
SPACING = """() => {
  const wide = new CSSStyleSheet();
  wide.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important } p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets = [wide];
}"""


def _overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def test_nothing_scrolls_sideways_on_the_smallest_screen(open_page: Open, full_site: str) -> None:
    page = open_page(full_site, viewport={"width": 320, "height": 640})

    for path in PATHS:
        page.goto(full_site + path)

        assert _overflow(page) <= 0, path


def test_nothing_scrolls_sideways_when_a_reader_spaces_text(
    open_page: Open, full_site: str
) -> None:
    """WCAG 2.2, 1.4.12."""
    page = open_page(full_site, viewport={"width": 320, "height": 640})

    for path in PATHS:
        page.goto(full_site + path)
        page.evaluate(SPACING)

        assert _overflow(page) <= 0, path


@pytest.mark.parametrize("width", [390, 700, 1280])
def test_a_table_too_wide_scrolls_by_itself(open_page: Open, full_site: str, width: int) -> None:
    page = open_page(full_site + POST, viewport={"width": width, "height": 640})
    assert _overflow(page) <= 0

    frame = page.get_by_role("group", name="day, time, place that is rather long")
    frame.focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")

    expect(frame.get_by_role("table")).to_be_visible()
    expect(frame.get_by_role("columnheader", name="more still")).to_be_in_viewport(ratio=0.9)


def test_a_heading_of_a_table_breaks_between_words(open_page: Open, full_site: str) -> None:
    page = open_page(full_site + POST, viewport={"width": 390, "height": 640})

    lines = page.locator("th").evaluate_all("""headings => headings.flatMap(({ firstChild }) =>
      [...(firstChild?.data ?? "").matchAll(/\\S+/g)].map((word) => {
        const range = new Range();
        range.setStart(firstChild, word.index);
        range.setEnd(firstChild, word.index + word[0].length);
        return range.getClientRects().length;
      }))""")

    assert set(lines) == {1}


def test_a_line_holds_about_66_characters(open_page: Open, full_site: str) -> None:
    page = open_page(full_site + POST, viewport={"width": 1280, "height": 800})

    width = page.locator(".text > p").first.evaluate("""paragraph => {
      const words = document.createElement("span");
      words.style.whiteSpace = "nowrap";
      words.textContent = "A line of plain English, as long as a reader's eye is content with";
      paragraph.append(words);
      return paragraph.clientWidth / (words.offsetWidth / words.textContent.length);
    }""")

    assert 55 < width < 75


def test_head_text_and_foot_begin_at_one_line(open_page: Open, full_site: str) -> None:
    page = open_page(full_site + POST, viewport={"width": 1280, "height": 800})

    begins = page.locator("body > :is(header, main, footer)").evaluate_all(
        "parts => parts.map(part => part.getBoundingClientRect().left)"
    )

    assert begins == begins[:1] * 3


def test_the_foot_looks_the_same_on_pages_of_every_kind(open_page: Open, full_site: str) -> None:
    page = open_page(full_site, viewport={"width": 700, "height": 800})
    feet = set()

    for path in (POST, "archive/", "archive/2020/", "tags/", "library/", "downloads/", "about/"):
        page.goto(full_site + path)
        feet.add(
            page.locator(
                ".foot"
            ).evaluate("""foot => [...foot.querySelectorAll("*")].map((node) => {
              const { top, height } = node.getBoundingClientRect();
              const { fontSize, fontWeight, color } = getComputedStyle(node);
              const place = Math.round(top - foot.getBoundingClientRect().top);
              return [node.tagName, place, Math.round(height), fontSize, fontWeight, color];
            }).join("\\n")""")
        )

    assert len(feet) == 1


def test_credentials_stand_at_one_distance(open_page: Open, full_site: str) -> None:
    page = open_page(full_site + POST, viewport={"width": 1600, "height": 800})
    page.evaluate("document.documentElement.style.setProperty('--measure', '90ch')")

    heights = page.locator("address :is(p, li)").evaluate_all(
        "lines => lines.map(line => Math.round(line.getBoundingClientRect().height))"
    )

    assert len(heights) == len(("name", "credential", "credential", "contact"))
    assert len(set(heights)) == 1


def test_the_number_of_a_part_stands_beside_its_title(open_page: Open, full_site: str) -> None:
    page = open_page(full_site + POST)

    # The marker has the font of its item, and stands on the first line of what is in it.
    above = page.locator(".kin ol li").first.evaluate("""item => {
      const bottom = (node) => {
        const range = new Range();
        range.selectNodeContents(node);
        return range.getClientRects()[0].bottom;
      };
      item.prepend("1.");
      return bottom(item.lastElementChild.firstChild) - bottom(item.firstChild);
    }""")

    assert abs(above) < 1


def test_paper_shows_text_and_no_navigation(open_page: Open, full_site: str) -> None:
    page = open_page(full_site + POST, color_scheme="dark")

    page.emulate_media(media="print")

    for hidden in page.locator("nav, .skip, .leave, .backlink, details").all():
        expect(hidden).to_be_hidden()
    expect(page.locator(".printed")).to_contain_text(
        "https://www.example.org/blog/posts/everything/"
    )
    assert page.locator("html").evaluate("node => getComputedStyle(node).backgroundColor") == (
        "rgb(255, 255, 255)"
    )


def test_paper_shows_the_addresses_of_links(open_page: Open, full_site: str) -> None:
    page = open_page(full_site + POST)
    link = page.get_by_role("link", name="a link").first

    page.emulate_media(media="print")

    written = link.evaluate("node => getComputedStyle(node, '::after').content")
    assert "https://example.org/" in written


def test_paper_shows_an_address_once(open_page: Open, full_site: str) -> None:
    page = open_page(full_site + POST)

    page.emulate_media(media="print")

    shown = page.locator("main .uri, main .csl-entry a").evaluate_all(
        "all => all.map(link => getComputedStyle(link, '::after').content)"
    )
    assert set(shown) == {"none"}


def _weight(*files: Path) -> int:
    return sum(len(gzip.compress(file.read_bytes())) for file in files)


def test_a_post_is_light(open_page: Open, full_site: str) -> None:
    requests: list[str] = []
    page = open_page(full_site)
    page.on("request", lambda request: requests.append(request.url))

    page.goto(full_site + "posts/cafe/")

    assert len([url for url in requests if not url.endswith(".svg")]) <= 3


def test_style_and_script_of_a_post_stay_small(own_folder: Path) -> None:
    (style,), (script,) = own_folder.glob("style.*.css"), own_folder.glob("cite.*.js")

    assert _weight(style, script) < 2350, "bytes over the wire, for every post: weigh what you add"


def test_a_post_with_sources_stays_light(own_folder: Path) -> None:
    post = own_folder / "posts/skype-or-vsee/index.html"
    (style,), (script,) = own_folder.glob("more.*.css"), own_folder.glob("cite.*.js")

    assert all(file.name in post.read_text("utf-8") for file in (style, script))
    assert _weight(post, style, script) < 6700, "500 words, four sources, two downloads"


@pytest.mark.parametrize(
    ("path", "sheets"),
    [
        ("posts/skype-or-vsee/", ["more"]),
        ("posts/writing-a-post/", ["rich"]),
        ("archive/", ["more", "lists"]),
        ("library/", ["rich", "lists"]),
    ],
)
def test_a_page_links_the_sheets_that_it_needs(
    open_page: Open, own_site: str, path: str, sheets: list[str]
) -> None:
    page = open_page(own_site + path)

    links = page.locator("link[rel=stylesheet]").evaluate_all("all => all.map(link => link.href)")

    assert [Path(link).name.partition(".")[0] for link in links] == sheets
