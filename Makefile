# `make run` is all that is needed; `make help` lists the rest.

PYTHON ?= python3
PROJECT_PYTHON := .venv/bin/python

run: setup       ## Talk to the bot (the first call sets up .venv)
	@$(PROJECT_PYTHON) -m bot $(ARGS)

test: setup      ## Run the tests, on every core: make test ARGS="-k pro_rata"
	@$(PROJECT_PYTHON) -m pytest -n auto --dist worksteal $(ARGS)

lint: setup      ## Check style and types
	@$(PROJECT_PYTHON) -m ruff check
	@$(PROJECT_PYTHON) -m ruff format --check
	@$(PROJECT_PYTHON) -m mypy

bench: setup     ## Measure how fast it is, and draw how cost grows: make bench ARGS="turns growth"
	@$(PROJECT_PYTHON) -m tests.benchmarks $(ARGS)

screens: setup   ## Every screen in one page to proof-read, screens/book.html: make screens ARGS=2026-11-21
	@$(PROJECT_PYTHON) -m tests.screens $(ARGS)

gallery: setup   ## Five people's results in every form, to look at, in gallery/
	@$(PROJECT_PYTHON) -m tests.gallery $(ARGS)

chaos: setup     ## Years of faults in minutes, with a seed: make chaos ARGS="power --seed 7"
	@$(PROJECT_PYTHON) -m tests.chaos $(ARGS)

mutants: setup   ## Change calc bit by bit: does a test notice? make mutants ARGS="calc.money*"
	@$(PROJECT_PYTHON) -m tests.mutants $(ARGS)

# Standard input is kept for the bot.
setup:           ## Only set up .venv, with another Python: make setup PYTHON=python3.12
	@"$(PYTHON)" deploy/bootstrap.py </dev/null

lock:            ## Pin the packages of pyproject.toml anew (needs uv): make lock ARGS=--upgrade
	@uv pip compile pyproject.toml --group dev --output-file deploy/requirements.lock --quiet \
		--universal --python-version 3.11 --generate-hashes \
		--custom-compile-command "make lock" $(ARGS)
	@uv pip compile pyproject.toml --constraint deploy/requirements.lock \
		--output-file deploy/runtime.lock --quiet --universal --python-version 3.11 \
		--generate-hashes --no-annotate --custom-compile-command "make lock"

image:           ## Build the container image with Docker; deploy/HANDBOOK.md says how to run it
	@docker build --file deploy/Dockerfile --tag prorata $(ARGS) .

clean:           ## Remove all that make made
	@rm -rf .venv .hypothesis .mypy_cache .pytest_cache .ruff_cache mutants screens gallery bench
	@find . -name __pycache__ -prune -exec rm -rf {} +

help:            ## Show this list
	@awk -F ' *## ' '/^[a-z]+:.*##/ { sub(/:.*/, "", $$1); printf "make %-7s %s\n", $$1, $$2 }' Makefile

.PHONY: run test lint bench screens gallery chaos mutants setup lock image clean help
