# Everything a developer starts. `make` is the only set-up: what is missing is installed first, into this folder.
PYTHON := .venv/bin/python

.PHONY: help set-up run test reset lock
.DEFAULT_GOAL := help

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /make \1\t/'

set-up:
	@python3 bootstrap.py

run: set-up ## start everything, from the database to the reminders (PORT, SENKOM_DATA)
	@exec $(PYTHON) -m senkom.embedded.run

test: set-up ## run the tests (ARGS="tests/patrols -x")
	@exec $(PYTHON) -m pytest --numprocesses=auto --dist=loadgroup --durations=10 $(ARGS)

reset: set-up ## remove all data of this clone, for a new beginning
	@exec $(PYTHON) -m senkom.embedded.reset

lock: set-up ## write the exact versions and hashes of all dependencies to requirements.txt
	@.tools/uv/bin/uv pip compile -q pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
		--no-annotate --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' -o requirements.txt
