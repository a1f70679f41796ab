from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citewell.bibtex import parse_bibtex
from citewell.bibtexnames import parse_names
from citewell.latex import parse_latex, render_plain, render_rich
from citewell.model import Source
from citewell.problems import CitewellError
from citewell.sentencecase import sentence_case


def fields(text: str, key: str = "a") -> dict[str, str]:
    entries = {entry.key: entry for entry in parse_bibtex(Source("a.bib", text))}
    return dict(entries[key].fields)


def first_fault(text: str) -> str:
    with pytest.raises(CitewellError) as raised:
        parse_bibtex(Source("a.bib", text))
    return str(raised.value).splitlines()[0]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("{A {B} C}", "A {B} C"),
        ('"A {"}B{"} C"', 'A {"}B{"} C'),
        ("2014", "2014"),
        ("may", "5"),
        ("MAY", "5"),
        ("acm", "ACM Press"),
        ('acm # " and " # {Sons}', "ACM Press and Sons"),
        ('jul # "~4"', "7~4"),
        ("unknown", "unknown"),
        ("{}", ""),
    ],
)
def test_a_value_is_text_a_number_or_an_abbreviation(written: str, value: str) -> None:
    text = f"@string{{acm = {{ACM Press}}}}\n@book{{a, x = {written}}}"

    assert fields(text) == {"x": value}


def test_entries_may_stand_in_parentheses() -> None:
    assert fields("@string(p = {Press})\n@Book(a, Title = p)") == {"title": "Press"}


def test_comments_and_words_between_entries_are_passed_over() -> None:
    text = "Exported.\n@comment{@book{b, x={y}}}\n@preamble{ {x} }\n@book{a, x={y}}"

    assert fields(text) == {"x": "y"}


def test_the_first_of_two_fields_of_one_name_counts() -> None:
    assert fields("@book{a, x={1}, X={2}, x={3}}") == {"x": "1"}


def test_a_part_inherits_from_its_whole_under_other_names() -> None:
    text = "@inbook{a, crossref={b}, title={T}}\n@book{b, title={B}, author={X}, year={1}}"

    assert fields(text) == {
        "crossref": "b",
        "title": "T",
        "booktitle": "B",
        "bookauthor": "X",
        "year": "1",
    }


def test_a_volume_inherits_the_title_of_the_whole_work() -> None:
    text = "@book{a, crossref={b}, title={T}}\n@mvbook{b, title={B}, subtitle={S}}"

    assert fields(text)["maintitle"] == "B"
    assert fields(text)["mainsubtitle"] == "S"


def test_an_article_inherits_the_title_of_its_journal() -> None:
    text = "@article{a, crossref={b}, title={T}}\n@periodical{b, title={J}, subtitle={S}}"

    assert fields(text)["journaltitle"] == "J"
    assert fields(text)["journalsubtitle"] == "S"


def test_shared_data_is_filled_in_and_is_no_entry() -> None:
    text = "@xdata{x, publisher={P}, location={L}}\n@book{a, xdata={ x, y }, location={M}}"

    assert fields(text) == {"xdata": " x, y ", "publisher": "P", "location": "M"}
    assert [entry.key for entry in parse_bibtex(Source("a.bib", text))] == ["a"]


def test_a_circle_of_cross_references_ends() -> None:
    text = "@book{a, crossref={b}, x={1}}\n@book{b, crossref={a}, y={2}}"

    assert fields(text)["y"] == "2"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("@book{a,\n  year 2014\n}", "a.bib:2:3: error: this field has no value"),
        ("\n@book{, title={z}}", "a.bib:2:1: error: this entry has no key"),
        ("@book{a\n title={z}}", "a.bib:1:1: error: this entry's key needs a comma behind it"),
        ("@book{a, x={z} y={x}}", "a.bib:1:16: error: a comma is missing before this"),
        ("@book{a, x=in press}", "a.bib:1:15: error: a comma is missing before this"),
        ("@book{a, title={z", "a.bib:1:1: error: this entry is never closed"),
        ("@book{a, x={z\n@book{b, x={z}}", "a.bib:1:1: error: this entry is never closed"),
        ("@book{a, {x} = {y}}", "a.bib:1:10: error: this fits no field"),
    ],
)
def test_broken_syntax_has_a_place(text: str, fault: str) -> None:
    assert first_fault(text) == fault


def test_all_faults_of_a_file_are_told() -> None:
    with pytest.raises(CitewellError) as raised:
        parse_bibtex(Source("a.bib", "@book{, x={y}}\n@book{a, x}\n@book{b, x={y}}\n@book{c"))

    assert [problem.line for problem in raised.value.problems] == [1, 2, 4]


def test_the_library_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    first_fault("@book{a, title={z")

    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("latex", "rich"),
    [
        (r"M{\"u}ller, \'Emile, Fran\c{c}ois, \O re, {\ss}", "Müller, Émile, François, Øre, ß"),
        (r"Mar{\'\i}a, \v{S}koda, Erd{\H o}s, {\AA}s, na{\"\i}ve",
         "María, Škoda, Erdős, Ås, naïve"),
        (r"R\&D, 50\% of \$5, a\_b \#1", "R&D, 50% of $5, a_b #1"),
        ("50% of it", "50% of it"),
        ("1--2 --- ``so'' said he", "1\u20132 — “so” said he"),
        ("Nr.~5", "Nr.\u00a05"),
        (r"\emph{Homo} \textbf{b} \textsc{c}",
         '<i>Homo</i> <b>b</b> <span style="font-variant:small-caps;">c</span>'),
        (r"{\em Homo} {\bf b} {\it c}", "<i>Homo</i> <b>b</b> <i>c</i>"),
        (r"\enquote{So}", "“So”"),
        ("x$^2$ and CO$_{2}$", "x<sup>2</sup> and CO<sub>2</sub>"),
        (r"$\alpha$-wave", "\u03b1-wave"),
        (r"\textsuperscript{th}", "<sup>th</sup>"),
        ("{DNA} {is {here}}",
         '<span class="nocase">DNA</span> <span class="nocase">is here</span>'),
        (r"\url{http://x.org/a_b%20c}", "http://x.org/a_b%20c"),
        (r"\href{http://x.org}{a link}", "a link"),
        (r"{\LaTeX} and \TeX", "LaTeX and TeX"),
        (r"\unknown{x} y", '<span class="nocase">x</span> y'),
        ("a {} b", "a b"),
        ("p < .05", "p < .05"),
        ("{", ""),
    ],
)  # fmt: skip
def test_latex_becomes_rich_text(latex: str, rich: str) -> None:
    assert render_rich(parse_latex(latex)) == rich


def test_plain_text_has_no_markup() -> None:
    assert render_plain(parse_latex(r"{DNA} \emph{x} $^2$ p < .05")) == "DNA x 2 p < .05"


@given(st.lists(st.sampled_from([*"{}$\\%~^_-`' aB", r"\emph", r"\href", r"\'"])).map("".join))
def test_any_latex_has_a_meaning(latex: str) -> None:
    assert "\\emph" not in render_plain(parse_latex(latex))


@pytest.mark.parametrize(
    ("title", "cased"),
    [
        ("The Body Keeps the Score", "The body keeps the score"),
        ("A Study of {Freud}", 'A study of <span class="nocase">Freud</span>'),
        ("Grief: A Beginning. The End? Yes", "Grief: A beginning. The end? Yes"),
        ("Post-War Europe", "Post-war europe"),
        ("The DNA of iPhones and McDonald's", "The DNA of iPhones and McDonald's"),
        ("Vitamin C and A Type B Person", "Vitamin C and a type B person"),
        ("In 3D and the U.S. Today", "In 3D and the U.S. Today"),
        ("the small beginning", "The small beginning"),
        ("iPhone Use", "iPhone use"),
        ("It's What You Don't Say", "It's what you don't say"),
        ("ALL IN CAPITALS", "ALL IN CAPITALS"),
        (r"On {\'E}tudes and {\"U}ber", "On études and über"),
        (r"\emph{Harry Potter} Again", "<i>Harry potter</i> again"),
        ("{D}ie {B}ach", '<span class="nocase">D</span>ie <span class="nocase">B</span>ach'),
        ("So: “The Quoted” (The Big)", "So: “The quoted” (the big)"),
        ("{{Every Word Stays}}", '<span class="nocase">Every Word Stays</span>'),
    ],
)
def test_titles_lose_the_capitals_of_habit(title: str, cased: str) -> None:
    assert render_rich(sentence_case(parse_latex(title))) == cased


@given(st.text(alphabet="ABab .:'{}-é", max_size=40))
def test_sentence_case_changes_nothing_but_capitals(title: str) -> None:
    pieces = parse_latex(title)

    assert render_rich(sentence_case(pieces)).lower() == render_rich(pieces).lower()


@given(st.text(alphabet="ABCab .:'-", max_size=40))
def test_sentence_case_is_done_once(title: str) -> None:
    once = sentence_case(parse_latex(title))

    assert sentence_case(once) == once


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Philip Weitz", [{"family": "Weitz", "given": "Philip"}]),
        ("Weitz, Philip", [{"family": "Weitz", "given": "Philip"}]),
        ("King, Jr., Martin Luther",
         [{"family": "King", "given": "Martin Luther", "suffix": "Jr."}]),
        ("Bessel van der Kolk",
         [{"family": "Kolk", "given": "Bessel", "non-dropping-particle": "van der"}]),
        ("van der Kolk, Bessel",
         [{"family": "Kolk", "given": "Bessel", "non-dropping-particle": "van der"}]),
        ("{van der Kolk}, Bessel", [{"family": "van der Kolk", "given": "Bessel"}]),
        ("{World Health Organization}", [{"literal": "World Health Organization"}]),
        ("{Barnes and Noble} and Plato", [{"literal": "Barnes and Noble"}, {"family": "Plato"}]),
        (r"{\'E}mile Zola", [{"family": "Zola", "given": "Émile"}]),
        ("J.~R. Tolkien", [{"family": "Tolkien", "given": "J. R."}]),
        ("Weitz, P. and others", [{"family": "Weitz", "given": "P."}, {"literal": "others"}]),
        ("family=Kolk, given={B. A.}, prefix=van, useprefix=false",
         [{"family": "Kolk", "given": "B. A.", "dropping-particle": "van"}]),
        ("", []),
        ("{}", []),
    ],
)  # fmt: skip
def test_names_have_parts(written: str, names: list[dict[str, str]]) -> None:
    assert parse_names(written) == names
