"""Where the web page lives, and the command that serves it on this machine only."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

from deterrence.errors import DeterrenceError

_PACKAGE = Path(__file__).resolve().parent.parent

#: One accent per theme, dark enough on light ground and light enough on dark. Naming both leaves the choice of theme to
#: the reader's system.
_ACCENTS = {"light": "#1b5e8c", "dark": "#7cc0f0"}


def page_file() -> Path:
    """Return the page's entry file: the checkout's, or the copy that the package carries."""
    checkout = _PACKAGE.parent
    folder = checkout / "apps" if (checkout / "pyproject.toml").is_file() else _PACKAGE / "_apps"
    return folder / "server.py"


def serve_command(port: int) -> list[str]:
    """Return the command line that serves the page on 127.0.0.1.

    Raises
    ------
    DeterrenceError
        If Streamlit is not installed, or the port is none that a user may open.
    """
    if importlib.util.find_spec("streamlit") is None:
        raise DeterrenceError("the page", "Streamlit is not installed", "", "run: pip install 'deterrence[app]'")
    if not 1024 <= port <= 65535:
        raise DeterrenceError("--port", f"saw {port}", "1024 to 65535")
    settings = ["--server.address=127.0.0.1", f"--server.port={port}", "--server.headless=true"]
    quiet = ["--browser.gatherUsageStats=false", "--client.showErrorLinks=false", "--client.toolbarMode=minimal"]
    # Nobody edits the page while it is served; what fails inside of it is told on the terminal, not to the reader.
    quiet += ["--server.fileWatcherType=none", "--client.showErrorDetails=none"]
    themes = [f"--theme.{theme}.primaryColor={colour}" for theme, colour in _ACCENTS.items()]
    return [sys.executable, "-m", "streamlit", "run", str(page_file()), *settings, *quiet, *themes]
