# The commands of the project; `make` alone lists them. The work is in scripts/.

PYTHON := .venv/bin/python
export FLASK_APP := wsgi.py
# What the habits accept, for example: make test ARGS="-k badge"
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run test fmt check seed migrate bench browser translations lock

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Set up what is missing and serve until Ctrl-C (HOST=127.0.0.1 PORT=8000)
	@scripts/run.sh

test: ## Set up what is missing and run every test (ARGS="…" goes to pytest)
	@scripts/test.sh $(ARGS)

browser: ## Run the browser journeys only
	@scripts/test.sh tests/browser $(ARGS)

check: ## Lint, check the formatting, the types, the import contracts and the templates
	@scripts/check.sh

fmt: ## Format the code and mend what the linter can mend
	@scripts/setup.sh test
	@$(PYTHON) -m ruff check --fix-only --quiet .
	@$(PYTHON) -m ruff format .

seed: ## Fill the database with the demo edition (ARGS="--stage planning|open|running|over")
	@scripts/setup.sh run
	@SUMMIT_DEMO=$${SUMMIT_DEMO:-1} $(PYTHON) -m flask seed $(ARGS)

migrate: ## Bring the database to the newest structure
	@scripts/setup.sh run
	@$(PYTHON) -m flask db upgrade

bench: ## Measure speed, memory and size; JSON lines go to var/bench/
	@scripts/setup.sh test
	@$(PYTHON) -m bench $(ARGS)

translations: ## Collect the sentences to translate and say what is missing
	@scripts/setup.sh run
	@scripts/translations.sh

lock: ## Pin the dependencies of pyproject.toml anew, with hashes
	@scripts/lock.sh
