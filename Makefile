# make demo | test | check | bench: each does its own set-up, in .venv.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: demo test check format bench bench-duplicates bench-extract bench-ir bench-stem docs clean

demo: $(READY)
	$(BIN)/telusur demo

test: $(READY) build/whoosh
	$(BIN)/python -m pytest -n auto

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/basedpyright
	$(BIN)/python -m pytest -q tests/test_house.py tests/test_docs.py

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/.peers
	$(BIN)/python benchmarks/engine.py
	$(BIN)/python benchmarks/growth.py

bench-duplicates: .venv/.peers
	$(BIN)/python benchmarks/duplicates.py --peers --page

bench-extract: $(READY)
	$(BIN)/python benchmarks/extract.py --page

bench-stem: .venv/.peers
	$(BIN)/python benchmarks/stem.py --page

bench-ir: .venv/.peers
	$(BIN)/python benchmarks/ir.py --page

# The peers stay out of `make test`: they are installed when they are first measured.
.venv/.peers: $(READY)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --group bench
	touch $@

docs: $(READY)
	$(BIN)/python docs/generate_cli.py
	$(BIN)/python docs/examples.py

clean:
	rm -rf .venv build dist *.egg-info

# Whoosh's own tests, which our codec must pass: in the source distribution of the release we use.
build/whoosh: constraints.txt $(READY)
	rm -rf $@ && mkdir -p build/download
	$(BIN)/python -m pip download --quiet --no-deps --no-binary Whoosh-Reloaded \
		--constraint constraints.txt --dest build/download Whoosh-Reloaded
	mkdir -p $@ && tar -xzf build/download/[Ww]hoosh*.tar.gz -C $@ --strip-components 1
	touch $@

# .venv/src/telusur leads type checkers, which do not follow editable installs, to this folder.
$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --group dev --editable .
	mkdir -p .venv/src && ln -sfn ../.. .venv/src/telusur
	touch $@
