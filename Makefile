# Everything starts from a bare checkout: each target makes the environment it needs.
PYTHON ?= python3
BIN := .venv/bin
PACKAGES := app schema resolvers generation persistence

.PHONY: demo test serve check bench install clean
.DEFAULT_GOAL := install

install: .venv/.installed app/static/graphiql/index.js

.venv/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	@touch $@

demo: install
	$(BIN)/python -m app.demo

test: install
	$(BIN)/python -m pytest

serve: install
	$(BIN)/limner serve

check: .venv/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/hadolint Containerfile

bench: install
	$(BIN)/python -m benchmarks

clean:
	rm -rf .venv app/static/graphiql demo
