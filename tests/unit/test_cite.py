"""Citations filled in: what is printed, where it leads, what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, partial
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_site import WORDS

from citewell import csl
from citewell.cite import EXCERPT_LENGTH, EXCERPT_WORDS, About, Cited, cite_post, excerpt
from citewell.holdings import merge
from citewell.manuscript import Press
from citewell.model import Settings, Source, Target
from citewell.parse import parse_post
from citewell.printing import print_manuscript
from citewell.problems import CitewellError, Level, Place, Problem
from citewell.references import parse_references

REFERENCES = """\
references:
  - {id: weitz2014, type: book, author: [{family: Weitz, given: P.}], issued: 2014, title: Two}
  - {id: rogers1957, type: book, author: [{family: Rogers, given: C.}], issued: 1957, title: One}
"""
ABOUT = About(Settings("Site", url="https://example.org/"), WORDS)
FOOTNOTE = "[^1]: As in [@rogers1957]."
TAGS = re.compile(r"<[^>]*>")


def press(style: csl.Style) -> Press:
    return partial(print_manuscript, style=style)


@cache
def loaded(name: str, language: str) -> csl.Style:
    return csl.load_style(name, language)


def cite(
    body: str,
    name: str = "apa",
    *,
    head: str = "",
    language: str = "en-GB",
    shared: Mapping[str, str] | None = None,
) -> Cited:
    text = f"---\ntitle: T\ndate: 2020-01-01\n{head}{REFERENCES}---\n{body}\n"
    source = Source("content/posts/x.md", text)
    post = parse_post(source, "post")
    others = [parse_references(Source(path, words)) for path, words in (shared or {}).items()]
    library = merge(post.meta.references, *others)
    return cite_post(post, source, library, press(loaded(name, language)), ABOUT)


def html(cited: Cited) -> str:
    return "".join(piece for piece in cited.contents.text if isinstance(piece, str))


def plain(cited: Cited) -> str:
    return TAGS.sub("", html(cited))


def entries(cited: Cited) -> dict[str, str]:
    found = cited.contents.bibliography
    return {entry.key: TAGS.sub("", entry.html) for entry in found.entries} if found else {}


def places(cited: Cited) -> dict[str, tuple[int, ...]]:
    found = cited.contents.bibliography
    return {entry.key: entry.cited for entry in found.entries} if found else {}


def notes(cited: Cited) -> list[str]:
    texts = (note.text for note in cited.contents.notes)
    return [TAGS.sub("", "".join(map(str, text))) for text in texts]


def calls(cited: Cited) -> dict[int, tuple[str, ...]]:
    return {note.number: note.calls for note in cited.contents.notes}


def problems(body: str, *, head: str = "") -> tuple[Problem, ...]:
    with pytest.raises(CitewellError) as caught:
        cite(body, head=head)
    return caught.value.problems


@pytest.mark.parametrize("name", ["apa", "vancouver-nlm", "chicago-notes-bibliography"])
def test_a_mark_names_its_source_in_every_kind_of_style(name: str) -> None:
    words = "- {id: gone, type: book, author: [{family: Gone}], issued: 1998, status: retracted}\n"

    cited = cite("So [@gone; @weitz2014].", name, shared={"content/references.yaml": words})

    assert "[retracted: Gone, 1998]" in plain(cited)
    assert 'href="#ref-gone">Gone, 1998</a>' in html(cited)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("So [@weitz2014].", "So (Weitz, 2014)."),
        ("So [see @weitz2014, p. 3].", "So (see Weitz, 2014, p. 3)."),
        ("So [@weitz2014, pp. 3-5, passim].", "So (Weitz, 2014, pp. 3\u20135, passim)."),
        ("So [@weitz2014; @rogers1957].", "So (Rogers, 1957; Weitz, 2014)."),
        ("Weitz [-@weitz2014] says.", "Weitz (2014) says."),
        ("@weitz2014 says.", "Weitz (2014) says."),
        ("@weitz2014 [p. 3] says.", "Weitz (2014, p. 3) says."),
        ("@weitz2014 [ch. 3] says.", "Weitz (2014, Chapter 3) says."),
        ("So [@weitz2014{ii, A}].", "So (Weitz, 2014, p. ii, A)."),
        (r"So [see \*this\* in @weitz2014].", "So (see *this* in Weitz, 2014)."),
    ],
)
def test_a_citation_prints_as_the_style_says(written: str, printed: str) -> None:
    assert plain(cite(written)) == printed


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("[see *esp.* @weitz2014]", "see <i>esp.</i> "),
        ("[see **esp.** @weitz2014]", "see <b>esp.</b> "),
        ("[see _esp._ @weitz2014]", "see <i>esp.</i> "),
        ("[see a_b_c @weitz2014]", "see a_b_c "),
    ],
)
def test_emphasis_in_the_words_around_a_source_stays(written: str, printed: str) -> None:
    assert printed in html(cite(written))


def test_markup_in_the_words_around_a_source_is_only_text() -> None:
    assert "<script>" not in html(cite("[see <script>x()</script> @weitz2014]"))


@pytest.mark.parametrize(
    "body",
    [
        "# On [@weitz2014]",
        "- a [@weitz2014]",
        "> a [@weitz2014]",
        "| a |\n|---|\n| [@weitz2014] |",
        "*so [@weitz2014]*",
        "**[@weitz2014]**",
        "term\n:   a [@weitz2014]",
        "<b>a [@weitz2014]</b>",
    ],
)
def test_a_citation_is_found_wherever_text_runs(body: str) -> None:
    cited = cite(body)

    assert "(Weitz, 2014)" in plain(cited)
    assert places(cited) == {"weitz2014": (1,)}


@pytest.mark.parametrize(
    "body",
    [
        "`[@weitz2014]`",
        "    [@weitz2014]",
        "```\n[@weitz2014]\n```",
        "<div>[@weitz2014]</div>",
        "<b title='@weitz2014'>a</b>",
        "[a @weitz2014](https://example.org/)",
        "![a @weitz2014](https://example.org/a.png)",
        '[a](https://example.org/ "by @weitz2014")',
        r"\@weitz2014",
        "me@weitz2014",
    ],
)
def test_nothing_is_cited_in_code_raw_html_or_links(body: str) -> None:
    cited = cite(body)

    assert cited.contents.bibliography is None
    assert "@weitz2014" in html(cited)


def test_a_quotation_mark_in_the_text_of_a_picture_does_not_end_it() -> None:
    cited = cite('![see [@weitz2014, "two"]](https://example.org/a.png)')

    assert 'alt="see [@weitz2014, &quot;two&quot;]"' in html(cited)


def test_a_citation_in_a_heading_is_no_part_of_its_id() -> None:
    assert '<h2 id="on-therapy">On therapy <span' in html(cite("# On therapy [@weitz2014]"))


def test_a_list_of_contents_cites_nothing() -> None:
    cited = cite("[TOC]\n\n# On therapy [@weitz2014]")

    assert '<a href="#on-therapy">On therapy</a>' in html(cited)
    assert places(cited) == {"weitz2014": (1,)}


@pytest.mark.parametrize("heading", ["Cite 1", "Fn 1", "Ref weitz2014"])
def test_a_heading_never_has_the_id_of_a_citation_note_or_reference(heading: str) -> None:
    ids = re.findall(r' id="([^"]*)"', html(cite(f"# {heading}\n\n[@weitz2014]")))

    assert not {"cite-1", "fn-1", "ref-weitz2014"} & {ids[0]}


def test_citations_are_numbered_as_they_stand_on_the_page() -> None:
    ids = re.findall(r'id="(cite-\d+)"', html(cite("[@weitz2014] a\n\n- d @rogers1957")))

    assert ids == ["cite-1", "cite-2"]


def test_citations_of_a_footnote_are_numbered_where_it_is_first_called() -> None:
    cited = cite(f"[@weitz2014] a[^1] b[^1] @weitz2014\n\n{FOOTNOTE}")

    assert places(cited) == {"rogers1957": (2,), "weitz2014": (1, 3)}
    assert 'id="cite-2"' in str(cited.contents.notes[0].text)


def test_a_footnote_cites_as_the_text_does() -> None:
    cited = cite(f"a[^1]\n\n{FOOTNOTE}")

    assert notes(cited) == ["As in (Rogers, 1957)."]


def test_a_footnote_leads_back_to_each_of_its_calls() -> None:
    cited = cite("a[^x] b[^y] c[^x]\n\n[^x]: d\n\n[^y]: e")

    assert re.findall(r'<sup id="([^"]*)"><a [^>]* href="([^"]*)"', html(cited)) == [
        ("fnref-1", "#fn-1"),
        ("fnref-2", "#fn-2"),
        ("fnref-3", "#fn-1"),
    ]
    assert calls(cited) == {1: ("fnref-1", "fnref-3"), 2: ("fnref-2",)}
    assert plain(cited) == "a1 b2 c1"


def test_addresses_in_footnotes_are_known_behind_those_of_the_text() -> None:
    cited = cite("a[^1] [b](one.md)\n\n[^1]: [c](two.md)")

    assert [target.address for target in cited.article.targets] == ["one.md", "two.md"]


def test_footnotes_and_notes_of_the_style_are_one_sequence() -> None:
    body = f"One [@weitz2014]. Two[^1]. Three [@rogers1957]. Four[^1].\n\n{FOOTNOTE}"

    cited = cite(body, "chicago-notes-bibliography")

    assert plain(cited) == "One1. Two2. Three3. Four2."
    assert calls(cited) == {1: ("cite-1",), 2: ("fnref-1", "fnref-2"), 3: ("cite-3",)}


def test_the_numbers_that_a_style_of_notes_prints_count_footnotes() -> None:
    style = """<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0">
      <info><title>t</title><id>t</id><updated>2020-01-01T00:00:00+00:00</updated></info>
      <citation><layout><text variable="title"/>
      <text variable="first-reference-note-number" prefix=" note "/></layout></citation></style>"""
    body = "a[^1] [@weitz2014] [@weitz2014]\n\n[^1]: b"
    source = Source(
        "content/posts/x.md", f"---\ntitle: T\ndate: 2020-01-01\n{REFERENCES}---\n{body}"
    )
    post = parse_post(source, "post")

    cited = cite_post(
        post, source, merge(post.meta.references), press(csl.parse_style(style)), ABOUT
    )

    assert notes(cited) == ["b", "Two", "Two note 2"]


def test_a_footnote_between_two_citations_of_a_source_stands_between_their_notes() -> None:
    with_ibid = "oscola"

    cited = cite(f"a [@weitz2014] b[^1] c [@weitz2014]\n\n{FOOTNOTE}", with_ibid)

    assert "ibid" not in notes(cited)[2].lower()
    assert "ibid" in notes(cite("a [@weitz2014] c [@weitz2014]", with_ibid))[1].lower()


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("As in [@weitz2014].", "As in (P. Weitz, Two (2014))."),
        ("[@weitz2014]", "P. Weitz, Two (2014)."),
        (
            "[@weitz2014]. But see [@rogers1957, p. 3].",
            "P. Weitz, Two (2014). But see (C. Rogers, One (1957), 3).",
        ),
        ("So says @weitz2014.", "So says Weitz, Two (2014)."),
        ("*Not* [@weitz2014]", "Not (P. Weitz, Two (2014))"),
    ],
)
def test_a_footnote_has_its_citation_in_place_in_a_style_of_notes(
    written: str, printed: str
) -> None:
    cited = cite(f"a[^1]\n\n[^1]: {written}", "chicago-notes-bibliography")

    (note,) = notes(cited)
    assert note == printed
    assert places(cited)["weitz2014"] == (1,)


def test_an_entry_leads_back_to_every_place_that_cites_it_once() -> None:
    cited = cite("@weitz2014 a [@rogers1957; @weitz2014; @weitz2014, p. 3] b [@weitz2014]")

    assert places(cited) == {"rogers1957": (2,), "weitz2014": (1, 2, 3)}


def test_a_citation_links_each_source_to_its_entry() -> None:
    links = re.findall(r'<a role="doc-biblioref" href="([^"]*)">', html(cite("[@weitz2014]")))

    assert links == ["#ref-weitz2014"]


@given(key=st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1))
@settings(max_examples=40, deadline=None)
def test_the_link_to_an_entry_finds_its_id_whatever_the_key(key: str) -> None:
    if set(key) & set("[]{};") or key.startswith(("'", '"')):
        return
    shared = f"- {{id: {_quoted(key)}, type: book, title: T}}\n"

    cited = cite(f"a [@{{{key}}}] b", shared={"content/references.yaml": shared})

    links = re.findall(r'role="doc-biblioref" href="#([^"]*)"', html(cited))
    assert [unquote(link.replace("&amp;", "&")) for link in links] == [f"ref-{key}"]
    assert list(places(cited)) == [key]


def _quoted(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"


def test_a_source_may_be_listed_without_being_cited() -> None:
    cited = cite("[@weitz2014]", head="nocite: ['@rogers1957']\n")

    assert places(cited) == {"rogers1957": (), "weitz2014": (1,)}
    assert not cited.problems


@pytest.mark.parametrize("star", ["'*'", "'@*'"])
def test_a_star_lists_all_sources_there_are(star: str) -> None:
    assert set(entries(cite("a", head=f"nocite: [{star}]\n"))) == {"weitz2014", "rogers1957"}


def test_a_source_that_is_not_there_has_its_place_and_the_nearest_key() -> None:
    (problem,) = problems("a\n\nb [see @weitz2015, p. 3]")

    assert (problem.path, problem.line, problem.column) == ("content/posts/x.md", 10, 8)
    assert problem.length == len("@weitz2015")
    assert "'weitz2015'" in problem.message
    assert problem.hint == "did you mean 'weitz2014'?"


def test_every_source_that_is_not_there_is_told_of() -> None:
    assert len(problems("[@a; @b] @c [p. 3; @d]", head="nocite: [e]\n")) == len("abcde")


def test_a_reference_that_is_never_cited_is_a_warning_at_its_place() -> None:
    (problem,) = cite("[@weitz2014]").problems

    assert problem.level is Level.WARNING
    assert (problem.line, problem.column) == (6, 10)
    assert "'rogers1957'" in problem.message


def test_a_shared_reference_that_is_never_cited_is_no_matter() -> None:
    shared = {"content/references.yaml": "- {id: other, type: book, title: T}\n"}

    assert not cite("@weitz2014 @rogers1957", shared=shared).problems


def test_a_style_of_notes_numbers_its_notes() -> None:
    cited = cite("One [@weitz2014]. Two [@rogers1957].", "chicago-notes-bibliography")

    assert plain(cited) == "One1. Two2."
    assert calls(cited) == {1: ("cite-1",), 2: ("cite-2",)}
    assert "Weitz, Two" in notes(cited)[0]


def test_a_mark_of_a_note_leads_to_its_note() -> None:
    cited = cite("One [@weitz2014].", "chicago-notes-bibliography")

    mark = '<sup class="citation" id="cite-1"><a role="doc-noteref" href="#fn-1">1</a></sup>'
    assert f"One{mark}." in html(cited)


def test_a_narrative_citation_in_a_style_of_notes_names_its_author() -> None:
    cited = cite("As @weitz2014 [p. 3] says.", "chicago-notes-bibliography")

    assert plain(cited) == "As Weitz1 says."
    assert notes(cited)[0].endswith("3.")


def test_a_style_of_notes_still_has_its_list_of_references() -> None:
    cited = cite("One [@weitz2014]. Two [@weitz2014].", "chicago-notes-bibliography")

    assert places(cited) == {"weitz2014": (1, 2)}


@pytest.mark.parametrize("name", ["ieee", "vancouver-nlm"])
def test_a_numeric_style_sets_its_numbers_in_a_column(name: str) -> None:
    cited = cite("[@weitz2014] [@rogers1957]", name)

    assert cited.contents.bibliography is not None
    assert cited.contents.bibliography.columns
    first = cited.contents.bibliography.entries[0]
    assert first.key == "weitz2014"
    assert first.html.startswith('<span class="csl-left-margin">')


def test_a_number_above_the_line_stands_right_after_its_word() -> None:
    cited = cite("One [@weitz2014], two [@rogers1957].", "american-medical-association")

    assert plain(cited) == "One1, two2."
    assert cited.article.excerpt == "One, two."


def test_a_style_without_a_list_of_references_links_to_none() -> None:
    cited = cite("[@weitz2014]", "bluebook-law-review")

    assert cited.contents.bibliography is None
    assert "#ref-" not in "".join([html(cited), *notes(cited)])


def test_an_author_date_style_without_a_list_leaves_no_link() -> None:
    text = """<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
      <info><title>t</title><id>t</id><updated>2020-01-01T00:00:00+00:00</updated></info>
      <citation><layout><text variable="title"/></layout></citation></style>"""
    source = Source("content/posts/x.md", f"---\ntitle: T\ndate: 2020-01-01\n{REFERENCES}---\n@x")
    source = Source(source.path, source.text.replace("@x", "[@weitz2014]"))
    post = parse_post(source, "post")

    cited = cite_post(
        post, source, merge(post.meta.references), press(csl.parse_style(text)), ABOUT
    )

    assert html(cited) == '<p><span class="citation" id="cite-1">Two</span></p>'


def test_a_post_in_german_has_german_terms() -> None:
    cited = cite("[@weitz2014, S. 3; @rogers1957, Kap. 2]", language="de")

    assert plain(cited) == "(Rogers, 1957, Kapitel 2; Weitz, 2014, S. 3)"


def test_a_source_that_the_style_cannot_print_is_blamed_by_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object, **__: object) -> csl.Rendered:
        raise csl.CslError("this cannot be")

    monkeypatch.setattr(csl, "render", refuse)

    (problem,) = problems("[@weitz2014]")

    assert problem.message == "the source 'weitz2014' cannot be printed: this cannot be"
    assert (problem.path, problem.line) == ("content/posts/x.md", 5)


def test_a_post_is_cited_in_its_own_style() -> None:
    cited = cite("a")

    assert TAGS.sub("", cited.contents.own_entry) == (
        "T. (2020, January 1). Site. https://example.org/posts/x/"
    )


@pytest.mark.parametrize("name", ["ieee", "american-medical-association"])
def test_a_post_is_cited_elsewhere_without_a_number(name: str) -> None:
    entry = TAGS.sub("", cite("a", name).contents.own_entry)

    assert entry.lstrip("\u201c\u2018").startswith("T")


def test_an_author_told_in_parts_is_cited_by_initials() -> None:
    cited = cite("a", head="author: Doe, Jane\n")

    assert cited.contents.own_entry.startswith("Doe, J. (2020, January 1). T. <i>Site")


def test_a_post_keeps_the_records_of_what_it_lists_in_the_order_of_the_list() -> None:
    cited = cite("@weitz2014 @rogers1957")

    assert [item["id"] for item in cited.contents.items] == ["rogers1957", "weitz2014"]
    assert [work.key for work in cited.article.works] == ["rogers1957", "weitz2014"]


def test_a_post_that_lists_nothing_has_no_sources() -> None:
    assert cite("a").article.works == ()


def test_an_article_keeps_no_references() -> None:
    assert cite("@weitz2014 @rogers1957").article.meta.references == ()


def test_an_article_knows_its_addresses_inside_the_site() -> None:
    cited = cite("[a](../pages/about.md) [@weitz2014] ![b](../images/b.png)")

    assert [target.address for target in cited.article.targets] == [
        "../pages/about.md",
        "../images/b.png",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<p>One <em>two</em>.</p><p>Three.</p>", "One two."),
        ('<p class="lead">One.</p>', "One."),
        ("<h2>Head</h2><pre>code</pre><p>One.</p>", "One."),
        ('<p><img alt="a &gt; b" src="x"></p><p>One.</p>', "One."),
        ('<p>One<sup id="fnref:1"><a href="#fn:1">1</a></sup>.</p>', "One."),
        ('<p>One<sup class="citation" id="cite-1"><a href="#fn-1">1</a></sup>.</p>', "One."),
        ("<p>4 m<sup>2</sup> &amp; more &lt;b&gt;</p>", "4 m2 & more <b>"),
        ("<ul><li>One</li></ul>", ""),
        ("", ""),
    ],
)
def test_the_excerpt_is_the_first_paragraph_in_plain_words(text: str, words: str) -> None:
    assert excerpt((text,)) == words


def test_the_excerpt_runs_through_links() -> None:
    target = Target("about.md", Place("content/posts/x.md"))

    assert excerpt(('<p>See <a href="', target, '">this</a>.</p>')) == "See this."


def test_a_long_excerpt_is_cut_after_some_words() -> None:
    shown = excerpt((f"<p>{'word, ' * (EXCERPT_WORDS + 1)}</p>",))

    assert shown.split() == ["word,"] * (EXCERPT_WORDS - 1) + ["word", "…"]


def test_a_long_excerpt_without_spaces_is_cut_after_some_letters() -> None:
    assert excerpt((f"<p>{'心' * 2 * EXCERPT_LENGTH}</p>",)) == f"{'心' * EXCERPT_LENGTH} …"


def test_an_excerpt_that_just_fits_is_whole() -> None:
    words = " ".join(["word"] * EXCERPT_WORDS)

    assert excerpt((f"<p>{words}</p>",)) == words
