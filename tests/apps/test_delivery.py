import asyncio
import socket

import pytest
from lab.delivery import Delivery, send_at_once

FOR_EVER = (b"cache-control", b"public, immutable, max-age=31536000")
SCRIPT = "/static/js/one.js"


class Server:
    """Answers every request in two parts, and counts them."""

    def __init__(self, *headers):
        self.headers = list(headers)
        self.asked = []

    async def __call__(self, scope, receive, send):
        self.asked.append(scope["path"])
        await send({"type": "http.response.start", "status": 200, "headers": self.headers})
        await send({"type": "http.response.body", "body": b"one ", "more_body": True})
        await send({"type": "http.response.body", "body": b"two"})


def ask(app, path=SCRIPT, *, method="GET", headers=()):
    sent = []

    async def send(message):
        sent.append(message)

    asyncio.run(app({"type": "http", "method": method, "path": path, "headers": list(headers)}, None, send))
    return sent[0]["status"], sent[0]["headers"], b"".join(part["body"] for part in sent[1:])


def test_a_file_that_never_changes_is_read_once_and_answered_alike():
    server = Server(FOR_EVER, (b"content-type", b"text/javascript"))
    app = Delivery(server)
    first = ask(app)
    assert first == (200, server.headers, b"one two")
    assert ask(app) == ask(app) == first
    assert server.asked == [SCRIPT]


@pytest.mark.parametrize(
    ("path", "headers", "request_headers", "method"),
    [
        (SCRIPT, [(b"cache-control", b"no-cache")], [], "GET"),
        (SCRIPT, [FOR_EVER, (b"set-cookie", b"a=b")], [], "GET"),
        (SCRIPT, [FOR_EVER, (b"content-encoding", b"gzip")], [], "GET"),
        (SCRIPT, [FOR_EVER], [(b"range", b"bytes=0-1")], "GET"),
        (SCRIPT, [FOR_EVER], [], "HEAD"),
        ("/", [FOR_EVER], [], "GET"),
        ("/static/js/../one.js", [FOR_EVER], [], "GET"),
    ],
)
def test_what_may_differ_from_one_request_to_the_next_is_left_to_the_server(path, headers, request_headers, method):
    server = Server(*headers)
    app = Delivery(server)
    for _ in range(2):
        ask(app, path, method=method, headers=request_headers)
    assert len(server.asked) == 2


def test_connections_of_a_listening_socket_send_at_once():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        send_at_once()
        with socket.create_connection(listening.getsockname()), listening.accept()[0] as connection:
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
