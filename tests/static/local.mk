# Static analysers: seconds a file where nothing is known from the last time. ANALYSE_TIME=SECONDS bounds
# it, ANALYSE_SINCE=REVISION has it look at what has changed since, TOOLS='cppcheck gcc clang-tidy' chooses.
EXTRA_DIST += .clang-tidy %D%/analyse.sh %D%/accepted.txt %D%/cppcheck.cfg
.PHONY: analyse clean-static
analyse: all
	sh $(srcdir)/%D%/analyse.sh $(srcdir) . || [ $$? -eq 3 ]
clean-local: clean-static
clean-static:
	rm -rf %D%/cppcheck %D%/gcc %D%/tidy
