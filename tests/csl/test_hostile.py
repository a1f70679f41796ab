"""Styles and items made to do harm: each ends soon, with a CslError where it is a style's fault."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from citewell.csl import (
    Cite,
    Cluster,
    CslError,
    Style,
    load_style,
    parse_style,
    render,
    render_html,
    render_text,
)

LAYOUT = '<citation><layout><text variable="title"/></layout></citation>'


def _doubling(count: int) -> str:
    macros = "".join(
        f'<macro name="m{n}">{f"<text macro={chr(34)}m{n + 1}{chr(34)}/>" * 2}</macro>'
        for n in range(count)
    )
    return f'{macros}<macro name="m{count}"><text value="x"/></macro>'


HOSTILE: dict[str, str | bytes] = {
    "nested groups": f"<style><citation><layout>{'<group>' * 10_000}",
    "nested groups that close": (
        f"<style><citation><layout>{'<group>' * 10_000}{'</group>' * 10_000}"
        "</layout></citation></style>"
    ),
    "a ring of macros": (
        f'<style>{LAYOUT}<macro name="a"><text macro="b"/></macro>'
        '<macro name="b"><text macro="a"/></macro></style>'
    ),
    "macros that double": f"<style>{_doubling(60)}{LAYOUT}</style>",
    "an unknown element": "<style><citation><layout><script/></layout></citation></style>",
    "no layout": "<style><citation/></style>",
    "no citation": "<style/>",
    "broken XML": "<style><citation>",
    "no XML": "once upon a time",
    "nothing": "",
    "binary": b"\x00\xff\xfe",
    "a wrong encoding": b'<?xml version="1.0" encoding="utf-8"?><style>\xff</style>',
    "an entity bomb": (
        '<!DOCTYPE s [<!ENTITY a "aaaaaaaaaa">'
        + "".join(f'<!ENTITY a{n} "{"&a;" * 10}">' for n in range(10))
        + "]><style>&a9;</style>"
    ),
    "a file as an entity": '<!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/passwd">]><style>&a;</style>',
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_style_is_an_error(text: str | bytes) -> None:
    with pytest.raises(CslError):
        parse_style(text)


@pytest.mark.parametrize("name", ["a ring of macros", "an unknown element", "broken XML"])
def test_the_error_of_a_hostile_style_has_a_line(name: str) -> None:
    with pytest.raises(CslError) as caught:
        parse_style(HOSTILE[name])

    assert caught.value.line == 1


def test_dependent_styles_in_a_ring_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "self.csl").write_text(
        '<style><info><link rel="independent-parent" href="x/self"/></info></style>'
    )

    with pytest.raises(CslError):
        load_style("self", folders=[tmp_path])


@pytest.mark.parametrize(
    "text",
    [
        "<i>" * 5000,
        '"' * 5000,
        "'a " * 2000,
        "<b <b " * 2000,
        ". , ; : " * 2000,
        "1-" * 5000,
        "9" * 5000,
        "https://a.org/(" * 1000,
        "van " * 3000,
        "\u0130" * 2000,
    ],
    ids=lambda text: text[:10],
)
def test_a_hostile_text_renders_in_every_field(styled: Callable[..., Style], text: str) -> None:
    style = styled(
        '<names variable="author"><name initialize-with="."/></names>'
        '<text variable="title" text-case="title" quotes="true" suffix="."/>'
        '<number variable="volume" form="ordinal"/><text variable="page"/>'
        '<label variable="page"/><date variable="issued" form="text"/><text variable="URL"/>'
    )
    people = [{"family": text, "given": text}]
    item = {"author": people, "issued": {"literal": text}}
    item |= dict.fromkeys(("title", "volume", "page", "URL"), text)

    rendered = render(style, {"a": item}, [Cluster((Cite("a", text, text, text),))])

    assert render_html(rendered.citations[0].tree)


def test_a_style_serves_two_threads_at_once(styled: Callable[..., Style]) -> None:
    style = styled(
        '<names variable="author"><substitute><text variable="title"/></substitute></names>'
        '<text variable="title"/>'
    )
    found: dict[int, set[str]] = {0: set(), 1: set()}

    def work(number: int) -> None:
        items = {"a": {"title": f"T{number}"}}
        for _ in range(200):
            rendered = render(style, items, [Cluster((Cite("a"),))])
            found[number].add(render_text(rendered.citations[0].tree))

    threads = [threading.Thread(target=work, args=(number,)) for number in found]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == {0: {"T0"}, 1: {"T1"}}
