# Two commands matter: `make demo` and `make test`. Both need only Python >= 3.11 and make.
PYTHON ?= python3
export UV_PROJECT_ENVIRONMENT := $(CURDIR)/.venv
RUN := .venv/bin/python

.PHONY: demo test hammer audit reconcile check simulate publish compare recommend bench lint clean

.venv/ready: pyproject.toml uv.lock
	@test -x .venv/bin/python || $(PYTHON) -m venv .venv
	@test -x .venv/bin/uv || .venv/bin/python -m pip install --quiet --disable-pip-version-check uv
	@.venv/bin/uv sync --frozen --inexact --quiet
	@touch $@

demo: .venv/ready        ## the main job on real receipts, then the pages on loopback
	@$(RUN) -m deploy.demo

test: .venv/ready lint   ## style, types, layers, then every test on real PostgreSQL and Redis
	@$(RUN) -m pytest -n 2 --dist loadfile --no-loadscope-reorder

hammer: .venv/ready      ## kill -9 everything for MINUTES under every fault, then ask for every fen
	@$(RUN) -m deploy.hammer

audit: .venv/ready       ## prove the books; exit status 1 if anything is found
	@$(RUN) -m deploy.audit

reconcile: .venv/ready   ## hold WeChat's bills against the book: DAY= LAST= ALL=1 FIX= EXPLAIN= REASON= JSON=
	@$(RUN) -m deploy.reconcile

check: .venv/ready       ## read and judge a rule book: make check BOOK=docs/books/packet_chain.json
	@$(RUN) -m deploy.check $(BOOK) $(if $(SIGN_OFF),--sign-off $(SIGN_OFF))

simulate: .venv/ready    ## a year of real receipts: make simulate BOOK=file FUTURE=stall
	@$(RUN) -m deploy.simulate $(BOOK) $(if $(FUTURE),--future $(FUTURE)) $(if $(OUT),--out $(OUT))

publish: .venv/ready     ## what was checked and simulated becomes the market's next version: BOOK= REPORT= SIGN_OFF=
	@$(RUN) -m deploy.publish $(BOOK) --report $(REPORT) $(if $(SIGN_OFF),--sign-off $(SIGN_OFF))

compare: .venv/ready     ## the four systems over the same year: docs/comparison.md; takes minutes
	@$(RUN) -m deploy.compare

recommend: .venv/ready   ## how well recommendations foresee a real year: docs/recommendation.md
	@$(RUN) -m deploy.recommend

bench: .venv/ready       ## the speed table, each limit measured beside its row
	@$(RUN) -m bench

lint: .venv/ready
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports

clean:                   ## forget what demo, hammer and bench left behind
	rm -rf .run demo-report.json hammer-report.json
