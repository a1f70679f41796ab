"""A post as a feed carries it: whole, with what stands before and after its text on its page.

Part of `feeds`. A reader of feeds sees no foot of a page and no style sheet. So whatever readers
should know of a text comes along with it, in plain HTML.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from citewell.links import render_text
from citewell.model import Contents, Entry, FeedEntry, FrontMatter
from citewell.record import Record
from citewell.slugs import absolute
from citewell.views import SiteView

_LOCAL_LINK = re.compile(r'(<a\s[^<>]*?href=")(#[^"]*")')
_Say = Callable[..., str]


class Voice(Record, frozen=True):
    """What speaks in a feed, in the `language` that it is told.

    `say` says a word of the theme by its name, `day` writes a day.
    """

    say: Callable[..., str]
    day: Callable[..., str]


def render_post(
    entry: FeedEntry, contents: Contents, site: SiteView, care: str, voice: Voice
) -> str:
    """Return a post as HTML, `#places` with its address; `care` follows it, in the site's language.

    Its parts stand in the order of its page.
    """
    meta, written = entry.article.meta, iter(entry.links)
    language = meta.lang or site.language
    say, day = partial(voice.say, language=language), partial(voice.day, language=language)
    parts = (
        *_before(meta, say),
        render_text(contents.text, written),
        _listed(say("notes"), _notes(contents, written)),
        _listed(say("references"), _references(contents, say), kind="ul"),
        *_after(meta, say, day),
        _spoken(care, site.language if language != site.language else ""),
    )
    url = _escaped(absolute(entry.url, site.url))
    return _LOCAL_LINK.sub(lambda match: f"{match[1]}{url}{match[2]}", "".join(parts))


def _before(meta: FrontMatter, say: _Say) -> Iterator[str]:
    """Yield what a reader may want to know before the text."""
    if meta.content_note:
        words = _escaped(meta.content_note)
        yield f"<p><strong>{_escaped(say('content_note'))}</strong> {words}</p>"
    if meta.summary_plain:
        words = _escaped(meta.summary_plain)
        yield f"<p><strong>{_escaped(say('plain'))}</strong><br>{words}</p>"
    if meta.content_note or meta.summary_plain:
        yield "<hr>"


def _after(meta: FrontMatter, say: _Say, day: _Say) -> Iterator[str]:
    """Yield when the text was last gone through, and what became different."""
    if meta.reviewed:
        name = "reviewed_by" if meta.reviewed_by else "reviewed"
        words = say(name, date=day(meta.reviewed), person=meta.reviewed_by)
        yield f"<p>{_escaped(words)}</p>"
    changes = sorted(meta.changes, key=lambda change: change.date, reverse=True)
    lines = (f"<li>{_escaped(f'{day(each.date)}: {each.text}')}</li>" for each in changes)
    yield _listed(say("changes"), lines, kind="ul")


def _notes(contents: Contents, written: Iterator[str]) -> Iterator[str]:
    """Yield the notes; `written` are their targets as HTML."""
    for note in contents.notes:
        yield f'<li id="fn-{note.number}">{render_text(note.text, written)}</li>'


def _references(contents: Contents, say: _Say) -> Iterator[str]:
    for entry in contents.bibliography.entries if contents.bibliography else ():
        key = html.escape(entry.key)
        yield f'<li id="ref-{key}">{entry.html}{"".join(_marks(entry, say))}</li>'


def _marks(entry: Entry, say: _Say) -> Iterator[str]:
    if entry.status:
        yield f" <strong>[{_escaped(say(f'status_{entry.status}'))}]</strong>"
    if entry.archived:
        yield f' <a href="{html.escape(entry.archived)}">{_escaped(say("archived"))}</a>'


def _listed(title: str, lines: Iterable[str], kind: str = "ol") -> str:
    """Return a list under its title; nothing where it is empty."""
    items = "".join(lines)
    return f"<h2>{_escaped(title)}</h2><{kind}>{items}</{kind}>" if items else ""


def _spoken(care: str, language: str) -> str:
    """Return words with their language, where that is not the post's."""
    if not care or not language:
        return care
    return f'<div lang="{html.escape(language)}" dir="auto">{care}</div>'


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)
