# Two commands are enough: make run, make test. `make help` lists the others.

.DEFAULT_GOAL := help
.PHONY: help setup run test test-all lint types layers validate stories unit train bench \
	bench-quick bench-nlu docs lock clean

# Another environment that is active in the shell must not leak into ours.
unexport VIRTUAL_ENV PYTHONHOME PYTHONPATH
export RASA_TELEMETRY_ENABLED := false
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
export TF_CPP_MIN_LOG_LEVEL := 3
# Two cores: numerical libraries that start more threads than cores slow each other down.
export OMP_WAIT_POLICY := passive

step := @./scripts/step.sh

help: ## 列出所有命令
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## 安装（Python 3.10、依赖、检查工具），只装有变化的
	@./scripts/setup.sh all

run: ## 安装、准备数据、训练（都只在需要时）并启动店小二
	@./scripts/setup.sh bot
	@.venv/bin/xiaoer serve

test: lint types layers train validate stories unit ## 全部日常检查和测试（两核 15 分钟以内）

test-all: test ## 再加上耗时长的测试（60 分钟以内）
	$(step) "耗时长的测试" .venv/bin/python -m pytest -m slow
	$(step) "性能（快速）" $(MAKE) --no-print-directory bench-quick

lint: setup ## 代码风格和格式（ruff）
	$(step) "ruff" .venv-tools/bin/ruff check .
	$(step) "ruff 格式" .venv-tools/bin/ruff format --check .

types: setup ## 类型（mypy --strict）
	$(step) "mypy" .venv-tools/bin/mypy --strict --python-executable .venv/bin/python

layers: setup ## 分层：谁可以依赖谁（import-linter）
	$(step) "import-linter" .venv-tools/bin/lint-imports

train: setup ## 训练模型，只在数据或配置有变化时
	$(step) "训练" .venv/bin/xiaoer train

validate: setup ## rasa data validate，不许有警告
	$(step) "rasa data validate" ./scripts/validate.sh

stories: setup ## 对话故事（rasa test）
	$(step) "rasa test" ./scripts/stories.sh

unit: setup ## 单元、集成和真实对话测试（pytest）
	$(step) "pytest" .venv/bin/python -m pytest -m "not slow"

bench: setup ## 性能对比：本项目与原装 Rasa，写入 bench/results.md
	$(step) "性能" .venv/bin/python -m bench

bench-quick: setup ## 性能对比的快速版（8 分钟以内）
	$(step) "性能（快速）" .venv/bin/python -m bench --quick

bench-nlu: setup ## 理解能力与别家对比，用您自己的数据：make bench-nlu DATA=文件.tsv
	@test -n "$(DATA)" || { echo "用法：make bench-nlu DATA=文件.tsv（每行：文本<TAB>意图）" >&2; exit 2; }
	@.venv/bin/python -m bench.nlu "$(DATA)"

docs: setup ## 重新生成 docs/replies.md（每个意图的回答依据）和 docs/aftersales.md
	$(step) "docs/replies.md" .venv/bin/python -m tests.replies_table
	$(step) "docs/aftersales.md" .venv/bin/python -m tests.aftersales_table

lock: ## 维护者：重新锁定依赖的版本
	@./scripts/lock.sh

clean: ## 删除缓存、模型和测试产物；店铺数据和安装不动
	rm -rf build models .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .rasa
	find . -name __pycache__ -not -path './.venv*' -not -path './.tools/*' -prune -exec rm -rf {} +
