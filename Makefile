# Gapura: `make help` lists what there is. Each target sets up what it needs.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet

# One more than a small machine has processors: some tests wait for a door, a clock or a page.
WORKERS ?= 3

.DEFAULT_GOAL := help
# The tests start `gapura` a hundred times: it is compiled once, whatever the machine is told.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: help run test check soak bench tour fmt wheel lock clean debian-run debian-test debian-bench

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

run: debian-run $(VENV)/.runtime ## the whole product on this machine: daemon, emulated reader, virtual door, one page
	@$(BIN)/gapura demo

test: debian-test $(VENV)/.dev ## everything that CI runs: style, types, rooms, tests, browser
	@$(MAKE) --no-print-directory check
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

check: $(VENV)/.dev ## style, types and rooms alone (seconds)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

soak: debian-test $(VENV)/.dev ## the long runs: fuzzing, kills, power cuts
	HYPOTHESIS_PROFILE=soak $(BIN)/python -m pytest -n 2 -m "soak or hypothesis"

bench: debian-bench $(VENV)/.dev ## every figure that the README claims: a table, and build/bench.json
	@$(BIN)/python -m tests.bench

tour: debian-test $(VENV)/.dev ## live the story of docs/tour.md and take its pictures anew
	@$(BIN)/python -m tests.scenarios.tour

fmt: $(VENV)/.dev ## write the code the way `make check` wants it
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

wheel: $(VENV)/.dev ## build/gapura-*.whl
	$(BIN)/python -m hatchling build -d build

lock: $(VENV)/.dev ## resolve the dependencies anew and write requirements/*.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --override requirements/overrides.txt \
	  pyproject.toml -o requirements/runtime.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --override requirements/overrides.txt \
	  pyproject.toml --group dev -o requirements/dev.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --override requirements/overrides.txt \
	  pyproject.toml --extra pdf --extra scan -o requirements/full.lock

clean: ## take away what the other targets made
	rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || { rm -rf $(VENV); \
	  ./.ci/debian python3-venv && $(PYTHON) -m venv $(VENV); }

# The locks are complete and hashed, so pip needs to decide nothing (--no-deps).
$(VENV)/.runtime: requirements/full.lock pyproject.toml | $(BIN)/python
	@echo "setting up $(VENV) (once, about half a minute)"
	@$(PIP) install --no-deps --require-hashes -r requirements/full.lock
	@$(PIP) install --no-deps --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.lock $(VENV)/.runtime
	@echo "adding the tools for tests to $(VENV)"
	@$(PIP) install --no-deps --require-hashes -r requirements/dev.lock
	@touch $@

PAPER := fonts-dejavu-core libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0

debian-run: # the demonstration serves without them; its papers are then pages alone
	@./.ci/debian $(PAPER) || echo "(without them no PDF: papers are printed by the browser)"
debian-test:
	@./.ci/debian chromium $(PAPER) strace systemd
debian-bench:
	@./.ci/debian strace valgrind
