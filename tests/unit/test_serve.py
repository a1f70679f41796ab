from __future__ import annotations

import asyncio
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
import trial_site as trial
from tornado.websocket import websocket_connect

import citewell
from citewell.disk import Scene
from citewell.job import Options, Report
from citewell.problems import CitewellError
from citewell.serve import HOST, Watch

_PATIENCE = 60
_POST = "content/posts/one.md"
_PAGE = "content/pages/about.md"
_HOME = Path(citewell.__file__).parents[1]


@dataclass
class _Answer:
    status: int
    location: str
    kind: str
    text: str


@dataclass
class _Server:
    """A citewell that serves a site, and what it says."""

    site: Path
    port: int
    process: subprocess.Popen[str]

    def hear(self, words: str) -> str:
        """Return the first line from now on that holds these words."""
        watchdog = threading.Timer(_PATIENCE, self.process.kill)
        watchdog.start()
        assert self.process.stdout
        try:
            heard = []
            for line in self.process.stdout:
                heard.append(line)
                if words in line:
                    return line
            raise AssertionError(f"never said '{words}', but: {''.join(heard)}")
        finally:
            watchdog.cancel()

    def get(self, path: str, host: str = HOST) -> _Answer:
        connection = http.client.HTTPConnection(host, self.port, timeout=_PATIENCE)
        connection.request("GET", path)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8")
        connection.close()
        location, kind = answer.getheader("Location"), answer.getheader("Content-Type")
        return _Answer(answer.status, location or "", kind or "", text)

    def write(self, name: str, text: str) -> None:
        """Write a file in one move, so that it is never seen half."""
        trial.write(self.site.parent / "desk", {name: text})
        (self.site.parent / "desk" / name).replace(self.site / name)

    def edit(self, name: str, text: str) -> None:
        """Write a file, and wait until the site is built again."""
        self.write(name, text)
        self.hear("files written")


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        return int(taken.getsockname()[1])


def _start(site: Path, port: int) -> subprocess.Popen[str]:
    # A shell that runs the tests in the background lets them ignore Ctrl-C, and all they start too.
    heeding = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    script = f"{heeding}import sys; from citewell.cli import run; sys.exit(run())"
    return subprocess.Popen(  # noqa: S603  our own Python
        [sys.executable, "-c", script, "serve", "--source", str(site), "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(_HOME)},
    )


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Server]:
    site = trial.make(tmp_path_factory.mktemp("served") / "site")
    names = ("a b.txt", "50%20off.txt", "ü.txt", "悲/x.txt", "empty/deep/x.txt")
    trial.write(site, {f"static/{name}": name for name in names})
    trial.write(site.parent, {"secret.txt": "secret", "output-too/secret.txt": "secret"})
    port = _free_port()
    started = _Server(site, port, _start(site, port))
    started.hear(f"http://{HOST}:{port}/ shows the site")
    yield started
    started.process.kill()
    started.process.communicate()


def test_the_home_page_is_shown_and_reloads_itself(server: _Server) -> None:
    answer = server.get("/")

    assert (answer.status, answer.kind) == (200, "text/html; charset=utf-8")
    script = f'<script src="/livereload.js?host={HOST}&amp;port={server.port}"></script></head>'
    assert script in answer.text


def test_the_script_that_reloads_is_there(server: _Server) -> None:
    assert server.get(f"/livereload.js?host={HOST}&port={server.port}").status == 200


def test_a_page_is_shown_at_its_address(server: _Server) -> None:
    assert "PostView(" in server.get("/posts/one/?from=search").text


def test_an_address_without_its_slash_is_led_to_it(server: _Server) -> None:
    answer = server.get("/posts/one")

    assert (answer.status, answer.location) == (302, "/posts/one/")


def test_an_address_in_another_script_is_led_to_its_slash(server: _Server) -> None:
    assert server.get("/%E6%82%B2").location == "/%E6%82%B2/"


def test_an_address_that_begins_like_a_host_leads_to_no_host(server: _Server) -> None:
    answer = server.get(f"/{server.site / 'output/posts'}")

    assert not answer.location.startswith("//")


@pytest.mark.parametrize(
    "path", ["/plain.txt", "/a%20b.txt", "/50%2520off.txt", "/%C3%BC.txt", "/%E6%82%B2/x.txt"]
)
def test_a_file_is_answered_as_it_is(path: str, server: _Server) -> None:
    answer = server.get(path)

    assert answer.status == 200
    assert answer.kind == "text/plain; charset=utf-8"
    assert "script" not in answer.text


def test_a_style_sheet_has_its_type(server: _Server) -> None:
    sheet = min((server.site / "output").glob("*.css")).name

    assert server.get(f"/{sheet}").kind == "text/css; charset=utf-8"


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/nowhere/",
        "/posts/one/nothing.html",
        "/plain.txt/",
        "/empty/deep/",
        "/../secret.txt",
        "/../output-too/secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/%252e%252e/secret.txt",
        "/posts/../../secret.txt",
        "/..\\secret.txt",
        "//etc/hostname",
        "/%2fetc/hostname",
        "/%00",
        "/" + "x" * 5000,
    ],
)
def test_what_is_not_in_the_site_is_not_found(path: str, server: _Server) -> None:
    answer = server.get(path)

    assert answer.status == 404
    assert "Page not found" in answer.text


def test_a_link_out_of_the_folder_is_not_followed(server: _Server) -> None:
    (server.site / "output/link.txt").symlink_to(server.site.parent / "secret.txt")

    assert server.get("/link.txt").status == 404


def test_only_this_machine_is_answered(server: _Server) -> None:
    with pytest.raises(ConnectionRefusedError):
        server.get("/", host="127.0.0.2")


def test_a_change_is_shown(server: _Server) -> None:
    server.edit(_POST, trial.post("Changed"))

    assert "Changed" in server.get("/posts/one/").text


def test_a_failed_build_is_shown_until_it_is_mended(server: _Server) -> None:
    server.write(_POST, trial.post(body="As <said> [@nobody]."))
    server.hear("hint:")

    broken = server.get("/posts/two/")
    assert "The site was not built" in broken.text
    assert "As &lt;said&gt; [@nobody]." in broken.text
    assert "livereload.js" in broken.text
    assert server.get("/plain.txt").text == "plain\n"
    assert "The site was not built" in server.get("/nowhere").text

    server.edit(_POST, trial.post("Mended"))
    assert "The site was not built" not in server.get("/posts/two/").text


def test_settings_that_go_and_come_back_do_not_end_the_server(server: _Server) -> None:
    settings = server.site / "content/site.yaml"
    settings.rename(server.site / "away.yaml")
    server.hear("there is no such file")
    (server.site / "away.yaml").rename(settings)

    server.hear("files written")

    assert server.get("/").status == 200


def test_posts_come_move_and_go(server: _Server) -> None:
    server.edit("content/posts/new.md", trial.post("New"))
    assert server.get("/posts/new/").status == 200

    (server.site / "content/posts/new.md").rename(server.site / "content/posts/moved.md")
    server.hear("files written")
    assert [server.get(f"/posts/{name}/").status for name in ("new", "moved")] == [404, 200]

    (server.site / "content/posts/moved.md").unlink()
    server.hear("files written")
    assert server.get("/posts/moved/").status == 404


def test_open_browsers_are_told_to_reload(server: _Server) -> None:
    async def watch() -> str:
        browser = await websocket_connect(f"ws://{HOST}:{server.port}/livereload")
        await browser.write_message(json.dumps({"command": "hello"}))
        await browser.read_message()
        await browser.write_message(json.dumps({"command": "info", "url": "/"}))
        # What the server answers next, it answers after it has read what came before.
        await browser.write_message(json.dumps({"command": "hello"}))
        await browser.read_message()
        server.write(_POST, trial.post("Reloaded"))
        told = await asyncio.wait_for(browser.read_message(), _PATIENCE)
        browser.close()
        return str(told)

    # A browser of another test may have left a loop running in this thread.
    with ThreadPoolExecutor(1) as elsewhere:
        told = json.loads(elsewhere.submit(asyncio.run, watch()).result())

    assert told["command"] == "reload"
    server.hear("files written")
    assert "Reloaded" in server.get("/posts/one/").text


def test_an_interrupt_ends_the_server_without_a_trace(server: _Server) -> None:
    server.process.send_signal(signal.SIGINT)

    said, _ = server.process.communicate(timeout=_PATIENCE)

    assert server.process.returncode == 0
    assert said.split() == ["stopped"]


def test_a_taken_port_gets_a_sentence(tmp_path: Path) -> None:
    trial.make(tmp_path)
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]

        process = _start(tmp_path, port)
        said, _ = process.communicate(timeout=_PATIENCE)

    assert process.returncode == 1
    assert f"the port {port} is taken" in said
    assert "Traceback" not in said
    assert not (tmp_path / "output").exists()


@pytest.fixture
def outcomes() -> list[Report | CitewellError]:
    return []


@pytest.fixture
def watch(tmp_path: Path, outcomes: list[Report | CitewellError]) -> Watch:
    trial.make(tmp_path)
    options = Options(trial.TODAY, jobs=1)
    return Watch(tmp_path, tmp_path / "output", lambda: options, outcomes.append)


def test_the_first_look_sees_a_change(watch: Watch) -> None:
    assert watch.has_changed()
    assert not watch.has_changed()


def test_a_site_that_is_gone_is_one_change(watch: Watch) -> None:
    watch.has_changed()
    (watch.root / "content/site.yaml").unlink()

    assert watch.has_changed()
    assert not watch.has_changed()


def test_what_the_build_itself_writes_is_no_change(watch: Watch) -> None:
    watch.has_changed()
    watch.rebuild()

    assert not watch.has_changed()


def test_a_slow_look_is_taken_less_often(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter((0.0, 0.5))
    monkeypatch.setattr("time.perf_counter", lambda: next(times))

    watch.has_changed()

    assert watch.pause == 5.0


def test_errors_are_kept_until_a_build_goes_well(
    watch: Watch, outcomes: list[Report | CitewellError]
) -> None:
    trial.write(watch.root, {_POST: trial.post(body="[@nobody]")})
    watch.rebuild()
    kept = len(watch.problems)

    trial.write(watch.root, {_POST: trial.post()})
    watch.rebuild()

    assert (kept, len(watch.problems)) == (1, 0)
    assert [type(outcome) for outcome in outcomes] == [CitewellError, Report]


def test_a_place_that_was_touched_is_all_that_is_looked_at(
    watch: Watch, outcomes: list[Report | CitewellError], monkeypatch: pytest.MonkeyPatch
) -> None:
    watch.rebuild()
    trial.write(watch.root, {_POST: trial.post("Changed")})

    def refuse(*_: object) -> None:
        raise AssertionError

    with monkeypatch.context() as patch:
        patch.setattr("citewell.pipeline.list_scene", refuse)
        patch.setattr("citewell.serve.list_scene", refuse)
        watch.rebuild([str(watch.root / _POST)])

    assert isinstance(outcomes[-1], Report)
    assert "posts/one/index.html" in outcomes[-1].written
    assert not watch.has_changed()


@pytest.mark.parametrize("touched", ["content/posts/new.md", "content/posts/one.md"])
def test_what_comes_and_goes_is_listed_anew(
    touched: str, watch: Watch, outcomes: list[Report | CitewellError]
) -> None:
    watch.rebuild()
    path = watch.root / touched
    if path.exists():
        path.unlink()
    else:
        path.write_text(trial.post("New", "2020-03-04"), encoding="utf-8")

    watch.rebuild([str(path)])

    assert isinstance(outcomes[-1], Report)
    assert "archive/index.html" in outcomes[-1].written
    assert not watch.has_changed()


def test_a_page_that_went_is_missed_by_the_next_look(watch: Watch) -> None:
    watch.rebuild()
    page = watch.output / "posts/one/index.html"
    page.unlink()
    trial.write(watch.root, {_PAGE: trial.page(body="Changed.")})

    watch.rebuild([str(watch.root / _PAGE)])
    assert watch.has_changed()
    watch.rebuild()

    assert page.exists()
    assert not watch.has_changed()


def test_what_cannot_be_built_is_seen_all_the_same(watch: Watch) -> None:
    watch.rebuild()
    trial.write(watch.root, {_POST: trial.post(body="[@nobody]")})

    watch.rebuild([str(watch.root / _POST)])

    assert len(watch.problems) == 1
    assert not watch.has_changed()


def test_an_output_folder_that_went_is_filled_whole(watch: Watch) -> None:
    watch.rebuild()
    before = trial.read_all(watch.output)
    shutil.rmtree(watch.output)
    trial.write(watch.root, {_PAGE: trial.page(body="Changed.")})

    watch.rebuild([str(watch.root / _PAGE)])

    assert trial.read_all(watch.output).keys() == before.keys()
    assert not watch.has_changed()


def test_what_is_saved_during_a_failing_build_is_seen(
    watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    trial.write(watch.root, {_POST: trial.post(body="[@nobody]")})
    make = watch._build

    def save(options: Options, scene: Scene | None) -> Report | CitewellError:
        outcome = make(options, scene)
        trial.write(watch.root, {_POST: trial.post()})
        return outcome

    monkeypatch.setattr(Watch, "_build", lambda _, *asked: save(*asked))
    watch.rebuild()

    assert watch.problems
    assert watch.has_changed()
