# Everything that one types here. `make run` is the portal, from nothing to serving; `make help` lists the rest.
.DEFAULT_GOAL := help

# A command named uv may be on the PATH and yet not run here (a version manager's shim); then we bring our own.
# Asked only when something has to be installed.
UV = $(shell uv --version >/dev/null 2>&1 && echo uv || echo .uv/bin/uv)
PYTHON := .venv/bin/python
INSTALLED := .venv/.installed

# Made anew when the pins change, and when the Python that it stands on has gone. A Python that has to be fetched is put
# into this folder, where other accounts than ours can run it too.
$(INSTALLED): requirements.lock .python-version $(if $(wildcard $(PYTHON)),,missing)
	@uv --version >/dev/null 2>&1 || $(MAKE) --silent .uv/bin/uv
	@echo "Installing Python packages …"
	@$(UV) venv --quiet --allow-existing --no-python-downloads --python 3.13 .venv 2>/dev/null \
		|| UV_PYTHON_INSTALL_DIR="$(CURDIR)/.python" $(UV) venv --quiet --allow-existing --python 3.13 .venv \
		|| (echo "Python 3.13 is needed and can't be found or downloaded. Install it and run make again." >&2; exit 1)
	@$(UV) pip sync --quiet --python $(PYTHON) --require-hashes requirements.lock \
		|| (echo "The packages of requirements.lock can't be installed; uv's reason stands above." >&2; exit 1)
	@touch $@

# From outside the folder, for .python-version here changes what a version manager's python3 means.
PIP_INSTALLS_UV := -m pip install --quiet --disable-pip-version-check --require-hashes --requirement "$(CURDIR)/requirements-uv.lock"
.uv/bin/uv: requirements-uv.lock
	@echo "Installing uv under .uv …"
	@(cd / && python3 -m venv --clear "$(CURDIR)/.uv" && "$(CURDIR)/.uv/bin/python" $(PIP_INSTALLS_UV)) >/dev/null 2>&1 \
		|| (rm -rf .uv && cd / && python3 $(PIP_INSTALLS_UV) --target "$(CURDIR)/.uv") >/dev/null 2>&1 \
		|| (rm -rf .uv && test "$$(id -u)" = 0 && apt-get update && apt-get install --yes python3-venv && cd / \
			&& /usr/bin/python3 -m venv --clear "$(CURDIR)/.uv" && "$(CURDIR)/.uv/bin/python" $(PIP_INSTALLS_UV)) >/dev/null 2>&1 \
		|| (rm -rf .uv; echo "uv can't be installed: a Python 3 with venv or pip, and a way to its packages, are needed. Install uv by hand and run make again." >&2; exit 1)
	@touch $@

.PHONY: missing
missing:

# What Python compiled is kept, in folders that git ignores: each process of the portal starts in half the time.
unexport PYTHONDONTWRITEBYTECODE

# What gettext reads: made from the translations when they have changed, never committed.
CATALOGUES := locale/ja/LC_MESSAGES/django.mo
%.mo: %.po newsportal/catalogue.py | $(INSTALLED)
	@$(PYTHON) -m newsportal.catalogue compile
READY := $(INSTALLED) $(CATALOGUES)

.PHONY: install
install: $(READY) ## Install what the lock names, compiled, for services that may not write here
	@$(PYTHON) -m compileall -q -j 0 .venv/lib accounts articles comments newsportal

.PHONY: run
run: $(READY) ## Start the portal: HOST, PORT, VAR_DIR, DATABASE_URL, DEMO and DEMO_PASSWORD are read from the environment
	@exec $(PYTHON) manage.py run

.PHONY: manage
manage: $(READY) ## Run a command of Django's, as in: make manage ARGS="recount --check"
	@exec $(PYTHON) manage.py $(ARGS)

# The OpenID Connect server that the tests of other sites' logins run against, and what sitemaps and the like are held against.
NODE_PACKAGES := tests/oidc/node_modules/.package-lock.json tests/validators/node_modules/.package-lock.json
$(NODE_PACKAGES): tests/%/node_modules/.package-lock.json: tests/%/package-lock.json | $(INSTALLED)
	@$(PYTHON) -m tests.node_packages tests/$*
	@touch $@

.PHONY: test
test: $(READY) $(NODE_PACKAGES) ## Run every test, those in a real browser and behind a real nginx included
	@$(PYTHON) -m tests.chromium
	@$(PYTHON) -m tests.nginx
	@$(PYTHON) -m tests.systemd
	@$(PYTHON) -m pytest --quiet --numprocesses logical --dist loadgroup

.PHONY: check
check: $(READY) ## Lint, types, imports, templates, migrations and production settings
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/djlint --check --lint templates
	@.venv/bin/mypy
	@.venv/bin/lint-imports --verbose >/dev/null || .venv/bin/lint-imports
	@PYTHONWARNINGS=error $(PYTHON) manage.py makemigrations --check --dry-run
	@$(PYTHON) -m tests.production

.PHONY: bench
bench: $(READY) ## Measure the portal against a Django hello-world on the same server; MEASURE=crowd is a crowd at once
	@exec $(PYTHON) -m benchmarks $(MEASURE)

.PHONY: screenshots
screenshots: $(READY) ## Take the README's screenshots from a portal with demo content
	@$(PYTHON) -m tests.chromium
	@exec $(PYTHON) -m tests.screenshots

.PHONY: format
format: $(INSTALLED) ## Put code and templates into shape
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format --quiet .
	@.venv/bin/djlint --quiet --reformat templates ; true

.PHONY: messages
messages: $(INSTALLED) ## Bring locale/ up to date with the sentences of code and templates
	@$(PYTHON) -m newsportal.catalogue update

.PHONY: lock
lock: ## Pin the dependencies of pyproject.toml, and uv itself, anew, with hashes and without addresses
	@uv --version >/dev/null 2>&1 || $(MAKE) --silent .uv/bin/uv
	@$(UV) pip compile $(PINS) --group dev pyproject.toml --output-file requirements.lock
	@$(UV) pip compile $(PINS) --group uv --output-file requirements-uv.lock

PINS := --quiet --universal --python-version 3.13 --generate-hashes --no-emit-index-url --custom-compile-command "make lock"

.PHONY: letters
letters: $(INSTALLED) ## Make accounts/letters.json, what names may consist of, anew from ICU's copy of the Unicode data
	@uv --version >/dev/null 2>&1 || $(MAKE) --silent .uv/bin/uv
	@$(UV) run --quiet --isolated --no-project --python $(PYTHON) --with icukit-pyicu==78.3.1 python accounts/letters_from_icu.py

.PHONY: clean
clean: ## Remove what was installed; var/, where the database is, stays
	@rm -rf .venv .uv .python tests/*/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis

.PHONY: help
help:
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 14
