import re
import socket
import subprocess
import time
import urllib.request

import pytest

import deterrence as dt
from deterrence.page import page_file, serve_command
from deterrence.page.serving import runs_folder


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def read(port: int, path: str) -> bytes:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}", timeout=20) as reply:
        return reply.read()


def test_the_page_is_served_on_this_machine_only():
    command = serve_command(8501)
    assert "--server.address=127.0.0.1" in command and page_file().is_file()


@pytest.mark.parametrize("port", [0, 80, 70_000])
def test_a_port_that_a_user_may_not_open_is_refused(port):
    with pytest.raises(dt.DeterrenceError, match="1024 to 65535"):
        serve_command(port)


def test_a_folder_of_runs_reaches_the_page_among_its_own_arguments(tmp_path, monkeypatch):
    (tmp_path / "runs").mkdir()
    monkeypatch.chdir(tmp_path)
    command = serve_command(8501, runs="runs")
    given = command[command.index("--") + 1 :]
    assert runs_folder(["server.py", *given]) == (tmp_path / "runs").resolve()
    assert runs_folder(serve_command(8501)) is None
    with pytest.raises(dt.DeterrenceError, match="there is no folder 'nowhere'"):
        serve_command(8501, runs="nowhere")


def test_the_server_answers_with_the_page_and_its_files_and_stops(tmp_path):
    port = free_port()
    server = subprocess.Popen(serve_command(port, runs=tmp_path), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        answer = ""
        for _ in range(150):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2) as reply:
                    answer = reply.read().decode()
                break
            except OSError:
                time.sleep(0.2)
        assert answer == "ok"
        # Files are answered from memory from the second time on.
        (script, *_) = re.findall(r'src="\./(static/js/[^"]+)"', read(port, "").decode())
        first, second = read(port, script), read(port, script)
        assert first == second and len(first) > 100_000
    finally:
        server.terminate()
        server.wait(timeout=20)
