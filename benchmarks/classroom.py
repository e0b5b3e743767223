"""A class on the page: forty sessions that speak Streamlit's own protocol, each moving levers every three seconds."""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.client import ClientConnection, connect

import deterrence as dt
from benchmarks.load import machine_load, process_megabytes, process_seconds
from benchmarks.quantiles import quantile, verdict
from tests.browser.visit import Server, served

SESSIONS, MOVES, PAUSE = 40, 6, 3.0

#: The goals: 95% of moves answered within so many seconds; MB per session.
ANSWER_GOAL, MEMORY_GOAL = 1.0, 3.0

#: However it goes, it ends after so many seconds.
LIMIT = 240.0

#: How the whole page and parts of it say that they are drawn.
_FINISHED = (0, 3)


@dataclass
class Student:
    """One session: its connection, the ids of its levers, what it has set, how long it waited."""

    connection: ClientConnection
    levers: dict[str, str] = field(default_factory=dict)
    strengths: dict[str, int] = field(default_factory=dict)
    waits: list[float] = field(default_factory=list)
    crossed: list[str] = field(default_factory=list)


def report() -> list[str]:
    """Return waits, memory and crossings with the goals beside them."""
    lines: list[str] = []
    with tempfile.TemporaryDirectory() as folder, served(Path(folder) / "log.txt") as server:
        asyncio.run(_class(server, is_shared=True, moves=1, sessions=1))
        lines += asyncio.run(_class(server, is_shared=True))
        lines += asyncio.run(_class(server, is_shared=False))
    return lines


async def _class(server: Server, *, is_shared: bool, moves: int = MOVES, sessions: int = SESSIONS) -> list[str]:
    """Let a class work, and return the lines of the report."""
    titles = {option.title: id for id, option in dt.load("levant_2024").options.items()}
    address = f"{server.address.replace('http', 'ws')}/_stcore/stream"
    assert urlsplit(address).hostname == "127.0.0.1"
    students: list[Student] = []
    empty = process_megabytes(server.pid)
    spent, start = process_seconds(server.pid), time.perf_counter()
    try:
        async with asyncio.timeout(LIMIT):
            for _ in range(sessions):
                connection = await connect(address, subprotocols=["streamlit"], max_size=None, origin=None)  # pyright: ignore[reportArgumentType]  a protocol's name is a string
                students.append(Student(connection))
                await _run(students[-1], titles)
            opened = process_megabytes(server.pid)
            await asyncio.gather(*(_work(one, n, titles, moves, is_shared) for n, one in enumerate(students)))
    finally:
        await asyncio.gather(*(one.connection.close() for one in students))
    seconds, spent = time.perf_counter() - start, process_seconds(server.pid) - spent
    waits = [wait for one in students for wait in one.waits]
    middle, high = quantile(waits, 0.5), quantile(waits, 0.95)
    crossed = [words for one in students for words in one.crossed]
    per_session = (opened - empty) / sessions
    what = "all take the same steps" if is_shared else "no two set the same"
    return [
        f"{sessions} sessions, {moves} moves each, {PAUSE:.0f} s between moves, {what}; load of the machine: "
        f"{machine_load()}",
        f"  a move is answered after p50 {middle:.2f} s, p95 {high:.2f} s (goal p95 {ANSWER_GOAL:.0f} s: "
        f"{verdict(high <= ANSWER_GOAL)}); the server used {spent:.0f} CPU s in {seconds:.0f} s",
        f"  memory per session, opened: {per_session:.1f} MB (goal {MEMORY_GOAL:.0f} MB: "
        f"{verdict(per_session <= MEMORY_GOAL)}); results kept for all after the moves: "
        f"{process_megabytes(server.pid) - opened:.0f} MB",
        f"  sessions that saw the levers of another: {len(crossed)} (goal 0: {verdict(not crossed)})",
    ]


async def _work(student: Student, n: int, titles: dict[str, str], moves: int, is_shared: bool) -> None:
    """Move levers, one at a time, with a pause before each."""
    rng = random.Random(0 if is_shared else n)
    # The levers that stand there without anything being unfolded: enough to set thousands of different things.
    steps = [(rng.choice(sorted(student.levers)), rng.randrange(5, 101, 5)) for _ in range(moves)]
    # A class does not move at one stroke: the first moves are spread over one pause.
    await asyncio.sleep(PAUSE * n / SESSIONS)
    for option, strength in steps:
        student.strengths[option] = strength
        start = time.perf_counter()
        query = await _run(student, titles)
        wait = time.perf_counter() - start
        student.waits.append(wait)
        wanted = "+".join(id if s == 100 else f"{id}={s / 100:g}" for id, s in sorted(student.strengths.items()))
        shown = parse_qs(query).get("options", [""])[0]
        if set(shown.split("+")) != set(wanted.split("+")):
            student.crossed.append(f"wanted {wanted}, saw {shown}")
        await asyncio.sleep(max(0.0, PAUSE - wait))


async def _run(student: Student, titles: dict[str, str]) -> str:
    """Ask for a run of the script with the levers as they are, and return the query that it writes into the address."""
    from streamlit.proto.BackMsg_pb2 import BackMsg
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    message = BackMsg()
    message.rerun_script.query_string = ""
    for option, strength in student.strengths.items():
        state = message.rerun_script.widget_states.widgets.add()
        state.id = student.levers[option]
        state.double_array_value.data.append(strength)
    await student.connection.send(message.SerializeToString())
    query = ""
    while True:
        answer = ForwardMsg()
        answer.ParseFromString(await student.connection.recv(decode=False))
        kind = answer.WhichOneof("type")
        if kind == "delta" and answer.delta.WhichOneof("type") == "new_element":
            element = answer.delta.new_element
            if element.WhichOneof("type") == "slider" and element.slider.label in titles:
                student.levers[titles[element.slider.label]] = element.slider.id
        elif kind == "page_info_changed":
            query = answer.page_info_changed.query_string
        elif kind == "script_finished" and answer.script_finished in _FINISHED:
            return query
