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

# Documents with one thing wrong, at every place; `make check` tries a few of them.
check_PROGRAMS += %D%/documents
tests_fault_documents_SOURCES = tests/fault/documents.c
tests_fault_documents_LDADD = libheadroom.a $(HR_LIBS)
.PHONY: check-documents
check-documents: all-am %D%/documents
	HEADROOM_DOCUMENTS=1 $(AM_TESTS_ENVIRONMENT) $(SHELL) $(srcdir)/tests/fault/documents.sh
