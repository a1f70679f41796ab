"""Files for hosts that read them: headers and redirects. Values in, text out.

Both in the form that Netlify brought up and Cloudflare Pages reads too. Other hosts ignore them:
what can be said in a page itself stands there as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

# `frame-ancestors` counts in headers only (CSP Level 3, section 3.3).
POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "object-src 'none'"
)
_EVERYWHERE = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), interest-cohort=(), microphone=()",
    "X-Content-Type-Options": "nosniff",
}
_FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}


def render_headers(site_url: str, fingerprinted: Iterable[str], policies: Mapping[str, str]) -> str:
    """Render `_headers`; `fingerprinted` are paths of files that never change.

    `policies` are the content security policies of pages that need one of their own, by path.
    """
    top = urlsplit(site_url).path or "/"
    rules = [_rule(f"{top}*", _EVERYWHERE)]
    rules += [_rule(top + path, _FOREVER) for path in fingerprinted]
    rules += [
        _rule(top + path, {"Content-Security-Policy": policy}) for path, policy in policies.items()
    ]
    return "\n".join(rules)


def _rule(path: str, headers: Mapping[str, str]) -> str:
    return "".join([f"{path}\n", *(f"  {name}: {value}\n" for name, value in headers.items())])


def render_redirects(site_url: str, moved: Iterable[tuple[str, str]]) -> str:
    """Render `_redirects` from old and new paths in the site, for good (RFC 9110, 301)."""
    top = urlsplit(site_url).path or "/"
    return "".join(f"{top}{old} {top}{new} 301\n" for old, new in moved)
