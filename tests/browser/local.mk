# What needs a browser stays out of `make check`.
EXTRA_DIST += tests/browser/overlap.py
CLEANFILES += tests/browser/gallery.html

tests/browser/gallery.html: tests/render/chart_gallery$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) tests/browser && tests/render/chart_gallery$(EXEEXT) >$@

.PHONY: check-browser
check-browser: tests/browser/gallery.html
	$(srcdir)/tests/browser/overlap.py tests/browser/gallery.html
