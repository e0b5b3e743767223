"""How Streamlit's files reach a browser: out of memory, those that the first page will ask for being named at once."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, MutableMapping
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

_Message = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[_Message]]
_Send = Callable[[_Message], Awaitable[None]]
_App = Callable[[_Message, _Receive, _Send], Awaitable[None]]

#: What the first page always draws, by the names of Streamlit's own sources.
FIRST = (
    "ArrowVegaLiteChart", "Button", "Checkbox", "DownloadButton", "Html", "Radio", "Selectbox", "Slider",
)  # fmt: skip

#: All files of Streamlit that a browser may ask for take less.
_MOST_BYTES = 50_000_000

#: Requests with these want a part of a file, or only to hear that it is still the same.
_SPECIAL = {b"range", b"if-none-match", b"if-modified-since"}


class _Answer(NamedTuple):
    headers: list[tuple[bytes, bytes]]
    body: bytes


class Delivery:
    """Answer for files that never change out of memory, and name in the page's document what it will ask for.

    Streamlit reads a file in several steps, each in another thread, at every request. A first visit asks for more than
    a hundred files, six at a time, and half of them only when what needs them has come.

    Parameters
    ----------
    app
        The ASGI application that answers everything else.
    scripts
        Addresses of scripts for the document to name, relative to the bare address.
    """

    def __init__(self, app: _App, *, scripts: Iterable[str] = ()) -> None:
        self._app = app
        self._hints = "".join(f'<link rel="modulepreload" crossorigin href="./{one}">' for one in scripts).encode()
        self._kept: dict[str, _Answer] = {}

    async def __call__(self, scope: _Message, receive: _Receive, send: _Send) -> None:
        """Answer a request."""
        is_plain = scope["type"] == "http" and scope["method"] == "GET" and not _SPECIAL & {*dict(scope["headers"])}
        path = scope["path"] if is_plain else ""
        kept = self._kept.get(path)
        if kept is not None:
            await _send_answer(kept, send)
        elif path.startswith("/static/"):
            await self._app(scope, receive, self._keep(path, send))
        elif path == "/" and self._hints:
            await self._app(scope, receive, self._add_hints(send))
        else:
            await self._app(scope, receive, send)

    def _keep(self, path: str, send: _Send) -> _Send:
        """Return what passes an answer on, and keeps it if it is a file that never changes."""
        headers: list[tuple[bytes, bytes]] = []
        parts: list[bytes] = []

        async def passing(message: _Message) -> None:
            if message["type"] == "http.response.start" and _is_for_ever(message):
                headers.extend(message["headers"])
            elif message["type"] == "http.response.body" and headers:
                parts.append(message.get("body", b""))
                held = sum(len(one.body) for one in self._kept.values())
                if not message.get("more_body") and held + sum(map(len, parts)) <= _MOST_BYTES:
                    self._kept[path] = _Answer(headers, b"".join(parts))
            await send(message)

        return passing

    def _add_hints(self, send: _Send) -> _Send:
        """Return what passes a document on with the hints in its head, and any other answer as it is."""
        held: list[_Message] = []

        async def passing(message: _Message) -> None:
            held.append(message)
            if message["type"] != "http.response.body" or message.get("more_body"):
                return
            body = b"".join(one.get("body", b"") for one in held)
            start = held[0]
            headers = dict(start["headers"])
            if start["status"] == 200 and b"content-encoding" not in headers and b"</head>" in body:
                body = body.replace(b"</head>", self._hints + b"</head>", 1)
                # They would tell of the file, which is another one.
                dropped = (b"etag", b"last-modified", b"accept-ranges", b"content-length")
                rest = [(name, value) for name, value in start["headers"] if name not in dropped]
                start["headers"] = [*rest, (b"content-length", str(len(body)).encode())]
                await _send_answer(_Answer(start["headers"], body), send)
            else:
                for one in held:
                    await send(one)

        return passing


def _is_for_ever(start: _Message) -> bool:
    headers = dict(start["headers"])
    is_same_for_all = b"vary" not in headers and b"content-encoding" not in headers
    return start["status"] == 200 and is_same_for_all and b"immutable" in headers.get(b"cache-control", b"")


async def _send_answer(answer: _Answer, send: _Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": answer.headers})
    await send({"type": "http.response.body", "body": answer.body})


def first_scripts(folder: Path, names: Iterable[str] = FIRST) -> list[str]:
    """Return addresses of the scripts that draw elements, and of all that these import, beyond what a document names.

    Parameters
    ----------
    folder
        With Streamlit's ``manifest.json`` and ``index.html``; without these, or where their form is another one,
        nothing is found.
    names
        Of elements, by the names of Streamlit's own sources.
    """
    try:
        manifest = json.loads((folder / "manifest.json").read_bytes())
        document = (folder / "index.html").read_text()
        wanted = {PurePosixPath(source).stem: source for source in manifest if "/components/" in source}
        found = dict.fromkeys(file for name in names if name in wanted for file in _imported(manifest, wanted[name]))
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return []
    return [file for file in found if file not in document and (folder / file).is_file()]


def _imported(manifest: Mapping[str, Any], source: str) -> Iterator[str]:
    seen: set[str] = set()
    left = [source]
    while left:
        one = left.pop()
        if one not in seen:
            seen.add(one)
            yield manifest[one]["file"]
            left.extend(manifest[one].get("imports", []))
