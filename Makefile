# The only commands to remember: make run · test · check · fix · bench · messages

PYTHON ?= python3
BIN := .venv/bin
STAMPS := .make
ITSELF = $(BIN)/uv pip install -q -p $(BIN)/python --no-build-isolation --no-deps -e .
export UV_PYTHON_DOWNLOADS := never
export KUNDEBRO_NODE_MODULES := $(CURDIR)/node_modules
# Many containers forbid Python to keep what it has compiled; each of our processes would then compile 1,200 modules to start.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help run test check fix bench messages lock clean

help:
	@sed -n 's/^#: //p' Makefile

#: make run       install what is needed and serve Kundebro with demo data at http://127.0.0.1:8000
run: $(STAMPS)/base $(STAMPS)/assets $(STAMPS)/messages
	@$(BIN)/python -m kundebro demo --if-empty
	@$(BIN)/python -m kundebro run

#: make test      install what the tests need and run them all on both databases
test: $(STAMPS)/dev $(STAMPS)/assets $(STAMPS)/messages
	@$(BIN)/python tools/test.py

#: make check     lint, types, architecture, migrations, translations
check: $(STAMPS)/dev $(STAMPS)/assets $(STAMPS)/messages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djade --check $$(git ls-files -co --exclude-standard 'src/*.html')
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m kundebro makemigrations --check --dry-run
	$(BIN)/python -m kundebro check --deploy --fail-level WARNING
	$(BIN)/python tools/messages.py --check

#: make fix       let the formatters put right what they can
fix: $(STAMPS)/dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	-$(BIN)/djade $$(git ls-files -co --exclude-standard 'src/*.html')

#: make bench     print our figures, the floor's and their ratio
bench: $(STAMPS)/dev $(STAMPS)/assets $(STAMPS)/messages
	$(BIN)/python -m benchmarks

#: make messages  collect the texts to translate into locale/da
messages: $(STAMPS)/dev
	$(BIN)/python tools/messages.py

#: make lock      compile the lock files anew
lock: $(STAMPS)/uv
	$(BIN)/uv pip compile requirements/uv.in --generate-hashes --python-version 3.11 -o requirements/uv.txt -q --upgrade
	$(BIN)/uv pip compile pyproject.toml --generate-hashes --python-version 3.11 -o requirements/base.txt -q --upgrade
	$(BIN)/uv pip compile pyproject.toml --extra s3 --generate-hashes --python-version 3.11 -o requirements/s3.txt -q --upgrade
	$(BIN)/uv pip compile pyproject.toml --group dev --generate-hashes --python-version 3.11 -o requirements/dev.txt -q --upgrade

clean:
	rm -rf .venv node_modules $(STAMPS)

$(STAMPS)/uv: requirements/uv.txt
	@mkdir -p $(STAMPS)
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

# The development set holds the base set, so whoever has run the tests need not install again to run Kundebro.
$(STAMPS)/base: $(STAMPS)/uv requirements/base.txt
	@test -e $(STAMPS)/dev -a $(STAMPS)/dev -nt requirements/dev.txt || \
		$(BIN)/uv pip install -q -p $(BIN)/python --require-hashes -r requirements/base.txt
	@$(ITSELF)
	@touch $@

$(STAMPS)/dev: $(STAMPS)/uv requirements/dev.txt
	@$(BIN)/uv pip install -q -p $(BIN)/python --require-hashes -r requirements/dev.txt
	@$(ITSELF)
	@touch $@

$(STAMPS)/assets: package-lock.json $(STAMPS)/uv tools/icons.py tools/icons.txt
	@if command -v npm >/dev/null; then npm ci --silent; else \
		$(BIN)/uv pip install -q -p $(BIN)/python --require-hashes -r requirements/node.txt && $(BIN)/npm ci --silent; fi
	@$(BIN)/python tools/icons.py
	@touch $@

$(STAMPS)/messages: $(STAMPS)/base tools/messages.py $(wildcard src/kundebro/locale/*/LC_MESSAGES/*.po)
	@$(BIN)/python tools/messages.py --compile
	@touch $@
