"""What a site owes its readers: help in a crisis, a disclaimer, credentials, reviews.

Part of `plan`: data in, views out. Knows the day, since a credential is claimed only as long as it
is valid and a post is due for review at its time; `turning_days` says when that changes.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Callable, Iterable, Iterator

from citewell.model import Article, Review, Settings
from citewell.persons import Credential, Crisis, CrisisLine
from citewell.phones import dial
from citewell.problems import Level, Problem
from citewell.views import (
    ContactView,
    CredentialView,
    CrisisLineView,
    CrisisView,
    SiteView,
)

WARNING_DAYS = 60
_MONTHS_A_YEAR, _SHORTEST_MONTH = 12, 28
_SCHEME = re.compile(r"^(?:mailto:|https?://)")
# Stands for a number until the words round it are escaped.
_HOLE = "\ufffc"
_CALL = re.compile(r"(?:tel|sms):([^?]*)")


def view_crisis(crisis: Crisis | None) -> CrisisView | None:
    """Return the lines for readers in danger, with their numbers as people read them."""
    if crisis is None:
        return None
    return CrisisView(crisis.text, tuple(_line(line) for line in crisis.lines))


def _line(line: CrisisLine) -> CrisisLineView:
    return CrisisLineView(line.title, line.url, _number(line.url), line.country, line.note)


def _number(url: str) -> str:
    """Return an address as people read it; hyphens part a number (RFC 3966, 5.1.1).

    The space that stands there instead breaks no line, and keeps the order of the parts where a
    number is copied among words from the right (UAX 9, rule W4).
    """
    if call := _CALL.match(url):
        return call[1].replace("-", "\N{NO-BREAK SPACE}")
    return _SCHEME.sub("", url).rstrip("/")


def view_credentials(
    credentials: Iterable[Credential], today: dt.date
) -> tuple[CredentialView, ...]:
    """Return the credentials that may be claimed on a day."""
    return tuple(
        CredentialView(each.name, each.register, each.number, each.url)
        for each in credentials
        if each.valid_until is None or today <= each.valid_until
    )


def view_contact(settings: Settings) -> ContactView:
    """Return how to reach the author."""
    contact = settings.contact
    call = f"tel:{dial(contact.phone)}" if contact.phone else ""
    return ContactView(contact.email, contact.phone, call, contact.address)


def check_credentials(credentials: Iterable[Credential], today: dt.date) -> Iterator[Problem]:
    """Yield a warning for each credential that has run out or will soon."""
    for each in credentials:
        if each.valid_until is None or today < _days_on(each.valid_until, -WARNING_DAYS):
            continue
        if today > each.valid_until:
            message = f"'{each.name}' ran out on {each.valid_until}, and is no longer shown"
        else:
            message = f"'{each.name}' runs out on {each.valid_until}"
        hint = "renew it and change `valid_until`, or take it away"
        yield each.place.problem(message, hint, Level.WARNING)


def check_reviews(articles: Iterable[Article], today: dt.date) -> Iterator[Problem]:
    """Yield a warning for each post that was due for review."""
    for article in articles:
        review = article.meta.review_every
        due = due_day(article)
        if review and due and due <= today:
            hint = "read it again, mend it, and set `reviewed` to the day you did"
            message = f"this was due for review on {due}"
            yield review.place.problem(message, hint, Level.WARNING)


def due_day(article: Article) -> dt.date | None:
    """Return the day on which a post should be reviewed next, if it has one."""
    meta = article.meta
    last = meta.reviewed or meta.updated or meta.date
    return _later(last, meta.review_every) if meta.review_every and last else None


def _later(day: dt.date, review: Review) -> dt.date:
    """Return the day so many months later; where a month is too short, its 28th."""
    months = day.year * _MONTHS_A_YEAR + day.month - 1 + review.months
    year, month = min(months // _MONTHS_A_YEAR, dt.MAXYEAR), months % _MONTHS_A_YEAR + 1
    try:
        return day.replace(year=year, month=month)
    except ValueError:
        return dt.date(year, month, _SHORTEST_MONTH)


def turning_days(settings: Settings, articles: Iterable[Article]) -> Iterator[dt.date]:
    """Yield every day from which on something is shown or said that was not the day before."""
    for article in articles:
        if article.meta.date:
            yield article.meta.date
        if due := due_day(article):
            yield due
    for each in settings.credentials:
        if each.valid_until:
            yield _days_on(each.valid_until, -WARNING_DAYS)
            yield _days_on(each.valid_until, 1)


def _days_on(day: dt.date, days: int) -> dt.date:
    """Return the day so many days later; at either end of the calendar, its last or first."""
    first, last = dt.date.min.toordinal(), dt.date.max.toordinal()
    return dt.date.fromordinal(min(max(day.toordinal() + days, first), last))


def render_care(site: SiteView, disclaimer: str, say: Callable[..., str]) -> str:
    """Return what follows each post in a feed, where there is no foot of the page.

    `say` says a word in the language of the site.
    """
    credentials = [_render_credential(each, say) for each in site.credentials]
    parts = (
        _render_crisis(site.crisis, say("crisis")) if site.crisis else "",
        disclaimer,
        _listed(credentials) + _render_contact(site.contact),
    )
    return "".join(f"<hr>{part}" for part in parts if part)


def _render_crisis(crisis: CrisisView, title: str) -> str:
    words = f"<h2>{html.escape(title)}</h2><p>{html.escape(crisis.text)}</p>"
    return words + _listed(map(_render_line, crisis.lines))


def _render_line(line: CrisisLineView) -> str:
    more = ", ".join(_apart(words) for words in (line.country, line.note) if words)
    shown = f"{_apart(line.title)}: {_link(line.url, _number_apart(line.number))}"
    return f"{shown} · {more}" if more else shown


def _render_credential(credential: CredentialView, say: Callable[..., str]) -> str:
    """Return a credential; its number keeps its own order within the words round it."""
    register, number = _apart(credential.register), _apart(credential.number)
    words = html.escape(say("credential_number", number=_HOLE)).replace(_HOLE, number)
    parts = (
        _apart(credential.name),
        _link(credential.url, register) if register and credential.url else register,
        words if number else "",
    )
    return ", ".join(filter(None, parts))


def _render_contact(contact: ContactView) -> str:
    email, phone = _number_apart(contact.email), _number_apart(contact.phone)
    parts = (
        _link(f"mailto:{contact.email}", email) if email else "",
        _link(contact.call, phone) if phone else "",
        _apart(contact.address),
    )
    shown = "<br>".join(filter(None, parts))
    return f"<p>{shown}</p>" if shown else ""


def _listed(lines: Iterable[str]) -> str:
    """Return lines as a list; nothing where there are none."""
    items = "".join(f"<li>{line}</li>" for line in lines)
    return f"<ul>{items}</ul>" if items else ""


def _link(url: str, words: str) -> str:
    return f'<a href="{html.escape(url)}">{words}</a>'


def _apart(words: str) -> str:
    """Return words as HTML, whose order is their own among words of another direction."""
    return f"<bdi>{html.escape(words)}</bdi>" if words else ""


def _number_apart(number: str) -> str:
    """Return a number or address, which goes from the left in every language."""
    return f'<bdi dir="ltr">{html.escape(number)}</bdi>' if number else ""
