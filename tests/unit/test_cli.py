from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import trial_site as trial

import citewell
from citewell import cli
from citewell.job import Options, Report
from citewell.problems import Level, Problem

_HOME = Path(citewell.__file__).parents[1]
_POST = "content/posts/one.md"

Run = Callable[..., int]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return trial.make(tmp_path / "site")


@pytest.fixture
def run(site: Path) -> Run:
    """Return what runs citewell with arguments, for the trial site."""
    return lambda *arguments: cli.run(arguments, site)


def _refusal(run: Run, *arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        run(*arguments)
    return int(str(ended.value.code))


def _warn(site: Path) -> None:
    trial.write(site, {"content/posts/picture.png": "no post"})


def _fail(site: Path) -> None:
    trial.write(site, {_POST: trial.post(body="[@nobody]")})


@pytest.mark.parametrize("arguments", [(), ("build",)])
def test_a_build_says_in_one_line_what_it_did(
    arguments: tuple[str, ...], run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments) == 0

    said = capsys.readouterr()
    assert re.fullmatch(
        r"\d+ files written, 0 unchanged, 0 removed; 0 problems; \d+\.\d\d seconds\n", said.out
    )
    assert said.err == ""


def test_the_output_lies_in_the_site_by_itself(run: Run, site: Path) -> None:
    run()

    assert (site / "output/index.html").is_file()


def test_another_output_folder_is_written_to(run: Run, site: Path, tmp_path: Path) -> None:
    run("--output", str(tmp_path / "else where"))

    assert (tmp_path / "else where/index.html").is_file()
    assert not (site / "output").exists()


def test_another_site_is_built(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert cli.run(["--source", "site"]) == 0
    assert (site / "output/index.html").is_file()


def test_the_folder_at_hand_is_the_site_by_itself(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(site)

    assert cli.run([]) == 0
    assert (site / "output/index.html").is_file()


def test_errors_go_to_the_error_stream_and_fail(
    run: Run, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _fail(site)

    assert run() == 1

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"{_POST}:5:2: error: there is no source 'nobody'\n")


def test_warnings_are_told_and_do_not_fail(
    run: Run, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _warn(site)

    assert run() == 0

    said = capsys.readouterr()
    assert said.err.startswith("content/posts/picture.png: warning: ")
    assert "; 1 problem; " in said.out


def test_warnings_fail_a_strict_build_and_are_written_all_the_same(run: Run, site: Path) -> None:
    _warn(site)

    assert run("--strict") == 1
    assert run("--strict") == 1
    assert (site / "output/index.html").is_file()


def test_a_strict_build_without_a_warning_is_well(run: Run) -> None:
    assert run("--strict") == 0


def test_a_quiet_build_says_problems_only(
    run: Run, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _warn(site)

    run("--quiet")

    said = capsys.readouterr()
    assert said.out == ""
    assert "warning" in said.err


def test_posts_that_are_left_out_are_named(
    run: Run, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    trial.write(site, {_POST: trial.post(head="draft: true\n")})

    run()

    told = capsys.readouterr().out
    assert f"left out (draft, or of a day to come): {_POST}\n" in told
    assert "serve --drafts --future shows what was left out\n" in told


@pytest.mark.parametrize(
    ("flag", "head", "date"),
    [("--drafts", "draft: true\n", "2020-01-02"), ("--future", "", "9999-01-02")],
)
def test_hidden_posts_are_published_by_request(
    flag: str, head: str, date: str, run: Run, site: Path
) -> None:
    trial.write(site, {_POST: trial.post(date=date, head=head)})
    run()
    hidden = (site / "output/posts/one/index.html").exists()

    run(flag)

    assert not hidden
    assert (site / "output/posts/one/index.html").is_file()


@pytest.mark.parametrize(
    ("arguments", "field", "value"),
    [
        ((), "jobs", 0),
        (("--jobs", "3"), "jobs", 3),
        ((), "cache", True),
        (("--no-cache",), "cache", False),
        ((), "drafts", False),
        (("--drafts",), "drafts", True),
        (("--future",), "future", True),
    ],
)
def test_a_flag_sets_its_option(
    arguments: tuple[str, ...],
    field: str,
    value: object,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[Options] = []

    def build(_: Path, __: Path, options: Options) -> Report:
        asked.append(options)
        return Report((), (), 0)

    monkeypatch.setattr(cli, "build", build)
    run(*arguments)

    assert getattr(asked[0], field) == value


def test_no_memory_is_kept_by_request(run: Run, site: Path) -> None:
    run("--no-cache")

    assert not (site / ".citewell").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--unknown",),
        ("bild",),
        ("build", "one", "two"),
        ("--jobs", "0"),
        ("--jobs", "-1"),
        ("--jobs", "two"),
        ("--jobs",),
        ("serve", "--port", "0"),
        ("serve", "--port", "65536"),
        ("serve", "--port", "-1"),
        ("serve", "--port", "http"),
        ("new",),
        ("new", "one", "two"),
        ("new", "one", "--drafts"),
    ],
)
def test_wrong_arguments_end_with_two(
    arguments: tuple[str, ...], run: Run, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = trial.read_all(site)

    assert _refusal(run, *arguments) == 2

    said = capsys.readouterr()
    assert said.out == ""
    assert "usage: citewell" in said.err
    assert trial.read_all(site) == before


def test_the_version_is_told(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert _refusal(run, "--version") == 0
    assert capsys.readouterr().out == f"citewell {citewell.__version__}\n"


@pytest.mark.parametrize("arguments", [("--help",), ("-h",), ("build", "-h"), ("new", "--help")])
def test_help_is_given(
    arguments: tuple[str, ...], run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _refusal(run, *arguments) == 0
    assert capsys.readouterr().out.startswith("usage: citewell")


def test_the_settings_are_shown_and_nothing_is_built(
    run: Run, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    menu = "menu: [{title: About, url: pages/about.md}]\nfooter: Words.\nauthor: Doe, Jane\n"
    trial.write(site, {"content/site.yaml": f"title: Trial\ncsl: tiny\n{menu}"})

    assert run("--show-settings") == 0

    shown = capsys.readouterr().out
    assert "title: Trial\n" in shown
    assert "csl: tiny\n" in shown
    assert "menu: About <pages/about.md>\n" in shown
    assert "author: Jane Doe\n" in shown
    assert "posts_per_page: 10\n" in shown
    assert not (site / "output").exists()


def test_settings_with_a_fault_are_not_shown(
    run: Run, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    trial.write(site, {"content/site.yaml": "tilte: Trial\n"})

    assert run("--show-settings") == 1
    assert "did you mean 'title'?" in capsys.readouterr().err


def test_a_new_post_is_named(run: Run, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("new", "On grief") == 0

    (made,) = (site / "content/posts").glob("*-on-grief.md")
    path, hint = capsys.readouterr().out.splitlines()
    assert path == str(made)
    assert hint == "it is a draft until its line `draft: true` is gone; serve --drafts shows it"


def test_a_new_post_is_for_the_site_that_is_named(site: Path) -> None:
    assert cli.run(["new", "--source", str(site), "On grief"]) == 0
    assert list((site / "content/posts").glob("*-on-grief.md"))


def test_a_new_post_over_another_fails(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run("new", "On grief")

    assert run("new", "On grief") == 1
    assert "there is such a post already" in capsys.readouterr().err


def test_a_folder_without_a_site_fails_with_a_hint(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["--source", str(tmp_path)]) == 1
    assert "name it with --source" in capsys.readouterr().err


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("no_color", "coloured"), [(None, True), ("", True), ("1", False), ("0", False)]
)
def test_a_terminal_gets_colours_unless_they_are_declined(
    no_color: str | None,
    coloured: bool,
    run: Run,
    site: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _fail(site)
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.delenv("NO_COLOR", raising=False)
    if no_color is not None:
        monkeypatch.setenv("NO_COLOR", no_color)

    run()

    assert (": \033[1;31merror\033[0m: " in terminal.getvalue()) == coloured
    assert ("\033" in terminal.getvalue()) == coloured


def test_what_is_no_terminal_gets_no_colours(
    run: Run, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _fail(site)
    run()

    assert "\033" not in capsys.readouterr().err


def test_letters_that_a_terminal_lacks_do_not_end_the_build(
    run: Run, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trial.write(site, {_POST: trial.post(body="Über 悲 [@nobody]")})
    plain = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stderr", plain)

    assert run() == 1

    plain.seek(0)
    assert "\\xdcber \\u60b2" in plain.read()


@pytest.mark.parametrize(
    ("arguments", "folder"),
    [
        ((), "output"),
        (("--drafts",), "preview"),
        (("--future",), "preview"),
        (("--drafts", "--output", "elsewhere"), "elsewhere"),
    ],
)
def test_what_readers_may_not_see_is_served_from_a_folder_of_its_own(
    arguments: tuple[str, ...], folder: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from citewell.serve import Watch  # noqa: PLC0415  most tests need no server

    watches: list[Watch] = []
    monkeypatch.setattr("citewell.serve.serve", lambda watch, *_: watches.append(watch))

    run("serve", *arguments)

    assert [watch.output.name for watch in watches] == [folder]


@pytest.mark.parametrize(("command", "status"), [("build", 130), ("serve", 0)])
def test_an_interrupt_is_no_trace(
    command: str,
    status: int,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def interrupt(*_: object) -> Report:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "build", interrupt)
    monkeypatch.setattr("citewell.serve.serve", interrupt)

    assert run(command) == status
    assert capsys.readouterr().out == "\nstopped\n"


@pytest.mark.parametrize("arguments", [("--quiet",), ()])
def test_serve_passes_on_what_was_asked_for(
    arguments: tuple[str, ...],
    run: Run,
    site: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from citewell.serve import Watch  # noqa: PLC0415  most tests need no server

    asked: list[tuple[Path, Path, int, bool]] = []

    def serve(watch: Watch, port: int, announce: Callable[[str], None]) -> None:
        asked.append((watch.root, watch.output, port, watch.options().drafts))
        announce("http://127.0.0.1:8000/")
        watch.rebuild()

    monkeypatch.setattr("citewell.serve.serve", serve)

    assert run("serve", "--port", "8000", "--drafts", *arguments) == 0
    assert asked == [(site, site / "preview", 8000, True)]
    said = capsys.readouterr().out
    assert ("http://127.0.0.1:8000/ shows the site; Ctrl-C ends it\n" in said) == (not arguments)
    assert ("files written" in said) == (not arguments)


@pytest.mark.parametrize(("count", "words"), [(0, "0 problems"), (1, "1 problem;"), (2, "2 prob")])
def test_the_summary_counts_problems(count: int, words: str) -> None:
    problems = (Problem("a.md", 0, 0, "odd", level=Level.WARNING),) * count

    assert words in cli.summary(Report(("a",), (), 1, problems))


def test_the_installed_program_runs(site: Path) -> None:
    script = "import sys; from citewell.cli import main; sys.exit(main())"
    told = subprocess.run(  # noqa: S603  our own Python
        [sys.executable, "-c", script, "--source", str(site), "--strict"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(_HOME)},
    )

    assert told.returncode == 0
    assert "files written" in told.stdout
    assert told.stderr == ""


def test_a_long_build_shows_how_far_it_is_on_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    trial.make(tmp_path)
    clock = iter(range(1000))
    monkeypatch.setattr(time, "monotonic", lambda: float(next(clock)))
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)

    assert cli.run(["--source", str(tmp_path), "--jobs", "1"]) == 0

    shown = capsys.readouterr().err
    assert re.search(r"\r\033\[K\d+ of \d+ pages", shown)
    assert shown.endswith("\r\033[K")


def test_a_short_build_shows_nothing_of_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    trial.make(tmp_path)
    monkeypatch.setattr(time, "monotonic", lambda: 0.0)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)

    assert cli.run(["--source", str(tmp_path)]) == 0

    assert not capsys.readouterr().err


def test_timings_tell_each_stage_in_its_order(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run("--timings")

    stages = re.findall(r"^ *[0-9.]+ s  (\w+)", capsys.readouterr().out, re.MULTILINE)
    assert stages == [
        *("list", "compare", "load", "read", "articles", "plan", "render", "write", "keep")
    ]


def test_timings_say_what_was_remembered(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run()
    run("--timings")

    assert re.search(r"compare +nothing has changed\n", capsys.readouterr().out)


def test_a_failing_build_tells_its_timings_too(
    run: Run, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _fail(site)

    assert run("--timings") == 1
    assert "articles" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("", "build"),
        ("--quiet", "build --quiet"),
        ("--source x serve --port 80", "serve --source x --port 80"),
        ("--source serve --output new", "build --source serve --output new"),
        ("new build", "new build"),
        ("--version", "--version"),
    ],
)
def test_the_command_may_stand_behind_options(written: str, meant: str) -> None:
    assert cli._with_command(written.split()) == meant.split()
