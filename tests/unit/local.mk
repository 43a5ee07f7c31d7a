# One program per module: tests/unit/test_MODULE.c. Each links what tests share and the whole library,
# which is automake's LDADD, and reports TAP through libcheck.
if ENABLE_TESTS
LDADD = tests/unit/libunit.a libheadroom.a $(HR_LIBS) $(LIBXML_LIBS) $(CHECK_LIBS)
EXTRA_DIST += tests/unit/unit.h tests/unit/unit_random.h tests/fixtures/formats tests/fixtures/proc

check_LIBRARIES += tests/unit/libunit.a
tests_unit_libunit_a_SOURCES = $(SYNTHETIC_SOURCES) \
	tests/unit/classic_series.h tests/unit/compare_trial.c tests/unit/compare_trial.h \
	tests/unit/config_faults.c tests/unit/config_faults.h \
	tests/unit/csv_case.c tests/unit/csv_case.h tests/unit/gatling_build.h \
	tests/unit/reader_case.c tests/unit/reader_case.h \
	tests/unit/real_file.c tests/unit/real_file.h \
	tests/unit/recording_sink.c tests/unit/recording_sink.h \
	tests/unit/reference_series.c tests/unit/reference_series.h \
	tests/unit/render_fixture.c tests/unit/render_fixture.h \
	tests/unit/run_dump.c tests/unit/run_dump.h tests/unit/sample_run.c tests/unit/sample_run.h \
	tests/unit/slo_scene.c tests/unit/slo_scene.h

UNIT_TESTS = \
	tests/unit/test_access_log \
	tests/unit/test_bench_tables \
	tests/unit/test_body_expect \
	tests/unit/test_burn \
	tests/unit/test_capacity \
	tests/unit/test_cells \
	tests/unit/test_chaos \
	tests/unit/test_charts \
	tests/unit/test_checks \
	tests/unit/test_compare \
	tests/unit/test_config \
	tests/unit/test_config_slo \
	tests/unit/test_config_tree \
	tests/unit/test_counts \
	tests/unit/test_criteria \
	tests/unit/test_criterion \
	tests/unit/test_crossing \
	tests/unit/test_csv \
	tests/unit/test_csv_index \
	tests/unit/test_csv_pieces \
	tests/unit/test_cut \
	tests/unit/test_demand_model \
	tests/unit/test_diag \
	tests/unit/test_digest \
	tests/unit/test_document \
	tests/unit/test_document_read \
	tests/unit/test_downsample \
	tests/unit/test_duration \
	tests/unit/test_error_groups \
	tests/unit/test_error_key \
	tests/unit/test_error_text \
	tests/unit/test_escape \
	tests/unit/test_ets_reference \
	tests/unit/test_excursion \
	tests/unit/test_exec \
	tests/unit/test_experiments \
	tests/unit/test_explain \
	tests/unit/test_expression \
	tests/unit/test_figures \
	tests/unit/test_findings \
	tests/unit/test_follow \
	tests/unit/test_forecast \
	tests/unit/test_form_ci \
	tests/unit/test_form_html \
	tests/unit/test_form_jmeter \
	tests/unit/test_form_tables \
	tests/unit/test_form_text \
	tests/unit/test_formats \
	tests/unit/test_fraction \
	tests/unit/test_gate \
	tests/unit/test_gatling_binary \
	tests/unit/test_gatling_log \
	tests/unit/test_gatling_stats \
	tests/unit/test_hdr_log \
	tests/unit/test_hdr_payload \
	tests/unit/test_hdr_percentiles \
	tests/unit/test_hey_ab \
	tests/unit/test_hist \
	tests/unit/test_hist_effects \
	tests/unit/test_http_capture \
	tests/unit/test_http_worker \
	tests/unit/test_inflate \
	tests/unit/test_input \
	tests/unit/test_instant \
	tests/unit/test_jmeter_statistics \
	tests/unit/test_jmeter_summary \
	tests/unit/test_jmx \
	tests/unit/test_json_lines \
	tests/unit/test_json_parse \
	tests/unit/test_json_scan \
	tests/unit/test_jtl_csv \
	tests/unit/test_jtl_xml \
	tests/unit/test_junit_xml \
	tests/unit/test_k6_csv \
	tests/unit/test_k6_json \
	tests/unit/test_label_map \
	tests/unit/test_level_curve \
	tests/unit/test_lines \
	tests/unit/test_locate \
	tests/unit/test_locust \
	tests/unit/test_log \
	tests/unit/test_mask \
	tests/unit/test_methods \
	tests/unit/test_message \
	tests/unit/test_metric \
	tests/unit/test_mistakes \
	tests/unit/test_model \
	tests/unit/test_moments \
	tests/unit/test_mustache \
	tests/unit/test_mustache_spec \
	tests/unit/test_num \
	tests/unit/test_openslo \
	tests/unit/test_output \
	tests/unit/test_pages \
	tests/unit/test_pattern \
	tests/unit/test_payload \
	tests/unit/test_pgbench \
	tests/unit/test_program \
	tests/unit/test_probe \
	tests/unit/test_proc \
	tests/unit/test_progress \
	tests/unit/test_prom_export \
	tests/unit/test_prom_text \
	tests/unit/test_prometheus \
	tests/unit/test_proportions \
	tests/unit/test_quantile \
	tests/unit/test_queueing \
	tests/unit/test_queueing_reference \
	tests/unit/test_quote_index \
	tests/unit/test_rank_tests \
	tests/unit/test_read_ahead \
	tests/unit/test_read_chunks \
	tests/unit/test_real_all \
	tests/unit/test_real_compare \
	tests/unit/test_real_gatling \
	tests/unit/test_real_jmeter \
	tests/unit/test_real_jtl \
	tests/unit/test_real_series \
	tests/unit/test_real_tools \
	tests/unit/test_real_xml \
	tests/unit/test_recurrence \
	tests/unit/test_reference \
	tests/unit/test_reference_csv \
	tests/unit/test_regression_reference \
	tests/unit/test_reliability \
	tests/unit/test_resample \
	tests/unit/test_resource_criteria \
	tests/unit/test_run \
	tests/unit/test_run_merge \
	tests/unit/test_sadf \
	tests/unit/test_sample_row \
	tests/unit/test_scale \
	tests/unit/test_segment \
	tests/unit/test_series \
	tests/unit/test_server_series \
	tests/unit/test_siege \
	tests/unit/test_sketch \
	tests/unit/test_sketch_reference \
	tests/unit/test_sli \
	tests/unit/test_slice \
	tests/unit/test_slo \
	tests/unit/test_slo_suggest \
	tests/unit/test_sparkline \
	tests/unit/test_stability \
	tests/unit/test_stop \
	tests/unit/test_store \
	tests/unit/test_str \
	tests/unit/test_stress \
	tests/unit/test_suggest \
	tests/unit/test_summaries \
	tests/unit/test_summarizer \
	tests/unit/test_svg \
	tests/unit/test_table_csv \
	tests/unit/test_tally \
	tests/unit/test_taurus_stats \
	tests/unit/test_template_check \
	tests/unit/test_template_store \
	tests/unit/test_ticker \
	tests/unit/test_time_format \
	tests/unit/test_timeline \
	tests/unit/test_tool_summaries \
	tests/unit/test_trend \
	tests/unit/test_trend_tests \
	tests/unit/test_truncation \
	tests/unit/test_tzif \
	tests/unit/test_unit \
	tests/unit/test_usl \
	tests/unit/test_url \
	tests/unit/test_utf8 \
	tests/unit/test_validity \
	tests/unit/test_varying \
	tests/unit/test_vegeta \
	tests/unit/test_vlq \
	tests/unit/test_watch_screen \
	tests/unit/test_window \
	tests/unit/test_writer \
	tests/unit/test_xml_clean \
	tests/unit/test_xml_feed \
	tests/unit/test_zone

check_PROGRAMS += $(UNIT_TESTS)
TESTS += $(UNIT_TESTS)
endif
