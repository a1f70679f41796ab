"""Sites to open: the project's own, one that holds everything, and one that holds nothing.

The second stands in a folder of its host, as many sites do; the others at its top.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from citewell.cli import run

ROOT = Path(__file__).parents[3]
EVERYTHING = Path(__file__).with_name("everything")

Serve = Callable[[Path], str]


def _build(source: Path, output: Path) -> None:
    arguments = ["--quiet", "--drafts", "--no-cache", "--output", str(output)]
    assert run(["build", "--source", str(source), *arguments]) == 0


@pytest.fixture(scope="session")
def own_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own site, built."""
    output = tmp_path_factory.mktemp("own") / "site"
    _build(ROOT, output)
    return output


@pytest.fixture(scope="session")
def own_site(own_folder: Path, serve_folder: Serve) -> str:
    """The address of the project's own site."""
    return serve_folder(own_folder)


@pytest.fixture(scope="session")
def full_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with everything, built into the folder `blog` of its host."""
    output = tmp_path_factory.mktemp("host") / "blog"
    _build(EVERYTHING, output)
    return output


@pytest.fixture(scope="session")
def full_site(full_folder: Path, serve_folder: Serve) -> str:
    """The address of the site with everything."""
    return f"{serve_folder(full_folder.parent)}blog/"


@pytest.fixture(scope="session")
def empty_site(tmp_path_factory: pytest.TempPathFactory, serve_folder: Serve) -> str:
    """The address of a site without posts, pages and downloads."""
    folder = tmp_path_factory.mktemp("empty")
    (folder / "content").mkdir()
    settings = "title: Nothing\nurl: https://www.example.org/\n"
    (folder / "content/site.yaml").write_text(settings, encoding="utf-8")
    _build(folder, folder / "output")
    return serve_folder(folder / "output")


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens an address in a browser that knows nothing yet; options are the context's."""
    with ExitStack() as stack:

        def open_page(address: str, **options: Any) -> Page:
            context = stack.enter_context(browser.new_context(**options))
            page = context.new_page()
            page.set_default_timeout(5000)
            page.goto(address)
            return page

        yield open_page
