# Pages of commands share the descriptions of their options: a line @NAME@ of a .in file is replaced
# by man/parts/NAME.mdoc.
MAN_PARTS = $(wildcard $(srcdir)/man/parts/*.mdoc)
MADE_MANS = \
	man/headroom-capacity.1 \
	man/headroom-capture.1 \
	man/headroom-convert.1 \
	man/headroom-baseline.1 \
	man/headroom-compare.1 \
	man/headroom-forecast.1 \
	man/headroom-explain.1 \
	man/headroom-chaos.1 \
	man/headroom-config.1 \
	man/headroom-gate.1 \
	man/headroom-history.1 \
	man/headroom-merge.1 \
	man/headroom-notify.1 \
	man/headroom-plan.1 \
	man/headroom-render.1 \
	man/headroom-report.1 \
	man/headroom-reliability.1 \
	man/headroom-slo.1 \
	man/headroom-stability.1 \
	man/headroom-stress.1 \
	man/headroom-summarize.1 \
	man/headroom-template.1 \
	man/headroom-trend.1 \
	man/headroom-watch.1
nodist_man_MANS = $(MADE_MANS)
dist_man_MANS += \
	%D%/headroom.1 \
	%D%/headroom-channels.5 \
	%D%/headroom-ci.7 \
	%D%/headroom-config.5 \
	%D%/headroom-forecasting.7 \
	%D%/headroom-formats.5 \
	%D%/headroom-help.1 \
	%D%/headroom-methods.7 \
	%D%/headroom-scale.7 \
	%D%/headroom-slo-methods.7 \
	%D%/headroom-template.5 \
	%D%/headroom-tutorial.7
EXTRA_DIST += %D%/parts %D%/parts.awk $(MADE_MANS:=.in)
CLEANFILES += $(MADE_MANS)

SUFFIXES = .1.in .1
.1.in.1:
	$(AM_V_GEN)$(MKDIR_P) $(@D) && $(AWK) -v parts='$(srcdir)/man/parts' -f $(srcdir)/man/parts.awk $< >$@.new && mv $@.new $@
$(MADE_MANS): $(srcdir)/man/parts.awk $(MAN_PARTS)
dist_man_MANS += %D%/headroom-document.5
dist_man_MANS += %D%/headroom-model.5
