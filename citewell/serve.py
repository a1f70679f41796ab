"""The site in a browser while it is written: watch, rebuild, reload.

The only importer of livereload. Called by `cli`. Builds with the same `build` as always; what was
made before is remembered, and that is all that makes it quick. Listens on this machine alone. A
build that fails changes nothing on the disk; the browser shows what is wrong until it is mended.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import errno
import html
import mimetypes
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from tornado.web import Application, RequestHandler

from citewell.disk import Scene
from citewell.job import Options, Report
from citewell.pipeline import build
from citewell.problems import CitewellError, Problem, show
from citewell.survey import list_scene, look_at, theme_folder
from citewell.watching import watch_folders

HOST = "127.0.0.1"
_PAUSE = 0.1
# Between two looks in seconds where the system tells of changes, and how long a saving may take.
_SELDOM, _SETTLING = 1.0, 0.01
_ROOMS = ("content", "templates", "static", "styles", "locales")
# A look at all files may take this part of the time between two looks, and so many times less of it
# where the system tells of changes.
_SHARE, _TRUST = 0.1, 5
_SCRIPT = b'<script src="/livereload.js?host=127.0.0.1&amp;port=%d"></script></head>'
_FAILURE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>This build failed</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
{styles}</head>
<body>
<main>
<h1>The site was not built</h1>
<p>The last good site stays as it is. This page goes away when what is wrong is mended.</p>
{problems}
</main>
</body>
</html>
"""


@dataclass(slots=True)
class Watch:
    """What the server knows: the site's folders, how they lay there, and how the last build ended.

    `tell` is given what each build came to. The watch is the one thing in citewell that changes as
    time goes on.
    """

    root: Path
    output: Path
    options: Callable[[], Options]
    tell: Callable[[Report | CitewellError], None]
    problems: tuple[Problem, ...] = ()
    said: tuple[Problem, ...] | None = None
    seen: tuple[dt.date, Scene] | str | None = None
    pause: float = field(default=_PAUSE)

    def has_changed(self) -> bool:
        """Tell whether a file of the site or of its output, or the day, is not as last seen."""
        start = time.perf_counter()
        now = self._look()
        self.pause = max(_PAUSE, (time.perf_counter() - start) / _SHARE)
        if isinstance(now, tuple) and isinstance(self.seen, tuple):
            changed = now[0] != self.seen[0] or not now[1].lies_like(self.seen[1])
        else:
            changed = now != self.seen
        if changed:
            self.seen = now
        return changed

    def _look(self) -> tuple[dt.date, Scene] | str:
        try:
            return self.options().today, list_scene(self.root, self.output)
        except (CitewellError, OSError) as error:
            return str(error)

    def folders(self) -> list[Path]:
        """Return the folders in which a change matters, whether they are there or not."""
        return [
            *(self.root / room for room in _ROOMS),
            *(theme_folder() / room for room in ("templates", "static")),
        ]

    def rebuild(self, touched: Collection[str] = ()) -> bool:
        """Build the site, and tell whether anything came of it that was not so before.

        Where the places that were `touched` are given, the rest of the disk is taken to be as last
        seen; the next look will tell if it was not. Errors are kept for the browser to show.
        """
        options = self.options()
        scene = look_at(self.seen[1], touched) if touched and isinstance(self.seen, tuple) else None
        # What is saved while the build is at work must be seen by the next look.
        self.seen = (options.today, scene) if scene else self._look()
        scene = self.seen[1] if isinstance(self.seen, tuple) else None
        outcome = self._build(options, scene)
        if isinstance(outcome, Report) and outcome.scene:
            self.seen = options.today, outcome.scene
        self.problems = outcome.problems if isinstance(outcome, CitewellError) else ()
        is_same = isinstance(outcome, Report) and not (outcome.written or outcome.removed)
        is_news = not is_same or outcome.problems != self.said
        self.said = outcome.problems
        if is_news:
            self.tell(outcome)
        return is_news

    def _build(self, options: Options, scene: Scene | None) -> Report | CitewellError:
        try:
            return build(self.root, self.output, options, scene)
        except CitewellError as error:
            return error


class _Pages(RequestHandler):
    """Answers with the files of the output folder, as a plain static host would."""

    def initialize(self, watch: Watch, port: int) -> None:
        self.watch = watch
        self.script = _SCRIPT % port

    def get(self, address: str) -> None:
        path = self._find(address)
        if path is None:
            self.set_status(404)
            path = self.watch.output / "404.html"
        if path.suffix == ".html" and self.watch.problems:
            page = _failure(self.watch.problems, self.watch.output)
            self._send(page.encode("utf-8"), "text/html; charset=utf-8")
        elif path.is_dir():
            self.redirect(f"/{quote(address.strip('/'))}/")
        else:
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            text = "; charset=utf-8" if kind.startswith("text/") else ""
            self._send(path.read_bytes() if path.is_file() else b"", f"{kind}{text}")

    def _find(self, address: str) -> Path | None:
        """Return the file or folder that an address means, if it is in the output folder."""
        folder = self.watch.output.resolve()
        page = "index.html" if address.endswith("/") or not address else ""
        try:
            path = (folder / address / page).resolve()
            return path if path.exists() and path.is_relative_to(folder) else None
        except (OSError, ValueError):
            return None  # no disk could have a file of that name

    def _send(self, data: bytes, kind: str) -> None:
        self.set_header("Content-Type", kind)
        self.set_header("Cache-Control", "no-store")
        if kind.startswith("text/html"):
            data = data.replace(b"</head>", self.script, 1)
        self.finish(data)


def _reload() -> None:
    """Tell every browser to load its page again (protocol 7 of livereload)."""
    for browser in tuple(LiveReloadHandler.waiters):
        browser.send_message({"command": "reload", "path": "*", "liveCSS": False})


def _failure(problems: tuple[Problem, ...], output: Path) -> str:
    """Return the page that tells what is wrong, in the styles of the last good site."""
    sheets = sorted((path.name for path in output.glob("*.css")), reverse=True)
    styles = "".join(f'<link rel="stylesheet" href="/{name}">\n' for name in sheets)
    shown = "\n".join(f"<pre>{html.escape(show(problem))}</pre>" for problem in problems)
    return _FAILURE.format(problems=shown, styles=styles)


def serve(watch: Watch, port: int, announce: Callable[[str], None]) -> None:
    """Build the site, serve it, and follow its changes until the process is interrupted.

    `announce` is given the address once it is open. Raises `CitewellError` if the port is taken.
    """
    asyncio.run(_serve(watch, port, announce))


def _say_nothing(handler: RequestHandler) -> None:
    """Keep requests off the terminal, which is for the writer's problems."""


async def _serve(watch: Watch, port: int, announce: Callable[[str], None]) -> None:
    live = {"watch": watch, "port": port}
    application = Application(
        [
            (r"/livereload", LiveReloadHandler),
            (r"/livereload\.js", LiveReloadJSHandler),
            (r"/(.*)", _Pages, live),
        ],
        log_function=_say_nothing,
    )
    try:
        server = application.listen(port, address=HOST)
    except OSError as error:
        hint = f"choose another: serve --port {port % 65535 + 1}"
        message = f"the port {port} cannot be listened on: {error.strerror or error}"
        if error.errno == errno.EADDRINUSE:
            message = f"the port {port} is taken, perhaps by another serve"
        raise CitewellError(Problem("serve", 0, 0, message, hint=hint)) from None
    watch.has_changed()
    watch.rebuild()
    announce(f"http://{HOST}:{port}/")
    try:
        await _follow(watch)
    finally:
        server.stop()


async def _follow(watch: Watch) -> None:
    """Build the site again at each change, for as long as the server runs."""
    loop, woken = asyncio.get_running_loop(), asyncio.Event()
    touched: set[str] = set()

    def wake(places: set[str]) -> None:
        loop.call_soon_threadsafe(note, places)

    def note(places: set[str]) -> None:
        touched.update(places)
        woken.set()

    with watch_folders(watch.folders(), wake) as is_told:
        while True:
            pause = max(_SELDOM, _TRUST * watch.pause) if is_told else watch.pause
            is_woken = await _wait(woken, pause)
            places = frozenset(touched)
            touched.clear()
            if (is_woken or watch.has_changed()) and watch.rebuild(places):
                _reload()


async def _wait(woken: asyncio.Event, seconds: float) -> bool:
    """Wait until something has changed and been saved whole, or for so many seconds.

    Returns whether something has.
    """
    try:
        await asyncio.wait_for(woken.wait(), seconds)
    except TimeoutError:
        return False
    await asyncio.sleep(_SETTLING)
    woken.clear()
    return True
