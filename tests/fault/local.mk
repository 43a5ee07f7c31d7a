# What tests/fault/inject.sh preloads.
EXTRA_DIST += %D%/inject.c
check_DATA += %D%/inject.so
CLEANFILES += %D%/inject.so
%D%/inject.so: %D%/inject.c
	$(AM_V_CC)$(MKDIR_P) %D% && $(CC) -std=gnu11 -Wall -Wextra -fPIC -shared $(CFLAGS) -o $@ $(srcdir)/%D%/inject.c

# Every call of every command that writes, failing at each place in turn; killed before each, too.
.PHONY: check-faults
check-faults: all-am %D%/inject.so
	HEADROOM_FAULTS=all $(MAKE) check TESTS=%D%/inject.sh check_PROGRAMS=

# Inputs made to use up memory or time, as large as the table of tests/README.md says.
.PHONY: check-hostile
check-hostile: all
	$(AM_TESTS_ENVIRONMENT) HEADROOM_TABLE=$(abs_builddir)/hostile.md python3 $(srcdir)/tests/fault/bounds.py 1
