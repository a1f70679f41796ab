from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citewell.exports import FORMATS
from citewell.holdings import merge
from citewell.model import Reference, Source
from citewell.problems import CitewellError
from citewell.references import parse_references

CASES = Path(__file__).parent.parent / "cases" / "references"
CASE = re.compile(
    r"^(?P<title>[^\n]+)\n\.\n(?P<given>.*?)\n\.\n(?P<expected>.*?)\n\.$",
    re.MULTILINE | re.DOTALL,
)


def read_cases() -> Iterator[object]:
    """Yield the cases; the folder's name is the suffix of the file that the input stands in."""
    for path in sorted(CASES.glob("*/*.md")):
        text = path.read_text(encoding="utf-8")
        for found in CASE.finditer(text):
            line = text.count("\n", 0, found.start()) + 1
            name = f"{path.parent.name}/{path.name}:{line}"
            source = Source(f"references.{path.parent.name}", found["given"])
            yield pytest.param(source, found["expected"], id=name)


def show(source: Source) -> str:
    try:
        found = parse_references(source)
    except CitewellError as error:
        return "\n".join(
            f"fault at {problem.line}:{problem.column}: {problem.message}"
            for problem in error.problems
        )
    return "\n\n".join(map(show_reference, found)) or "none"


def show_reference(reference: Reference) -> str:
    fields = {name: value for name, value in reference.item.items() if name != "id"}
    lines = [f"{name}: {show_value(value)}" for name, value in sorted(fields.items())]
    return "\n".join([f"{reference.key} (line {reference.line})", *lines])


def show_value(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {show_value(part)}" for name, part in value.items())
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        return " | ".join(map(show_value, value))
    return json.dumps(value)


@pytest.mark.parametrize(("source", "expected"), list(read_cases()))
def test_references_are_read_as_the_case_says(source: Source, expected: str) -> None:
    assert show(source) == expected


def test_there_are_cases_of_every_format() -> None:
    assert {path.name for path in CASES.iterdir()} == {"bib", "json", "ris", "yaml"}


def faults(path: str, text: str) -> str:
    with pytest.raises(CitewellError) as raised:
        parse_references(Source(path, text))
    return str(raised.value)


def read(path: str, text: str) -> tuple[Reference, ...]:
    return parse_references(Source(path, text))


def test_two_references_of_one_id_name_the_line_of_the_first() -> None:
    text = "- {id: a, type: book}\n- {id: b, type: book}\n- {id: a, type: map}\n"

    shown = faults("references.yaml", text)

    assert "references.yaml:3:8: error: two references have the id 'a'" in shown
    assert "the first stands in line 1" in shown


def test_a_key_for_two_sources_names_both_places() -> None:
    one = read("content/references.yaml", "- {id: b, type: book}\n- {id: a, type: book}")
    other = read("content/more.bib", "\n@book{a, title = {Another}}")

    with pytest.raises(CitewellError) as raised:
        merge(one, other)

    assert str(raised.value).splitlines()[0] == (
        "content/references.yaml:2: error: 'a' stands for another source here than in "
        "content/more.bib:2"
    )


def test_the_same_reference_may_stand_in_two_places() -> None:
    one = read("one.yaml", "- {id: a, type: book, title: T}")
    other = read("other.yaml", "\n- {title: T, type: book, id: a}")

    assert merge(one, other)["a"].path == "one.yaml"


def test_a_reference_is_found_by_its_other_ids() -> None:
    found = read("one.yaml", "- {id: a, type: book, other-ids: [b, c]}")

    library = merge(found)

    assert {key: entry.key for key, entry in library.items()} == {"a": "a", "b": "a", "c": "a"}


def test_an_id_comes_before_another_reference_s_other_id() -> None:
    found = read("one.yaml", "- {id: a, type: book, other-ids: [b]}\n- {id: b, type: map}")

    assert merge(found)["b"].item["type"] == "map"


def test_an_other_id_of_two_sources_names_both_places() -> None:
    one = read("content/references.yaml", "- {id: a, type: book, other-ids: [x, x, a]}")
    other = read("content/more.yaml", "\n- {id: b, type: book, other-ids: [x]}")

    with pytest.raises(CitewellError) as raised:
        merge(one, other)

    shown = str(raised.value)
    assert "content/references.yaml:1: error: 'x' stands for another source here" in shown
    assert "than in content/more.yaml:2" in shown
    assert "take it out of the `other-ids` of one of the two" in shown


def test_the_suffix_may_be_written_large() -> None:
    assert read("REFS.BIB", "@book{a, title={T}}")[0].key == "a"


def test_titles_without_a_language_are_in_the_site_s() -> None:
    source = Source("a.bib", "@book{a, title={Die Wahl der Worte}}")

    (found,) = parse_references(source, "de")

    assert found.item["title"] == "Die Wahl der Worte"


@pytest.mark.parametrize("suffix", ["yaml", "json", "bib", "ris"])
def test_the_span_of_a_reference_is_its_key(suffix: str) -> None:
    text = {
        "yaml": "- id: key1\n  type: book\n",
        "json": '[{"type": "book", "id": "key1"}]',
        "bib": "@book{key1, title={T}}",
        "ris": "TY  - BOOK\nID  - key1\nER  - \n",
    }[suffix]

    (found,) = read(f"references.{suffix}", text)

    assert text[found.span.start : found.span.end].strip('"') == "key1"


EXPORTED = """
- id: weitz2014
  type: article-journal
  title: Online therapy
  container-title: Journal of Psychotherapy
  author:
  - {family: Weitz, given: Philip}
  - {family: Kolk, given: Bessel, non-dropping-particle: van der}
  - {literal: World Health Organization}
  issued: 2014-05
  volume: 3
  issue: 4
  page: 12-34
  DOI: 10.1000/x_y
  URL: https://example.org/a_b
"""


@pytest.mark.parametrize("suffix", ["bib", "json"])
def test_what_citewell_exports_is_read_as_it_was(suffix: str) -> None:
    (written,) = read("references.yaml", EXPORTED)

    (found,) = read(f"references.{suffix}", FORMATS[suffix]([written.item]))

    assert found.item == written.item


PIECES = {
    "yaml": ["- ", "id: a\n", "type: book\n", "  issued: ", "[", "]", "{", "}", "2014", "\n"],
    "json": ["[", "]", "{", "}", '"id":"a"', '"type":"book"', ",", "null", '"issued":', "[[1]]"],
    "bib": ["@book{a,", "@string{", "{", "}", '"', "title", "=", ",", "#", "\n", "\\em", "~", "$"],
    "ris": ["TY  - BOOK\n", "ER  - \n", "ID  - a\n", "AU  - ", "A, B", "\n", "PY  - 2014/"],
}


@pytest.mark.parametrize("suffix", sorted(PIECES))
@given(data=st.data())
def test_any_text_parses_or_raises_a_fault_inside_it(suffix: str, data: st.DataObject) -> None:
    pieces = st.lists(st.sampled_from(PIECES[suffix]), max_size=20).map("".join)
    text = data.draw(pieces | st.text(max_size=30))
    source = Source(f"references.{suffix}", text)

    shown = show(source)

    lines = [int(line) for line in re.findall(r"^fault at (\d+):", shown, re.MULTILINE)]
    assert all(1 <= line <= text.count("\n") + 1 for line in lines)


def test_a_source_tells_of_its_copy_and_of_its_fate() -> None:
    text = "- {id: a, type: book, archived: 'https://archive.example/a', status: retracted}\n"

    (found,) = read("references.yaml", text)

    assert (found.archived, found.status) == ("https://archive.example/a", "retracted")
    assert found.item == {"id": "a", "type": "book"}


@pytest.mark.parametrize("words", ["retracted", "Retracted", "RETRACTED"])
def test_the_fate_of_a_source_is_told_in_any_capitals(words: str) -> None:
    (yaml,) = read("references.yaml", f"- {{id: a, type: book, status: {words}}}\n")
    (bib,) = read("references.bib", f"@book{{a, title = {{A}}, pubstate = {{{words}}}}}\n")

    assert (yaml.status, bib.status) == ("retracted", "retracted")
    assert "status" not in yaml.item.keys() | bib.item.keys()


def test_any_other_status_is_one_of_publication() -> None:
    (yaml,) = read("references.yaml", "- {id: a, type: book, status: in press}\n")
    (bib,) = read("references.bib", "@book{a, title = {A}, pubstate = {inpress}}\n")

    assert (yaml.status, bib.status) == ("", "")
    assert (yaml.item["status"], bib.item["status"]) == ("in press", "in press")


@pytest.mark.parametrize("fates", [("", "status: retracted, "), ("status: retracted, ", "")])
def test_what_became_of_a_source_counts_wherever_it_is_said(fates: tuple[str, str]) -> None:
    one, other = (read("one.yaml", f"- {{{fate}id: a, type: book}}") for fate in fates)

    assert merge(one, other)["a"].status == "retracted"


def test_two_fates_of_one_source_are_a_fault() -> None:
    one = read("one.yaml", "- {id: a, type: book, status: retracted}")
    other = read("other.yaml", "- {id: a, type: book, status: corrected}")

    with pytest.raises(CitewellError, match="stands for another source here"):
        merge(one, other)
