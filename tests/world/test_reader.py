"""Formulas are read whoever else reads at the time."""

import gc
import threading
import time

import pytest

from deterrence.world.expressions import parse


@pytest.fixture
def breathless():
    """Let threads take turns while objects are being made: whenever Python looks for garbage, which is all the time."""

    def give_way(phase, info):
        time.sleep(0)

    often = gc.get_threshold()
    gc.callbacks.append(give_way)
    gc.set_threshold(20)
    yield
    gc.set_threshold(*often)
    gc.callbacks.remove(give_way)


def test_many_threads_read_formulas_at_once(breathless):
    text = " + ".join(f"a{n} * (b{n} - min(c, d, {n}))" for n in range(16))
    read, faults = [], []

    def go():
        try:
            read.extend(parse(text) for _ in range(60))
        except Exception as error:  # a thread would keep it to itself
            faults.append(error)

    threads = [threading.Thread(target=go) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults and len(read) == 240 and len(set(read)) == 1
