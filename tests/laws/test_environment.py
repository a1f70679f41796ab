"""The same files give the same site, wherever and in whatever order they lie, whoever builds it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import trial_site as trial

import citewell

_HOME = Path(citewell.__file__).parents[1]
_MORE = {
    "content/references.json": '[{"id": "rogers1957", "type": "book", "title": "Conditions"}]',
    "content/posts/three.md": trial.post("Three", "2021-03-04", "tags: [loss, Grief, ü]\n"),
    "content/posts/four.md": trial.post("Four", "2021-03-04", body="[@rogers1957; @weitz2014]"),
    "content/downloads/b.txt": "b",
    "content/downloads/a.txt": "a",
    "content/pages/deep/imprint.md": trial.page("Imprint"),
}


@contextmanager
def _backwards(place: str) -> Iterator[list[os.DirEntry[str]]]:
    """List a folder in an order that no disk would give twice."""
    with _SCANDIR(place) as entries:
        yield sorted(entries, key=lambda entry: entry.name[::-1], reverse=True)


_SCANDIR = os.scandir


def test_the_order_of_files_on_the_disk_does_not_show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = trial.make(tmp_path, **_MORE)
    expected = trial.clean(site, tmp_path / "forwards")

    monkeypatch.setattr(os, "scandir", _backwards)

    assert trial.clean(site, tmp_path / "backwards") == expected


def test_place_time_zone_language_and_chance_do_not_show(tmp_path: Path) -> None:
    site = trial.make(tmp_path / "site", **_MORE)
    (tmp_path / "elsewhere").mkdir()
    expected = trial.clean(site, tmp_path / "here")
    script = (
        "import sys; from pathlib import Path; import trial_site as trial; "
        "trial.run(Path(sys.argv[1]), Path(sys.argv[2]), cache=False, jobs=1)"
    )
    surroundings = {
        "PYTHONPATH": os.pathsep.join((str(_HOME), str(Path(trial.__file__).parent))),
        "PYTHONHASHSEED": "4711",
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "tr_TR.UTF-8",
        "LANG": "C",
        "PYTHONUTF8": "0",
    }

    subprocess.run(  # noqa: S603  our own Python
        [sys.executable, "-c", script, "../site", "there"],
        check=True,
        cwd=tmp_path / "elsewhere",
        env=surroundings,
    )

    assert trial.read_all(tmp_path / "elsewhere/there") == expected


def test_the_default_theme_does_not_show_how_it_was_built(tmp_path: Path) -> None:
    files = {
        name: text
        for name, text in (trial.site() | _MORE).items()
        if not name.startswith("templates/")
    }
    trial.write(tmp_path, files)
    trial.run(tmp_path)
    trial.write(tmp_path, {"content/posts/one.md": trial.post("Changed", head="tags: [loss]\n")})

    trial.run(tmp_path)

    assert trial.read_all(tmp_path / "output") == trial.clean(tmp_path, tmp_path / "fresh")
