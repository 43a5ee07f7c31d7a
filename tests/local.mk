HEADROOM_PROGRAM = $(abs_top_builddir)/headroom
AM_TESTS_ENVIRONMENT = \
	HEADROOM='$(HEADROOM_PROGRAM)'; export HEADROOM; \
	HEADROOM_TEMPLATES='$(abs_top_srcdir)/templates'; export HEADROOM_TEMPLATES; \
	HEADROOM_RULES='$(abs_top_srcdir)/data/capacity-rules.json'; export HEADROOM_RULES; \
	top_srcdir='$(abs_top_srcdir)'; export top_srcdir; \
	top_builddir='$(abs_top_builddir)'; export top_builddir; \
	HR_LINT_CPPFLAGS='$(JANSSON_CFLAGS) $(GSL_CFLAGS) $(LIBXML_CFLAGS)'; export HR_LINT_CPPFLAGS; \
	CC='$(CC)'; export CC; \
	LC_ALL=C.UTF-8; export LC_ALL; TZ=UTC; export TZ; \
	CK_TAP_LOG_FILE_NAME=-; export CK_TAP_LOG_FILE_NAME; \
	CK_VERBOSITY=silent; export CK_VERBOSITY; \
	CK_DEFAULT_TIMEOUT=60; export CK_DEFAULT_TIMEOUT;
TEST_EXTENSIONS = .sh
LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
SH_LOG_DRIVER = $(LOG_DRIVER)
SH_LOG_COMPILER = $(SHELL)

# Rules about the source itself; shared pieces are sourced, not run.
LINT_TESTS = \
	%D%/lint/banned.sh \
	%D%/lint/comments.sh \
	%D%/lint/format.sh \
	%D%/lint/fuzz.sh \
	%D%/lint/headers.sh \
	%D%/lint/includes.sh \
	%D%/lint/layers.sh \
	%D%/lint/macros.sh \
	%D%/lint/shell.sh \
	%D%/lint/size.sh
PROGRAM_TESTS = \
	%D%/capture/benchmark.sh \
	%D%/capture/http.sh \
	%D%/cli/completion.sh \
	%D%/capture/ask.sh \
	%D%/capture/watch.sh \
	%D%/cli/run.sh \
	%D%/capacity/planted.sh \
	%D%/deliver/notify.sh \
	%D%/deliver/trouble.sh \
	%D%/fault/bounds.sh \
	%D%/fault/disk.sh \
	%D%/fault/documents.sh \
	%D%/fault/history.sh \
	%D%/fault/inject.sh \
	%D%/fault/input.sh \
	%D%/fault/kill.sh \
	%D%/fault/memory.sh \
	%D%/man/examples.sh \
	%D%/prop/convert.sh \
	%D%/man/lint.sh \
	%D%/prop/hostile.sh \
	%D%/prop/jmeter.sh \
	%D%/prop/k6.sh \
	%D%/prop/nights.sh \
	%D%/prop/outputs.sh \
	%D%/prop/properties.sh \
	%D%/prop/several.sh \
	%D%/prop/reference.sh
dist_check_SCRIPTS += $(LINT_TESTS) $(PROGRAM_TESTS)
EXTRA_DIST += %D%/README.md %D%/capacity/planted.py %D%/cli/cases %D%/cli/complete.py %D%/deliver/sink.py \
	%D%/fault/bounds.py %D%/lint/layers.txt %D%/lint/tap.sh %D%/lint/without_comments.awk %D%/prop/damaged.py %D%/prop/hostile.py \
	%D%/prop/jmeter.py %D%/prop/jmeter_tables.py %D%/prop/junit.xsd %D%/prop/outputs.py %D%/prop/names.sh %D%/prop/same.py %D%/document/validate.py
EXTRA_DIST += %D%/deliver/sink.sh %D%/server/server.sh
TESTS += $(LINT_TESTS) $(PROGRAM_TESTS)

# The server that captures are tested against.
check_PROGRAMS += tests/server/http_server
tests_server_http_server_SOURCES = tests/server/http_server.c
tests_server_http_server_CFLAGS = $(AM_CFLAGS) -Wno-pedantic -Wno-conversion -Wno-sign-conversion -Wno-float-conversion -Wno-double-promotion
tests_server_http_server_LDADD = -lm

lint: all
	$(MAKE) check TESTS='$(LINT_TESTS) tests/man/lint.sh' check_PROGRAMS=
.PHONY: lint

# Planted truths at full length; make check runs a fifth of them. Here and in other targets that need
# more than the program: all-am, not all, which would start a second make over the same objects.
check-capacity: all-am tests/unit/test_crossing
	HEADROOM_CASES=500 CK_VERBOSITY=normal tests/unit/test_crossing
	$(AM_TESTS_ENVIRONMENT) HEADROOM_CASES=500 $(SHELL) $(srcdir)/tests/capacity/planted.sh
.PHONY: check-capacity

include tests/fault/local.mk
include tests/package/local.mk
include tests/scale/local.mk
include tests/static/local.mk
include tests/bench/local.mk
include tests/power/local.mk
include tests/instrument/local.mk
include tests/gen/local.mk
include tests/browser/local.mk
include tests/render/local.mk
include tests/unit/local.mk

# Documents answer to their JSON Schema.
dist_check_SCRIPTS += tests/document/schema.sh
TESTS += tests/document/schema.sh

# So is that of configurations.
dist_check_SCRIPTS += tests/config/schema.sh
TESTS += tests/config/schema.sh

# Mistakes that are not made have their tests.
dist_check_SCRIPTS += tests/config/mistakes.sh
TESTS += tests/config/mistakes.sh
EXTRA_DIST += tests/MISTAKES.md

dist_check_SCRIPTS += tests/test_hostile.sh
TESTS += tests/test_hostile.sh
EXTRA_DIST += tests/gen/hostile.sh tests/fixtures/hostile.jtl tests/fixtures/all-sections.json tests/fixtures/formats
include tests/fuzz/local.mk
