"""That the tests of this folder look at a true page in a true browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def test_a_served_folder_is_seen_by_the_browser(
    browser: Browser, serve_folder: Callable[[Path], str], tmp_path: Path
) -> None:
    page = '<!doctype html><html lang="en"><title>Hello</title><p>Text'
    (tmp_path / "index.html").write_text(page, encoding="utf-8")

    with browser.new_page() as tab:
        tab.goto(serve_folder(tmp_path))

        assert tab.title() == "Hello"
