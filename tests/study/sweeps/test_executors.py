"""Whoever works on a sweep, and whatever dies on the way, the parts are the same bytes."""

import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

import deterrence as dt
from deterrence.errors import SweepError
from deterrence.study.sweeps.executors import check_executor
from tests.study.sweeps.worlds import (
    MODEL,
    SMALL,
    children,
    close,
    draws_once,
    drive,
    environment,
    is_alive,
    wait_until,
)


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    """The sweep worked on in this process."""
    run = dt.sweep(MODEL, out=tmp_path_factory.mktemp("here") / "sweep", workers=1, **SMALL)
    assert run.is_complete and len(run.result_hash) == 64 and draws_once(run)
    return run


def parts(run):
    return {path.name: path.read_bytes() for path in sorted((run.folder / "parts").iterdir())}


def test_a_pool_of_processes_gives_the_same_bytes_and_leaves_none_behind(expected, tmp_path):
    before = set(children(os.getpid()))
    seen = set()
    run = dt.sweep(MODEL, out=tmp_path, workers=2, progress=lambda *_: seen.update(children(os.getpid())), **SMALL)
    assert run.result_hash == expected.result_hash and parts(run) == parts(expected)
    workers = seen - before
    assert workers and not any(map(is_alive, workers))


def test_a_worker_that_is_killed_is_replaced(expected, tmp_path):
    before = set(children(os.getpid()))
    killed = []

    def kill(done, total):
        victims = set(children(os.getpid())) - before
        if not killed and victims:
            killed.append(victims.pop())
            os.kill(killed[0], signal.SIGKILL)

    run = dt.sweep(MODEL, out=tmp_path, workers=2, progress=kill, **{**SMALL, "chunk": 6})
    same = dt.sweep(MODEL, out=tmp_path / "again", workers=1, **{**SMALL, "chunk": 6})
    assert killed and run.result_hash == same.result_hash and draws_once(run)


def test_a_driver_that_is_killed_takes_its_workers_along_and_the_sweep_goes_on(expected, tmp_path):
    sweep = {**SMALL, "n": 400}
    process = drive(tmp_path, sweep)
    try:
        assert process.stdout.readline().strip() == "20"
        workers = children(process.pid)
        process.send_signal(signal.SIGKILL)
        assert len(workers) == 2 and wait_until(lambda: not any(map(is_alive, workers)))
    finally:
        close([process])
    there = {path.name for path in (tmp_path / "parts").glob("*.parquet")}
    assert there and not (tmp_path / "manifest.json").exists()
    times = {name: (tmp_path / "parts" / name).stat().st_mtime_ns for name in there}
    told = []
    run = dt.sweep(MODEL, out=tmp_path, workers=1, progress=lambda done, _: told.append(done), **sweep)
    assert told[0] == 20 * (len(there) + 1) and told[-1] == 400 and draws_once(run)
    assert all((tmp_path / "parts" / name).stat().st_mtime_ns == time for name, time in times.items())
    assert run.result_hash == dt.sweep(MODEL, workers=1, **sweep).result_hash


def test_an_interrupt_keeps_finished_parts(tmp_path):
    process = drive(tmp_path, {**SMALL, "n": 1000})
    try:
        assert process.stdout.readline().strip() == "20"
        workers = children(process.pid)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate()
    finally:
        close([process])
    assert "KeyboardInterrupt" in err and not any(map(is_alive, workers))
    assert list((tmp_path / "parts").glob("*.parquet")) and not list((tmp_path / "parts").glob(".*"))


def test_anything_with_submit_works(expected):
    with ThreadPoolExecutor(2) as pool:
        run = dt.sweep(MODEL, executor=pool, workers=2, **SMALL)
    assert run.result_hash == expected.result_hash


def test_an_executor_that_gives_up_is_told_in_a_sentence(tmp_path):
    pool = ThreadPoolExecutor(1)
    pool.shutdown()
    with pytest.raises(SweepError, match=r"chunk 0 was not computed .RuntimeError.*what is finished is kept"):
        dt.sweep(MODEL, executor=pool, out=tmp_path, **SMALL)


@pytest.mark.parametrize("given", [3, [1], object()])
def test_what_is_no_executor_is_refused(given):
    with pytest.raises(SweepError, match="an object with submit"):
        check_executor(given)


def test_a_scheduler_that_is_not_there_is_told_in_a_sentence(tmp_path):
    with pytest.raises(SweepError, match=r"nobody answers there.*tcp://") as raised:
        dt.sweep(MODEL, executor="tcp://127.0.0.1:9", out=tmp_path, **SMALL)
    assert "\n" not in str(raised.value)
    with pytest.raises(SweepError, match="nobody answers there"):
        dt.sweep(MODEL, executor="nonsense", out=tmp_path, **SMALL)


def test_dask_gives_the_same_bytes_when_one_of_two_workers_is_killed(expected, tmp_path):
    file = tmp_path / "scheduler"
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": tmp_path, "env": environment()}
    started = [subprocess.Popen([*command, "--no-dashboard", "--scheduler-file", str(file)], **quiet)]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", str(file)]
    options = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(tmp_path)]
    try:
        assert wait_until(lambda: file.exists() and file.stat().st_size > 0)
        started += [subprocess.Popen([*worker, *options], **quiet) for _ in range(2)]
        address = json.loads(file.read_text())["address"]
        killed = []

        def kill(done, total):
            if not killed:
                killed.append(started[1].pid)
                os.kill(started[1].pid, signal.SIGKILL)

        run = dt.sweep(MODEL, out=tmp_path / "sweep", executor=address, progress=kill, **SMALL)
        assert killed and run.result_hash == expected.result_hash and draws_once(run)
    finally:
        close(started)
