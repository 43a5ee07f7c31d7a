# What needs a browser stays out of `make check`. PAGES="night plan" checks those only; AXE names
# another axe.min.js than the one that npm installs here.
EXTRA_DIST += tests/browser/check.py tests/browser/overlap.py tests/browser/pages.sh tests/browser/webdriver.py
AXE = tests/browser/node_modules/axe-core/axe.min.js
AXE_VERSION = 4.14.1

.PHONY: check-browser
check-browser: headroom$(EXEEXT) tests/gen/generate$(EXEEXT) tests/render/chart_gallery$(EXEEXT)
	$(AM_V_GEN)rm -rf tests/browser/pages && $(MKDIR_P) tests/browser/pages
	@test -f '$(AXE)' || npm install --silent --prefix tests/browser axe-core@$(AXE_VERSION) || :
	$(AM_TESTS_ENVIRONMENT) $(SHELL) $(srcdir)/tests/browser/pages.sh tests/browser/pages
	tests/render/chart_gallery$(EXEEXT) >tests/browser/pages/gallery.html 2>/dev/null
	python3 $(srcdir)/tests/browser/check.py tests/browser/pages '$(AXE)'

.PHONY: clean-browser
clean-browser:
	rm -rf tests/browser/pages tests/browser/node_modules tests/browser/package.json tests/browser/package-lock.json
