# Commands for contributors. demo and test create .venv if it is missing; see scripts/.
.PHONY: demo test check docs notebook docs-check wheel

demo:            ## install, and analyze an example page
	scripts/demo

test:            ## install, and run all checks
	scripts/test

check: docs-check ## all checks with the tools in .venv
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/pytest -q

docs:            ## write the generated parts of README.md and docs/
	.venv/bin/python scripts/docs.py

notebook:        ## execute docs/tutorial.ipynb on a kernel and store its outputs
	.venv/bin/python scripts/notebook.py

docs-check:
	.venv/bin/python scripts/docs.py --check

wheel:           ## build the wheel into dist/
	.venv/bin/pip wheel --quiet --no-deps --wheel-dir dist .
	@ls -l dist
