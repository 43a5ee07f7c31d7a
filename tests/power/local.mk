# Power and false alarms by simulation, on demand: `make check-power` writes tests/power/RESULTS.md
# of the source tree and fails when a bar is missed.
EXTRA_PROGRAMS += tests/power/power
tests_power_power_SOURCES = tests/power/power.c
tests_power_power_CFLAGS = $(AM_CFLAGS) -Wno-conversion -Wno-sign-conversion -Wno-float-conversion -Wno-double-promotion
tests_power_power_LDADD = libheadroom.a $(HR_LIBS)
CLEANFILES += tests/power/power
EXTRA_DIST += tests/power/RESULTS.md

check-power: tests/power/power
	tests/power/power >$(srcdir)/tests/power/RESULTS.md.new; status=$$?; \
		mv $(srcdir)/tests/power/RESULTS.md.new $(srcdir)/tests/power/RESULTS.md; exit $$status
.PHONY: check-power
