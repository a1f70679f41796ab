from __future__ import annotations

import pytest

from citewell.safety import find_faults

OWN, TRUSTED = "blog.example.org", ["images.example.org"]


def kinds(page: str) -> list[str]:
    return [fault.kind for fault in find_faults(page, OWN, TRUSTED)]


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("<script>alert(1)</script>", "script"),
        ('<script src="https://tracker.example.com/t.js"></script>', "script"),
        ("<SCRIPT SRC=//tracker.example.com/t.js></SCRIPT>", "script"),
        ('<iframe src="https://www.youtube.com/embed/x"></iframe>', "frame"),
        ('<object data="https://e.example.com/x.swf"></object>', "frame"),
        ('<iframe srcdoc="<p>x</p>"></iframe>', "frame"),
        ("<IFRAME SRCDOC></IFRAME>", "frame"),
        ("<img src=https://e.example.com/p.gif alt=a<b>", "foreign"),
        ('<img src="https://e.example.com/p.gif" <p', "foreign"),
        ('<img src="https://e.example.com/p.gif">', "foreign"),
        ('<img src="a.png" srcset="a.png 1x, https://e.example.com/p.png 2x">', "foreign"),
        ('<video poster="//e.example.com/p.png"></video>', "foreign"),
        ('<link rel="preconnect" href="https://fonts.example.com">', "ahead"),
        ('<form action="https://list.example.com/join"></form>', "form"),
        ('<LINK REL="DNS-Prefetch" HREF="//fonts.example.com">', "ahead"),
        ('<link rel=prefetch href="https://e.example.com/next">', "ahead"),
        ('<link rel="prerender" href="https://e.example.com/">', "ahead"),
        ('<link rel="preload" as="image" imagesrcset="https://e.example.com/p.png 2x">', "sheet"),
        ('<meta http-equiv="refresh" content="0; url=https://e.example.com/">', "away"),
        ("<META HTTP-EQUIV=Refresh CONTENT=\"5 ,URL = '//e.example.com/' x\">", "away"),
        ('<meta http-equiv="refresh" content="0;https://e.example.com/">', "away"),
        ("<style>p { color: red }</style>", "style"),
        ('<p style="color: red">x</p>', "style"),
        ('<p onclick="f()">x</p>', "script"),
        ('<p title="a > b" onclick="f()">x</p>', "script"),
        ('<a href="x"onclick="f()">x</a>', "script"),
        ("<svg/onload=f()>", "script"),
        ("<p title=it's onclick=f()>it's</p>", "script"),
        ('<a href="javascript:f()">x</a>', "script"),
        ('<a href=" Java&#9;Script:f()">x</a>', "script"),
        ('<a href="data:text/html,x">x</a>', "script"),
        ('<button formaction="javascript:f()">x</button>', "script"),
        ('<img alt="a > b" src="https://e.example.com/p.gif">', "foreign"),
        (r'<img src="https:\\e.example.com/p.gif">', "foreign"),
        (r'<img src="/\e.example.com/p.gif">', "foreign"),
        ('<a href="/x" ping="https://e.example.com/">x</a>', "ping"),
        ('<button formaction="https://e.example.com/">x</button>', "form"),
        ('<base href="https://e.example.com/">', "base"),
        ('<link rel="stylesheet" href="https://e.example.com/s.css">', "sheet"),
        ('<audio src="https://e.example.com/listen"></audio>', "media"),
        ('<img src="data:image/png;base64,AAAA">', "data"),
        ('<img srcset="a.png, DATA:image/png;base64,AAAA 2x">', "data"),
        ('<audio src=" data:audio/mp3,A"></audio>', "data"),
        ('<source srcset="https://e.example.com/p.webp 2x">', "foreign"),
        ('<form action="https://images.example.org/join"></form>', "form"),
        ('<base href="https://images.example.org/">', "base"),
        ('<svg><use xlink:href="https://e.example.com/i.svg#x"/></svg>', "foreign"),
    ],
)
def test_what_would_follow_readers_or_be_blocked_is_found(page: str, kind: str) -> None:
    assert kinds(page) == [kind]


@pytest.mark.parametrize(
    "page",
    [
        '<a href="https://e.example.com/">a link asks nobody until it is followed</a>',
        '<link rel="canonical" href="https://e.example.com/">',
        '<img src="https://images.example.org/p.png">',
        '<img src="https://blog.example.org/p.png">',
        '<img src="../images/p.png">',
        '<img src="database:x.png">',
        '<link rel="icon" href="data:,">',
        '<form action="https://blog.example.org/join"></form>',
        '<script type="application/ld+json">{"url": "https://e.example.com/"}</script>',
        '<script src="../find.js" defer></script>',
        "<p>onclick=“f()” and style= in a sentence</p>",
        "<code>&lt;script&gt;</code>",
        '<p title="say onclick = f(), or style = x">x</p>',
        '<a href="https://e.example.com/javascript:x">x</a>',
        '<meta http-equiv="refresh" content="0; url=../posts/one/">',
        '<meta http-equiv="refresh" content="0; url=https://blog.example.org/posts/one/">',
        '<meta http-equiv="refresh" content="0; url=https://images.example.org/">',
        '<meta http-equiv="refresh" content="30">',
        '<meta http-equiv="refresh">',
        '<meta name="x" content="0; url=https://e.example.com/">',
        '<link rel="license" href="https://e.example.com/">',
        '<img src="https://[no-address/p.png">',
    ],
)
def test_what_asks_no_other_host_is_let_be(page: str) -> None:
    assert kinds(page) == []


def test_a_fault_names_the_host_that_would_be_asked() -> None:
    (fault,) = find_faults('<img src="https://e.example.com/p.gif?id=1">', OWN, TRUSTED)

    assert fault.host == "e.example.com"


def test_a_link_to_a_script_tells_its_address() -> None:
    (fault,) = find_faults('<a href="javascript:f()">x</a>', OWN, TRUSTED)

    assert (fault.address, fault.host) == ("javascript:f()", "")


def test_a_page_that_goes_on_tells_where() -> None:
    tag = """<meta http-equiv="refresh" content="0; url='https://e.example.com/'">"""

    (fault,) = find_faults(tag, OWN, TRUSTED)

    assert (fault.address, fault.host) == ("https://e.example.com/", "e.example.com")


@pytest.mark.parametrize("tag", ['<a ="', "<a ", "<a =", "<a =\"x' ='", "<a = "])
def test_very_many_tags_that_are_never_closed_are_harmless(tag: str) -> None:
    assert not kinds(tag * 20000)
