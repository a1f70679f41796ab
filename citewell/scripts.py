"""What the scripts of a site may do to its readers: store something in a browser, send something.

A leaf. The page about privacy says no more than was looked for here. A word is enough to be told:
it is better to claim too little than too much.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from citewell.record import Record

# Those that the theme brings. They send nothing, and run where the page about privacy says so.
THEME = frozenset({"cite.js", "find.js", "fulltext.js"})
# By what a page remembers (Cookie Store; HTML, "Web storage"; Indexed Database; Service Workers).
_STORING = re.compile(
    r"\b(?:cookie|cookieStore|localStorage|sessionStorage|indexedDB|caches|serviceWorker|storage)\b"
)
# By what it sends, or asks for (Beacon; Fetch; XMLHttpRequest; WebSockets; HTML, "Server-sent
# events"; WebTransport; WebRTC), also by a form or by a picture that no page shows.
_SENDING = re.compile(
    r"\b(?:sendBeacon|fetch|XMLHttpRequest|WebSocket|EventSource|WebTransport|RTCPeerConnection)\b"
    r"|\.(?:submit|requestSubmit)\s*\(|\bnew\s+Image\b"
)


class Conduct(Record, frozen=True):
    """What scripts do: whether the site has its own, whether any stores, whether its own send."""

    own: bool = False
    stores: bool = False
    sends: bool = False


def judge_scripts(own: Iterable[str], others: Iterable[str] = ()) -> Conduct:
    """Return what scripts do, by their texts: the site's `own`, and those of the theme."""
    ours, theirs = list(own), list(others)
    return Conduct(
        own=bool(ours),
        stores=any(_STORING.search(script) for script in (*ours, *theirs)),
        sends=any(_SENDING.search(script) for script in ours),
    )
