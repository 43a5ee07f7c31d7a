# Speed, on demand: `make bench` writes tests/bench/RESULTS.md of the source tree.
EXTRA_PROGRAMS = tests/bench/csv_floor
tests_bench_csv_floor_SOURCES = tests/bench/csv_floor.c
tests_bench_csv_floor_CFLAGS = $(AM_CFLAGS)
tests_bench_csv_floor_LDADD = $(CSV_LIBS)
CLEANFILES += tests/bench/csv_floor
EXTRA_DIST += tests/bench/bench.py tests/bench/RESULTS.md

BENCH_BYTES = 1000000000
BENCH_PIPE_BYTES = 1000000000,10000000000
bench: all tests/gen/generate tests/bench/csv_floor
	python3 $(srcdir)/tests/bench/bench.py --bytes=$(BENCH_BYTES) --headroom=./headroom \
		--generate=tests/gen/generate --floor=tests/bench/csv_floor --pipe-bytes=$(BENCH_PIPE_BYTES) --out=$(srcdir)/tests/bench/RESULTS.md
.PHONY: bench

# Accuracy, calibration and speed of forecasts, on the series beside the project.
EXTRA_DIST += tests/bench/forecast.py tests/bench/FORECAST.md
BENCH_SHARED = $(or $(HEADROOM_SHARED),$(srcdir)/../shared)
bench-forecast: all
	python3 $(srcdir)/tests/bench/forecast.py --headroom=./headroom \
		--series=$(BENCH_SHARED)/data/series --out=$(srcdir)/tests/bench/FORECAST.md
.PHONY: bench-forecast
