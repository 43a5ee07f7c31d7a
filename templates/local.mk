# Stock templates; users override them by name (see render/template_store.h).
templatesdir = $(pkgdatadir)/templates
dist_templates_DATA = \
	%D%/report.html.mustache \
	%D%/page.html.mustache \
	%D%/checks.html.mustache \
	%D%/comparison.html.mustache \
	%D%/figure.html.mustache \
	%D%/statistics.html.mustache \
	%D%/slo.html.mustache \
	%D%/chaos.html.mustache \
	%D%/postmortem.md.mustache \
	%D%/reliability.html.mustache \
	%D%/stability.html.mustache \
	%D%/stress.html.mustache \
	%D%/capacity.html.mustache \
	%D%/trend.html.mustache \
	%D%/trend_rows.html.mustache \
	%D%/headroom.css \
	%D%/headroom.js
