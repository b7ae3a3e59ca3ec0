# Alur: the commands people and CI use. `make demo` and `make test` need nothing prepared.
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
READY := .venv/.ready
WEB_SOURCES := $(shell find web -type f -not -path 'web/node_modules/*' 2>/dev/null)
WEB_READY := api/static/build/.vite/manifest.json
CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)

.PHONY: install demo demo-year serve test verify check bench wheel lock translations clean

install: $(READY) $(WEB_READY) translations pango  ## everything Alur needs, in .venv

$(READY): requirements/dev.lock pyproject.toml hatch_build.py
	@echo "── Python environment"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	@ALUR_SKIP_WEB=1 $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(WEB_READY): $(WEB_SOURCES)
	@echo "── Web assets"
	@cd web && npm ci --silent && npm run --silent build
	@touch $@

translations: $(READY)
	@$(BIN)/python -m api.catalogues

demo: install  ## the E-KTP office with demo officers on SQLite, http://127.0.0.1:8080
	@$(BIN)/alur demo

demo-year: install  ## a year of the office, about 3,000 cases; takes a while, shows how long
	@$(BIN)/alur demo --year

serve: install  ## serve what the ALUR_* settings name
	@$(BIN)/alur serve

check: $(READY) translations  ## style, types, layers, locks
	@$(BIN)/ruff format --check --quiet . && echo "format  ok"
	@$(BIN)/ruff check --quiet . && echo "lint    ok"
	@$(BIN)/mypy && echo "types   ok"
	@$(BIN)/lint-imports > .venv/layers.txt 2>&1 || { cat .venv/layers.txt; exit 1; }; echo "layers  ok"
	@! grep -nE 'index-url|https?://' requirements/*.lock || { echo "a lock names an index"; exit 1; }
	@! grep -n '"resolved"' web/package-lock.json benchmarks/lighthouse/package-lock.json || { echo "a package-lock.json names a registry"; exit 1; }
	@echo "locks   ok"

test: install chromium  ## every test, on SQLite, PostgreSQL and Chromium
	@$(BIN)/python -m pytest -n 2 --dist worksteal -m "not long" --durations=10

verify: install chromium check  ## the long set too
	@$(BIN)/python -m pytest -n 2 --dist worksteal --durations=25

bench: install  ## the benchmarks; writes docs/performance.md
	@$(BIN)/python -m benchmarks.report

wheel: install  ## dist/alur-*.whl, web assets and demo diagrams inside
	@rm -rf dist && $(BIN)/python -m hatchling build -t wheel

lock: $(READY)  ## lock again after pyproject.toml changed (needs uv)
	@$(BIN)/python -m pip install --quiet uv
	@for kind in runtime dev; do $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header $$([ $$kind = dev ] && echo --group dev) -o requirements/$$kind.lock; done

.PHONY: chromium
chromium:
	@if [ -z "$(CHROMIUM)" ]; then echo "── Chromium (from apt)"; \
	  SUDO=$$([ $$(id -u) = 0 ] || echo sudo); $$SUDO apt-get update -qq && \
	  $$SUDO env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-dejavu-core >/dev/null; fi

.PHONY: pango
pango:  ## what WeasyPrint sets PDF with; without it only PDF is missing, so nothing fails here
	@ldconfig -p 2>/dev/null | grep -q libpangoft2-1.0 || { echo "── pango for PDF (from apt)"; \
	  SUDO=$$([ $$(id -u) = 0 ] || echo sudo); { $$SUDO apt-get update -qq && \
	  $$SUDO env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq libpango-1.0-0 libpangoft2-1.0-0 fonts-liberation >/dev/null; } \
	  || echo "   not installed: PDF answers with the packages to install, all else works"; }

clean:
	@rm -rf .venv build dist var web/node_modules api/static/build api/bundle
