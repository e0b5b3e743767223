"""How Streamlit's own files and messages reach a browser: without waiting, files out of memory."""

from __future__ import annotations

import gc
import re
import socket
from typing import NamedTuple

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_FILE = re.compile(r"/static/(js|css|media)/[\w.-]+")

#: Requests with these want a part of a file, or only to hear that it is still the same.
_SPECIAL = {b"range", b"if-none-match", b"if-modified-since"}

#: Answers with these are not the same for everybody.
_PERSONAL = {b"set-cookie", b"vary", b"content-encoding"}


class _Answer(NamedTuple):
    headers: list[tuple[bytes, bytes]]
    body: bytes


class Delivery:
    """Answer out of memory for files that never change, once anybody has asked for them.

    Streamlit reads a file in several steps, each in another thread, at every request; a first visit asks for more than
    a hundred.

    Parameters
    ----------
    app
        The ASGI application that answers everything else.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._kept: dict[str, _Answer] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        is_plain = scope["type"] == "http" and scope["method"] == "GET" and not _SPECIAL & {*dict(scope["headers"])}
        path: str = scope["path"] if is_plain else ""
        kept = self._kept.get(path)
        if kept is not None:
            await send({"type": "http.response.start", "status": 200, "headers": kept.headers})
            await send({"type": "http.response.body", "body": kept.body})
        else:
            await self._app(scope, receive, self._keeping(path, send) if _FILE.fullmatch(path) else send)

    def _keeping(self, path: str, send: Send) -> Send:
        """Return what passes an answer on, and keeps it if Streamlit says that it never changes."""
        headers: list[tuple[bytes, bytes]] = []
        parts: list[bytes] = []

        async def pass_on(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_for_ever(message):
                headers.extend(message["headers"])
            elif message["type"] == "http.response.body" and headers:
                parts.append(message.get("body", b""))
                if not message.get("more_body"):
                    self._kept[path] = _Answer(headers, b"".join(parts))
            await send(message)

        return pass_on


def _is_for_ever(start: Message) -> bool:
    headers = dict(start["headers"])
    return start["status"] == 200 and not _PERSONAL & {*headers} and b"immutable" in headers.get(b"cache-control", b"")


def send_at_once() -> None:
    """Let nothing that this process's server sends wait for a browser to confirm what was sent before it.

    To be called before the server takes connections; what listens hands the setting on to each. asyncio would ask for
    it if Streamlit had named the protocol when it opened its socket. An answer is written in two parts, and without it
    the second of nearly every file waits 40 ms.
    """
    for one in [one for one in gc.get_objects() if isinstance(one, socket.socket)]:
        is_tcp = one.type == socket.SOCK_STREAM and one.family in (socket.AF_INET, socket.AF_INET6)
        if is_tcp and one.fileno() >= 0:
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
