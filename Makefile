# Kiem's commands. Each does all its own set-up; `make help` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PORT ?= 8000
PROCESSES ?= 2

# uv installs in seconds; where it cannot reach the packages (a mirror set for pip only), pip does.
define install
	@$(BIN)/uv pip install -q --python $(BIN)/python $(1) 2>$(VENV)/uv.log \
	  || $(BIN)/python -m pip install -q --disable-pip-version-check $(1)
endef

.PHONY: help setup setup-dev browser demo test check bench soak docs pins format screenshots
help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(VENV)/.ready ## make .venv with the kiem command
setup-dev: $(VENV)/.ready-dev ## the same with everything tests and checks need

$(VENV)/.bootstrap: requirements/bootstrap.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Kiem needs Python 3.11 or later: make PYTHON=python3.11 ...")'
	@echo "Setting up $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r $<
	@touch $@

$(VENV)/.ready: $(VENV)/.bootstrap requirements/run.txt pyproject.toml hatch_build.py $(shell find src -name '*.po')
	$(call install,--require-hashes -r requirements/run.txt)
	$(call install,--no-deps --no-build-isolation -e .)
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready requirements/dev.txt
	@echo "Adding what tests and checks need ..."
	$(call install,--require-hashes -r requirements/dev.txt)
	@touch $@

browser:
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	  && echo "Installing chromium for the browser tests ..." \
	  && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; } \
	  || echo "!!! chromium is missing and cannot be installed here: BROWSER TESTS WILL BE SKIPPED !!!"

demo: setup ## open the load picture on sample data (invented people), on http://127.0.0.1:8000
	@$(BIN)/kiem demo --data var/demo --port $(PORT)

test: setup-dev browser ## all tests, in two processes (make test PROCESSES=4)
	@$(BIN)/python -m pytest -m "not soak" -n $(PROCESSES)

check: setup-dev ## what a change must pass: format, lint, types, contracts, templates, docs, tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/djlint --check --lint --quiet src/kiem
	@$(BIN)/mkdocs build --strict --quiet --site-dir build/docs
	@$(MAKE) --no-print-directory test

format: setup-dev ## put code and templates into the house format
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix . && $(BIN)/djlint --reformat --quiet src/kiem

docs: setup-dev ## build the documentation into build/docs
	@$(BIN)/mkdocs build --strict --site-dir build/docs

bench: setup-dev ## measure: simulator beside its peers, pages at national scale
	$(call install,--require-hashes -r requirements/bench.txt)
	@$(BIN)/python -m benchmarks

soak: setup-dev browser ## long runs: 10,000 examples, coverage studies, random kills
	@$(BIN)/python -m pytest -m soak

screenshots: setup-dev browser ## take the README's pictures from a running demo
	@$(BIN)/python docs/screenshots.py

pins: setup-dev ## pin every requirement again, with hashes
	@for set in "run:--extra engine" "dev:--extra engine --group dev" "bench:--extra engine --group dev --group bench"; do \
	  $(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes \
	    --no-header --no-annotate --no-emit-index-url --no-emit-find-links $${set#*:} pyproject.toml -o requirements/$${set%%:*}.txt; done
	@printf 'uv\nhatchling\neditables\nbabel\n' | $(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes \
	    --no-header --no-annotate --no-emit-index-url --no-emit-find-links - -o requirements/bootstrap.txt
