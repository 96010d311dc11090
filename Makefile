# Everything that one types here. `make run` is the portal, from nothing to serving; `make help` lists the rest.
.DEFAULT_GOAL := help
SHELL := /bin/bash

# A command named uv may be on the PATH and yet not run (a version manager's shim); then we bring our own.
UV := $(shell uv --version >/dev/null 2>&1 && command -v uv || echo .uv/bin/uv)
PYTHON := .venv/bin/python
INSTALLED := .venv/.installed

.uv/bin/uv:
	@echo "Installing uv under .uv …"
	@(cd / && python3 -m venv "$(CURDIR)/.uv" && "$(CURDIR)/.uv/bin/python" -m pip install --quiet --disable-pip-version-check uv) 2>/dev/null \
		|| (rm -rf .uv && cd / && python3 -m pip install --quiet --disable-pip-version-check --target "$(CURDIR)/.uv" uv) \
		|| (echo "uv can't be installed: Python 3 with venv or pip is needed. Install uv by hand and run make again." >&2; exit 1)

$(INSTALLED): requirements.lock .python-version | $(filter .uv/bin/uv,$(UV))
	@$(UV) venv --quiet --allow-existing --python 3.13 .venv \
		|| (echo "Python 3.13 is needed and can't be found or downloaded. Install it and run make again." >&2; exit 1)
	@$(UV) pip sync --quiet --require-hashes requirements.lock
	@touch $@

.PHONY: run
run: $(INSTALLED) ## Start the portal: HOST, PORT, VAR_DIR, DATABASE_URL, DEMO and DEMO_PASSWORD are read from the environment
	@exec $(PYTHON) manage.py run

.PHONY: manage
manage: $(INSTALLED) ## Run a command of Django's, as in: make manage ARGS="recount --check"
	@exec $(PYTHON) manage.py $(ARGS)

.PHONY: test
test: $(INSTALLED) ## Run every test, those in a real browser included
	@$(PYTHON) -m tests.chromium
	@$(PYTHON) -m pytest --numprocesses auto

.PHONY: check
check: $(INSTALLED) ## Lint, types, imports, templates, migrations and production settings
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/djlint --quiet --check --lint templates
	@.venv/bin/mypy
	@.venv/bin/lint-imports --verbose >/dev/null || .venv/bin/lint-imports
	@PYTHONWARNINGS=error $(PYTHON) manage.py makemigrations --check --dry-run
	@SITE_URL=https://news.example SECRET_KEY=$$(head -c 64 /dev/urandom | base64 -w0) MAIL_URL=smtp://mail.example \
		DATABASE_URL=postgres://news@database.example/news PYTHONWARNINGS=error \
		$(PYTHON) manage.py check --deploy --fail-level WARNING

.PHONY: bench
bench: $(INSTALLED) ## Measure the portal against a Django hello-world on the same server
	@exec $(PYTHON) -m benchmarks

.PHONY: screenshots
screenshots: $(INSTALLED) ## Take the README's screenshots from a portal with demo content
	@$(PYTHON) -m tests.chromium
	@exec $(PYTHON) manage.py screenshots

.PHONY: format
format: $(INSTALLED) ## Put code and templates into shape
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format --quiet .
	@.venv/bin/djlint --quiet --reformat templates ; true

.PHONY: lock
lock: | $(filter .uv/bin/uv,$(UV)) ## Pin the dependencies of pyproject.toml anew, with hashes and without addresses
	@$(UV) pip compile --quiet --universal --python-version 3.13 --generate-hashes --no-emit-index-url --group dev \
		--custom-compile-command "make lock" pyproject.toml --output-file requirements.lock

.PHONY: clean
clean: ## Remove what was installed; var/, where the database is, stays
	@rm -rf .venv .uv .mypy_cache .ruff_cache .pytest_cache .hypothesis

.PHONY: help
help:
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 14
