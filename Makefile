# 办件台账. "make help" lists the targets.

.DEFAULT_GOAL := help
VENV ?= .venv
BIN := $(VENV)/bin
PORT ?= 8000
HOST ?= 127.0.0.1
ARGS ?=
export VENV PORT HOST

.PHONY: help run test browser check lint format types imports security migrations documents glossary clean environment

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

run: ## start everything on this machine (PORT=8000, HOST=127.0.0.1, DEMO=0 for an empty installation)
	@deploy/environment.sh run
	@exec $(BIN)/python deploy/embedded.py

environment:
	@deploy/environment.sh dev

test: environment ## run the tests (ARGS="-n 2 tests/domain" goes to pytest)
	@$(BIN)/python -m pytest $(ARGS)

browser: environment ## run only the journeys in a real Chromium
	@$(BIN)/python -m pytest tests/browser $(ARGS)

check: lint types imports security migrations test ## everything to pass before a push

lint: environment ## ruff: rules and format
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

format: environment ## let ruff rewrite what it can
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

types: environment ## mypy, strict
	@$(BIN)/mypy

imports: environment ## the import contracts of pyproject.toml
	@$(BIN)/lint-imports

security: environment ## bandit, medium and above; ruff judges the low ones line by line
	@$(BIN)/bandit --quiet --recursive --severity-level medium tracker worker wsgi.py

migrations: environment ## models and migrations agree (on a database made for it)
	@deploy/check_migrations.sh

documents: environment ## write the glossary, the commands and the states anew from the code
	@$(BIN)/python -m docs.glossary
	@$(BIN)/python -m docs.commands
	@$(BIN)/python -m tracker.domain.lifecycle.states_page

glossary: documents

clean: ## remove the environment and caches; the instance folder stays
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
