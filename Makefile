# zhengce (政策): the two commands a newcomer needs are `make demo` and `make test`.
# Everything is installed into .venv, nothing outside this folder is touched
# (except by `make test`, which may install Debian's chromium, LibreOffice, Java and Maven: see .ci/system).

HOST ?= 127.0.0.1
PORT ?= 8000
DATA ?= data/demo
CLUSTER_PORT ?= 9201
PYTEST_ARGS ?=
# On all cores (eight at most), each with a browser of its own; who has nothing left to do takes from the others.
PYTEST_CORES ?= -n auto --maxprocesses=8 --dist worksteal
MUTANTS_ARGS ?=
BENCH_ARGS ?= --scale 100000

# The first interpreter that is new enough; `make PYTHON=/path/to/python3 …` overrides.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$p && break; done)

# What recognises scans (the extra ocr) has not been published for later ones.
RECOGNISES := import sys; sys.exit(sys.version_info >= (3, 13))

VENV := .venv
BIN := $(VENV)/bin
# --no-build-isolation: what builds a wheel is locked as well, in requirements-build.txt.
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
PIP_BUILD := $(PIP_INSTALL) --no-build-isolation --use-pep517

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test shuffled faults fuzz attacks soak hostile scans mutants judge lint bench lock map bundle trials container-trial clean port-free system corpus-named \
	cluster cluster-stop cluster-faults

help: ## Show this list · 显示本列表
	@echo "make TARGET   (Python >= 3.11; PORT=8000 HOST=127.0.0.1 PYTEST_ARGS=… PYTHON=…)"
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

demo: $(VENV)/.installed port-free ## Index seeds/ and serve it at http://127.0.0.1:8000 · 收录示例文件并打开网站
	$(BIN)/zhengce index seeds --index $(DATA)
	@exec $(BIN)/zhengce serve --index $(DATA) --host $(HOST) --port $(PORT)

test: $(VENV)/.installed-dev system ## Run every test, those in a real browser included · 运行全部测试
	$(BIN)/python -m pytest $(PYTEST_CORES) $(PYTEST_ARGS)

shuffled: $(VENV)/.installed-dev system ## The same in another order, the seed of which is printed · 打乱顺序运行测试
	$(BIN)/python -m pytest $(PYTEST_CORES) -p randomly $(PYTEST_ARGS)

faults: $(VENV)/.installed-dev ## Kill, cut the power, fill the disk, flip bits: the long form · 故障测试（完整）
	FAULTS=full $(BIN)/python -m pytest tests/faults -s $(PYTEST_ARGS)

fuzz: $(VENV)/.installed-dev ## 100,000 odd records and pages through every reader · 读取器模糊测试（完整）
	FUZZ=full $(BIN)/python -m pytest $(PYTEST_CORES) tests/index/readers/test_fuzz.py $(PYTEST_ARGS)

attacks: $(VENV)/.installed-dev ## Keep visitors out, by thousands of connections and raw bytes: the long form · 攻击测试（完整）
	ATTACKS=full $(BIN)/python -m pytest tests/web/server -s $(PYTEST_ARGS)

hostile: $(VENV)/.installed-dev ## Every hostile payload, one by one, in a real browser · 恶意输入测试（完整）
	HOSTILE=full $(BIN)/python -m pytest $(PYTEST_CORES) tests/web/test_browser_hostile.py tests/web/test_browser_hostile_files.py $(PYTEST_ARGS)

scans: $(VENV)/.installed-dev ## 10,000 damaged pictures and PDF files through recognition · 扫描件识别测试（完整）
	SCANS=full $(BIN)/python -m pytest tests/index/readers/recognition/test_damaged.py -s $(PYTEST_ARGS)

# Real nodes of OpenSearch (Java 17 and Maven are needed), the first at CLUSTER_PORT.
cluster: $(VENV)/.installed-dev ## Start three nodes of OpenSearch on loopback to try things on · 启动三节点测试集群
	@$(BIN)/python -m tests.cluster start data/cluster $(CLUSTER_PORT)

cluster-stop: $(VENV)/.installed-dev ## Stop them · 停止测试集群
	@$(BIN)/python -m tests.cluster stop data/cluster $(CLUSTER_PORT)

cluster-faults: $(VENV)/.installed-dev ## Kill nodes and writers of a cluster under visitors: the long form (ZHENGCE_CORPUS=…) · 集群故障测试（完整）
	FAULTS=full $(BIN)/python -m pytest tests/cluster/faults -s $(PYTEST_ARGS)
	FAULTS=full $(BIN)/python -m pytest $(PYTEST_CORES) tests/engine_contract -k opensearch $(PYTEST_ARGS)

mutants: $(VENV)/.installed-dev ## Which wrong changes of the sources the tests notice: docs/mutants.md · 变异测试
	$(BIN)/python -m tests.mutation $(MUTANTS_ARGS)

judge: $(VENV)/.installed-dev corpus-named ## Judge the ranking, part by part, and the spelling (ZHENGCE_CORPUS=…) · 检索效果评测
	$(BIN)/zhengce index $(ZHENGCE_CORPUS)/corpus --index data/judged
	$(BIN)/zhengce evaluate --index data/judged --queries $(ZHENGCE_CORPUS)/relevance/known_item/queries.jsonl \
		--qrels $(ZHENGCE_CORPUS)/relevance/known_item/qrels.tsv
	$(BIN)/zhengce evaluate --index data/judged --queries tests/judged/lay_queries.jsonl --qrels tests/judged/lay_qrels.tsv
	$(BIN)/python -m bench.misspelt --index data/judged
	$(BIN)/python -m bench.ablation --shared $(ZHENGCE_CORPUS)

lint: $(VENV)/.installed-dev ## Check style, types and the direction of imports · 检查代码风格、类型与模块依赖
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python .ci/check_licences.py

# Xapian's bindings come with the system: apt install python3-xapian, and PYTHONPATH names them.
bench: $(VENV)/.installed-bench corpus-named ## Compare with tantivy, FTS5, Whoosh … (ZHENGCE_CORPUS=…) · 性能对比
	$(BIN)/python -m bench.pages
	$(BIN)/python -m bench.formats
	$(BIN)/python -m bench.metadata
	$(BIN)/python -m bench.run --corpus $(ZHENGCE_CORPUS)/corpus --out bench/RESULTS.md $(BENCH_ARGS)
	$(BIN)/python -m bench.http --out bench/RESULTS.md

lock: ## Write requirements*.txt anew from pyproject.toml · 重新锁定依赖版本
	.ci/lock

map: $(VENV)/.installed ## Write docs/modules.md anew from the docstrings · 重新生成模块一览
	$(BIN)/python .ci/module_map.py > docs/modules.md

bundle: $(VENV)/.installed ## Wheels, installer and bill of materials for machines without network, into dist/ · 制作离线安装包
	.ci/bundle

trials: bundle ## The bundle without network, nginx.conf by a real nginx · 试装离线包，试用 nginx 配置
	.ci/trials/offline
	.ci/trials/nginx

container-trial: bundle ## Containerfile and compose.yml, built and run (root, podman, buildah) · 试用容器
	.ci/trials/container

clean: ## Remove .venv, caches and the demonstration index · 清除环境、缓存和演示索引
	rm -rf $(VENV) $(DATA) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- the environment: each stamp is newer than the lock files it was installed from ---

$(BIN)/python:
	@test -n "$(PYTHON)" || { \
		echo "zhengce needs Python 3.11 or newer; found: $$( { python3 --version || echo none; } 2>/dev/null)." >&2; \
		echo "需要 Python 3.11 或更高版本。Name one with:  make PYTHON=/path/to/python3.12 …" >&2; exit 1; }
	@$(PYTHON) -c '$(NEW_ENOUGH)' || { \
		echo "zhengce needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1)." >&2; \
		echo "需要 Python 3.11 或更高版本。" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
		echo "$(PYTHON) lacks its venv module. On Debian and Ubuntu:  apt install python3-venv" >&2; \
		echo "缺少 venv 模块，Debian / Ubuntu 请先执行:  apt install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)

$(VENV)/.installed: requirements-build.txt requirements.txt pyproject.toml | $(BIN)/python
	$(PIP_INSTALL) -r requirements-build.txt
	$(PIP_BUILD) -r requirements.txt
	$(PIP_BUILD) --no-deps --editable .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt requirements-ocr.txt requirements-cluster.txt $(VENV)/.installed
	$(PIP_BUILD) -r requirements-dev.txt -r requirements-cluster.txt
	@if $(BIN)/python -c '$(RECOGNISES)'; then $(PIP_INSTALL) --no-deps -r requirements-ocr.txt; \
		else echo "What recognises scans needs Python below 3.13: the tests of that are skipped." >&2; fi
	@touch $@

$(VENV)/.installed-bench: requirements-bench.txt $(VENV)/.installed
	$(PIP_BUILD) -r requirements-bench.txt
	@touch $@

# --- what the targets above lean on ---

port-free: $(VENV)/.installed
	@$(BIN)/python .ci/port_free.py $(HOST) $(PORT)

corpus-named:
	@test -d "$(ZHENGCE_CORPUS)/corpus" || { echo "ZHENGCE_CORPUS must name the folder that holds corpus/" >&2; exit 1; }

system:
	@.ci/system
