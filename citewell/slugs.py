"""Words to the parts of addresses, and addresses to links.

A leaf: pure functions over text, known to all stages that speak of addresses.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote, urlsplit

# Letters that Unicode does not take apart into a plain letter and an accent.
_SPELLED = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "þ": "th"})
# What may stand in the path of an address (RFC 3986, 3.3); a file's own `%` is no escape.
_PATH = "/:@!$&'()*+,;=~-._"
NOT_FOUND = "404.html"
_LONG, _MAX_BYTES = 80, 240
_LATIN_ACCENTS = re.compile("(?<=[a-z])[\u0300-\u036f]+")
# The name of a post's file, without its ending, that says the day of the post.
DATED_NAME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})-(.+)")
_WHOLE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#")


@lru_cache(maxsize=4096)
def make_slug(words: str, fallback: str = "untitled") -> str:
    """Return words as part of an address: small letters, digits, hyphens.

    Accents are dropped from Latin letters; letters of other scripts stay. Where nothing is left the
    result is `fallback`.
    """
    small = unicodedata.normalize("NFKD", words).lower().translate(_SPELLED)
    plain = unicodedata.normalize("NFC", _LATIN_ACCENTS.sub("", small))
    return re.sub(r"[\W_]+", "-", re.sub(r"['\u2019]", "", plain)).strip("-") or fallback


def cut_slug(words: str) -> str:
    """Return the slug of words, cut behind a word where it is long."""
    slug = make_slug(words)
    if len(slug) > _LONG:
        slug = slug[: _LONG + 1].rpartition("-")[0] or slug[:_LONG]
    return slug.encode()[:_MAX_BYTES].decode(errors="ignore")


def is_too_long(slug: str) -> bool:
    """Tell whether no folder can be called so: disks take 255 bytes, some fewer."""
    return len(slug.encode()) > _MAX_BYTES


def is_whole(url: str) -> bool:
    """Tell whether an address leads out of the site or to a place on the same page."""
    return _WHOLE.match(url) is not None


def link(url: str, page: str, site_url: str) -> str:
    """Return what a page of the site must write to lead to another address in it.

    A host shows the page for wrong addresses at any depth, so that only links from the top hold
    there; without the site's own address `site_url` nobody knows where the top is.
    """
    return from_top(url, site_url) if page == NOT_FOUND else relative(url, page)


def relative(url: str, page: str) -> str:
    """Return the link from one page of the site to another address in it (RFC 3986, 4.2).

    Both are paths from the top of the site: `posts/x/`, or an empty text for the home page. Whole
    addresses and `#place` stay as they are.
    """
    if is_whole(url):
        return url
    path, mark, place = url.partition("#")
    here, there = page.split("/")[:-1], path.split("/")
    shared = 0
    while shared < len(here) and here[shared : shared + 1] == there[shared:-1][:1]:
        shared += 1
    link = "../" * (len(here) - shared) + "/".join(there[shared:])
    if not link or ":" in link.partition("/")[0]:
        # A colon in its first part would make a scheme of it.
        link = f"./{link}"
    return quote(link, safe=_PATH) + mark + place


def absolute(url: str, site_url: str) -> str:
    """Return the whole address of a path of the site, whose own address is `site_url`.

    Whole addresses and `#place` stay as they are.
    """
    if is_whole(url):
        return url
    return site_url + _escaped(url)


def from_top(url: str, site_url: str) -> str:
    """Return the link from the top of the host to a path of the site (RFC 3986, 4.2).

    It holds wherever its page is shown, as long as the site stands at `site_url`.
    """
    return url if is_whole(url) else (urlsplit(site_url).path or "/") + _escaped(url)


def _escaped(url: str) -> str:
    path, mark, place = url.partition("#")
    return quote(path, safe=_PATH) + mark + place
