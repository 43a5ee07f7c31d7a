EXTRA_DIST += %D%/example-capacity.json %D%/example-config.json %D%/example-sla.json %D%/README.md %D%/night.jtl %D%/night.xml %D%/night.jmx %D%/regression.jtl %D%/stress.jtl %D%/resources.csv %D%/nightly.csv %D%/report.png

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
