"""Finished pages to the index of the full-text search. The only importer of pagefind.

Part of `stages`, behind `rendering`, where the settings ask for `search: full-text`. Pagefind is a
program that comes as a package, and not every site needs it. It is given the posts and pages in a
folder of their own, and makes of the same pages the same files, byte for byte; so nothing is asked
of it while all of them stand.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from citewell.disk import NO_STAMP, File, Known, Survey
from citewell.identity import identify
from citewell.keeping import keep_made, recall_all, recall_made
from citewell.load import read_texts
from citewell.memo import Memo
from citewell.model import Output, Proof
from citewell.problems import CitewellError, Problem
from citewell.record import Record
from citewell.survey import list_output

FOLDER = "pagefind/"
_NAME = "full-text"
_ENTRY = "pagefind-entry.json"
# How often an index is tried, and how often and in which steps (seconds) its files are looked at.
_ATTEMPTS, _LOOKS, _PAUSE = 2, 200, 0.05
# Ready-made forms and boxes; the theme has its own.
_UNUSED = ("pagefind-ui", "pagefind-modular", "pagefind-component", "pagefind-highlight")


class Index(Record, frozen=True):
    """The files of an index: those made anew, the paths of all, and what stands for each."""

    outputs: list[Output]
    paths: list[str]
    identity: str


NO_INDEX = Index([], [], "")


def index_texts(
    pages: Mapping[str, str], fresh: Iterable[Proof], language: str, survey: Survey, memo: Memo
) -> Index:
    """Return the index of the pages that show texts, made anew unless it stands.

    `pages` are their identities by path, `fresh` those that do not lie in the output folder yet.
    Raises `CitewellError` where pagefind is not installed.
    """
    identity = identify(language, sorted(pages.items()))
    # A page for which nothing stands may be another one than the last time.
    files = recall_made(list[str], _NAME, identity, memo) if all(pages.values()) else None
    if files is not None and _stands(files, identity, memo):
        return Index([], files, identity)
    outputs = _index(_texts(pages, fresh, survey), language.lower())
    paths = [output.path for output in outputs]
    keep_made(_NAME, identity, paths, memo)
    return Index(outputs, paths, identity)


def _stands(files: Collection[str], identity: str, memo: Memo) -> bool:
    known = recall_all(Known, "pages", memo, files)
    return len(known) == len(files) and all(each.identity == identity for each in known.values())


def _texts(pages: Iterable[str], fresh: Iterable[Proof], survey: Survey) -> dict[str, str]:
    """Return pages by their path: those just made, and those that stand in the output folder.

    Raises `CitewellError` where one of these cannot be read.
    """
    places = {proof.path: File(proof.path, proof.place, NO_STAMP) for proof in fresh}
    old = list_output(survey.output, [path for path in pages if path not in places])
    sources, problems = read_texts(
        [*old.files(survey.output), *(places[path] for path in pages if path in places)]
    )
    if problems:
        raise CitewellError(*problems)
    return {source.path: source.text for source in sorted(sources, key=lambda one: one.path)}


def _index(pages: Mapping[str, str], language: str) -> list[Output]:
    """Return the files of the index of pages, which are HTML by path, as of one language.

    Raises `CitewellError` where pagefind is not installed, or does not finish its files.
    """
    for _ in range(_ATTEMPTS):
        if outputs := _attempt(pages, language):
            return outputs
    raise CitewellError(_unfinished())


def _attempt(pages: Mapping[str, str], language: str) -> list[Output]:
    """Return the files of the index; none where they are not whole in time."""
    import asyncio  # noqa: PLC0415  loading it takes long, and few sites need it
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  likewise
    from tempfile import TemporaryDirectory  # noqa: PLC0415  likewise

    # The watcher runs an event loop in its own thread already, and a thread can hold only one.
    with TemporaryDirectory() as folder, ThreadPoolExecutor(1) as thread:
        pages_in, index_in = Path(folder, "pages"), Path(folder, "index")
        _lay_out(pages, pages_in)
        whole = thread.submit(lambda: asyncio.run(_run(pages_in, index_in, language))).result()
        return _outputs(index_in) if whole else []


async def _run(pages_in: Path, index_in: Path, language: str) -> bool:
    """Let Pagefind write the index of a folder of pages; returns whether it is whole."""
    try:
        from pagefind.index import IndexConfig  # noqa: PLC0415  it need not be there
        from pagefind.service import PagefindService  # noqa: PLC0415  likewise
    except ImportError:
        raise CitewellError(_missing()) from None

    config = IndexConfig(output_path=str(index_in), force_language=language)
    # The index as a context would write its files again as it closes, and wait for none of them.
    async with PagefindService() as service:
        index = await service.create_index(config=config)
        await index.add_directory(str(pages_in))
        await index.write_files()
        return await _settle(index_in)


async def _settle(folder: Path) -> bool:
    """Wait for the files of an index; returns whether they were whole in time.

    Pagefind answers before all that it wrote has reached the files, and is cut off when its service
    closes.
    """
    from asyncio import sleep  # noqa: PLC0415  as above

    before: dict[Path, int] = {}
    for _ in range(_LOOKS):
        now = _sizes(folder)
        if now == before and _is_whole(folder, now):
            return True
        before = now
        await sleep(_PAUSE)
    return False


def _sizes(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_size for path in folder.rglob("*") if path.is_file()}


def _is_whole(folder: Path, sizes: Mapping[Path, int]) -> bool:
    """Tell whether an index has its entry, which can be read, and no file is empty."""
    entry = folder / _ENTRY
    if entry not in sizes or not all(sizes.values()):
        return False
    try:
        json.loads(entry.read_bytes())
    except ValueError:
        return False
    return True


def _lay_out(pages: Mapping[str, str], folder: Path) -> None:
    """Write the pages where Pagefind reads them."""
    for path, page in pages.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(page, encoding="utf-8", newline="\n")


def _outputs(folder: Path) -> list[Output]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return [
        Output.of(f"{FOLDER}{path.relative_to(folder).as_posix()}", path.read_bytes())
        for path in files
        if not path.name.startswith(_UNUSED)
    ]


def _missing() -> Problem:
    message = "`search: full-text` needs the package pagefind, which is not installed"
    python = f'"{sys.executable}"' if " " in sys.executable else sys.executable
    hint = f'install it: {python} -m pip install "pagefind[bin]"'
    return Problem("content/site.yaml", 0, 0, message, hint=hint)


def _unfinished() -> Problem:
    message = "pagefind did not finish the index for `search: full-text`"
    hint = "build again when the machine has less to do; is there room on its disk?"
    return Problem("content/site.yaml", 0, 0, message, hint=hint)
