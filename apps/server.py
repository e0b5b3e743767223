"""What ``streamlit run`` serves: the page, its libraries and the baseline being loaded before anybody comes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import streamlit as st
from lab import delivery
from starlette.middleware import Middleware

#: They warn of caches that are filled outside of a session, which is the point here.
_WARY = ("streamlit.runtime.caching.cache_data_api", "streamlit.runtime.scriptrunner_utils.script_run_context")


@asynccontextmanager
async def prepared(_: st.App) -> AsyncGenerator[None]:
    """Begin to load what the first visitor would wait for; one who comes earlier waits for the rest of it."""
    delivery.send_at_once()
    loading = asyncio.create_task(asyncio.to_thread(_load))
    yield
    loading.cancel()


def _load() -> None:
    for name in _WARY:
        logging.getLogger(name).setLevel(logging.ERROR)
    # Imported here, so that the server listens while the libraries are loaded.
    from lab import cache, state

    cache.preload(state.CASE)


app = st.App("app.py", lifespan=prepared, middleware=[Middleware(delivery.Delivery)])
