from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import trial_site as trial

from citewell import write
from citewell.model import Asset, Output, Proof
from citewell.problems import CitewellError
from citewell.survey import MANIFEST, read_manifest
from citewell.write import Written, lay_by, open_tray, write_outputs


def _outputs(files: Mapping[str, str]) -> list[Output]:
    return [Output.of(path, text.encode("utf-8")) for path, text in files.items()]


def _put(folder: Path, files: Mapping[str, str]) -> Written:
    return write_outputs(_outputs(files), (), {}, folder)


def _texts(folder: Path) -> dict[str, str]:
    files = trial.read_all(folder)
    return {path: data.decode("utf-8") for path, data in files.items() if path != MANIFEST}


def _refusal(folder: Path, files: Mapping[str, str]) -> list[str]:
    with pytest.raises(CitewellError) as caught:
        _put(folder, files)
    return [problem.path for problem in caught.value.problems]


def test_files_are_written_into_folders_that_are_made(tmp_path: Path) -> None:
    written = _put(tmp_path / "out", {"index.html": "home", "posts/a/index.html": "a"})

    assert written == Written(("index.html", "posts/a/index.html"), (), 0)
    assert _texts(tmp_path / "out") == {"index.html": "home", "posts/a/index.html": "a"}


def test_an_equal_file_is_left_alone(tmp_path: Path) -> None:
    _put(tmp_path, {"index.html": "home"})
    os.utime(tmp_path / "index.html", ns=(1, 1))

    written = _put(tmp_path, {"index.html": "home"})

    assert written == Written((), (), 1)
    assert (tmp_path / "index.html").stat().st_mtime_ns == 1


def test_the_list_of_files_is_left_alone_where_it_is_right(tmp_path: Path) -> None:
    _put(tmp_path, {"index.html": "home"})
    os.utime(tmp_path / MANIFEST, ns=(1, 1))

    _put(tmp_path, {"index.html": "home"})

    assert (tmp_path / MANIFEST).stat().st_mtime_ns == 1


def test_a_file_of_the_same_size_is_still_compared(tmp_path: Path) -> None:
    _put(tmp_path, {"index.html": "home"})

    assert _put(tmp_path, {"index.html": "hame"}).written == ("index.html",)


def test_a_file_that_is_known_to_be_there_is_not_asked_for(tmp_path: Path) -> None:
    _put(tmp_path, {"index.html": "home", "a.html": "a"})

    written = write_outputs(_outputs({"a.html": "new"}), {"index.html"}, {}, tmp_path)

    assert written == Written(("a.html",), (), 1)
    assert _texts(tmp_path) == {"index.html": "home", "a.html": "new"}


def test_a_file_whose_digest_was_seen_is_not_read_again(tmp_path: Path) -> None:
    (output,) = _outputs({"index.html": "home"})

    written = write_outputs([output], (), {"index.html": output.sha256}, tmp_path)

    assert written.unchanged == 1


def test_files_that_are_no_longer_wanted_go_with_their_empty_folders(tmp_path: Path) -> None:
    _put(tmp_path, {"index.html": "home", "posts/a/b/index.html": "a"})

    written = _put(tmp_path, {"index.html": "home"})

    assert written.removed == ("posts/a/b/index.html",)
    assert not (tmp_path / "posts").exists()


def test_a_strangers_file_keeps_its_folder(tmp_path: Path) -> None:
    _put(tmp_path, {"posts/a/index.html": "a"})
    trial.write(tmp_path, {"posts/a/notes.txt": "mine"})

    _put(tmp_path, {})

    assert _texts(tmp_path) == {"posts/a/notes.txt": "mine"}


def test_a_file_of_ours_that_is_gone_already_is_no_removal(tmp_path: Path) -> None:
    _put(tmp_path, {"a.html": "a"})
    (tmp_path / "a.html").unlink()

    assert _put(tmp_path, {}).removed == ()


def test_a_strangers_file_in_the_way_is_named_and_nothing_changes(tmp_path: Path) -> None:
    _put(tmp_path, {"a.html": "a", "old.html": "old"})
    trial.write(tmp_path, {"b.html": "mine"})
    before = trial.read_all(tmp_path)

    named = _refusal(tmp_path, {"a.html": "new", "b.html": "ours"})

    assert named == [f"{tmp_path.name}/b.html"]
    assert trial.read_all(tmp_path) == before


def test_a_strangers_file_that_is_equal_is_adopted(tmp_path: Path) -> None:
    trial.write(tmp_path, {"a.html": "a"})

    _put(tmp_path, {"a.html": "a"})

    assert read_manifest(tmp_path) == {"a.html"}


def test_a_strangers_file_where_a_folder_must_be_is_named(tmp_path: Path) -> None:
    trial.write(tmp_path, {"posts": "mine"})

    assert _refusal(tmp_path, {"posts/a/index.html": "a"}) == [f"{tmp_path.name}/posts"]
    assert _texts(tmp_path) == {"posts": "mine"}


def test_a_strangers_folder_where_a_file_must_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").mkdir()

    assert _refusal(tmp_path, {"feed.xml": "<feed/>"}) == [f"{tmp_path.name}/feed.xml"]


def test_a_file_of_ours_that_someone_made_a_folder_is_named(tmp_path: Path) -> None:
    _put(tmp_path, {"a.html": "a"})
    (tmp_path / "a.html").unlink()
    trial.write(tmp_path, {"a.html/notes.txt": "mine"})

    assert _refusal(tmp_path, {"a.html": "a"}) == [f"{tmp_path.name}/a.html"]
    assert _texts(tmp_path) == {"a.html/notes.txt": "mine"}


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ({"posts/x/index.html": "in"}, {"posts/x": "file"}),
        ({"posts/x": "file"}, {"posts/x/index.html": "in"}),
        ({"a/b/c/d": "deep", "a/b/e": "e"}, {"a": "file"}),
        ({"a": "file"}, {"a/b/c/d": "deep", "a/b/e": "e"}),
    ],
    ids=["folder to file", "file to folder", "tree to file", "file to tree"],
)
def test_folders_and_files_of_ours_change_places(
    first: dict[str, str], then: dict[str, str], tmp_path: Path
) -> None:
    _put(tmp_path, first)

    _put(tmp_path, then)

    assert _texts(tmp_path) == then


def test_a_folder_with_a_strangers_file_does_not_become_a_file(tmp_path: Path) -> None:
    _put(tmp_path, {"x/index.html": "in"})
    trial.write(tmp_path, {"x/deep/notes.txt": "mine"})
    before = trial.read_all(tmp_path)

    assert _refusal(tmp_path, {"x": "file"}) == [f"{tmp_path.name}/x/deep"]
    assert trial.read_all(tmp_path) == before


def test_a_folder_with_a_strangers_file_at_its_top_does_not_become_a_file(tmp_path: Path) -> None:
    _put(tmp_path, {"x/index.html": "in"})
    trial.write(tmp_path, {"x/notes.txt": "mine"})

    assert _refusal(tmp_path, {"x": "file"}) == [f"{tmp_path.name}/x/notes.txt"]


@pytest.mark.parametrize(
    "path",
    ["with space.txt", "grün/Über uns.html", "a: b.txt", "a\\b.txt", "..a/b..txt", "悲.html"],
)
def test_any_name_can_be_written_changed_and_removed(path: str, tmp_path: Path) -> None:
    _put(tmp_path, {path: "first"})

    _put(tmp_path, {path: "then"})

    assert _texts(tmp_path) == {path: "then"}
    assert _put(tmp_path, {}).removed == (path,)


@pytest.mark.parametrize(
    "line",
    ["../precious.txt", "x/../../precious.txt", "{outside}/precious.txt", ".", "..", "/", "\0"],
)
def test_a_list_edited_by_hand_leads_nowhere_outside(line: str, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    trial.write(tmp_path, {"precious.txt": "keep"})
    _put(folder, {"a.html": "a", "x/b.html": "b"})
    with (folder / MANIFEST).open("a", encoding="utf-8", newline="\n") as file:
        file.write(line.replace("{outside}", str(tmp_path)) + "\n")

    _put(folder, {"a.html": "new"})

    assert (tmp_path / "precious.txt").read_text(encoding="utf-8") == "keep"
    assert _texts(folder) == {"a.html": "new"}


def test_a_list_that_is_no_text_is_as_none(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_bytes(b"\xff\xfe")

    assert read_manifest(tmp_path) == set()


def test_a_link_to_a_folder_outside_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out/posts").symlink_to(tmp_path / "elsewhere")

    assert _refusal(tmp_path / "out", {"posts/a.html": "a"}) == ["out/posts"]
    assert not any((tmp_path / "elsewhere").iterdir())


def test_a_link_to_a_folder_outside_is_not_removed_through(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    _put(folder, {"posts/a.html": "a"})
    (folder / "posts").rename(tmp_path / "elsewhere")
    (folder / "posts").symlink_to(tmp_path / "elsewhere")

    assert _put(folder, {}).removed == ()
    assert (tmp_path / "elsewhere/a.html").read_text(encoding="utf-8") == "a"


def test_a_link_in_place_of_a_file_of_ours_is_replaced_itself(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    _put(folder, {"a.html": "a"})
    trial.write(tmp_path, {"precious.txt": "keep"})
    (folder / "a.html").unlink()
    (folder / "a.html").symlink_to(tmp_path / "precious.txt")

    _put(folder, {"a.html": "new"})

    assert not (folder / "a.html").is_symlink()
    assert (tmp_path / "precious.txt").read_text(encoding="utf-8") == "keep"


def test_a_link_in_place_of_a_file_of_ours_is_removed_itself(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    _put(folder, {"a.html": "a"})
    (folder / "a.html").unlink()
    (tmp_path / "precious").mkdir()
    (folder / "a.html").symlink_to(tmp_path / "precious")

    assert _put(folder, {}).removed == ("a.html",)
    assert (tmp_path / "precious").is_dir()


def test_a_file_is_copied_as_it_is(tmp_path: Path) -> None:
    data = bytes(range(256))
    (tmp_path / "from.bin").write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()

    asset = Asset("files/to.bin", tmp_path / "from.bin", "static/to.bin", len(data), digest)
    write_outputs([asset], (), {}, tmp_path / "out")

    assert (tmp_path / "out/files/to.bin").read_bytes() == data


def test_a_file_in_place_of_the_output_folder_gets_a_sentence(tmp_path: Path) -> None:
    trial.write(tmp_path, {"out": "mine"})

    with pytest.raises(CitewellError, match="cannot be written"):
        _put(tmp_path / "out", {"a.html": "a"})
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"


def test_a_full_disk_gets_a_sentence_and_leaves_no_half_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _put(tmp_path, {"a.html": "a"})

    def full(output: Output, place: str) -> str:
        Path(place).write_bytes(output.data[: len(output.data) // 2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(write, "_make", full)
    with pytest.raises(CitewellError, match="No space left on device"):
        _put(tmp_path, {"a.html": "changed", "b.html": "b"})

    assert _texts(tmp_path) == {"a.html": "a"}
    assert not (tmp_path / ".citewell-new").exists()


def test_a_refusal_names_the_file_that_could_not_be_placed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: str, target: str) -> None:
        raise PermissionError(13, "Permission denied", path, None, target)

    monkeypatch.setattr(os, "replace", refuse)

    with pytest.raises(CitewellError, match=f"^{tmp_path.name}/{MANIFEST}: .*Permission denied"):
        _put(tmp_path, {"a.html": "a"})


def test_a_page_that_cannot_be_removed_stays_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _put(tmp_path, {"a.html": "a"})

    def refuse(path: Path, *, missing_ok: bool = False) -> None:
        raise PermissionError(13, "Permission denied", str(path), None, missing_ok)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        assert _refusal(tmp_path, {}) == [f"{tmp_path.name}/a.html"]

    assert _put(tmp_path, {}).removed == ("a.html",)


class _Killed(BaseException):
    """Stands for the end of the process: nothing may catch it and go on."""


_BEFORE = {"index.html": "old home", "x/index.html": "folder", "y": "file", "gone/a.html": "a"}
_AFTER = {"index.html": "new home", "x": "file", "y/index.html": "folder", "new/b.html": "b"}


def _kill_at(number: int, patch: pytest.MonkeyPatch) -> list[str]:
    """Let the process end at the n-th change of the disk, half a file being written by then."""
    done: list[str] = []

    def mortal(name: str, change: Callable[..., Any]) -> Callable[..., Any]:
        def act(*arguments: Any, **options: Any) -> Any:
            if len(done) == number:
                if name == "_make":
                    Path(arguments[1]).write_bytes(arguments[0].data[:1])
                raise _Killed
            done.append(name)
            return change(*arguments, **options)

        return act

    for name in ("replace", "unlink", "rmdir", "mkdir"):
        patch.setattr(os, name, mortal(name, getattr(os, name)))
    patch.setattr(write, "_make", mortal("_make", write._make))
    patch.setattr(shutil, "rmtree", mortal("rmtree", shutil.rmtree))
    return done


def _steps(folder: Path) -> int:
    """Return how many changes of the disk it takes from the one site to the other."""
    _put(folder, _BEFORE)
    with pytest.MonkeyPatch.context() as patch:
        done = _kill_at(1_000_000, patch)
        _put(folder, _AFTER)
    return len(done)


def test_a_kill_at_any_moment_leaves_whole_pages_and_is_made_good(tmp_path: Path) -> None:
    steps = _steps(tmp_path / "count")
    for number in range(steps):
        folder = tmp_path / str(number)
        _put(folder, _BEFORE)
        trial.write(folder, {"gone/mine.txt": "mine"})
        with pytest.MonkeyPatch.context() as patch:
            _kill_at(number, patch)
            with pytest.raises(_Killed):
                _put(folder, _AFTER)

        left = {name: text for name, text in _texts(folder).items() if name[0] != "."}
        assert left.items() <= {*_BEFORE.items(), *_AFTER.items(), ("gone/mine.txt", "mine")}

        _put(folder, _AFTER)

        assert _texts(folder) == _AFTER | {"gone/mine.txt": "mine"}
        assert read_manifest(folder) == _AFTER.keys()
        assert sorted(path.name for path in folder.iterdir()) == sorted(
            [MANIFEST, "gone", "index.html", "new", "x", "y"]
        )
    assert steps > len(_AFTER) * 3


def _proof(tmp_path: Path, text: str) -> Proof:
    (tmp_path / "tray").mkdir()
    return lay_by(Output.of("posts/a.html", text.encode("utf-8")), str(tmp_path / "tray"))


def test_a_file_that_waited_is_moved_to_its_place(tmp_path: Path) -> None:
    proof = _proof(tmp_path, "text")

    written = write_outputs([proof], (), {}, tmp_path / "output")

    assert written.written == ("posts/a.html",)
    assert _texts(tmp_path / "output") == {"posts/a.html": "text"}
    assert not Path(proof.place).exists()


def test_a_file_that_waited_on_another_disk_is_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proof, move = _proof(tmp_path, "text"), os.replace

    def refuse(source: str, target: str) -> None:
        if source == proof.place:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        move(source, target)

    monkeypatch.setattr(os, "replace", refuse)

    write_outputs([proof], (), {}, tmp_path / "output")

    assert _texts(tmp_path / "output") == {"posts/a.html": "text"}


def test_a_file_that_is_there_already_is_not_moved(tmp_path: Path) -> None:
    _put(tmp_path / "output", {"posts/a.html": "text"})

    assert write_outputs([_proof(tmp_path, "text")], (), {}, tmp_path / "output").written == ()


def test_a_tray_is_empty_at_the_start_and_gone_at_the_end(tmp_path: Path) -> None:
    trial.write(tmp_path, {".citewell/tray/left": "by a kill"})

    with open_tray(tmp_path) as tray:
        assert list(Path(tray).iterdir()) == []

    assert not (tmp_path / ".citewell/tray").exists()


def test_a_site_that_is_not_to_be_written_to_has_its_tray_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)

    with open_tray(tmp_path) as tray:
        assert Path(tray).is_dir()
        assert not Path(tray).is_relative_to(tmp_path)
    assert not Path(tray).exists()
