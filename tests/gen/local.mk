# The generator of data/ and of benchmark inputs. `make data` writes data/ anew; a test compares.
check_PROGRAMS += tests/gen/generate
tests_gen_generate_SOURCES = tests/gen/generate.c
tests_gen_generate_CFLAGS = $(AM_CFLAGS)
tests_gen_generate_LDADD = libheadroom.a $(HR_LIBS)

data: tests/gen/generate
	tests/gen/generate night >$(srcdir)/data/night.jtl
	tests/gen/generate night --format=xml >$(srcdir)/data/night.xml
	tests/gen/generate regression --seed=44 >$(srcdir)/data/regression.jtl
	tests/gen/generate stress --minutes=8 >$(srcdir)/data/stress.jtl
	tests/gen/generate resources >$(srcdir)/data/resources.csv
.PHONY: data

dist_check_SCRIPTS += tests/gen/data.sh
TESTS += tests/gen/data.sh
