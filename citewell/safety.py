"""What a page may not hold: scripts, frames, and anything that another host would be asked for.

A leaf. A reader who comes about grief must not be followed, so that a page asks nobody but its own
host; and under the policy that pages give themselves, inline scripts and styles do not run at all.
The text of a post is checked where it is made, with the writer's line; finished pages are checked
too, since templates can do the same.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

Kind = Literal["script", "style", "frame", "foreign"]

_TAGS = re.compile(
    r"<(script|style|iframe|frame|object|embed|img|source|video|audio|track|link|input|form"
    r"|image|use)\b([^<>]*)>",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"""\b(src|srcset|href|data|poster|action|rel|type)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""",
    re.IGNORECASE,
)
# A handler of events, or a style of its own, in the tag of any element.
_INLINE = re.compile(r"<[a-z][^<>]*?\s(on[a-z]+|style)\s*=", re.IGNORECASE)
_FRAMES = frozenset({"iframe", "frame", "object", "embed"})
# Relations of a link by which a browser fetches something at once (HTML, "Link types").
_FETCHING = re.compile(r"stylesheet|icon|preload|prefetch|preconnect|modulepreload|manifest")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that a page may not hold: its kind, its tag, and the address it asks for."""

    kind: Kind
    tag: str
    address: str = ""

    @property
    def host(self) -> str:
        """The host that would be asked, or an empty text."""
        return urlsplit(self.address).hostname or ""


def find_faults(page: str, own_host: str, allowed: Collection[str]) -> Iterator[Fault]:
    """Yield what a page, or a text in HTML, may not hold.

    `own_host` is the site's, `allowed` are hosts that the author trusts.
    """
    for tag in _TAGS.finditer(page):
        name = tag[1].lower()
        attributes = {
            found[1].lower(): html.unescape(found[2] or found[3] or found[4] or "")
            for found in _ATTRIBUTE.finditer(tag[2])
        }
        foreign = [
            address
            for address in _fetched(name, attributes)
            if (host := urlsplit(address).hostname) and host not in {own_host, *allowed}
        ]
        if foreign or _is_inline(name, attributes):
            yield Fault(_kind(name), tag[0], foreign[0] if foreign else "")
    for handler in _INLINE.finditer(page):
        yield Fault("style" if handler[1].lower() == "style" else "script", handler[0])


def _kind(name: str) -> Kind:
    if name in _FRAMES:
        return "frame"
    return "script" if name == "script" else "style" if name == "style" else "foreign"


def _is_inline(name: str, attributes: dict[str, str]) -> bool:
    """Tell whether a script or style stands in the page itself; data for programs may."""
    if name == "script":
        return "src" not in attributes and "json" not in attributes.get("type", "")
    return name == "style"


def _fetched(name: str, attributes: dict[str, str]) -> Iterator[str]:
    """Yield the addresses that a browser asks for by itself, or sends a form to."""
    if name == "link" and not _FETCHING.search(attributes.get("rel", "")):
        return
    for attribute in ("src", "data", "poster", "action", "href"):
        if attribute in attributes:
            yield attributes[attribute]
    for candidate in filter(None, attributes.get("srcset", "").split(",")):
        yield candidate.strip().partition(" ")[0]
