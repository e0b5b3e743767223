# Every target sets up what it needs: Python 3.11 or newer and make are enough.

PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: setup run test warm app bench lint clean

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

# Tests and benchmarks of the page need Chromium: one that is installed, else Debian's, else Playwright's own.
.venv/browser: .venv/dev
	@for name in chromium chromium-browser google-chrome; do command -v $$name > /dev/null && exit 0; done; \
	echo "installing Chromium for the tests of the page ..."; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null && apt-get update --quiet --quiet \
	    && DEBIAN_FRONTEND=noninteractive apt-get install --quiet --quiet --yes --no-install-recommends \
	    chromium fonts-liberation > /dev/null; then exit 0; fi; \
	$(BIN)/python -m playwright install chromium && exit 0; \
	echo "There is no Chromium, and none could be installed: install your system's package of it (on Debian, as root:"; \
	echo "apt-get install chromium), so that 'chromium' is on the PATH, and run this again."; exit 2
	@touch $@

# The comparison of every option over all games of the case, and two paths on its ladder.
run: .venv/core warm
	@$(BIN)/deterrence compare levant_2024
	@$(BIN)/deterrence path levant_2024 --option hotline_network+lebanon_first

# One of the two workers takes the tests of the page in a browser, so that one server and one Chromium run.
# The kernels are compiled beside the type check, once and not in every worker.
test: .venv/dev .venv/browser
	@$(MAKE) --no-print-directory --jobs 2 lint warm
	$(BIN)/python -m pytest --numprocesses 2 --dist loadgroup

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright
	$(BIN)/lint-imports

warm: .venv/core
	@$(BIN)/deterrence warm

app: .venv/dev warm
	@$(BIN)/deterrence app

bench: .venv/dev .venv/browser
	$(BIN)/python -m benchmarks

clean:
	rm -rf .venv dist build .pytest_cache .ruff_cache .hypothesis
