"""Files for hosts that read them: headers and redirects. Values in, text out.

Both in the form that Netlify brought up and Cloudflare Pages reads too. Other hosts ignore them:
what can be said in a page itself stands there as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote, urlsplit

_EVERYWHERE = {
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), interest-cohort=(), microphone=()",
    "X-Content-Type-Options": "nosniff",
}
_FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}


def policy(allowed: Iterable[str], *, is_header: bool = False, compiles: bool = False) -> str:
    """Return the content security policy of a page (CSP Level 3).

    `allowed` are hosts that the author trusts. What may frame the page can be said in headers only.
    A page that `compiles` runs WebAssembly of the site itself.
    """
    hosts = "".join(f" https://{host}" for host in allowed)
    parts = [
        f"default-src 'self'{hosts}",
        *([f"script-src 'self' 'wasm-unsafe-eval'{hosts}"] if compiles else []),
        "base-uri 'none'",
        "form-action 'self'",
        *(["frame-ancestors 'none'"] if is_header else []),
        "object-src 'none'",
    ]
    return "; ".join(parts)


def render_headers(site_url: str, fingerprinted: Iterable[str], policy: str) -> str:
    """Render `_headers`; `fingerprinted` are paths of files that never change."""
    top = urlsplit(site_url).path or "/"
    rules = [_rule(f"{top}*", {"Content-Security-Policy": policy, **_EVERYWHERE})]
    rules += [_rule(top + path, _FOREVER) for path in fingerprinted]
    return "\n".join(rules)


def _rule(path: str, headers: Mapping[str, str]) -> str:
    return "".join([f"{path}\n", *(f"  {name}: {value}\n" for name, value in headers.items())])


def render_redirects(site_url: str, moved: Iterable[tuple[str, str]]) -> str:
    """Render `_redirects` from old and new paths in the site, for good (RFC 9110, 301)."""
    top = urlsplit(site_url).path or "/"
    return "".join(f"{top}{_literal(old)} {top}{_literal(new)} 301\n" for old, new in moved)


def _literal(path: str) -> str:
    """Return a path without what means something in a rule: a space ends it, `*` is any path."""
    return re.sub(r"[\s*]", lambda sign: quote(sign[0]), path)
