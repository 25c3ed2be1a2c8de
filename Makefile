# Every chore by one word; `make` alone lists them.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PORT ?= 8000

.PHONY: help
help: ## List the chores
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | sort | expand -t 18

# What is installed in .venv, remembered by files that are as old as the last installation.
$(VENV)/run.stamp: requirements/run.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: PYTHON=python3.12 make run")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the packages ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@touch $@

$(VENV)/test.stamp: requirements/test.txt $(VENV)/run.stamp
	@echo "Installing the packages for tests and checks ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	@touch $@

$(VENV)/audit.stamp: requirements/audit.txt $(VENV)/test.stamp
	@echo "Installing the packages for the audit ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/audit.txt
	@touch $@

.PHONY: run
run: $(VENV)/run.stamp ## Serve the site as in production, at http://127.0.0.1:8000/ or PORT; BACKUP=file restores first
	@$(if $(BACKUP),$(BIN)/python manage.py restore "$(BACKUP)" --identity "$(IDENTITY)")
	@$(BIN)/python manage.py prepare
	@exec $(BIN)/python manage.py serve

.PHONY: dev
dev: export C40_DEBUG := true
dev: $(VENV)/run.stamp ## Serve with DEBUG and reload, for work on the code
	@$(BIN)/python manage.py prepare
	@exec $(BIN)/python manage.py runserver $(PORT)

# Two at a time, as CI has two cores; tests of one group share what is slow to make. A file that is
# named is done sooner by one process, which need not start others.
PYTEST := $(BIN)/python -m pytest $(if $(findstring tests/,$(ARGS)),,--numprocesses 2 --dist loadgroup)

.PHONY: test
test: $(VENV)/test.stamp ## Run the whole test suite; ARGS=tests/news a part of it
	@$(PYTEST) $(ARGS)

.PHONY: test-browser
test-browser: $(VENV)/test.stamp ## Run only the tests that need Chromium
	@$(PYTEST) -m browser $(ARGS)

ROUNDS ?= 200
KILLS ?= 20
CASES ?= 2000

.PHONY: soak
soak: $(VENV)/test.stamp ## Races, kills and odd requests; ROUNDS=200 KILLS=20 CASES=2000; TEST_DATABASE_URL
	@$(BIN)/python -m tests.support.races --rounds $(ROUNDS)
	@$(BIN)/python -m tests.support.faults --kills $(KILLS)
	@$(BIN)/python -m tests.support.fuzz --cases $(CASES)

.PHONY: audit
audit: $(VENV)/audit.stamp ## Look for known vulnerabilities, and at the score of Mozilla's Observatory (needs npm)
	@$(BIN)/python -m tests.audit

.PHONY: bench
bench: $(VENV)/run.stamp ## Measure each page beside a bare view; ONLY=article ROUNDS=1 quickly
	@$(BIN)/python -m benchmarks.pages

PAGE ?= /en/

.PHONY: bench-profile
bench-profile: $(VENV)/run.stamp ## Show where the time of a page goes; PAGE=/en/news/
	@$(BIN)/python -m benchmarks.profiling "$(PAGE)"

.PHONY: load
load: $(VENV)/run.stamp ## Let 64 readers and five editors use the site for two minutes
	@$(BIN)/python -m benchmarks.load

.PHONY: screenshots
screenshots: $(VENV)/test.stamp ## Take the pictures of the staff guide in docs/editing/ (needs Chromium)
	@$(BIN)/python -m pytest tests/screenshots.py

BASE ?= HEAD

.PHONY: pixels
pixels: $(VENV)/test.stamp ## Compare all pages with those of a commit: BASE=9dc51ee (needs Chromium)
	@$(BIN)/python -m tests.pixels $(BASE)

.PHONY: check
check: $(VENV)/test.stamp ## Check format, lint, types, settings, migrations, translations, templates
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache --no-logo
	$(BIN)/djlint --lint --quiet templates
	C40_HOSTS=example.org C40_TLS=true $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py makemessages --check
	@! git grep -nIE '(pypi|pythonhosted|npmjs|yarnpkg|debian)\.(org|com)/(simple|packages|debian|project)' || { echo "A registry's host is named above."; false; }

.PHONY: format
format: $(VENV)/test.stamp ## Format the Python code and mend what ruff can mend
	$(BIN)/ruff check --quiet --fix .
	$(BIN)/ruff format --quiet .

.PHONY: messages
messages: $(VENV)/test.stamp ## Gather the words of the interface into locale/ (needs gettext)
	$(BIN)/python manage.py makemessages

.PHONY: compilemessages
compilemessages: $(VENV)/test.stamp ## Compile the translations in locale/
	$(BIN)/python manage.py compilemessages

# Without these options the files would name a registry's host and the machine that made them.
LOCK := $(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes \
	--python-version 3.11 --no-emit-index-url --no-header --no-annotate

.PHONY: lock
lock: $(VENV)/test.stamp ## Lock the newest packages that requirements/*.in allow, with hashes
	$(LOCK) requirements/run.in --output-file requirements/run.txt
	$(LOCK) requirements/postgres.in --constraint requirements/run.txt --output-file requirements/postgres.txt
	$(LOCK) requirements/test.in --constraint requirements/run.txt --output-file requirements/test.txt
	$(LOCK) requirements/audit.in --constraint requirements/run.txt --constraint requirements/test.txt --output-file requirements/audit.txt
