import threading
import time

import pytest

from deterrence.errors import SweepError
from deterrence.page import jobs
from deterrence.page.jobs import AT_ONCE, Job


def until(job, seconds=20):
    end = time.monotonic() + seconds
    while not job.look_done() and time.monotonic() < end:
        time.sleep(0.01)
    return job.state


def steps(gate, n=1000):
    def work(step):
        for k in range(n):
            step(k, n)
            gate.wait(0.01)
        return n

    return work


def test_a_job_tells_how_far_it_is_and_keeps_its_result():
    def work(step):
        step(3, 4)
        return "found"

    job = Job("key", work).start()
    assert until(job) == "done" and (job.result, job.share) == ("found", 0.75)


def test_a_job_that_is_told_to_stop_ends_after_its_step_without_a_result():
    job = Job("key", steps(threading.Event())).start()
    job.stop()
    assert until(job) == "stopped" and job.result is None


def test_a_job_that_nobody_looks_at_stops_by_itself(monkeypatch):
    monkeypatch.setattr(jobs, "PATIENCE", 0.05)
    job = Job("key", steps(threading.Event())).start()
    job_ended = threading.Event()
    for _ in range(400):
        if job.state == "stopped":
            job_ended.set()
            break
        time.sleep(0.01)
    assert job_ended.is_set()


def test_few_jobs_run_at_a_time_and_the_others_wait_for_their_turn():
    gate = threading.Event()

    def work(step):
        while not gate.is_set():
            step(0, 1)
            gate.wait(0.01)

    several = [Job(k, work).start() for k in range(AT_ONCE + 2)]
    end = time.monotonic() + 5
    while sum(job.state == "running" for job in several) < AT_ONCE and time.monotonic() < end:
        time.sleep(0.01)
    time.sleep(0.05)
    assert sum(job.state == "running" for job in several) == AT_ONCE
    assert sum(job.state == "waiting" for job in several) == 2
    gate.set()
    assert [until(job) for job in several] == ["done"] * len(several)


@pytest.mark.parametrize(
    ("fault", "message"),
    [(SweepError("n", "saw 0"), "n: saw 0."), (ZeroDivisionError("inside"), "a fault of the program")],
)
def test_a_fault_is_one_sentence_without_the_inside_of_the_program(fault, message):
    def work(step):
        raise fault

    job = Job("key", work).start()
    assert until(job) == "failed" and message in job.error and "inside" not in job.error
