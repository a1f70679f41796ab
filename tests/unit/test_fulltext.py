"""The index of whole texts: posts and pages, the same from the same, and only when asked."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from small_site import TODAY, post_of, text_of, write_site

from citewell import fulltext
from citewell.job import Options, Report
from citewell.pipeline import build
from citewell.problems import CitewellError

SITE = {
    "content/site.yaml": "title: A site\nsearch: full-text\n",
    "content/posts/one.md": post_of("The trolley.", title="One"),
    "content/pages/about.md": text_of("Me."),
}
ENTRY = "pagefind/pagefind-entry.json"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    write_site(tmp_path, SITE)
    return tmp_path


def run(site: Path, output: str = "output") -> Report:
    return build(site, site / output, Options(TODAY, jobs=1))


def index_of(output: Path) -> dict[str, bytes]:
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in (output / "pagefind").rglob("*")
        if path.is_file()
    }


def test_each_post_and_page_is_in_the_index_and_no_list(site: Path) -> None:
    report = run(site)

    assert ENTRY in report.written
    assert sum(path.startswith("pagefind/fragment/") for path in report.written) == 2


def test_the_same_pages_have_the_same_index(site: Path) -> None:
    run(site)
    run(site, "again")

    assert index_of(site / "output") == index_of(site / "again")


def test_only_a_change_of_a_text_makes_a_new_index(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(site)
    before = index_of(site / "output")
    with monkeypatch.context() as patch:
        patch.delattr(fulltext, "_index")
        write_site(site, {"content/images/dot.svg": "<svg/>"})
        run(site)

    assert index_of(site / "output") == before
    write_site(site, {"content/posts/one.md": post_of("The sea.", title="One")})
    run(site)
    assert index_of(site / "output") != before


def test_a_file_that_is_gone_is_made_again(site: Path) -> None:
    run(site)
    (site / "output" / ENTRY).unlink()

    assert run(site).written == (ENTRY,)


def test_a_site_that_does_not_ask_has_no_index(site: Path) -> None:
    run(site)
    write_site(site, {"content/site.yaml": "title: A site\n"})

    assert ENTRY in run(site).removed
    assert index_of(site / "output") == {}


def test_where_the_package_is_missing_one_is_told_how_to_get_it(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pagefind.index", None)
    monkeypatch.setattr(sys, "executable", "/site/.venv/bin/python")

    with pytest.raises(CitewellError) as caught:
        run(site)

    (problem,) = caught.value.problems
    assert problem.path == "content/site.yaml"
    assert problem.hint == 'install it: /site/.venv/bin/python -m pip install "pagefind[bin]"'


def test_a_python_below_a_folder_with_a_space_is_told_in_quotes(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pagefind.index", None)
    monkeypatch.setattr(sys, "executable", "/my site/.venv/bin/python")

    with pytest.raises(CitewellError) as caught:
        run(site)

    (problem,) = caught.value.problems
    assert '"/my site/.venv/bin/python" -m pip install' in problem.hint


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(fulltext, "_PAUSE", 0.01)
    monkeypatch.setattr(fulltext, "_LOOKS", 20)
    write_site(tmp_path, {"pagefind-entry.json": "{}", "fragment/a": "a"})
    return tmp_path


def settle(index: Path, then: Callable[[], object] = lambda: None) -> bool:
    """Wait for an index with which something happens meanwhile."""

    async def wait() -> bool:
        asyncio.get_running_loop().call_later(0.05, then)
        return await fulltext._settle(index)

    # Other tests may leave a loop in this thread.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(wait())).result()


def test_an_index_is_whole_when_its_files_stand(index: Path) -> None:
    assert settle(index)


@pytest.mark.parametrize("path", ["pagefind-entry.json", "fragment/a", "wasm.unknown.pagefind"])
def test_an_index_is_waited_for_while_a_file_is_empty(index: Path, path: str) -> None:
    write_site(index, {path: ""})

    assert settle(index, lambda: write_site(index, {path: "{}"}))
    write_site(index, {path: ""})
    assert not settle(index)


def test_an_entry_that_is_cut_short_or_gone_makes_no_index(index: Path) -> None:
    write_site(index, {"pagefind-entry.json": '{"version"'})
    assert not settle(index)
    (index / "pagefind-entry.json").unlink()
    assert not settle(index)


def test_an_index_that_was_not_whole_is_tried_once_more(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = iter([False, True])
    attempts = []

    async def settle(folder: Path) -> bool:
        attempts.append(folder)
        return next(found) and await whole(folder)

    whole = fulltext._settle
    monkeypatch.setattr(fulltext, "_settle", settle)

    assert ENTRY in run(site).written
    assert len(set(attempts)) == 2


def test_an_index_that_is_never_whole_is_a_fault_and_not_kept(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(fulltext, "_is_whole", lambda *_: False)
        patch.setattr(fulltext, "_LOOKS", 2)
        with pytest.raises(CitewellError, match="pagefind did not finish the index"):
            run(site)

    assert not index_of(site / "output")
    assert ENTRY in run(site).written
    assert all(index_of(site / "output").values())
