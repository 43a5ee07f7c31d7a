# Tests under instruments, on demand.
EXTRA_DIST += tests/instrument/under_valgrind.sh

# The unit tests in one process each (valgrind does not follow what they find into forks), and the
# golden cases with every call of the program wrapped. Lanes (record/lane.h) keep pointers into the
# middle of their blocks, so what valgrind calls possibly lost is not.
VALGRIND = valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite
.PHONY: check-valgrind
check-valgrind: all
	CK_FORK=no VALGRIND='$(VALGRIND)' $(MAKE) check TESTS='$(UNIT_TESTS) tests/cli/run.sh' \
		LOG_COMPILER='$(VALGRIND)' HEADROOM_PROGRAM='$(abs_top_srcdir)/tests/instrument/under_valgrind.sh'

# Needs --enable-coverage. Lints run no code and are left out. A failed test is no reason to hide
# the figures.
.PHONY: coverage
coverage: all
	@command -v lcov >/dev/null && command -v genhtml >/dev/null || { echo 'coverage: lcov is not installed' >&2; exit 1; }
	@case ' $(HR_CFLAGS) ' in *' --coverage '*) ;; *) echo 'coverage: configure with --enable-coverage' >&2; exit 1;; esac
	lcov -q --zerocounters --directory .
	-$(MAKE) check TESTS='$(filter-out $(LINT_TESTS),$(TESTS))'
	lcov -q --capture --directory . --output-file coverage.all
	lcov -q --extract coverage.all "$$(cd '$(srcdir)' && pwd)/src/*" --output-file coverage.info
	genhtml -q --output-directory coverage coverage.info
	@rm -f coverage.all
	@lcov --summary coverage.info 2>&1 | sed -n 's/^ *lines\.*: */line coverage of src\/: /p'

clean-local: clean-browser
	rm -rf coverage coverage.info coverage.all
	find . -name '*.gcda' -exec rm -f {} +
distclean-local:
	find . -name '*.gcno' -exec rm -f {} +
