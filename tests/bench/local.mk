# Speed, on demand: `make bench` writes tests/bench/RESULTS.md of the source tree.
EXTRA_PROGRAMS = tests/bench/csv_floor tests/bench/json_floor
tests_bench_csv_floor_SOURCES = tests/bench/csv_floor.c
tests_bench_csv_floor_CFLAGS = $(AM_CFLAGS)
tests_bench_csv_floor_LDADD = $(CSV_LIBS)
tests_bench_json_floor_SOURCES = tests/bench/json_floor.c
tests_bench_json_floor_CFLAGS = $(AM_CFLAGS) $(JANSSON_CFLAGS)
tests_bench_json_floor_LDADD = $(JANSSON_LIBS)
CLEANFILES += tests/bench/csv_floor tests/bench/json_floor
EXTRA_DIST += tests/bench/bench.py tests/bench/duck.js tests/bench/k6.awk tests/bench/vegeta.awk tests/bench/RESULTS.md

# Of the large CSV file; the others have a third of it.
BENCH_BYTES = 1000000000
# A folder in which `npm install @duckdb/node-api` was run; without it DuckDB is left out.
BENCH_DUCKDB =
bench: all-am tests/gen/generate tests/bench/csv_floor tests/bench/json_floor
	python3 $(srcdir)/tests/bench/bench.py --bytes=$(BENCH_BYTES) --build=. --source=$(srcdir) \
		--duckdb='$(BENCH_DUCKDB)' --out=$(srcdir)/tests/bench/RESULTS.md
.PHONY: bench

# Documents, comparisons and histories, each with its bar.
EXTRA_DIST += tests/bench/documents.py tests/bench/DOCUMENTS.md
bench-documents: all-am tests/gen/generate
	python3 $(srcdir)/tests/bench/documents.py --bytes=$(BENCH_BYTES) --build=. --source=$(srcdir) \
		--out=$(srcdir)/tests/bench/DOCUMENTS.md
.PHONY: bench-documents

# Accuracy, calibration and speed of forecasts, on the series beside the project.
EXTRA_DIST += tests/bench/forecast.py tests/bench/FORECAST.md
BENCH_SHARED = $(or $(HEADROOM_SHARED),$(srcdir)/../shared)
bench-forecast: all
	python3 $(srcdir)/tests/bench/forecast.py --headroom=./headroom \
		--series=$(BENCH_SHARED)/data/series --out=$(srcdir)/tests/bench/FORECAST.md
.PHONY: bench-forecast

# The load generator: rate, percentiles, throughput beside wrk's.
EXTRA_DIST += tests/bench/capture.py tests/bench/CAPTURE.md
bench-capture: all-am tests/server/http_server
	python3 $(srcdir)/tests/bench/capture.py --build=. --source=$(srcdir) --out=$(srcdir)/tests/bench/CAPTURE.md
.PHONY: bench-capture

# What can be repeated anywhere: instructions a row, with a bound.
dist_check_SCRIPTS += tests/bench/instructions.sh
TESTS += tests/bench/instructions.sh
