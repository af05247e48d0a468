# One door for contributors. The first three make .venv where it is missing; see scripts/.
.PHONY: demo test check docs docs-check wheel

demo:            ## install, and read an example page
	scripts/demo

test:            ## install, and run every check
	scripts/test

check: docs-check ## every check with the tools already in .venv
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/pytest -q

docs:            ## write again what is generated in README.md and docs/
	.venv/bin/python scripts/docs.py

docs-check:
	.venv/bin/python scripts/docs.py --check

wheel:           ## build the wheel into dist/
	.venv/bin/pip wheel --quiet --no-deps --wheel-dir dist .
	@ls -l dist
