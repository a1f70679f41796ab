"""Build the site in this folder: `python3 build.py`, or `python3 build.py --help`.

The first start installs what is needed into `.venv/` beside this file; then `citewell.cli` takes
over. Works from any folder and with any Python; one that is too old is told so.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
SCRIPTS = str(ROOT / "scripts")
sys.path.insert(0, SCRIPTS)

import bootstrap  # noqa: E402  # it stands in the folder named above


def main() -> int:
    """Build, or whatever the command line says; return the exit status."""
    bootstrap.ensure()
    sys.path.remove(SCRIPTS)
    from citewell.cli import main as build  # noqa: PLC0415  # it needs what has just been ensured

    return build(sys.argv[1:], ROOT)


if __name__ == "__main__":
    sys.exit(main())
