# Everything starts from a bare checkout: each target makes the environment it needs.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test serve check bench bench-gpu install clean
.DEFAULT_GOAL := install

install: .venv/.installed app/static/graphiql/index.js

# spandrel comes without torchvision, of which it needs nothing that enlarges: built with any torch but the one that
# is here, as pip may choose it, torchvision takes transformers down with it.
INSTALL := $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check -c constraints.txt

.venv/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(INSTALL) -e ".[dev]"
	$(INSTALL) --no-deps spandrel einops
	@touch $@

# GraphiQL's files, bundled from npm. Without npm, or without a network, the page takes them from a CDN.
GRAPHIQL := $(addprefix app/graphiql/,package.json package-lock.json .npmrc build.mjs bundle.js) \
	$(wildcard app/graphiql/page/*)

app/static/graphiql/index.js: $(GRAPHIQL)
	@if ! command -v npm >/dev/null; then \
		echo "npm is not here: GraphiQL's page will load its files from a CDN"; \
	elif ! (cd app/graphiql && npm ci --loglevel=error --no-progress >/dev/null && npm run --silent build); then \
		echo "GraphiQL could not be built: its page will load its files from a CDN"; \
	fi

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

# SDXL-base on a CUDA device; make bench-gpu ARGS="--section mix --minutes 9". See docs/performance.md
bench-gpu: install
	$(BIN)/python -m benchmarks.gpu $(ARGS)

clean:
	rm -rf .venv app/static/graphiql demo
