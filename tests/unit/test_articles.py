"""Files made into articles: which references and which style a post gets."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_site import WORDS

from citewell import articles, survey
from citewell.articles import Made, Maker, Task
from citewell.disk import File
from citewell.model import Kind, Reference, Source
from citewell.problems import Level
from citewell.references import parse_references
from citewell.settings import parse_settings

NAME = "content/posts/2020-01-01-one.md"
STYLE = """<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
  <info><title>t</title><id>t</id><updated>2020-01-01T00:00:00+00:00</updated></info>
  <citation><layout><text {}/></layout></citation></style>"""


def references(path: str, key: str, title: str = "T") -> tuple[Reference, ...]:
    text = f'[{{"id": "{key}", "type": "book", "title": "{title}"}}]'
    return parse_references(Source(path, text))


def make(
    root: Path,
    text: str,
    settings: str = "",
    files: dict[str, tuple[Reference, ...]] | None = None,
    kind: Kind = "post",
) -> Made:
    path = root / NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\ntitle: T\n{text}", encoding="utf-8")
    source = Source("content/site.yaml", f"title: T\n{settings}")
    maker = Maker(root, source, parse_settings(source), files or {}, WORDS)
    task = Task(File(NAME, str(path), survey._stamp(path.stat())), kind, "identity")
    (made,) = maker.begin()([task])
    return made


def text_of(made: Made) -> str:
    assert made.contents is not None, made.problems
    return "".join(piece for piece in made.contents.text if isinstance(piece, str))


def test_a_post_becomes_an_article_with_its_contents(tmp_path: Path) -> None:
    made = make(tmp_path, "---\nHello.\n")

    assert made.article is not None
    assert (made.article.slug, made.article.excerpt) == ("one", "Hello.")
    assert made.identity == "identity"
    assert text_of(made) == "<p>Hello.</p>"


def test_the_errors_of_a_post_stay_with_it(tmp_path: Path) -> None:
    made = make(tmp_path, "titel: x\n---\nHello @nobody.\n")

    assert (made.article, made.contents) == (None, None)
    assert made.path == NAME
    assert [problem.line for problem in made.problems] == [3]


def test_a_warning_comes_along_with_the_article(tmp_path: Path) -> None:
    made = make(tmp_path, "references: [{id: a, type: book, title: T}]\n---\nHello.\n")

    assert made.article is not None
    assert [problem.level for problem in made.problems] == [Level.WARNING]


@pytest.mark.parametrize("path", ["content/references.yaml", "content/references.json"])
def test_the_shared_references_are_there_for_every_post(tmp_path: Path, path: str) -> None:
    made = make(tmp_path, "---\n@a\n", files={path: references(path, "a")})

    assert made.contents is not None
    assert made.contents.bibliography is not None


def test_another_file_is_there_for_posts_that_name_it(tmp_path: Path) -> None:
    files = {"content/grief.yaml": references("content/grief.yaml", "a")}

    assert make(tmp_path, "bibliography: grief.yaml\n---\n@a\n", files=files).article
    assert make(tmp_path, "bibliography: [content/grief.yaml]\n---\n@a\n", files=files).article
    assert make(tmp_path, "---\n@a\n", files=files).problems[0].message == (
        "there is no source 'a'"
    )


def test_a_file_of_references_that_is_not_there_has_a_place_and_a_hint(tmp_path: Path) -> None:
    files = {"content/grief.yaml": references("content/grief.yaml", "a")}

    (problem,) = make(tmp_path, "bibliography: greif.yaml\n---\na\n", files=files).problems

    assert (problem.line, problem.column) == (3, 15)
    assert problem.hint == "did you mean 'grief.yaml'?"


def test_two_sources_under_one_key_name_both_files(tmp_path: Path) -> None:
    path = "content/references.yaml"
    text = "references: [{id: a, type: book, title: U}]\n---\n@a\n"

    (problem,) = make(tmp_path, text, files={path: references(path, "a")}).problems

    assert (problem.path, path in problem.message) == (NAME, True)


def test_the_style_of_a_post_stands_before_that_of_the_site(tmp_path: Path) -> None:
    post = "references: [{id: a, type: book, title: U}]\n---\n[@a]\n"

    assert "[1]" in text_of(make(tmp_path, f"csl: ieee\n{post}", "csl: apa\n"))
    assert "n.d." in text_of(make(tmp_path, post, "csl: apa\n"))


def test_the_language_of_a_post_stands_before_that_of_the_site(tmp_path: Path) -> None:
    post = "references: [{id: a, type: book, title: U}]\n---\n[@a]\n"

    assert "o.\xa0J." in text_of(make(tmp_path, f"lang: de\n{post}", "lang: en-GB\n"))
    assert "o.\xa0J." in text_of(make(tmp_path, post, "lang: de\n"))


def test_a_style_of_the_site_itself_is_found(tmp_path: Path) -> None:
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "own.csl").write_text(STYLE.format('variable="title"'))
    post = "references: [{id: a, type: book, title: Only this}]\n---\n[@a]\n"

    assert ">Only this</span>" in text_of(make(tmp_path, f"csl: own\n{post}"))
    assert ">Only this</span>" in text_of(make(tmp_path, f"csl: styles/own.csl\n{post}"))


def test_a_style_that_is_not_there_is_blamed_where_it_is_named(tmp_path: Path) -> None:
    (in_post,) = make(tmp_path, "csl: apq\n---\na\n").problems
    (in_site,) = make(tmp_path, "---\na\n", "csl: apq\n").problems

    assert (in_post.path, in_post.line, in_post.column) == (NAME, 3, 6)
    assert (in_site.path, in_site.line, in_site.column) == ("content/site.yaml", 2, 6)
    assert "apa" in in_post.hint


def test_a_fault_in_a_style_of_the_site_is_blamed_on_its_line(tmp_path: Path) -> None:
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "own.csl").write_text(STYLE.format('macro="nowhere"'))

    (problem,) = make(tmp_path, "csl: own\n---\na\n").problems

    assert (problem.path, problem.line) == ("styles/own.csl", 3)


def test_a_file_saved_since_it_was_listed_is_not_remembered_as_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(articles, "has_moved_on", lambda _: True)

    made = make(tmp_path, "date: 2020-01-01\n---\nText.\n")

    assert made.article is not None
    assert made.identity == ""
