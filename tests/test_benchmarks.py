"""The benchmarks run, and what they measured is told as it is. No time is judged here."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import builds
import corpus
import generators
import plot
import processes
import pytest
import table
import trial_site as trial
from results import Results, Sample, read_results, write_results

from citewell.model import Cite, Source
from citewell.parse import parse_post

SVG = "{http://www.w3.org/2000/svg}"
BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"


def _results(*sizes: int, generator_names: tuple[str, ...] = ("citewell", "hugo")) -> Results:
    """Return samples in which everything takes as many milliseconds as there are posts."""
    samples = [
        Sample(name, posts, case, posts / 1000, 0.5, 80_000_000, 3)
        for posts in sizes
        for name in generator_names
        for case in plot.CASES
    ]
    return Results("2026-11-25", "2 cores", dict.fromkeys(generator_names, "1.0"), samples)


def test_the_same_seed_makes_the_same_posts() -> None:
    assert corpus.make_posts(5, 1) == corpus.make_posts(5, 1)


def test_another_seed_makes_other_posts() -> None:
    assert corpus.make_posts(5, 1) != corpus.make_posts(5, 2)


@pytest.mark.parametrize("number", range(5))
def test_a_post_of_the_corpus_is_as_long_and_as_cited_as_is_said(number: int) -> None:
    text = corpus.write_cited(corpus.make_post(number, 5, 1))

    post = parse_post(Source("content/posts/one.md", text), "post")

    assert len(post.meta.references) == 5
    assert len(post.meta.tags) == 3
    assert sum(isinstance(piece, Cite) for piece in post.prose.body) == 7
    assert 550 < len(text.rpartition("---\n")[2].split()) < 700


@pytest.mark.parametrize("make", [generators.hugo, generators.pelican])
def test_a_peer_gets_the_same_words_with_its_citations_written_out(make: object) -> None:
    assert callable(make)
    post = corpus.make_post(0, 1, 1)

    text = make("program").write(post)

    assert "@" not in text
    assert all(piece in text for piece in post.body if isinstance(piece, str))


def test_a_build_is_measured_and_its_change_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # All changes and the watcher are a step of the build machine: they take longer than a test may.
    monkeypatch.setattr(builds, "CHANGES", {"one post edited": builds.edit})
    monkeypatch.setattr(builds, "follow", lambda _site, _rest: [0.1])
    path = tmp_path / "results.json"

    builds.main(["--sizes", "2", "--reps", "1", "--no-peers", "--json", str(path)])

    cases = ["from nothing", "one post edited", "from save to page"]
    assert read_results(path).cases() == cases
    assert [line.split("  ")[0] for line in capsys.readouterr().out.splitlines()] == [
        f"2 posts, citewell, {case}" for case in cases
    ]


def test_a_change_that_does_not_reach_the_output_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts = corpus.make_posts(2, 1)
    site = builds.Site(generators.citewell(), tmp_path / "site", posts, 1)
    monkeypatch.setattr(builds, "run", lambda *_: processes.Cost(1, 1, 1))

    with pytest.raises(builds.NotTakenUpError):
        list(builds.measure(site))


@pytest.mark.parametrize("change", builds.CHANGES.values(), ids=builds.CHANGES)
def test_every_change_is_one_of_files_that_the_site_has(
    tmp_path: Path, change: Callable[[builds.Site], builds.Sight]
) -> None:
    site = builds.Site(generators.citewell(), tmp_path / "site", corpus.make_posts(2, 1), 1)
    site.make()
    before = trial.read_all(site.folder)

    change(site)

    after = trial.read_all(site.folder)
    changed = sum(after[name] != text for name, text in before.items())
    assert changed + len(after) - len(before) == (0 if change is builds.leave else 1)


def test_a_command_that_fails_says_why(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import sys; sys.exit('no luck')"]

    with pytest.raises(processes.CommandFailedError, match="no luck"):
        processes.run(command, tmp_path)


def test_results_are_read_as_they_were_written(tmp_path: Path) -> None:
    write_results(_results(10, 100), tmp_path / "results.json")

    assert read_results(tmp_path / "results.json") == _results(10, 100)


def test_the_median_is_that_of_one_case_alone() -> None:
    samples = [Sample("citewell", 10, "cold", seconds, 0, 0, 1) for seconds in (1, 9, 2)]
    others = [
        Sample("citewell", 10, "edit", 100, 0, 0, 1),
        Sample("hugo", 10, "cold", 100, 0, 0, 1),
    ]

    results = Results("", "", {}, [*samples, *others])

    assert results.median("seconds", "citewell", 10, "cold") == 2


@pytest.mark.parametrize("sizes", [(10,), (10, 100), (100, 1000, 10000)])
def test_the_picture_names_every_line_and_has_a_point_for_each_size(sizes: tuple[int, ...]) -> None:
    picture = ET.fromstring(plot.render_svg(_results(*sizes)))  # noqa: S314  our own

    texts = [text.text or "" for text in picture.iter(f"{SVG}text")]
    assert sum(text.startswith(("citewell, ", "hugo, ")) for text in texts) == 5
    assert len(picture.findall(f"{SVG}circle")) == 5 * len(sizes)


def test_the_picture_says_its_figures_to_who_cannot_see_it() -> None:
    picture = ET.fromstring(plot.render_svg(_results(10, 100)))  # noqa: S314  our own

    said = picture.findtext(f"{SVG}desc")

    assert said
    assert "citewell, from nothing: 0.01 s for 10, 0.10 s for 100." in said


def test_no_label_of_the_picture_lies_upon_another() -> None:
    names = ("citewell", "hugo", "pelican")
    picture = ET.fromstring(  # noqa: S314  our own
        plot.render_svg(_results(10, 100, generator_names=names))
    )

    labels = [text for text in picture.iter(f"{SVG}text") if ", " in (text.text or "")]
    places = sorted(float(text.attrib["y"]) for text in labels)
    assert all(after - before >= 14 for before, after in pairwise(places))


def test_the_table_compares_a_peer_with_citewell() -> None:
    samples = [
        Sample("citewell", 10, "from nothing", 2.0, 3.0, 80_000_000, 3),
        Sample("hugo", 10, "from nothing", 5.0, 4.0, 80_000_000, 3),
    ]

    tables = table.render_tables(Results("2026-11-25", "2 cores", {"hugo": "1.0"}, samples))

    assert "| from nothing | 2.00 s | 3.00 s | 80 MB | 5.00 s (2.5) | 4.00 s |" in tables


def test_the_tables_take_the_place_of_those_before() -> None:
    text = f"Before\n{table.BEGIN}\nold\n{table.END}\nAfter\n"

    assert table.fill_in(text, "new") == f"Before\n{table.BEGIN}\n\nnew\n\n{table.END}\nAfter\n"
    assert table.fill_in(table.fill_in(text, "other"), "new") == table.fill_in(text, "new")


def test_a_document_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="marks"):
        table.fill_in("words", "new")


def test_the_readme_has_the_picture_and_the_marks() -> None:
    text = (BENCHMARKS / plot.SIGN).read_text(encoding="utf-8")

    assert table.BEGIN in text
    assert f"({plot.PICTURE})" in text
