"""Pages for programs: complete, well formed, and with whole addresses."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_site import WORDS, Small, plan_of, post_of, text_of

from citewell.feedposts import Voice
from citewell.feeds import (
    render_atom,
    render_json_feed,
    render_robots,
    render_search_index,
    render_sitemap,
)
from citewell.model import Feed, Key, Span
from citewell.record import replace

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
HOME = "https://example.org/blog/"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
WEITZ = [{"id": "weitz", "type": "book", "title": "Two", "author": [{"family": "Weitz"}]}]
EMPTY = plan_of({})
VOICE = Voice(WORDS.say, lambda day, language: f"{day:%d.%m.%Y} in {language}")
EVIL = "<script>&\"'</title>]]>"


def parse_xml(data: bytes) -> ET.Element:
    return ET.fromstring(data)  # noqa: S314  our own output, not someone's attack


def atom(small: Small, path: str = "feed.xml") -> ET.Element:
    feed = next(feed for feed in small.plan.feeds if feed.path == path)
    return parse_xml(render_atom(feed, small.plan.site, small.contents, VOICE).data)


def output(small: Small, path: str) -> bytes:
    return next(output.data for output in small.plan.outputs if output.path == path)


def words(parent: ET.Element, name: str) -> str:
    found = parent.findall(f"{ATOM}{name}")
    assert len(found) == 1, name
    return found[0].text or ""


def links(parent: ET.Element) -> dict[str, str]:
    return {link.get("rel", ""): link.get("href", "") for link in parent.findall(f"{ATOM}link")}


def entry(small: Small) -> ET.Element:
    found = atom(small).find(f"{ATOM}entry")
    assert found is not None
    return found


def content(small: Small) -> str:
    return words(entry(small), "content")


def one(body: str = "Text.", **fields: object) -> Small:
    return plan_of({"content/posts/one.md": post_of(body, **fields)})


def test_a_feed_has_what_rfc_4287_requires() -> None:
    feed = atom(one())

    assert words(feed, "title") == "A site"
    assert words(feed, "id") == HOME
    assert INSTANT.fullmatch(words(feed, "updated"))
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    assert links(feed) == {"self": f"{HOME}feed.xml", "alternate": HOME}


def test_an_entry_has_what_rfc_4287_requires() -> None:
    found = entry(one(updated="2021-02-03"))

    assert words(found, "title") == "A post"
    assert words(found, "id") == f"{HOME}posts/one/"
    assert words(found, "published") == "2020-01-01T12:00:00Z"
    assert words(found, "updated") == "2021-02-03T12:00:00Z"
    assert links(found) == {"alternate": f"{HOME}posts/one/"}


def test_a_feed_is_as_new_as_its_newest_change() -> None:
    texts = {"content/posts/a.md": post_of(updated="2022-01-01"), "content/posts/b.md": post_of()}

    assert words(atom(plan_of(texts)), "updated") == "2022-01-01T12:00:00Z"


def test_a_feed_without_posts_is_still_a_feed() -> None:
    feed = atom(plan_of({}))

    assert INSTANT.fullmatch(words(feed, "updated"))
    assert feed.findall(f"{ATOM}entry") == []


def test_entries_have_ids_of_their_own() -> None:
    texts = {f"content/posts/{name}.md": post_of() for name in "abc"}

    ids = [words(found, "id") for found in atom(plan_of(texts)).findall(f"{ATOM}entry")]

    assert len(set(ids)) == len(texts)


def test_the_newest_twenty_posts_are_in_a_feed() -> None:
    days = [f"2020-01-{day:02}" for day in range(1, 26)]
    texts = {f"content/posts/{day}-p.md": post_of(date=day, slug=f"p{day}") for day in days}

    found = atom(plan_of(texts)).findall(f"{ATOM}entry")

    assert [words(each, "published")[:10] for each in found] == sorted(days, reverse=True)[:20]


def test_a_tag_has_a_feed_of_its_posts_only() -> None:
    texts = {
        "content/posts/a.md": post_of(tags=["Grief"]),
        "content/posts/b.md": post_of(tags=["Sleep"]),
    }

    feed = atom(plan_of(texts), "tags/grief/feed.xml")

    assert words(feed, "title") == "A site: Grief"
    assert words(feed, "id") == f"{HOME}tags/grief/"
    (found,) = feed.findall(f"{ATOM}entry")
    assert words(found, "id") == f"{HOME}posts/a/"


def test_a_feed_holds_the_whole_post_with_its_references() -> None:
    small = one("# Head\n\nOne [@weitz].\n\nTwo.", references=WEITZ)

    assert "<p>Two.</p>" in content(small)
    assert '<li id="ref-weitz">Weitz. (n.d.). <i>Two</i>.</li>' in content(small)


GONE = [{**WEITZ[0], "status": "retracted", "archived": "https://archive.example/<a>"}]
CARE = """\
title: A site
url: https://example.org/blog/
crisis:
  text: Call & speak.
  lines: [{title: Help, url: "tel:116-123", country: UK, note: day and night}]
disclaimer: No *advice*.
credentials: [{name: Therapist, register: UKCP, url: "https://ukcp.example/", number: "12"}]
contact: {email: ada@example.org, phone: +44 20 7946 0000, address: 1 High Street}
"""


def test_a_post_in_a_feed_begins_with_what_is_to_be_known_before() -> None:
    found = content(one(content_note="Of <loss>.", summary_plain="In short."))

    assert found.startswith(
        "<p><strong>Before you read:</strong> Of &lt;loss&gt;.</p>"
        "<p><strong>In plain words</strong><br>In short.</p><hr><p>Text.</p>"
    )


def test_a_post_in_a_feed_ends_with_its_review_and_its_changes_newest_first() -> None:
    changes = [{"date": "2021-01-01", "text": "Old."}, {"date": "2021-02-02", "text": "<New>."}]

    found = content(one(reviewed="2021-03-03", reviewed_by="Ben", changes=changes, lang="de"))

    assert found.endswith(
        "<p>Zuletzt geprüft am 03.03.2021 in de von Ben</p><h2>Was sich geändert hat</h2><ul>"
        "<li>02.02.2021 in de: &lt;New&gt;.</li><li>01.01.2021 in de: Old.</li></ul>"
    )


def test_a_feed_says_what_became_of_a_source() -> None:
    copy = '<a href="https://archive.example/&lt;a&gt;">Archived copy</a>'

    assert f"</i>. <strong>[retracted]</strong> {copy}</li>" in content(
        one("One [@weitz].", references=GONE)
    )


def test_every_post_in_a_feed_ends_with_the_care_of_the_site() -> None:
    care = (
        "<hr><h2>If you need help now</h2><p>Call &amp; speak.</p><ul><li><bdi>Help</bdi>: "
        '<a href="tel:116-123"><bdi dir="ltr">116\N{NO-BREAK SPACE}123</bdi></a> · '
        "<bdi>UK</bdi>, <bdi>day and night</bdi></li></ul><hr><p>No <em>advice</em>.</p><hr>"
        '<ul><li><bdi>Therapist</bdi>, <a href="https://ukcp.example/"><bdi>UKCP</bdi></a>, '
        'no. <bdi>12</bdi></li></ul><p><a href="mailto:ada@example.org"><bdi dir="ltr">'
        'ada@example.org</bdi></a><br><a href="tel:+44-20-7946-0000"><bdi dir="ltr">'
        "+44 20 7946 0000</bdi></a><br><bdi>1 High Street</bdi></p>"
    )
    texts = {"content/posts/one.md": post_of()}

    assert content(plan_of(texts, CARE)).endswith(f"<p>Text.</p>{care}")
    foreign = plan_of({"content/posts/one.md": post_of(lang="he")}, CARE)
    assert content(foreign).endswith(f'<p>Text.</p><div lang="en" dir="auto">{care}</div>')


def test_the_json_feed_carries_the_same_text() -> None:
    small = plan_of({"content/posts/one.md": post_of(content_note="Of loss.")}, CARE)
    feed = next(feed for feed in small.plan.feeds if feed.path == "feed.json")

    made = json.loads(render_json_feed(feed, small.plan.site, small.contents, VOICE).data)

    assert made["items"][0]["content_html"] == content(small)


def test_links_in_a_feed_are_whole() -> None:
    texts = {
        "content/posts/one.md": post_of(
            "[a](../pages/about.md#me) ![b](<../images/b c.png>) [d](#x) [@weitz]",
            references=WEITZ,
        ),
        "content/pages/about.md": text_of("About."),
    }

    small = plan_of(texts, assets=("content/images/b c.png",))

    addresses = re.findall(r'(?:href|src)="([^"]*)"', content(small))
    assert addresses == [
        f"{HOME}about/#me",
        f"{HOME}images/b%20c.png",
        f"{HOME}posts/one/#x",
        f"{HOME}posts/one/#ref-weitz",
    ]


def test_addresses_in_a_feed_hold_only_what_addresses_may() -> None:
    small = plan_of({"content/posts/心 x.md": post_of(tags=["心"])})

    assert words(entry(small), "id") == f"{HOME}posts/%E5%BF%83-x/"
    assert words(atom(small, "tags/心/feed.xml"), "id") == f"{HOME}tags/%E5%BF%83/"


def test_markup_in_the_words_of_an_author_is_only_text() -> None:
    small = one("a", title=EVIL, summary=EVIL, author=EVIL, tags=[EVIL])

    found = entry(small)

    assert words(found, "title") == EVIL
    assert words(found, "summary") == EVIL
    assert [tag.get("term") for tag in found.findall(f"{ATOM}category")] == [EVIL]
    assert found.findtext(f"{ATOM}author/{ATOM}name") == EVIL


@given(title=st.text(st.characters(codec="utf-8"), min_size=1))
def test_a_feed_is_well_formed_whatever_a_post_is_called(title: str) -> None:
    urls = render_sitemap([(title, None)], HOME)
    feed = Feed("feed.xml", "", title, "", ())

    assert parse_xml(urls).tag == f"{MAP}urlset"
    assert parse_xml(render_atom(feed, EMPTY.plan.site, {}, VOICE).data).tag == f"{ATOM}feed"


def test_a_tag_with_a_sign_that_xml_forbids_leaves_the_feed_well_formed() -> None:
    small = one(tags=["sleep"])
    feed = small.plan.feeds[0]
    (shown,) = feed.entries
    meta = replace(shown.article.meta, tags=(Key("sle\x01ep", Span(0, 0)),))
    shown = replace(shown, article=replace(shown.article, meta=meta))

    made = render_atom(replace(feed, entries=(shown,)), small.plan.site, small.contents, VOICE)

    found = parse_xml(made.data).find(f"{ATOM}entry")
    assert found is not None
    assert [tag.get("term") for tag in found.findall(f"{ATOM}category")] == ["sleep"]


def test_two_spellings_of_a_tag_are_one_category() -> None:
    found = entry(one(tags=["Grief", "grief", "Sleep"]))

    assert [tag.get("term") for tag in found.findall(f"{ATOM}category")] == ["Grief", "Sleep"]


def test_a_post_in_another_language_says_so() -> None:
    language = "{http://www.w3.org/XML/1998/namespace}lang"

    assert entry(one(lang="de")).get(language) == "de"
    assert entry(one()).get(language) is None


def test_without_an_address_of_the_site_there_are_no_feeds() -> None:
    small = plan_of({"content/posts/one.md": post_of()}, "title: A site\n")

    assert small.plan.feeds == ()
    assert "sitemap.xml" not in {output.path for output in small.plan.outputs}
    assert small.plan.site.feed == ""


def test_the_site_map_names_every_page_but_redirects_and_the_page_for_wrong_addresses() -> None:
    texts = {
        "content/posts/one.md": post_of(tags=["Grief"], aliases=["/old/"]),
        "content/pages/about.md": text_of("About."),
    }
    small = plan_of(texts)

    listed = [loc.text or "" for loc in parse_xml(output(small, "sitemap.xml")).iter(f"{MAP}loc")]

    made = {page.path for page in small.plan.pages} - {"404.html", "old/index.html"}
    assert {url.removeprefix(HOME) + "index.html" for url in listed} == made
    assert len(listed) == len(set(listed))


def test_the_site_map_knows_the_day_of_the_last_change() -> None:
    root = parse_xml(output(one(updated="2021-02-03"), "sitemap.xml"))

    days = {url.findtext(f"{MAP}loc"): url.findtext(f"{MAP}lastmod") for url in root}

    assert days[f"{HOME}posts/one/"] == "2021-02-03"
    assert days[HOME] is None


@pytest.mark.parametrize(
    ("url", "lines"),
    [
        (HOME, ["User-agent: *", "Allow: /", f"Sitemap: {HOME}sitemap.xml"]),
        ("", ["User-agent: *", "Allow: /"]),
    ],
)
def test_robots_may_read_everything(url: str, lines: list[str]) -> None:
    assert render_robots(url).decode().splitlines() == lines


def test_the_search_index_holds_what_is_looked_for() -> None:
    small = plan_of({"content/posts/ü.md": post_of("Text.", title=EVIL, tags=["Grïef"])})

    assert json.loads(output(small, "search.json")) == {
        "posts": [
            {
                "title": EVIL,
                "url": "posts/u/",
                "date": "2020-01-01",
                "summary": "Text.",
                "tags": ["Grïef"],
            }
        ]
    }


def test_the_search_index_of_an_empty_site_is_empty() -> None:
    assert json.loads(render_search_index([])) == {"posts": []}
