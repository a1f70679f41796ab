"""Check everything: style, types, tests. `python3 scripts/test.py [arguments of pytest]`.

Installs what is needed into `.venv/` when it is not there. Exit status 1 if anything fails. The
tests in a browser use the Chromium of the machine, and are left out where there is none.
"""

import subprocess
import sys
import time
from pathlib import Path

import bootstrap

ROOT = Path(__file__).resolve().parent.parent
CHECKS = {
    "style": ("ruff", "check", "."),
    "format": ("ruff", "format", "--check", "."),
    "types": ("mypy",),
    "tests": ("pytest",),
}


def main() -> int:
    """Run every check, the failing ones too; print a line for each at the end."""
    bootstrap.ensure("test")
    arguments = {"tests": sys.argv[1:]}
    summary = []
    for name, command in CHECKS.items():
        print(f"--- {name}: {' '.join(command)}", flush=True)
        begin = time.perf_counter()
        status = subprocess.call(
            [sys.executable, "-m", *command, *arguments.get(name, [])], cwd=ROOT
        )
        summary.append((name, status, time.perf_counter() - begin))
    for name, status, seconds in summary:
        print(f"{name:8} {'failed' if status else 'passed'} in {seconds:.1f} s")
    return int(any(status for _, status, _ in summary))


if __name__ == "__main__":
    sys.exit(main())
