"""The logic of the web page, testable without a browser: apps/ only reads widgets, calls one function and draws."""

from deterrence.page.serving import page_file, serve_command

__all__ = ["page_file", "serve_command"]
