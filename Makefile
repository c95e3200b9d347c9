# `make demo` trains a network, `make test` checks everything. Both start from nothing but Python and pip.
PYTHON ?= python3
PIP = .venv/bin/python -m pip install --quiet --disable-pip-version-check

.PHONY: help demo test test-browser test-install test-faults test-fuzz test-endurance test-versions mutants notebooks docs

help:
	@echo "make demo       train the quickstart on the bundled digits (CPU, under 3 minutes after the install)"
	@echo "make test       run every notebook and every check; the last line counts them"
	@echo "make test-browser  drive the report page, the site and JupyterLab in a real headless Chromium"
	@echo "make notebooks  run the notebooks, store their pictures, write README.md; NB=nbs/05_models.ipynb for one"
	@echo "make test-install  install as in Colab, with each Python at hand (minutes, gigabytes)"
	@echo "make test-faults   kill -9, full disk, damaged bytes: 200 kills, minutes"
	@echo "make test-fuzz     bad inputs and random ones, minutes"
	@echo "make test-endurance  thousands of rounds: memory, files, threads and processes stay flat"
	@echo "make test-versions   the oldest and the newest versions that settings.ini allows (gigabytes)"
	@echo "make mutants    plant bugs and count those that the notebooks' checks catch; hours"
	@echo "make docs       build the site from the notebooks into _site/"
	@echo "The first command makes .venv with $(PYTHON); another Python: make demo PYTHON=python3.12"

demo: .venv/kit
	@.venv/bin/cifar_kit_train quickstart --data digits --device cpu --out submission/quickstart

test: .venv/kit-dev
	@.venv/bin/python tools/test.py

# Chromium comes from the system's packages; playwright, which drives it, from PyPI.
test-browser: .venv/kit-dev
	@$(PIP) -e '.[browser]'
	@.venv/bin/python tools/chromium.py >/dev/null 2>&1 || { echo "Installing Debian's chromium"; apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } || { echo "There is no Chromium here and it cannot be installed: install it (Debian: sudo apt install chromium) and try again" >&2; exit 1; }
	@.venv/bin/python tools/browser.py _screenshots/report
	@.venv/bin/python tools/read_site.py _screenshots/site
	@.venv/bin/python tools/lab.py _screenshots/lab

notebooks: .venv/kit-dev
	@.venv/bin/nbdev_export
	@.venv/bin/python tools/execute.py $(NB)
	@.venv/bin/python tools/readme.py

docs: .venv/kit-dev
	@.venv/bin/python tools/build_site.py

test-faults: .venv/kit-dev
	@.venv/bin/python tools/faults.py

test-fuzz: .venv/kit-dev
	@.venv/bin/python tools/bad_inputs.py
	@.venv/bin/python tools/fuzz.py

test-endurance: .venv/kit-dev
	@.venv/bin/python tools/endurance.py

test-versions: .venv/kit-dev
	@.venv/bin/python tools/versions.py

mutants: .venv/kit-dev
	@.venv/bin/python tools/mutants.py

# Environments with today's torch, one for each Python at hand; gigabytes and minutes.
test-install:
	@$(PYTHON) tools/install.py

# The two empty files .venv/kit and .venv/kit-dev say that the install is done and newer than what it was made from.
.venv/kit: .venv/bin/pip settings.ini setup.py pyproject.toml
	@echo "Installing cifar_kit and what it needs into .venv: a minute or two, some gigabytes, once."
	@$(PIP) -e .
	@touch .venv/kit

.venv/kit-dev: .venv/bin/pip settings.ini setup.py pyproject.toml
	@echo "Installing cifar_kit and the tools for its tests into .venv: a minute or two, some gigabytes, once."
	@$(PIP) -e '.[dev]'
	@touch .venv/kit .venv/kit-dev

.venv/bin/pip:
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON) here: install Python 3.10 or newer, or name one: make demo PYTHON=/path/to/python" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3,10) and "cifar_kit needs Python 3.10 or newer, and $(PYTHON) is %d.%d: name another one, as in  make demo PYTHON=python3.12" % sys.version_info[:2])'
	@$(PYTHON) -m venv .venv
