# Installed below datadir, never where pkg-config points: that would leave the prefix.
bashcompletiondir = $(datadir)/bash-completion/completions
zshcompletiondir = $(datadir)/zsh/site-functions
dist_zshcompletion_DATA = %D%/_headroom
fishcompletiondir = $(datadir)/fish/vendor_completions.d
dist_fishcompletion_DATA = %D%/headroom.fish
EXTRA_DIST += %D%/headroom.bash

install-data-hook:
	$(MKDIR_P) "$(DESTDIR)$(bashcompletiondir)"
	$(INSTALL_DATA) "$(srcdir)/completions/headroom.bash" "$(DESTDIR)$(bashcompletiondir)/headroom"

uninstall-hook:
	rm -f "$(DESTDIR)$(bashcompletiondir)/headroom"
