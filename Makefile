# Every target sets up what it needs: Python 3.11 or newer and make are enough.

PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: setup run test app bench lint clean

setup: .venv/dev

.venv/created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name one with 'make PYTHON=python3.12'"; exit 2; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/core: .venv/created pyproject.toml
	@echo "installing the package and what it needs ..."
	@$(BIN)/python -m pip install --quiet --editable .
	@touch $@

.venv/dev: .venv/created pyproject.toml
	@echo "installing the package, its extras and the test tools ..."
	@$(BIN)/python -m pip install --quiet --editable '.[app,sweeps,dev]'
	@touch $@ .venv/core

# The comparison of every option over all games of the case, and two paths on its ladder.
run: .venv/core
	@$(BIN)/deterrence warm
	@$(BIN)/deterrence compare levant_2024
	@$(BIN)/deterrence path levant_2024 --option hotline_network+lebanon_first

test: .venv/dev lint
	$(BIN)/python -m pytest --numprocesses 2

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright
	$(BIN)/lint-imports

app: .venv/dev
	@$(BIN)/deterrence warm
	@$(BIN)/deterrence app

bench: .venv/dev
	$(BIN)/python -m benchmarks

clean:
	rm -rf .venv dist build .pytest_cache .ruff_cache .hypothesis
