# Ruam. Bare `make` lists what can be done.
.DEFAULT_GOAL := help
SHELL := /bin/bash
VENV ?= .venv
PY := $(VENV)/bin/python
PORT ?= 8000
ES_PORT ?= 9200
KIT ?=
export RUAM_DATA ?= $(CURDIR)/var

.PHONY: help
help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(VENV)/.runtime: requirements.txt
	test -x $(PY) || python3 -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/.dev: requirements.txt requirements-dev.txt $(VENV)/.runtime
	$(VENV)/bin/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

# English for what the reader sees, and Thai for words of Wagtail's admin; Ruam's own Thai is in the source
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))
%.mo: %.po $(VENV)/.runtime
	$(VENV)/bin/pybabel --quiet compile --input-file $< --output-file $@

.PHONY: messages
messages: $(VENV)/.runtime ## Bring the English catalogue up to date, list what is untranslated
	$(PY) manage.py messages

.PHONY: run
run: $(VENV)/.runtime $(CATALOGUES) ## Demo content, index, worker and server on 127.0.0.1:8000 (PORT=)
	$(PY) manage.py demo --port $(PORT)
	PORT=$(PORT) scripts/serve

.PHONY: install
install: $(VENV)/.runtime $(CATALOGUES) ## Environment and pinned packages for running in production

.PHONY: elasticsearch
elasticsearch: ## A real Elasticsearch on 127.0.0.1:9200 (ES_PORT=), for SEARCH_URL=elasticsearch://127.0.0.1:9200
	scripts/elasticsearch run $(ES_PORT) $(RUAM_DATA)/elasticsearch

.PHONY: setup
setup: $(VENV)/.dev $(CATALOGUES) ## Install whatever a fresh machine lacks for the tests
	scripts/setup-machine

.PHONY: lint
lint: $(VENV)/.dev ## Style, types, layers, forgotten migrations
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	PYTHONPATH=site $(VENV)/bin/mypy
	PYTHONPATH=site $(VENV)/bin/lint-imports
	DJANGO_SETTINGS_MODULE=config.settings.test $(PY) manage.py makemigrations --check --dry-run

.PHONY: format
format: $(VENV)/.dev ## Rewrite the source in the project's style
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

# What asks the database for more than rows by their keys runs on PostgreSQL as well
ON_POSTGRESQL := tests/postgresql tests/finder/test_boxes.py tests/services/test_words_in_lists.py

.PHONY: test
test: setup lint ## Every check and test, browser included
	$(VENV)/bin/pytest -n 2 -m "not browser"
	$(MAKE) test-postgresql
	$(VENV)/bin/pytest -m browser

.PHONY: test-postgresql
test-postgresql: $(VENV)/.dev ## The tests that a real PostgreSQL is for, on a throw-away one
	scripts/postgresql $(VENV)/bin/pytest $(ON_POSTGRESQL)

.PHONY: evaluate
evaluate: $(VENV)/.runtime ## Relevance, as a table (KIT=DIR names a search kit: both engines side by side)
	$(PY) manage.py evaluate $(if $(KIT),--kit $(KIT) --engine $(or $(ENGINE),both))

.PHONY: bench
bench: $(VENV)/.runtime ## Speed, as tables (KIT=DIR names a search kit)
	$(PY) manage.py bench $(if $(KIT),--kit $(KIT))
