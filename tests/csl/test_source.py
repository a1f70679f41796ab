from __future__ import annotations

from pathlib import Path

import pytest

from citewell.csl.errors import CslError
from citewell.csl.source import package_folder, read_locale, read_style, style_folders


def test_a_style_is_found_by_name_in_the_package() -> None:
    assert b"American Psychological Association" in read_style("apa")


def test_a_dependent_style_is_found_too() -> None:
    assert b"independent-parent" in read_style("developmental-psychology")


def test_a_style_that_was_renamed_is_found_by_its_old_name() -> None:
    assert read_style("chicago-fullnote-bibliography") == read_style("chicago-notes-bibliography")


def test_a_folder_of_the_caller_comes_before_the_package(tmp_path: Path) -> None:
    (tmp_path / "apa.csl").write_text("<mine/>")

    assert read_style("apa", [tmp_path]) == b"<mine/>"


def test_a_path_to_a_file_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "mine.csl"
    path.write_text("<mine/>")

    assert read_style(path) == b"<mine/>"


def test_a_name_cannot_climb_out_of_the_folders(tmp_path: Path) -> None:
    inner = tmp_path / "styles"
    inner.mkdir()
    (tmp_path / "secret.csl").write_text("<secret/>")

    with pytest.raises(CslError, match="no style called"):
        read_style("../secret", [inner])


def test_a_missing_style_is_answered_with_near_names() -> None:
    with pytest.raises(CslError, match=r"no style called aap; did you mean .*apa"):
        read_style("aap")


def test_an_empty_name_is_no_style() -> None:
    with pytest.raises(CslError, match="no style called"):
        read_style("")


def test_a_locale_is_found_by_its_exact_language() -> None:
    text = read_locale("de-DE")

    assert text is not None
    assert b'xml:lang="de-DE"' in text
    assert read_locale("de-XX") is None


def test_a_locale_of_the_caller_comes_before_the_package(tmp_path: Path) -> None:
    (tmp_path / "locales-de-DE.xml").write_text("<locale/>")

    assert read_locale("de-DE", [tmp_path]) == b"<locale/>"


def test_a_package_that_is_not_installed_has_no_folder() -> None:
    assert package_folder("no_such_package_at_all", "styles") is None


def test_a_folder_that_a_package_lacks_is_none() -> None:
    assert package_folder("citewell", "no-such-folder") is None


def test_the_folders_of_the_caller_come_first(tmp_path: Path) -> None:
    assert style_folders([tmp_path])[0] == tmp_path
