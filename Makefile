# Everything runs in a virtual environment of its own; nothing has to be installed first but Python 3.11 and make.
.DEFAULT_GOAL := help
SHELL := /bin/sh

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
SHARED ?= ../shared
LETTERS ?= data/raw
INTO ?= data/processed
N ?= 10000
JOBS ?= 2
REPORT ?= build/report.html

.PHONY: help setup ingest report test check eval eval-ocr tour accuracy bench bench-accept scale torture fuzz format constraints clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(VENV)/installed ## make the virtual environment and install what is pinned in constraints.txt

# The pip that comes with Python 3.11 takes three times as long as today's. Python compiles what it imports, which
# is little of what is installed.
$(VENV)/installed: pyproject.toml constraints.txt
	@command -v $(PYTHON) >/dev/null || { echo "make: $(PYTHON) was not found; install Python 3.11 or later, or say make PYTHON=python3"; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(PIP) --constraint constraints.txt --upgrade pip
	$(PIP) --no-compile --constraint constraints.txt --editable '.[dev]'
	@touch $@

ingest: setup ## read the letters in data/raw into Parquet in data/processed, and say what came out
	$(BIN)/imr ingest $(LETTERS) --into $(INTO)

report: setup ## write the report on the tables in data/processed as one HTML file, build/report.html
	$(BIN)/imr report --from $(INTO) --out $(REPORT)

# Tests go to the processes in their order, so that what a file sets up is set up once, and the process that ends
# first takes over half of what the other has left.
test: setup ## run the tests, JOBS at a time; those on real letters need the folder ../shared and skip without it
	$(BIN)/python -m pytest --numprocesses $(JOBS) --dist worksteal

check: setup ## lint, formatting and strict types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

eval: setup ## score the real letters of ../shared against those done by hand
	@test -d $(SHARED)/letters || { echo "make eval: $(SHARED)/letters is not there; say make eval SHARED=DIR"; exit 2; }
	@mkdir -p build
	$(BIN)/imr extract $(SHARED)/letters > build/records.jsonl
	$(BIN)/python $(SHARED)/gold/score.py $(SHARED)/gold/dev build/records.jsonl

eval-ocr: setup ## score the same letters made pictures, clean and degraded, and read by OCR; takes a quarter of an hour
	@test -d $(SHARED)/letters || { echo "make eval-ocr: $(SHARED)/letters is not there; say make eval-ocr SHARED=DIR"; exit 2; }
	$(BIN)/python -m tests.eval_ocr --shared $(SHARED)

accuracy: setup ## write the figures of docs/accuracy.md anew, measured on the real letters of ../shared
	@test -d $(SHARED)/letters || { echo "make accuracy: $(SHARED)/letters is not there; say make accuracy SHARED=DIR"; exit 2; }
	$(BIN)/python -m tests.accuracy $(SHARED)

tour: setup ## write the answers of docs/tour.md, and its notebook, anew
	$(BIN)/python -m tests.tour

bench: setup ## measure reading against bare PDFium, and whole runs; compare with the committed figures
	$(BIN)/python -m tests.bench --shared $(SHARED)

bench-accept: setup ## the same, and let the figures be the committed ones
	$(BIN)/python -m tests.bench --shared $(SHARED) --accept

scale: setup ## read N letters that it makes itself, twice, and tell time and memory: make scale N=100000
	$(BIN)/python -m tests.scale --letters $(N)

torture: setup ## kill runs, let them meet and fill the disk, and see that nothing is lost; takes minutes
	$(BIN)/python -m tests.torture

fuzz: setup ## read damaged letters for ten minutes, and see that nothing but a rejection comes of it
	$(BIN)/python -m tests.fuzz --minutes 10

format: setup ## put imports and layout in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

constraints: ## write constraints.txt anew with the newest versions that fit (needs uv)
	uv pip compile pyproject.toml --extra dev --python-version 3.11 --universal --no-emit-index-url --quiet --output-file constraints.txt

clean: ## remove what was made: environment, caches, tables
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	cd data/processed && rm -rf cases issues diagnoses drugs citations rejected ledger.sqlite* manifest.json datapackage.json run.lock run.json .*.part
