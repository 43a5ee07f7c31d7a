# The Debian package, on demand.
EXTRA_DIST += %D%/deb.sh
.PHONY: check-deb
check-deb: dist
	sh $(srcdir)/tests/package/deb.sh headroom-$(PACKAGE_VERSION).tar.xz $(abs_top_srcdir)/debian $(PACKAGE_VERSION)
