# Duban: one command for each job. `make run` and `make test` set up all they need.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Tests and pictures need no screen.
OFFSCREEN := QT_QPA_PLATFORM=offscreen

DIST := build/venv

.PHONY: dist dist-windows run test soak lint bench setup setup-dev sql translations screenshots clean

run: setup
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname)" = Darwin ]; then \
	  $(BIN)/duban; \
	else \
	  echo "No display: doing the main job without a window."; \
	  $(OFFSCREEN) $(BIN)/duban demo --out out/demo; \
	fi

test: setup-dev
	$(OFFSCREEN) $(BIN)/python -m pytest -n 2 tests

# The same properties on many more examples, new ones each time.
soak: setup-dev
	DUBAN_SOAK=1 $(OFFSCREEN) $(BIN)/python -m pytest -n 2 tests/db

lint: setup-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup-dev
	$(OFFSCREEN) $(BIN)/python -m tests.bench

setup: $(VENV)/run.stamp
setup-dev: $(VENV)/dev.stamp

$(VENV)/pyvenv.cfg:
	@PYTHON=$(PYTHON) bash .ci/system-packages
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: $(VENV)/pyvenv.cfg requirements.lock pyproject.toml
	@PYTHON=$(PYTHON) bash .ci/system-packages
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python .ci/link.py
	@touch $@

$(VENV)/dev.stamp: $(VENV)/pyvenv.cfg requirements-dev.lock pyproject.toml
	@PYTHON=$(PYTHON) bash .ci/system-packages
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/python .ci/link.py
	@touch $@ $(VENV)/run.stamp

# The statements that run before SQLAlchemy is loaded, written out as text (a test compares them).
sql: setup-dev
	$(BIN)/python -m db.store.statements

translations: setup-dev
	$(BIN)/python -m resources.translations.build

screenshots: setup-dev
	$(OFFSCREEN) $(BIN)/python -m tests.screenshots

# The folder and archive for this system, made by a Python that holds requirements-build.lock and nothing else.
dist: $(DIST)/stamp
	$(OFFSCREEN) $(DIST)/bin/python -m resources.installer.dist

# The whole Windows chain under wine: verified under wine, not on Windows (docs/packaging.md).
dist-windows: $(DIST)/stamp
	$(DIST)/bin/python -m resources.installer.wine

$(DIST)/stamp: requirements-build.lock
	@PYTHON=$(PYTHON) bash .ci/system-packages
	$(PYTHON) -m venv --clear $(DIST)
	$(DIST)/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-build.lock
	@touch $@

clean:
	rm -rf $(VENV) build dist out .mypy_cache .ruff_cache
