"""Settings that all tests share: property tests draw the same examples everywhere, so a failure is one that repeats.

The seed of each property test is its own text (Hypothesis derives the examples from it), so it needs no number.
A busy machine is no fault of a test, so slowness of drawing examples is not one either.
"""

import gc
import signal
import sys

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "same_everywhere", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("same_everywhere")

# A run in the background ignores Ctrl-C and would hand that on to the programs that tests start and interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_finish():
    # Thousands of tests stay to the end, so that the collector of garbage need not look at them again and again.
    gc.collect()
    gc.freeze()


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """Return a function that runs ``deterrence`` in a folder of its own: what it ends with, says and complains of."""
    from deterrence import cli

    monkeypatch.chdir(tmp_path)

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["deterrence", *arguments])
        with pytest.raises(SystemExit) as exit:
            cli.main()
        out = capsys.readouterr()
        return int(exit.value.code or 0), out.out, out.err

    return call
