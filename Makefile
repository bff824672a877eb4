# make demo    solve a sample and show the result
# make test    lint, types and tests
# make test-long  the tests alone, with two to three times as many random cases drawn
# make docs    write README and docs anew: outputs by running what they show, figures from what was measured
# make figures measure again what figures are made of, then the docs
# make bench   compare methods: table and plots in benchmarks/results; BENCH="--large" and other words go to it
# make nightly fill the table of every set of rules, mode and size, for hours; NIGHTLY="--for 3600" ends sooner
# make agree   compare what is proved with a MILP from another head; AGREE="--from 48 --to 96" and other words go to it
# make imports import surveys of invented people in ten tools' shapes; IMPORTS="--seed 1" and other words go to it
# All make .venv first, with the first Python of 3.11 or later they find; PYTHON=/path/to/python chooses another.

ifndef PYTHON
PYTHON := $(shell for python in python3 python3.13 python3.12 python3.11 python; do \
	if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then echo $$python; break; fi; done)
endif
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/installed
BENCH_STAMP := $(VENV)/bench-installed
DEMO := demo-results

.PHONY: help demo test test-long docs figures bench bench-smoke nightly agree imports format clean

help:
	@echo "make demo    solve data/samples/medical-school and show the result"
	@echo "make test    lint, types and tests"
	@echo "make test-long  the tests alone, with two to three times as many random cases drawn: before a release, or after hunting a fault"
	@echo "make docs    write README and docs anew: run what they show, in a few minutes"
	@echo "make figures measure again what figures are made of, then the docs: more than an hour, best on a machine at rest"
	@echo "make bench   compare methods side by side, in under 20 minutes; BENCH=--large for the large sizes"
	@echo "make bench-smoke  the same on a tiny intake, in seconds, written nowhere"
	@echo "make nightly fill the table of every set of rules, mode and size: many hours, and it goes on where it stopped"
	@echo "make agree   compare what is proved with a MILP, on 48 random intakes; AGREE='--from 48 --to 96' for others"
	@echo "make imports import surveys of invented people, and say what was misunderstood; IMPORTS='--seed 1' for others"
	@echo "make format  put the code in its usual form"
	@echo "make clean   remove what these made"

$(STAMP): pyproject.toml constraints.txt
	@if test -z "$(PYTHON)" || ! "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
		echo "matcher needs Python 3.11 or later, and none was found$(if $(PYTHON), under the name $(PYTHON))."; \
		echo "Install one, or say where it is: make $(or $(MAKECMDGOALS),demo) PYTHON=/path/to/python"; exit 1; fi
	@rm -rf $(VENV)
	@echo "Installing matcher into $(VENV); the first time this takes a minute or two."
	@"$(PYTHON)" -m venv $(VENV) || { rm -rf $(VENV); \
		echo "This Python cannot make a virtual environment; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

$(BENCH_STAMP): $(STAMP)
	@echo "Installing what the comparison needs besides."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,bench]'
	@touch $@

demo: $(STAMP)
	@$(BIN)/matcher solve data/samples/medical-school --out $(DEMO)

# The tests of benchmarks need what `bench` installs.
test: $(BENCH_STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict matcher benchmarks
	$(BIN)/python -m pytest -n 2

# Which tests draw how many: `draws(few, many)` in tests; see tests/draws.py.
test-long: $(BENCH_STAMP)
	MATCHER_DRAWS=many $(BIN)/python -m pytest -n 2

docs: $(BENCH_STAMP)
	$(BIN)/python -m benchmarks.pages
	$(BIN)/python -m benchmarks.pages.manual
	$(BIN)/python -m benchmarks.pages.picture

figures: $(BENCH_STAMP)
	$(BIN)/python -m benchmarks.figures
	$(MAKE) docs

bench: $(BENCH_STAMP)
	$(BIN)/python -m benchmarks.compare $(BENCH)

bench-smoke: $(BENCH_STAMP)
	$(BIN)/python -m benchmarks.compare --smoke
	$(BIN)/python -m benchmarks.figures --smoke
	$(BIN)/python -m benchmarks.every --smoke
	$(BIN)/python -m benchmarks.imports --smoke

nightly: $(BENCH_STAMP)
	$(BIN)/python -m benchmarks.every $(NIGHTLY)

agree: $(STAMP)
	@$(BIN)/python -m benchmarks.agree $(AGREE)

imports: $(BENCH_STAMP)
	@$(BIN)/python -m benchmarks.imports $(IMPORTS)

format: $(STAMP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) $(DEMO) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
