"""The text of a post, finished pages and style sheets, held against what they may not hold.

Part of `articles`, `rendering`, `composing`: `safety` finds the faults, here they become problems
with an address and a way out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from citewell.embeds import find_page, serves_frames
from citewell.links import targets_of
from citewell.model import Contents, Output, Page, Settings, Source, Span, Target
from citewell.problems import CitewellError, Level, Place, Problem
from citewell.safety import Fault, find_data, find_faults, host_of

_MESSAGES = {
    "script": "a script cannot run in a page of this site",
    "style": "a style inside a page is ignored by browsers here",
    "frame": "a frame would let {host} follow your readers",
    **dict.fromkeys(
        ("foreign", "media", "sheet", "ahead"),
        "this would ask {host} each time somebody reads the page",
    ),
    "form": "this would send what readers write on to {host}",
    "ping": "this would tell {host} who follows the link",
    "base": "this would lead every link of the page to {host}",
    "data": "browsers show nothing here whose file stands in the address itself",
    "away": "this would send each reader of the page on to {host}",
}
_HINTS = {
    "script": "take it out; what a page needs to do belongs into static/ and templates/",
    "style": "take it out; the look belongs into static/theme.css",
    "frame": "link to it instead: [Watch the talk](https://...)",
    "foreign": "save it in content/images/ and show it from there",
    "media": "save it in content/downloads/ and show it from there, or link to it",
    "sheet": "save the file in static/; a template names it from there",
    "ahead": "take it out; nothing is asked of another host before a reader follows a link",
    "form": "link to the form instead: [Write to us](https://...), or to an address: mailto:...",
    "ping": "take the `ping` out; the link works without it",
    "base": "take it out, and write whole addresses: https://...",
    "data": "save it as a file in content/images/: ![What it shows](../images/chair.png)",
    "away": "link to it instead: [Go on](https://...)",
}
# Of a frame whose page stands in its tag (HTML, "srcdoc").
_WITHIN_MESSAGE = "a frame cannot stand in a page of this site"
_WITHIN_HINT = "take it out; write what it shows into the text, or link to it"
_SHOWN = frozenset({"frame", "foreign", "media"})
# What allow_hosts does not change, or need not.
_NEVER = frozenset({"ahead", "base", "form", "ping"})
_TAG_LENGTH = 400
_DATA_HINT = "save it as a file in static/ and name it there: url(name)"
_SHEET_HINT = "download the file into static/ and name it there: url(name)"
_TRUST = "; if you must, add {host} to allow_hosts in site.yaml"


def check_text(contents: Contents, source: Source, settings: Settings) -> None:
    """Raise `CitewellError` with each thing in the text of a post that a page may not hold."""
    if problems := list(_in_text(contents, source, settings)):
        raise CitewellError(*problems)


def _in_text(contents: Contents, source: Source, settings: Settings) -> Iterator[Problem]:
    for text in (contents.text, *(note.text for note in contents.notes)):
        words = "".join(piece for piece in text if isinstance(piece, str))
        start = 0
        for fault in find_faults(words, _host(settings), settings.allow_hosts):
            span = _place(fault, source.text, start)
            start = span.end
            yield source.problem(span, _message(fault), _hint(fault))
        for target in targets_of(text):
            for fault in find_faults(target.tag, _host(settings), settings.allow_hosts):
                yield _in_picture(fault, target).problem(_message(fault), _hint(fault))


def _in_picture(fault: Fault, picture: Target) -> Place:
    """Find what is wrong in the line of a picture of the site's own, whose tag is known in part."""
    place = picture.place
    words = find_data(fault.address) or fault.address
    found = place.excerpt.find(words) if words else -1
    return place._replace(column=found + 1, length=len(words)) if found >= 0 else place


def check_page(output: Output, page: Page, settings: Settings) -> None:
    """Raise `CitewellError` with each thing in a finished page that a page may not hold."""
    if problems := list(_in_page(output, page, settings)):
        raise CitewellError(*problems)


def _in_page(output: Output, page: Page, settings: Settings) -> Iterator[Problem]:
    text = output.data.decode("utf-8")
    for fault in find_faults(text, _host(settings), settings.allow_hosts):
        tag = " ".join(fault.tag.split())
        shown = f"{tag[:_TAG_LENGTH]} …" if len(tag) > _TAG_LENGTH else tag
        message = f"{_message(fault)}: {shown}"
        hint = f"seen while making the page for {page.owner}"
        yield Problem(f"templates/{page.template}", 0, 0, message, hint=hint)


def check_sheets(sheets: Iterable[Source], settings: Settings) -> Iterator[Problem]:
    """Yield each thing that a style sheet would have other hosts asked for.

    What browsers will not show, and the look goes without, is a warning.
    """
    from citewell.sheets import find_addresses  # noqa: PLC0415  a changed text needs none of it

    trusted = {_host(settings), *settings.allow_hosts}
    for sheet in sheets:
        for found in find_addresses(sheet.text):
            host, data = host_of(found.address), find_data(found.address)
            if data:
                end = found.start + len(data)
                span = Span(found.start, end)
                yield sheet.problem(span, _MESSAGES["data"], _DATA_HINT, Level.WARNING)
            elif host and host not in trusted:
                message = _MESSAGES["foreign"].format(host=host)
                hint = _SHEET_HINT + _TRUST.format(host=host)
                yield sheet.problem(Span(found.start, found.end), message, hint)


def _host(settings: Settings) -> str:
    return urlsplit(settings.url).hostname or ""


def _message(fault: Fault) -> str:
    if _is_within(fault):
        return _WITHIN_MESSAGE
    return _MESSAGES[fault.kind].format(host=fault.host or "another host")


def _is_within(fault: Fault) -> bool:
    return fault.kind == "frame" and not fault.host


def _hint(fault: Fault) -> str:
    if _is_within(fault):
        return _WITHIN_HINT
    if fault.kind in _SHOWN and (page := find_page(fault.address)):
        return f"show the way to it instead: ![What it shows]({page})"
    trust = _TRUST.format(host=fault.host) if fault.host and fault.kind not in _NEVER else ""
    return _HINTS["frame" if serves_frames(fault.address) else fault.kind] + trust


def _place(fault: Fault, text: str, start: int) -> Span:
    """Find where the writer wrote it, from an offset on: its tag, its address, its first word.

    Of an address that holds a file only the beginning is shown.
    """
    address = find_data(fault.address)
    whole = () if address else (fault.tag, fault.address)
    for words in (*whole, address, fault.tag.split()[0]):
        found = text.find(words, start) if words else -1
        if found >= 0:
            return Span(found, found + len(words))
    return Span(start, start)
