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
from urllib.parse import urlsplit

_TAGS = re.compile(
    r"<(script|style|iframe|frame|object|embed|img|source|video|audio|track|link|input|form|svg"
    r"|image|use|base|meta)\b([^<>]*)>",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"""\b(src|srcset|href|data|poster|action|rel|type|http-equiv)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""",
    re.IGNORECASE,
)
_HANDLER = re.compile(r"<[a-z][^<>]*?\s(on[a-z]+|style)\s*=[^<>]*>", re.IGNORECASE)
_CODE = re.compile(r"<(code|pre)\b.*?</\1>", re.IGNORECASE | re.DOTALL)
_FRAMES = frozenset({"iframe", "frame", "object", "embed"})
# Relations of a link by which a browser fetches something at once.
_FETCHING = re.compile(r"stylesheet|icon|preload|prefetch|preconnect|modulepreload|manifest")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that a page may not hold: what it is, where, the address it asks for, if any."""

    kind: str
    start: int
    address: str
    host: str


def find_faults(page: str, own_host: str, allowed: Collection[str]) -> Iterator[Fault]:
    """Yield what a page or a text in HTML may not hold.

    `allowed` are hosts that the author trusts. Kinds are `script`, `style`, `frame` and `foreign`.
    """
    for tag in _TAGS.finditer(page):
        name = tag[1].lower()
        attributes = {
            found[1].lower(): html.unescape(found[2] or found[3] or found[4] or "")
            for found in _ATTRIBUTE.finditer(tag[2])
        }
        if name in {"script", "style"} and not _is_allowed_inline(name, attributes):
            yield Fault(name, tag.start(), "", "")
        for address in _fetched(name, attributes):
            host = urlsplit(address).hostname or ""
            if host and host != own_host and host not in allowed:
                kind = "frame" if name in _FRAMES else "script" if name == "script" else "foreign"
                yield Fault(kind, tag.start(), address, host)
    for handler in _HANDLER.finditer(page):
        yield Fault("style" if handler[1].lower() == "style" else "script", handler.start(), "", "")


def _is_allowed_inline(name: str, attributes: dict[str, str]) -> bool:
    """Tell whether a script or style has a file of its own, or holds only data."""
    return name == "script" and ("src" in attributes or "json" in attributes.get("type", ""))


def _fetched(name: str, attributes: dict[str, str]) -> Iterator[str]:
    """Yield the addresses that a browser asks for by itself, or sends a form to."""
    if name == "link" and not _FETCHING.search(attributes.get("rel", "")):
        return
    for attribute in ("src", "data", "poster", "action", "href"):
        if attribute in attributes and not (attribute == "href" and name in {"base", "form"}):
            yield attributes[attribute]
    for candidate in attributes.get("srcset", "").split(","):
        yield candidate.strip().partition(" ")[0]
