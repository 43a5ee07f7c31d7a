# Fuzz targets: fuzz_NAME.c with its LLVMFuzzerTestOneInput, seeds in corpus/NAME/. `make check`
# replays the seeds; `make fuzz` lets clang's fuzzer look for more, FUZZ_TIME seconds a target, with
# the words of dict/NAME.dict. A new target is its lines here; one whose inputs have a structure that
# a mutator knows (mutate.h) names mutator_KIND.c beside its source.
FUZZ_TARGETS =
FUZZ_LDADD = tests/fuzz/libreplay.a libheadroom.a $(HR_LIBS)

FUZZ_TARGETS += tests/fuzz/fuzz_mustache
tests_fuzz_fuzz_mustache_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_baseline
tests_fuzz_fuzz_baseline_SOURCES = tests/fuzz/fuzz_baseline.c tests/fuzz/mutator_json.c
tests_fuzz_fuzz_baseline_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_error_groups
tests_fuzz_fuzz_error_groups_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_history_table
tests_fuzz_fuzz_history_table_SOURCES = tests/fuzz/fuzz_history_table.c tests/fuzz/mutator_csv.c
tests_fuzz_fuzz_history_table_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_rules
tests_fuzz_fuzz_rules_SOURCES = tests/fuzz/fuzz_rules.c tests/fuzz/mutator_json.c
tests_fuzz_fuzz_rules_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_jtl_csv
tests_fuzz_fuzz_jtl_csv_SOURCES = tests/fuzz/fuzz_jtl_csv.c tests/fuzz/mutator_csv.c
tests_fuzz_fuzz_jtl_csv_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_reference
tests_fuzz_fuzz_reference_SOURCES = tests/fuzz/fuzz_reference.c tests/fuzz/mutator_chosen.c
tests_fuzz_fuzz_reference_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_table_csv
tests_fuzz_fuzz_table_csv_SOURCES = tests/fuzz/fuzz_table_csv.c tests/fuzz/mutator_csv.c
tests_fuzz_fuzz_table_csv_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_jtl_xml
tests_fuzz_fuzz_jtl_xml_SOURCES = tests/fuzz/fuzz_jtl_xml.c tests/fuzz/mutator_xml.c
tests_fuzz_fuzz_jtl_xml_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_json_lines
tests_fuzz_fuzz_json_lines_SOURCES = tests/fuzz/fuzz_json_lines.c tests/fuzz/mutator_json.c
tests_fuzz_fuzz_json_lines_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_jmeter_statistics
tests_fuzz_fuzz_jmeter_statistics_SOURCES = tests/fuzz/fuzz_jmeter_statistics.c tests/fuzz/mutator_json.c
tests_fuzz_fuzz_jmeter_statistics_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_hdr_log
tests_fuzz_fuzz_hdr_log_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_hdr_percentiles
tests_fuzz_fuzz_hdr_percentiles_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_proc
tests_fuzz_fuzz_proc_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_prom_text
tests_fuzz_fuzz_prom_text_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_sadf_json
tests_fuzz_fuzz_sadf_json_SOURCES = tests/fuzz/fuzz_sadf_json.c tests/fuzz/mutator_json.c
tests_fuzz_fuzz_sadf_json_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_sadf_csv
tests_fuzz_fuzz_sadf_csv_SOURCES = tests/fuzz/fuzz_sadf_csv.c tests/fuzz/mutator_csv.c
tests_fuzz_fuzz_sadf_csv_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_gatling_binary
tests_fuzz_fuzz_gatling_binary_SOURCES = tests/fuzz/fuzz_gatling_binary.c tests/fuzz/mutator_gatling.c
tests_fuzz_fuzz_gatling_binary_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_gatling_stats
tests_fuzz_fuzz_gatling_stats_SOURCES = tests/fuzz/fuzz_gatling_stats.c tests/fuzz/mutator_json.c
tests_fuzz_fuzz_gatling_stats_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_gatling_log
tests_fuzz_fuzz_gatling_log_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_prometheus
tests_fuzz_fuzz_prometheus_SOURCES = tests/fuzz/fuzz_prometheus.c tests/fuzz/mutator_json.c
tests_fuzz_fuzz_prometheus_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_vegeta_json
tests_fuzz_fuzz_vegeta_json_SOURCES = tests/fuzz/fuzz_vegeta_json.c tests/fuzz/mutator_json.c
tests_fuzz_fuzz_vegeta_json_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_vegeta_csv
tests_fuzz_fuzz_vegeta_csv_SOURCES = tests/fuzz/fuzz_vegeta_csv.c tests/fuzz/mutator_csv.c
tests_fuzz_fuzz_vegeta_csv_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_vegeta_report
tests_fuzz_fuzz_vegeta_report_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_hey_csv
tests_fuzz_fuzz_hey_csv_SOURCES = tests/fuzz/fuzz_hey_csv.c tests/fuzz/mutator_csv.c
tests_fuzz_fuzz_hey_csv_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_ab_requests
tests_fuzz_fuzz_ab_requests_SOURCES = tests/fuzz/fuzz_ab_requests.c tests/fuzz/mutator_csv.c
tests_fuzz_fuzz_ab_requests_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_ab_percentiles
tests_fuzz_fuzz_ab_percentiles_SOURCES = tests/fuzz/fuzz_ab_percentiles.c tests/fuzz/mutator_csv.c
tests_fuzz_fuzz_ab_percentiles_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_access_log
tests_fuzz_fuzz_access_log_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_k6_csv
tests_fuzz_fuzz_k6_csv_SOURCES = tests/fuzz/fuzz_k6_csv.c tests/fuzz/mutator_csv.c
tests_fuzz_fuzz_k6_csv_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_k6_json
tests_fuzz_fuzz_k6_json_SOURCES = tests/fuzz/fuzz_k6_json.c tests/fuzz/mutator_json.c
tests_fuzz_fuzz_k6_json_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_jmeter_summary
tests_fuzz_fuzz_jmeter_summary_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_pgbench_log
tests_fuzz_fuzz_pgbench_log_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_pgbench_intervals
tests_fuzz_fuzz_pgbench_intervals_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_fortio
tests_fuzz_fuzz_fortio_SOURCES = tests/fuzz/fuzz_fortio.c tests/fuzz/mutator_json.c
tests_fuzz_fuzz_fortio_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_wrk
tests_fuzz_fuzz_wrk_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_hyperfine
tests_fuzz_fuzz_hyperfine_SOURCES = tests/fuzz/fuzz_hyperfine.c tests/fuzz/mutator_json.c
tests_fuzz_fuzz_hyperfine_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_google_benchmark
tests_fuzz_fuzz_google_benchmark_SOURCES = tests/fuzz/fuzz_google_benchmark.c tests/fuzz/mutator_json.c
tests_fuzz_fuzz_google_benchmark_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_junit_xml
tests_fuzz_fuzz_junit_xml_SOURCES = tests/fuzz/fuzz_junit_xml.c tests/fuzz/mutator_xml.c
tests_fuzz_fuzz_junit_xml_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_locust_stats
tests_fuzz_fuzz_locust_stats_SOURCES = tests/fuzz/fuzz_locust_stats.c tests/fuzz/mutator_csv.c
tests_fuzz_fuzz_locust_stats_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_locust_history
tests_fuzz_fuzz_locust_history_SOURCES = tests/fuzz/fuzz_locust_history.c tests/fuzz/mutator_csv.c
tests_fuzz_fuzz_locust_history_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_locust_failures
tests_fuzz_fuzz_locust_failures_SOURCES = tests/fuzz/fuzz_locust_failures.c tests/fuzz/mutator_csv.c
tests_fuzz_fuzz_locust_failures_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_locust_json
tests_fuzz_fuzz_locust_json_SOURCES = tests/fuzz/fuzz_locust_json.c tests/fuzz/mutator_json.c
tests_fuzz_fuzz_locust_json_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_series_lines
tests_fuzz_fuzz_series_lines_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_siege
tests_fuzz_fuzz_siege_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_chaostoolkit
tests_fuzz_fuzz_chaostoolkit_SOURCES = tests/fuzz/fuzz_chaostoolkit.c tests/fuzz/mutator_json.c
tests_fuzz_fuzz_chaostoolkit_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_litmus
tests_fuzz_fuzz_litmus_SOURCES = tests/fuzz/fuzz_litmus.c tests/fuzz/mutator_json.c
tests_fuzz_fuzz_litmus_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_siege_json
tests_fuzz_fuzz_siege_json_SOURCES = tests/fuzz/fuzz_siege_json.c tests/fuzz/mutator_json.c
tests_fuzz_fuzz_siege_json_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_k6_summary
tests_fuzz_fuzz_k6_summary_SOURCES = tests/fuzz/fuzz_k6_summary.c tests/fuzz/mutator_json.c
tests_fuzz_fuzz_k6_summary_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_autocannon
tests_fuzz_fuzz_autocannon_SOURCES = tests/fuzz/fuzz_autocannon.c tests/fuzz/mutator_json.c
tests_fuzz_fuzz_autocannon_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_artillery
tests_fuzz_fuzz_artillery_SOURCES = tests/fuzz/fuzz_artillery.c tests/fuzz/mutator_json.c
tests_fuzz_fuzz_artillery_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_go_bench
tests_fuzz_fuzz_go_bench_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_jmeter_aggregate
tests_fuzz_fuzz_jmeter_aggregate_SOURCES = tests/fuzz/fuzz_jmeter_aggregate.c tests/fuzz/mutator_csv.c
tests_fuzz_fuzz_jmeter_aggregate_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_taurus_stats
tests_fuzz_fuzz_taurus_stats_SOURCES = tests/fuzz/fuzz_taurus_stats.c tests/fuzz/mutator_xml.c
tests_fuzz_fuzz_taurus_stats_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_perfmon
tests_fuzz_fuzz_perfmon_SOURCES = tests/fuzz/fuzz_perfmon.c tests/fuzz/mutator_csv.c
tests_fuzz_fuzz_perfmon_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_collectd_csv
tests_fuzz_fuzz_collectd_csv_SOURCES = tests/fuzz/fuzz_collectd_csv.c tests/fuzz/mutator_csv.c
tests_fuzz_fuzz_collectd_csv_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_prom_csv
tests_fuzz_fuzz_prom_csv_SOURCES = tests/fuzz/fuzz_prom_csv.c tests/fuzz/mutator_csv.c
tests_fuzz_fuzz_prom_csv_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_promtool
tests_fuzz_fuzz_promtool_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_proc_json
tests_fuzz_fuzz_proc_json_SOURCES = tests/fuzz/fuzz_proc_json.c tests/fuzz/mutator_json.c
tests_fuzz_fuzz_proc_json_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_jmx
tests_fuzz_fuzz_jmx_SOURCES = tests/fuzz/fuzz_jmx.c tests/fuzz/mutator_xml.c
tests_fuzz_fuzz_jmx_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_config_yaml
tests_fuzz_fuzz_config_yaml_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_config
tests_fuzz_fuzz_config_SOURCES = tests/fuzz/fuzz_config.c tests/fuzz/mutator_json.c
tests_fuzz_fuzz_config_LDADD = $(FUZZ_LDADD)

FUZZ_TARGETS += tests/fuzz/fuzz_load_plan
tests_fuzz_fuzz_load_plan_SOURCES = tests/fuzz/fuzz_load_plan.c tests/fuzz/mutator_json.c
tests_fuzz_fuzz_load_plan_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_criterion
tests_fuzz_fuzz_criterion_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_expression
tests_fuzz_fuzz_expression_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_document
tests_fuzz_fuzz_document_SOURCES = tests/fuzz/fuzz_document.c tests/fuzz/mutator_json.c
tests_fuzz_fuzz_document_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_values
tests_fuzz_fuzz_values_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_time_format
tests_fuzz_fuzz_time_format_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_tzif
tests_fuzz_fuzz_tzif_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_pattern
tests_fuzz_fuzz_pattern_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_recurrence
tests_fuzz_fuzz_recurrence_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_coded
tests_fuzz_fuzz_coded_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_hdr_payload
tests_fuzz_fuzz_hdr_payload_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_gunzip
tests_fuzz_fuzz_gunzip_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_json_parse
tests_fuzz_fuzz_json_parse_SOURCES = tests/fuzz/fuzz_json_parse.c tests/fuzz/mutator_json.c
tests_fuzz_fuzz_json_parse_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_text
tests_fuzz_fuzz_text_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_render
tests_fuzz_fuzz_render_SOURCES = tests/fuzz/fuzz_render.c tests/fuzz/mutator_chosen.c
tests_fuzz_fuzz_render_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_options
tests_fuzz_fuzz_options_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_files
tests_fuzz_fuzz_files_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_convert
tests_fuzz_fuzz_convert_SOURCES = tests/fuzz/fuzz_convert.c tests/fuzz/mutator_chosen.c
tests_fuzz_fuzz_convert_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_sniff
tests_fuzz_fuzz_sniff_LDADD = $(FUZZ_LDADD)
FUZZ_TARGETS += tests/fuzz/fuzz_body_expect
tests_fuzz_fuzz_body_expect_LDADD = $(FUZZ_LDADD)

check_LIBRARIES += tests/fuzz/libreplay.a
tests_fuzz_libreplay_a_SOURCES = tests/fuzz/replay.c tests/fuzz/config_text.h \
	tests/fuzz/fuzz_reader.h tests/fuzz/mutate.h \
	$(FUZZ_SHARED)
FUZZ_SHARED = tests/fuzz/config_text.c tests/fuzz/fuzz_reader.c tests/fuzz/mutate.c \
	tests/fuzz/mutate_csv.c tests/fuzz/mutate_gatling.c tests/fuzz/mutate_json.c tests/fuzz/mutate_xml.c
check_PROGRAMS += $(FUZZ_TARGETS)
TESTS += $(FUZZ_TARGETS)
EXTRA_DIST += tests/fuzz/corpus

# A build of its own: the library has to be instrumented as well.
FUZZ_TIME = 60
FUZZ_CC = clang
FUZZ_FLAGS = -g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all \
	-DHR_CSV_INDEX_BYTES=2048 -DHR_CSV_TAIL_BYTES=64
FUZZ_DIR = build-fuzz
FUZZ_SEARCH = FUZZ_COMPILE='$(FUZZ_CC) $(FUZZ_FLAGS) -fsanitize=fuzzer-no-link -std=gnu11 \
	-I$(abs_builddir)/$(FUZZ_DIR) -I$(abs_top_srcdir)/src $(AM_CFLAGS)' \
	FUZZ_LINK='$(FUZZ_CC) $(FUZZ_FLAGS) -fsanitize=fuzzer' \
	FUZZ_SHARED='$(FUZZ_SHARED:%=$(abs_top_srcdir)/%)' \
	FUZZ_LIBS='$(FUZZ_DIR)/libheadroom.a $(HR_LIBS) $(LIBS)' FUZZ_DIR='$(FUZZ_DIR)' \
	FUZZ_TIME='$(FUZZ_TIME)' top_srcdir='$(abs_top_srcdir)' \
	$(SHELL) $(srcdir)/tests/fuzz/search.sh
EXTRA_DIST += tests/fuzz/search.sh tests/fuzz/reached.txt tests/fuzz/dict
.PHONY: fuzz fuzz-merge fuzz-library
fuzz-library:
	$(MKDIR_P) $(FUZZ_DIR)
	test -f $(FUZZ_DIR)/Makefile || { cd $(FUZZ_DIR) && $(abs_top_srcdir)/configure -q \
		CC='$(FUZZ_CC)' CFLAGS='$(FUZZ_FLAGS) -fsanitize=fuzzer-no-link' \
		LDFLAGS='-fsanitize=address,undefined'; }
	cd $(FUZZ_DIR) && $(MAKE) -s libheadroom.a
fuzz: fuzz-library
	$(FUZZ_SEARCH) search $(FUZZ_TARGETS)
fuzz-merge: fuzz-library
	$(FUZZ_SEARCH) merge $(FUZZ_TARGETS)
