# What the program was built with.
dist_check_SCRIPTS += %D%/hardening.sh
TESTS += %D%/hardening.sh

# The Debian package, on demand.
EXTRA_DIST += %D%/deb.sh
.PHONY: check-deb
check-deb: dist
	sh $(srcdir)/tests/package/deb.sh headroom-$(PACKAGE_VERSION).tar.xz $(abs_top_srcdir)/debian $(PACKAGE_VERSION)

# What configure can leave out, each and all; minutes.
EXTRA_DIST += %D%/variants.sh
.PHONY: check-variants
check-variants:
	CC='$(CC)' LDFLAGS='$(LDFLAGS)' $(SHELL) $(srcdir)/%D%/variants.sh $(srcdir) $(VARIANTS)

# A bare Debian in a folder, from the README's two commands to the manual's examples; half an hour.
EXTRA_DIST += %D%/root.sh
.PHONY: check-root
check-root:
	$(SHELL) $(srcdir)/%D%/root.sh $(srcdir)

# The tarball of the same commit is the same bytes.
EXTRA_DIST += %D%/tarball.sh
.PHONY: check-tarball
check-tarball:
	$(SHELL) $(srcdir)/%D%/tarball.sh $(srcdir)
