# make demo | test | check | bench: each does its own set-up, in .venv.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: demo test check format bench docs clean

demo: $(READY)
	$(BIN)/telusur demo

test: $(READY)
	$(BIN)/python -m pytest -n auto

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/basedpyright
	$(BIN)/python -m pytest -q tests/test_house.py tests/test_docs.py

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The peers stay out of `make test`: they are installed when they are first measured.
bench: $(READY)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --group bench
	$(BIN)/python benchmarks/engine.py

docs: $(READY)
	$(BIN)/python docs/generate_cli.py
	$(BIN)/python docs/examples.py

clean:
	rm -rf .venv build dist *.egg-info

# .venv/src/telusur leads type checkers, which do not follow editable installs, to this folder.
$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --group dev --editable .
	mkdir -p .venv/src && ln -sfn ../.. .venv/src/telusur
	touch $@
