"""What a page may not hold: scripts, frames, and anything that another host would be asked for.

A leaf. A reader who comes about grief must not be followed, so that a page asks nobody but its own
host; and under the policy that pages give themselves, inline scripts and styles do not run at all.
The text of a post is checked where it is made, with the writer's line; finished pages are checked
too, since templates can do the same.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from citewell.record import Record

Kind = Literal[
    "script",  # a script, or what handles an event
    "style",  # a style inside the page
    "frame",  # another page within the page
    "foreign",  # a picture, or whatever else another host is asked for
    "media",  # a film or a recording
    "sheet",  # a style sheet or another file that a tag `link` fetches
    "ahead",  # a page or host that is made ready for later
    "form",  # where a form is sent
    "ping",  # who is told that a link was followed
    "base",  # where all addresses of the page would begin
    "data",  # a picture or recording that stands in its own address
    "away",  # where the page goes on by itself
]

# Marks of quotation hide a `>` only behind `=`, and a tag that is not closed goes on to the end
# (HTML, "Tokenization"): to look for another in it would take long, and browsers do not.
_TAG = re.compile(
    r"""<([a-z][^\s/>]*+)((?:[^>=]++|=\s*"[^"]*"|=\s*'[^']*'|=)*+)(?:>|\Z)""",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>][^\s>]*)))?""",
)
# What a browser asks for by itself, or sends something to, in whatever tag it stands.
_ASKING = ("src", "data", "poster", "background", "action", "formaction", "ping")
_LEADING = frozenset({"href", *_ASKING})
_ASKING_BY_HREF = frozenset({"link", "image", "use", "base"})
# Relations of a link by which a browser fetches something at once (HTML, "Link types").
_FETCHING = re.compile(
    r"stylesheet|icon|preload|prefetch|preconnect|prerender|manifest", re.IGNORECASE
)
_AHEAD = re.compile(r"prefetch|preconnect|prerender", re.IGNORECASE)
_BY_ATTRIBUTE: Mapping[str, Kind] = {"action": "form", "formaction": "form", "ping": "ping"}
_BY_TAG: Mapping[str, Kind] = {
    **dict[str, Kind].fromkeys(("iframe", "frame", "object", "embed"), "frame"),
    **dict[str, Kind].fromkeys(("audio", "video", "source", "track"), "media"),
    "base": "base",
    "script": "script",
}
_SHOWN = frozenset({"foreign", "media"})
# An address that holds the file itself (RFC 2397), up to where that begins.
_DATA = re.compile(r"\s*data:[^,]*", re.IGNORECASE)
# The policy of a page lets no other host have these, whomever the author trusts.
_OWN_ONLY = frozenset({"form", "base"})
# Seconds, and behind them where to go on (HTML, "Refresh state").
_REFRESH = re.compile(
    r"""\s*[\d.]*[\s;,]*(?:url\s*=\s*)?(?:"([^"]*)|'([^']*)|(.*))""", re.IGNORECASE | re.DOTALL
)
_SCRIPT_ADDRESS = re.compile(r"(?:java|vb)script:|data:text/html", re.IGNORECASE)
# What browsers drop from an address, and slashes that they put right (URL Standard, 4.4).
_DROPPED = re.compile(r"^[\x00-\x20]+|[\t\n\r]+")
_SLASHES = re.compile(r"^(https?:)?[/\\]{2,}", re.IGNORECASE)


class Fault(Record, frozen=True):
    """Something that a page may not hold: its kind, its tag, and the address in it."""

    kind: Kind
    tag: str
    address: str = ""

    @property
    def host(self) -> str:
        """The host that would be asked, or an empty text."""
        return host_of(self.address)


def find_faults(page: str, own_host: str, allowed: Collection[str]) -> Iterator[Fault]:
    """Yield what a page, or a text in HTML, may not hold.

    `own_host` is the site's, `allowed` are hosts that the author trusts.
    """
    trust = _Trust(own_host, frozenset((own_host, *allowed)))
    for name, rest in _TAG.findall(page):
        yield from _faults_of(name, rest, trust)


class _Trust(NamedTuple):
    """The site's own host, and all hosts that a page may ask."""

    own: str
    trusted: frozenset[str]

    def allows(self, kind: Kind, address: str) -> bool:
        """Tell whether a page may have an address for something of this kind."""
        if kind in _SHOWN and find_data(address):
            return False
        return host_of(address) in ({"", self.own} if kind in _OWN_ONLY else {"", *self.trusted})


@lru_cache(maxsize=4096)
def _faults_of(name: str, rest: str, trust: _Trust) -> tuple[Fault, ...]:
    """Return the faults of a tag; most tags of a page stand on all pages, and are judged once."""
    return tuple(_judge(f"<{name}{rest}>", name.lower(), _attributes(rest), trust))


def _judge(tag: str, name: str, attributes: dict[str, str], trust: _Trust) -> Iterator[Fault]:
    if _is_inline(name, attributes):
        yield Fault("script" if name == "script" else "style", tag)
    if name == "iframe" and "srcdoc" in attributes:
        yield Fault("frame", tag)
    for kind, address in _fetched(name, attributes):
        if not trust.allows(kind, address):
            yield Fault("data" if find_data(address) else kind, tag, address)
            break
    if name == "meta" and host_of(away := _next(attributes)) not in {"", *trust.trusted}:
        yield Fault("away", tag, away)
    if "style" in attributes:
        yield Fault("style", tag)
    if scripts := [pair for pair in attributes.items() if _is_script(*pair)]:
        attribute, value = scripts[0]
        yield Fault("script", tag, value if attribute in _LEADING else "")


def _attributes(text: str) -> dict[str, str]:
    """Return the attributes of a tag by name, without a prefix such as `xlink:`; the first wins."""
    attributes: dict[str, str] = {}
    for found in _ATTRIBUTE.finditer(text):
        name = found[1].lower().rpartition(":")[2]
        attributes.setdefault(name, html.unescape(found[2] or found[3] or found[4] or ""))
    return attributes


def host_of(address: str) -> str:
    """Return the host that a browser asks for an address; nothing where it asks none."""
    try:
        return urlsplit(_SLASHES.sub(r"\1//", _DROPPED.sub("", address))).hostname or ""
    except ValueError:
        return ""


def find_data(address: str) -> str:
    """Return the beginning of an address that holds the file itself; of any other nothing.

    The policy of a page lets browsers show no such thing.
    """
    found = _DATA.match(address)
    return found[0] if found else ""


def _is_script(name: str, value: str) -> bool:
    """Tell whether an attribute handles an event, or leads to a script."""
    if name in _LEADING:
        return _SCRIPT_ADDRESS.match(_DROPPED.sub("", value)) is not None
    return name.startswith("on") and name.isalpha() and name != "on"


def _kind(name: str, attribute: str, relation: str) -> Kind:
    """Return what an attribute of a tag has another host asked for."""
    if name == "link":
        return "ahead" if _AHEAD.search(relation) else "sheet"
    if attribute == "poster" or "srcset" in attribute:
        return "foreign"
    return _BY_ATTRIBUTE.get(attribute) or _BY_TAG.get(name, "foreign")


def _is_inline(name: str, attributes: dict[str, str]) -> bool:
    """Tell whether a script or style stands in the page itself; data for programs may."""
    if name == "script":
        return "src" not in attributes and "json" not in attributes.get("type", "")
    return name == "style"


def _next(attributes: dict[str, str]) -> str:
    """Return the address at which a page goes on by itself, or an empty text."""
    if attributes.get("http-equiv", "").strip().lower() != "refresh":
        return ""
    found = _REFRESH.match(attributes.get("content", ""))
    return (found[1] or found[2] or found[3] or "") if found else ""


def _fetched(name: str, attributes: dict[str, str]) -> Iterator[tuple[Kind, str]]:
    """Yield the addresses that a browser asks for by itself, or sends something to."""
    relation = attributes.get("rel", "")
    if name == "link" and not _FETCHING.search(relation):
        return
    for each in (*_ASKING, "href") if name in _ASKING_BY_HREF else _ASKING:
        if each in attributes:
            yield _kind(name, each, relation), attributes[each]
    for several in ("srcset", "imagesrcset"):
        for candidate in filter(None, attributes.get(several, "").split(",")):
            yield _kind(name, several, relation), candidate.strip().partition(" ")[0]
