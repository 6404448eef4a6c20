# Isthmus: every command a contributor or operator needs, each with a sentence. `make` alone lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help setup demo sandbox test e2e chaos check audit format bench docs screenshots pictures lock clean

help: ## List the commands
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: $(READY) ## Prepare .venv with everything pinned, and nothing else

$(READY): requirements/dev.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements/dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $(READY)

demo: $(READY) ## Run the bridge and the LinkedIn sandbox with an invented company; ARGS="--port 8010" passes options on
	$(BIN)/isthmus demo $(ARGS)

sandbox: $(READY) ## Run the LinkedIn sandbox alone
	$(BIN)/isthmus sandbox

test: $(READY) ## Run every test, on every core; those that need a browser say so when there is none
	$(BIN)/pytest -n auto --maxprocesses=4 --dist loadfile --no-loadscope-reorder

e2e: $(READY) ## Run only the story in a real browser
	$(BIN)/pytest -m e2e

chaos: $(READY) ## Play every chaos scenario in full, with chances of its own; SEED=… plays one again
	$(BIN)/python -m tests.chaos $(if $(SEED),--seed $(SEED))
	CHAOS_POINTS=every $(BIN)/pytest -m chaos

check: $(READY) ## Format, lint, types and import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy src

audit: $(READY) ## Ask whether a pinned dependency has a known weakness; needs the network
	$(BIN)/pip-audit --requirement requirements/dev.txt --no-deps --disable-pip

format: $(READY) ## Put the code in its one format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(READY) ## Measure what it costs, beside its limits and peers; writes bench/latest.json
	$(BIN)/python -m bench

docs: $(READY) ## Write the pages that are generated from the code
	$(BIN)/python -m linkedin_sandbox.coverage
	$(BIN)/python -m isthmus.linkedin.reference
	$(BIN)/python -m isthmus.bridge.postings.reference

screenshots: $(READY) ## Take a picture of every page of a fresh demo, light and dark, into build/screens
	$(BIN)/python -m tests.e2e.screens build/screens

pictures: $(READY) ## Play the story in a fresh demo and take the README's pictures, into docs/images
	$(BIN)/python -m tests.e2e.pictures

lock: $(READY) ## Pin the dependencies anew
	$(BIN)/pip install --quiet uv
	for name in base sandbox embedded otel dev; do \
	  $(BIN)/uv pip compile --quiet --upgrade --no-header --no-emit-index-url --no-emit-find-links \
	    --python-version 3.11 requirements/$$name.in -o requirements/$$name.txt; done

clean: ## Remove what the commands made here
	rm -rf $(VENV) .isthmus .pytest_cache .mypy_cache .ruff_cache
