from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2
import pytest
import trial_site as trial

from citewell import articles, composing, csl, printing, rendering, workers
from citewell.identity import fingerprint
from citewell.manuscript import Manuscript, Print
from citewell.memo import Memo
from citewell.model import Output, Page, Source
from citewell.printing import print_manuscript
from citewell.problems import CitewellError
from citewell.render import render_page

_POST = "content/posts/one.md"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return trial.make(tmp_path / "site")


def _made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that grows with every article that is made."""
    made: list[str] = []
    make = articles.Maker._make

    def told(
        maker: articles.Maker, task: articles.Task, printer: articles._Printer
    ) -> articles.Made:
        made.append(task.file.name)
        return make(maker, task, printer)

    monkeypatch.setattr(articles.Maker, "_make", told)
    return made


def _rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that grows with every page that is rendered."""
    rendered: list[str] = []

    def told(page: Page, templates: Any, sources: Mapping[str, Source]) -> Output:
        rendered.append(page.path)
        return render_page(page, templates, sources)

    monkeypatch.setattr(rendering, "render_page", told)
    return rendered


def test_only_the_post_that_changed_is_made_again(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trial.run(site)
    made = _made(monkeypatch)
    trial.write(site, {_POST: trial.post("Changed")})

    trial.run(site)

    assert made == [_POST]


def test_a_change_of_a_template_makes_no_post_again(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trial.run(site)
    made = _made(monkeypatch)
    trial.write(site, {"templates/post.html": trial.template("post", "Changed")})

    trial.run(site)

    assert made == []


def test_a_change_of_a_text_renders_only_the_pages_that_show_it(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = "tags: [grief]\nsummary: The same.\n"
    trial.write(site, {_POST: trial.post(head=head)})
    trial.run(site)
    rendered = _rendered(monkeypatch)
    trial.write(site, {_POST: trial.post(head=head, body="Changed.")})

    trial.run(site)

    assert rendered == ["posts/one/index.html"]


def _no_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    def plan(*_: object) -> None:
        raise AssertionError("the site is planned anew")

    monkeypatch.setattr(composing, "plan_site", plan)


def test_a_new_source_renders_no_page_that_does_not_show_it(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trial.run(site)
    rendered = _rendered(monkeypatch)
    sources = "references: [{id: own, type: book, title: Own}]\n"
    trial.write(site, {"content/posts/new.md": trial.post("New", head=sources, body="[@own]")})

    trial.run(site)

    assert "library/index.html" in rendered
    assert "about/index.html" not in rendered


def test_a_change_of_a_text_needs_no_new_plan(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    head = "tags: [grief]\nsummary: The same.\n"
    trial.write(site, {_POST: trial.post(head=head)})
    trial.run(site)
    trial.write(site, {_POST: trial.post(head=head, body="Changed.")})
    _no_plan(monkeypatch)

    trial.run(site)

    assert "Changed." in (site / "output/posts/one/index.html").read_text(encoding="utf-8")


def test_a_page_of_an_article_that_went_is_made_again_without_a_plan(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trial.run(site)
    whole = trial.read_all(site / "output")
    (site / "output/posts/one/index.html").unlink()
    _no_plan(monkeypatch)

    trial.run(site)

    assert trial.read_all(site / "output") == whole


def test_a_page_of_a_list_that_went_is_made_again(site: Path) -> None:
    trial.run(site)
    whole = trial.read_all(site / "output")
    (site / "output/archive/index.html").unlink()

    trial.run(site)

    assert trial.read_all(site / "output") == whole


def test_a_change_of_the_glossary_makes_every_post_again(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trial.write(site, {"content/glossary.yaml": "- {term: words, definition: One.}"})
    trial.run(site)
    made = _made(monkeypatch)
    trial.write(site, {"content/glossary.yaml": "- {term: words, definition: Two.}"})

    trial.run(site)

    assert _POST in made
    assert trial.read_all(site / "output") == trial.clean(site, site.parent / "fresh")


def test_a_change_of_a_picture_renders_no_page(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trial.write(site, {"content/images/dot.svg": "<svg/>"})
    trial.run(site)
    rendered = _rendered(monkeypatch)
    trial.write(site, {"content/images/dot.svg": "<svg></svg>"})

    report = trial.run(site)

    assert rendered == []
    assert report.written == ("images/dot.svg",)


def test_another_output_folder_needs_no_post_made_again(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trial.run(site)
    made = _made(monkeypatch)

    trial.run(site, site / "elsewhere")

    assert made == []


def test_errors_of_all_stages_come_together_in_order(site: Path) -> None:
    broken = trial.template("post", "{{ post.titel }}")
    trial.write(
        site,
        {
            _POST: trial.post(body="[@nobody]"),
            "content/posts/two.md": trial.post("Two", body="[lost](lost.md)"),
            "content/posts/3.md": trial.post("Three", head="tilte: x\n"),
            "templates/post.html": broken,
        },
    )

    with pytest.raises(CitewellError) as caught:
        trial.run(site)

    assert [problem.path for problem in caught.value.problems] == [
        "content/posts/3.md",
        _POST,
        "content/posts/two.md",
        "templates/post.html",
    ]


def test_a_fault_of_a_template_is_told_once(site: Path) -> None:
    trial.write(site, {"templates/post.html": trial.template("post", "{{ post.titel }}")})

    with pytest.raises(CitewellError) as caught:
        trial.run(site)

    assert len(caught.value.problems) == 1


def test_a_draft_with_a_doubtful_source_is_not_talked_of(site: Path) -> None:
    source = "draft: true\nreferences: [{id: own, type: book, title: Never cited}]\n"
    trial.write(site, {_POST: trial.post(head=source)})

    assert trial.run(site).problems == ()
    assert trial.run(site, drafts=True).problems != ()


def test_a_template_that_is_no_text_is_told(site: Path) -> None:
    trial.run(site)
    (site / "templates/post.html").write_bytes(b"caf\xe9")

    with pytest.raises(CitewellError, match=r"^templates/post.html:1:4: error: .* not UTF-8"):
        trial.run(site)


def test_a_site_without_a_post_is_built(tmp_path: Path) -> None:
    trial.write(tmp_path, trial.frame() | {"content/site.yaml": "title: Trial\ncsl: tiny\n"})

    assert "index.html" in trial.run(tmp_path).written
    assert trial.run(tmp_path).written == ()


def test_several_processes_make_the_same_site(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_WORTH_A_PROCESS", 1)
    monkeypatch.setattr(workers, "_WORTH_A_RUNNING", 1)
    monkeypatch.setattr(rendering, "_WORTH_A_PROCESS", 1)
    monkeypatch.setattr(workers, "_FEWEST", 1)
    sources = "references: [{id: own, type: book, title: Own}]\n"
    trial.write(site, {_POST: trial.post(head=sources, body="[@own; @weitz2014]")})

    trial.run(site, jobs=2)

    assert trial.read_all(site / "output") == trial.clean(site, site.parent / "fresh")


def test_errors_come_out_of_other_processes(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_WORTH_A_PROCESS", 1)
    monkeypatch.setattr(workers, "_WORTH_A_RUNNING", 1)
    monkeypatch.setattr(rendering, "_WORTH_A_PROCESS", 1)
    monkeypatch.setattr(workers, "_FEWEST", 1)
    trial.write(site, {_POST: trial.post(body="[@nobody]"), "content/posts/b.md": "no post"})

    with pytest.raises(CitewellError) as caught:
        trial.run(site, jobs=2)

    assert [problem.path for problem in caught.value.problems] == ["content/posts/b.md", _POST]


def test_templates_are_compiled_once(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trial.run(site)
    monkeypatch.setattr(jinja2.Environment, "compile", _never)
    trial.write(site, {_POST: trial.post(body="Changed.")})

    assert "posts/one/index.html" in trial.run(site).written


def test_a_frame_that_loses_a_block_is_noticed(site: Path) -> None:
    page = "<!doctype html><title>{{ page.title }}</title>"
    own = "{% extends 'frame.html' %}{% block mine %}{{ post.html }}{% endblock %}"
    frame = page + "{% block mine %}{% endblock %}"
    trial.write(site, {"templates/post.html": own, "templates/frame.html": frame})
    trial.run(site)
    trial.write(site, {"templates/frame.html": page})

    with pytest.raises(CitewellError) as caught:
        trial.run(site)

    assert [problem.path for problem in caught.value.problems] == ["templates/post.html"]


def _never(*_: object) -> None:
    raise AssertionError("a template is compiled again")


def test_what_a_text_alone_has_changed_imports_little(site: Path) -> None:
    trial.run(site)
    trial.write(site, {_POST: f"{trial.post('Once')}\nMore.\n"})
    trial.run(site)
    trial.write(site, {_POST: f"{trial.post('Once')}\nMore and more.\n"})

    modules = trial.run_by_itself(site)

    assert "citewell.stages" in modules
    assert not {"yaml", "babel", "PIL", "citewell.csl", "citewell.frontmatter"} & modules


def _printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that grows with the title of every post whose citations are printed."""
    printed: list[str] = []

    def told(manuscript: Manuscript, style: csl.Style, identity: str) -> Print:
        printed.append(manuscript.own["title"] if manuscript.own else "")
        return print_manuscript(manuscript, style, identity)

    monkeypatch.setattr(printing, "print_manuscript", told)
    return printed


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({_POST: trial.post(head="tags: [grief]\n", body="More, as said [@weitz2014].")}, []),
        ({_POST: trial.post(head="tags: [sleep]\n", body="As said [@weitz2014].")}, []),
        ({_POST: trial.post(head="tags: [grief]\n", body="As said [@weitz2014, p. 3].")}, ["One"]),
        ({_POST: trial.post(head="csl: square\n", body="As said [@weitz2014].")}, ["One"]),
        ({_POST: trial.post(head="lang: de\n", body="As said [@weitz2014].")}, ["One"]),
        ({_POST: trial.post("Other", body="As said [@weitz2014].")}, ["Other"]),
        (
            {"content/references.yaml": "- {id: weitz2014, type: book, title: Third}\n"},
            ["One"],
        ),
        (
            {"styles/tiny.csl": trial.frame()["styles/square.csl"]},
            ["", "One", "Two"],
        ),
    ],
)
def test_citations_are_printed_again_when_what_they_are_made_of_has_changed(
    files: Mapping[str, str],
    expected: list[str],
    site: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    trial.run(site)
    printed = _printed(monkeypatch)
    trial.write(site, files)

    trial.run(site)

    assert sorted(printed) == expected
    assert trial.read_all(site / "output") == trial.clean(site, tmp_path / "clean")


def test_a_front_matter_is_read_once(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trial.run(site)
    trial.write(site, {_POST: trial.post(head="tags: [grief]\n", body="Other words.")})

    with monkeypatch.context() as patch:
        patch.delattr("citewell.frontmatter.parse_front_matter")
        trial.run(site)

    assert trial.read_all(site / "output") == trial.clean(site, tmp_path / "clean")


def test_of_a_post_that_went_with_an_error_nothing_is_kept(site: Path) -> None:
    trial.run(site)
    trial.write(site, {_POST: trial.post(body="[@nobody]")})
    with pytest.raises(CitewellError):
        trial.run(site)
    (site / _POST).unlink()
    trial.run(site)

    memo = Memo(site, fingerprint())
    memo.open()
    left = [memo.names(table) for table in ("facts", "contents", "steps")]
    memo.close()

    assert all(_POST not in names for names in left)
