# Static analysers, on demand: minutes.
EXTRA_DIST += %D%/analyse.sh %D%/accepted.txt %D%/cppcheck.cfg
.PHONY: analyse
analyse: all
	sh $(srcdir)/%D%/analyse.sh $(srcdir) .
