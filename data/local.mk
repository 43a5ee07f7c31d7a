# What the manual's examples read.
examplesdir = $(docdir)/examples
dist_examples_DATA = \
	%D%/example-capacity.json %D%/example-config.json %D%/example-sla.json %D%/night.jtl \
	%D%/regression.jtl %D%/stress.jtl %D%/resources.csv %D%/nightly.csv %D%/night.xml
EXTRA_DIST += %D%/README.md %D%/night.jmx %D%/report.png

# What headroom capacity recommends when.
dist_pkgdata_DATA = %D%/capacity-rules.json

# JSON Schemas of the document and of the view model.
schemadir = $(pkgdatadir)/schema
dist_schema_DATA = %D%/headroom-1.schema.json %D%/headroom-model-1.schema.json

# That of configurations, for editors: made from the tables that read them.
nodist_schema_DATA = %D%/headroom.schema.json
CLEANFILES += %D%/headroom.schema.json
%D%/headroom.schema.json: headroom$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) $(@D) && ./headroom$(EXEEXT) config schema -o $@
