import socket
import subprocess
import time
import urllib.request

import pytest

import deterrence as dt
from deterrence.page import page_file, serve_command


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_page_is_served_on_this_machine_only():
    command = serve_command(8501)
    assert "--server.address=127.0.0.1" in command and page_file().is_file()


@pytest.mark.parametrize("port", [0, 80, 70_000])
def test_a_port_that_a_user_may_not_open_is_refused(port):
    with pytest.raises(dt.DeterrenceError, match="1024 to 65535"):
        serve_command(port)


def test_the_server_answers_and_stops():
    port = free_port()
    server = subprocess.Popen(serve_command(port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
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
    finally:
        server.terminate()
        server.wait(timeout=20)
