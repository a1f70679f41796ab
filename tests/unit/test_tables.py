"""A frame round each table, which keys can reach and which says what it holds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citewell.tables import frame_tables

FRAME = re.compile(r'<div class="table" role="group" tabindex="0"(?: aria-label="[^"]*")?>')
UNSAID = re.compile(r"\s*\{\d+\}")
ROW = "<tr><th>Day</th><th>Hours <i>slept</i></th></tr>"


@pytest.mark.parametrize(
    ("inner", "name"),
    [
        (ROW, "Day, Hours slept"),
        (f"<caption>A\nweek</caption>{ROW}", "A week"),
        ("<tr><th>Day {1}</th><th></th></tr>", "Day"),
        ('<tr><th scope="col">&lt;b&gt; "so"</th></tr>', "&lt;b&gt; &quot;so&quot;"),
        ("<tr><th>Day<th>Hours<tr><td>1<td>2", "Day, Hours"),
        ("<caption>A week<tr><th>Day", "A week"),
        ("<!-- <th>Old</th> --><tr><th>Day<!-- > --></th></tr>", "Day"),
    ],
)
def test_a_frame_is_named_by_caption_or_headings(inner: str, name: str) -> None:
    framed = frame_tables(f"<p>a</p><table>{inner}</table><p>b</p>", UNSAID)

    opening = f'<div class="table" role="group" tabindex="0" aria-label="{name}">'
    assert framed == f"<p>a</p>{opening}<table>{inner}</table></div><p>b</p>"


def test_a_table_without_headings_has_a_frame_without_a_name() -> None:
    framed = frame_tables("<TABLE><tr><td>1</td></tr></TABLE>", UNSAID)

    assert framed == (
        '<div class="table" role="group" tabindex="0"><TABLE><tr><td>1</td></tr></TABLE></div>'
    )


def test_a_table_within_another_has_no_frame_of_its_own() -> None:
    framed = frame_tables("<table><td><table></table></td></table><table></table>", UNSAID)

    assert framed.count("<div") == framed.count("</div>") == 2
    assert framed.endswith("</table></td></table></div>" + frame_tables("<table></table>", UNSAID))


@pytest.mark.parametrize(
    "text", ["", "<p>No table</p>", "</table>", "<table>", "a<tablet></tablet>"]
)
def test_what_is_no_whole_table_stays_as_it_is(text: str) -> None:
    assert frame_tables(text, UNSAID) == text


@pytest.mark.parametrize(
    ("before", "after"),
    [("<!-- <table> -->", ""), ("<pre><table></pre>", ""), ("", "<table>"), ("<!--> ", "<!-- ")],
)
def test_what_is_no_whole_table_takes_no_frame_from_others(before: str, after: str) -> None:
    table = f"<table>{ROW}</table>"

    framed = frame_tables(f"{before}{table}{after}", UNSAID)

    assert framed == f"{before}{frame_tables(table, UNSAID)}{after}"


def test_a_comment_in_a_table_does_not_close_it() -> None:
    framed = frame_tables("<table><!-- </table> --><tr><td>1</td></tr></table>", UNSAID)

    assert framed.endswith("<!-- </table> --><tr><td>1</td></tr></table></div>")


PIECES = ("<table>", "</table>", "<!--", "-->", "<th>", "</th>", "<caption>", '"', "a", " ", "<")


@given(st.lists(st.sampled_from(PIECES)))
def test_frames_are_all_that_is_added(pieces: list[str]) -> None:
    text = "".join(pieces)

    framed = frame_tables(text, UNSAID)

    assert FRAME.sub("", framed).replace("</div>", "") == text
    assert len(FRAME.findall(framed)) == framed.count("</div>")


@pytest.mark.parametrize("inner", ["<caption>x", "<th>x", "<!--", "<!-- <table>"])
def test_very_much_that_is_left_unclosed_is_read_as_well(inner: str) -> None:
    text = f"<table>{inner * 20000}</table>"

    assert FRAME.sub("", frame_tables(text, UNSAID)).replace("</div>", "") == text
