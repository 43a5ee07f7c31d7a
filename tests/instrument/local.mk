# Tests under instruments, on demand.
EXTRA_DIST += tests/instrument/under_valgrind.sh tests/instrument/valgrind.supp

# The unit tests in one process each (valgrind does not follow what they find into forks), and the
# golden cases with every call of the program wrapped. Lanes (record/lane.h) keep pointers into the
# middle of their blocks, so what valgrind calls possibly lost is not. What valgrind says of the program
# goes to files, because it also says that it does not know pidfd_open(): a case's standard error is
# compared.
VALGRIND = valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite,indirect \
	--suppressions=$(abs_top_srcdir)/tests/instrument/valgrind.supp
VALGRIND_TESTS = $(UNIT_TESTS) tests/cli/run.sh
.PHONY: check-valgrind
check-valgrind: all
	rm -rf valgrind
	$(MKDIR_P) valgrind
	CK_FORK=no INSTRUMENT_FILES=12 VALGRIND='$(VALGRIND)' $(MAKE) check TESTS='$(VALGRIND_TESTS)' \
		LOG_COMPILER='$(VALGRIND)' HEADROOM_PROGRAM='$(abs_top_srcdir)/tests/instrument/under_valgrind.sh'
	find valgrind -type f -size 0 -exec rm -f {} +

# A build of its own in tsan/: a bounded list of runs with several threads, each of which must end
# without a report.
EXTRA_DIST += %D%/threads.sh
.PHONY: check-tsan tsan-runs
check-tsan:
	$(MKDIR_P) tsan
	cd tsan && { test -f Makefile || \
		'$(abs_top_srcdir)/configure' --quiet --disable-hardening CC='$(CC)' \
			CFLAGS='-fsanitize=thread -O1 -g' LDFLAGS='$(LDFLAGS) -fsanitize=thread'; }
	$(MAKE) -C tsan tsan-runs
tsan-runs: all-am tests/gen/generate tests/server/http_server
	$(AM_TESTS_ENVIRONMENT) $(SHELL) $(srcdir)/%D%/threads.sh

# A build of its own in coverage/: what is counted has to be built for it. Lints run no code,
# fuzz targets assert nothing of what they run, and what bounds instructions means those of an
# optimised build. A failed test is no reason to hide the figures.
EXTRA_DIST += %D%/coverage.sh
COVERAGE_FLOOR = 90
COVERAGE_TESTS = $(filter-out $(LINT_TESTS) tests/man/lint.sh tests/bench/instructions.sh $(FUZZ_TARGETS),$(TESTS))
.PHONY: coverage coverage-figures
coverage:
	@command -v gcovr >/dev/null || { echo 'coverage: gcovr is not installed' >&2; exit 1; }
	$(MKDIR_P) coverage
	cd coverage && { test -f Makefile || \
		'$(abs_top_srcdir)/configure' --quiet --enable-coverage --disable-hardening CC='$(CC)' LDFLAGS='$(LDFLAGS)'; }
	$(MAKE) -C coverage coverage-figures
coverage-figures: all
	find . -name '*.gcda' -exec rm -f {} +
	-$(MAKE) -k check TESTS='$(COVERAGE_TESTS)'
	$(SHELL) $(srcdir)/%D%/coverage.sh $(srcdir) . $(COVERAGE_FLOOR)

clean-local: clean-browser
	rm -rf coverage lines tsan valgrind
	find . -name '*.gcda' -exec rm -f {} +
distclean-local:
	find . -name '*.gcno' -exec rm -f {} +
