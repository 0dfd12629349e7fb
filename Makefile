# `make` lists the targets. Each sets up what it needs: Python 3.11+, make and the package index.
PYTHON ?= python3
BIN := .venv/bin
RUN := $(BIN)/rectoverso
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help install extract fetch refresh kill check test score schemas golden git-diff format lint suites fuzz work growth published bench speed report bench-report axe browser ci clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "%-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; set PYTHON=..." >&2; exit 2; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/.run: .venv/.made pyproject.toml constraints.txt
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[datasets]'
	@touch $@

.venv/.dev: .venv/.run
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@

install: .venv/.run ## set up .venv; the command is then at .venv/bin/rectoverso

extract: .venv/.run ## read what raw/ keeps and publish it to processed/
	$(RUN) extract

fetch: .venv/.run ## ask the web for the pages of all sources; CONTACT=your page or mailbox
	$(RUN) fetch $(if $(CONTACT),--contact '$(CONTACT)')

refresh: .venv/.run ## fetch, read, guard, compare, publish; CONTACT=your page or mailbox
	$(RUN) refresh $(if $(CONTACT),--contact '$(CONTACT)')

report: .venv/.run ## write report.html for reviewers; OLD=release also shows what changed since
	$(RUN) report $(if $(OLD),--old '$(OLD)')

check: .venv/.run ## check processed/ and list its findings
	$(RUN) check

test: .venv/.dev ## run the tests
	$(BIN)/pytest -n auto --dist worksteal

score: .venv/.dev ## score on the gold and HTML pages; ERRORS=20 lists errors
	$(BIN)/python -m tests.scoring $(if $(ERRORS),--errors $(ERRORS))

suites: .venv/.dev ## score on public suites found below SUITES=DIR
	$(BIN)/python -m tests.suites $(SUITES)

schemas: .venv/.run ## write schemas/ from the models
	$(RUN) schemas

golden: .venv/.dev ## rewrite processed/, schemas/ and the goldens of the tests; tell what changed
	@test -z "$$CI" || { echo "refused in CI: goldens are made and reviewed by people" >&2; exit 2; }
	$(RUN) schemas
	$(RUN) extract
	-$(BIN)/pytest --force-regen tests/test_pages.py tests/explain/test_screens.py
	git --no-pager diff --stat -- processed schemas tests
	-$(BIN)/python -m tests.goldens
	-$(RUN) diff HEAD --tier auto

git-diff: .venv/.run ## let `git diff` show processed/ readably, here
	git config diff.rectoverso.textconv '$(RUN) textconv'
	git config diff.rectoverso.cachetextconv true

format: .venv/.dev ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: .venv/.dev ## formatting, lint, types, who imports whom
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

ci: lint test published ## what CI runs

kill: .venv/.dev ## kill a refresh at 50 moments; each time nothing may be lost
	KILLS=50 $(BIN)/pytest tests/test_kill.py

published: .venv/.dev ## what is committed in processed/ and schemas/ is what the code makes
	$(RUN) schemas --check
	$(RUN) extract
	git --no-pager diff -- processed
	@test -z "$$(git status --porcelain -- processed)" || { echo "processed/ is not what is committed" >&2; exit 1; }
	$(RUN) check --quiet
	$(BIN)/frictionless validate processed/datapackage.json

fuzz: .venv/.dev ## look long for inputs that break a property
	HYPOTHESIS_PROFILE=fuzz $(BIN)/pytest tests/test_fuzz.py

work: .venv/.dev ## rewrite how many calls pages take (tests/work.json); look at the diff
	@test -z "$$CI" || { echo "refused in CI: figures are made and reviewed by people" >&2; exit 2; }
	PYTHONHASHSEED=0 $(BIN)/python -m tests.work --write
	git --no-pager diff -- tests/work.json

growth: .venv/.dev ## look for pages whose time grows faster than they do; GROWTH=characters
	GROWTH=$(or $(GROWTH),100000) $(BIN)/pytest tests/test_growth.py

benchmarks/.venv/.made: benchmarks/requirements.txt pyproject.toml constraints.txt
	$(PYTHON) -m venv benchmarks/.venv
	benchmarks/.venv/bin/pip install --quiet --constraint constraints.txt --editable '.[dev]' -r $<
	@touch $@

bench: benchmarks/.venv/.made ## measure everything, write benchmarks/results.md; CORPORA=dir:dir SIZE=full
	CORPORA='$(CORPORA)' SIZE='$(SIZE)' benchmarks/.venv/bin/python -m benchmarks.bench

speed: .venv/.dev ## speed on the gold pages alone, in seconds
	$(BIN)/python benchmarks/speed.py

bench-report: .venv/.dev ## size of the report, and how fast a browser opens it
	$(BIN)/python benchmarks/report.py

AXE := tests/report/axe
axe: $(AXE)/node_modules/.made ## fetch the checker of accessibility that the browser tests run (needs npm)

$(AXE)/node_modules/.made: $(AXE)/package.json $(AXE)/package-lock.json
	npm ci --prefix $(AXE) --ignore-scripts --no-audit --no-fund
	@touch $@

browser: .venv/.dev ## the tests of the report in Chromium; what is missing is skipped, and said so
	$(BIN)/pytest -rs tests/report

clean: ## remove .venv and caches
	rm -rf $(AXE)/node_modules .venv benchmarks/.venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
