"""Long work on a page: a button that begins it, a bar that shows how far it is, a button that stops it.

What a session waits for is kept in its own state, under a name; other sessions never see it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from deterrence.page.jobs import Job, Work
from deterrence.page.words import marked

#: Seconds between two looks at how far the work is.
PACE = 0.5

#: Finished results that a session keeps under one name.
MOST_KEPT = 4


def begin(name: str, key: Any, work: Work) -> None:
    """Begin work in the place of what the session waited for under the same name."""
    stop(name)
    st.session_state[f"job.{name}"] = Job(key, work).start()


def stop(name: str) -> None:
    """Stop what the session waits for under a name."""
    job: Job | None = st.session_state.get(f"job.{name}")
    if job is not None:
        job.stop()


def result(name: str, key: Any) -> Any:
    """Return the result of work with a key, None where there is none."""
    return st.session_state.get(f"found.{name}", {}).get(key)


def results(name: str) -> list[tuple[Any, Any]]:
    """Return what the session has found under a name, with the keys."""
    return list(st.session_state.get(f"found.{name}", {}).items())


def draw(name: str, key: Any, work: Callable[[], Work], *, label: str, waiting: str, disabled: bool = False) -> Any:
    """Draw the button, or how far the work is with a button that stops it; return the result for a key, if any.

    Parameters
    ----------
    name
        What the session waits for; unique on the page.
    key
        What is asked now; a result counts for that only.
    work
        Returns the work, when it is asked for.
    label
        On the button.
    waiting
        What the bar says is being done.
    disabled
        Whether the button cannot be pressed.
    """
    job: Job | None = st.session_state.get(f"job.{name}")
    if job is not None and not job.look_done():
        _watch(name, waiting)
        return result(name, key)
    if job is not None:
        _take(name, job)
    found = result(name, key)
    if found is None:
        st.button(label, key=f"begin.{name}", disabled=disabled,
                  on_click=lambda: begin(name, key, work()))  # fmt: skip
    return found


def _take(name: str, job: Job) -> None:
    """Keep what finished work found, or say why there is nothing."""
    del st.session_state[f"job.{name}"]
    if job.state == "done":
        kept: dict[Any, Any] = dict(st.session_state.get(f"found.{name}", {}))
        kept[job.key] = job.result
        st.session_state[f"found.{name}"] = dict(list(kept.items())[-MOST_KEPT:])
    elif job.state == "failed":
        st.error(marked(job.error))
    else:
        st.info("Stopped. Nothing is kept of it.")


@st.fragment(run_every=PACE)
def _watch(name: str, waiting: str) -> None:
    job: Job | None = st.session_state.get(f"job.{name}")
    if job is None:
        return
    if job.look_done():
        st.rerun()
    told = "Waiting for its turn …" if job.state == "waiting" else f"{waiting}: {job.done:,} of {job.total:,}"
    st.progress(job.share, text=told)
    st.button("Stop", key=f"stop.{name}", on_click=stop, args=(name,))
