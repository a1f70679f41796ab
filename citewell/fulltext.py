"""Finished pages to the index of the full-text search. The only importer of pagefind.

Part of `stages`, behind `rendering`, where the settings ask for `search: full-text`. Pagefind is a
program that comes as a package, and not every site needs it. It is given the posts and pages in a
folder of their own, and makes of the same pages the same files, byte for byte; so nothing is asked
of it while all of them stand.
"""

from __future__ import annotations

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
    """Return the files of the index of pages, which are HTML by path, as of one language."""
    import asyncio  # noqa: PLC0415  loading it takes long, and few sites need it
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  likewise
    from tempfile import TemporaryDirectory  # noqa: PLC0415  likewise

    try:
        from pagefind.index import IndexConfig, PagefindIndex  # noqa: PLC0415  it need not be there
    except ImportError:
        raise CitewellError(_missing()) from None

    async def run(pages_in: Path, index_in: Path) -> None:
        config = IndexConfig(output_path=str(index_in), force_language=language)
        async with PagefindIndex(config=config) as index:
            await index.add_directory(str(pages_in))

    # The watcher runs an event loop in its own thread already, and a thread can hold only one.
    with TemporaryDirectory() as folder, ThreadPoolExecutor(1) as thread:
        pages_in, index_in = Path(folder, "pages"), Path(folder, "index")
        _lay_out(pages, pages_in)
        thread.submit(lambda: asyncio.run(run(pages_in, index_in))).result()
        return _outputs(index_in)


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
