"""Finished pages to the index of the full-text search. The only importer of pagefind.

Part of `stages`, behind `rendering`, where the settings ask for `search: full-text`. Pagefind is a
program that comes as a package, and not every site needs it. It is given the posts and pages in a
folder of their own, and makes of the same pages the same files, byte for byte; so nothing is asked
of it while all of them stand.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from citewell.disk import Survey
from citewell.identity import identify
from citewell.load import read_texts
from citewell.memo import Memo
from citewell.model import Output, Plan
from citewell.problems import CitewellError, Problem
from citewell.rendering import Rendered
from citewell.survey import list_output

FOLDER = "pagefind/"
_NAME = "full-text"
# Ready-made forms and boxes; the theme has its own.
_UNUSED = ("pagefind-ui", "pagefind-modular", "pagefind-component", "pagefind-highlight")


def add_full_text(rendered: Rendered, plan: Plan, survey: Survey, memo: Memo) -> Rendered:
    """Return the files of a site with the index of its posts and pages, if it asks for one.

    Raises `CitewellError` where pagefind is not installed.
    """
    if plan.settings.search != _NAME or rendered.problems:
        return rendered
    paths = sorted(page.path for page in plan.pages if page.shows)
    made_from = [(path, rendered.identities[path]) for path in paths]
    identity = identify(plan.settings.lang, made_from)
    last, files = memo.get("lists", _NAME) or ("", ())
    standing = {path for path in files if _stands(path, identity, survey)}
    if last == identity and len(standing) == len(files):
        kept, outputs = standing, []
    else:
        kept, outputs = set(), _index(_texts(rendered, paths, survey), plan.settings.lang.lower())
    names = sorted(kept) or [output.path for output in outputs]
    memo.keep("lists", {_NAME: [identity, names]})
    return replace(
        rendered,
        outputs=[*rendered.outputs, *outputs],
        kept=rendered.kept | kept,
        identities=rendered.identities | dict.fromkeys(names, identity),
    )


def _stands(path: str, identity: str, survey: Survey) -> bool:
    return path in survey.standing and survey.standing[path].identity == identity


def _texts(rendered: Rendered, paths: Iterable[str], survey: Survey) -> dict[str, str]:
    """Return the pages by their path: those just made, and those that stand in the output folder.

    Raises `CitewellError` where one of these cannot be read.
    """
    fresh = {output.path: output.data for output in rendered.outputs}
    sources, problems = read_texts(
        list_output(survey.output, [path for path in paths if path not in fresh])
    )
    if problems:
        raise CitewellError(*problems)
    old = {source.path: source.text for source in sources}
    return {path: fresh[path].decode("utf-8") if path in fresh else old[path] for path in paths}


def _index(pages: Mapping[str, str], language: str) -> list[Output]:
    """Return the files of the index of pages, which are HTML by path, as of one language."""
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
