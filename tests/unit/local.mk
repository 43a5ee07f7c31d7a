# One program per module; each links the whole library and reports TAP through libcheck.
if ENABLE_TESTS
UNIT_LDADD = libheadroom.a $(HR_LIBS) $(CHECK_LIBS)
UNIT_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS) -Wno-pedantic -Wno-conversion -Wno-sign-conversion -Wno-float-conversion -Wno-double-promotion
UNIT_TESTS =
EXTRA_DIST += tests/unit/unit.h tests/fixtures/formats tests/fixtures/proc

UNIT_TESTS += tests/unit/test_num
tests_unit_test_num_SOURCES = tests/unit/test_num.c
tests_unit_test_num_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_num_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_slice
tests_unit_test_slice_SOURCES = tests/unit/test_slice.c
tests_unit_test_slice_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_slice_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_writer
tests_unit_test_writer_SOURCES = tests/unit/test_writer.c
tests_unit_test_writer_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_writer_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_jmx
tests_unit_test_jmx_SOURCES = tests/unit/test_jmx.c
tests_unit_test_jmx_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_jmx_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_validity
tests_unit_test_validity_SOURCES = tests/unit/test_validity.c
tests_unit_test_validity_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_validity_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_vlq
tests_unit_test_vlq_SOURCES = tests/unit/test_vlq.c
tests_unit_test_vlq_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_vlq_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_utf8
tests_unit_test_utf8_SOURCES = tests/unit/test_utf8.c
tests_unit_test_utf8_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_utf8_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_digest
tests_unit_test_digest_SOURCES = tests/unit/test_digest.c
tests_unit_test_digest_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_digest_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_level_curve
tests_unit_test_level_curve_SOURCES = tests/unit/test_level_curve.c
tests_unit_test_level_curve_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_level_curve_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_http_capture
tests_unit_test_http_capture_SOURCES = tests/unit/test_http_capture.c
tests_unit_test_http_capture_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_http_capture_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_output
tests_unit_test_output_SOURCES = tests/unit/test_output.c
tests_unit_test_output_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_output_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_zone
tests_unit_test_zone_SOURCES = tests/unit/test_zone.c
tests_unit_test_zone_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_zone_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_tzif
tests_unit_test_tzif_SOURCES = tests/unit/test_tzif.c
tests_unit_test_tzif_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_tzif_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_instant
tests_unit_test_instant_SOURCES = tests/unit/test_instant.c
tests_unit_test_instant_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_instant_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_time_format
tests_unit_test_time_format_SOURCES = tests/unit/test_time_format.c
tests_unit_test_time_format_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_time_format_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_duration
tests_unit_test_duration_SOURCES = tests/unit/test_duration.c
tests_unit_test_duration_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_duration_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_pattern
tests_unit_test_pattern_SOURCES = tests/unit/test_pattern.c
tests_unit_test_pattern_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_pattern_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_unit
tests_unit_test_unit_SOURCES = tests/unit/test_unit.c
tests_unit_test_unit_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_unit_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_mask
tests_unit_test_mask_SOURCES = tests/unit/test_mask.c
tests_unit_test_mask_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_mask_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_checks
tests_unit_test_checks_SOURCES = tests/unit/test_checks.c
tests_unit_test_checks_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_checks_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_criterion
tests_unit_test_criterion_SOURCES = tests/unit/test_criterion.c
tests_unit_test_criterion_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_criterion_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_resource_criteria
tests_unit_test_resource_criteria_SOURCES = tests/unit/test_resource_criteria.c
tests_unit_test_resource_criteria_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_resource_criteria_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_criteria
tests_unit_test_criteria_SOURCES = tests/unit/test_criteria.c
tests_unit_test_criteria_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_criteria_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_document
tests_unit_test_document_SOURCES = tests/unit/test_document.c tests/unit/sample_run.c \
	tests/unit/sample_run.h
tests_unit_test_document_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_document_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_store
tests_unit_test_store_SOURCES = tests/unit/test_store.c tests/unit/sample_run.c \
	tests/unit/sample_run.h
tests_unit_test_store_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_store_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_figures
tests_unit_test_figures_SOURCES = tests/unit/test_figures.c tests/unit/sample_run.c \
	tests/unit/sample_run.h
tests_unit_test_figures_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_figures_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_compare
tests_unit_test_compare_SOURCES = tests/unit/compare_trial.c tests/unit/compare_trial.h \
	tests/unit/test_compare.c tests/unit/sample_run.c \
	tests/unit/sample_run.h
tests_unit_test_compare_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_compare_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_real_compare
tests_unit_test_real_compare_SOURCES = tests/unit/compare_trial.c tests/unit/compare_trial.h \
	tests/unit/test_real_compare.c tests/unit/reader_case.c \
	tests/unit/reader_case.h tests/unit/recording_sink.c tests/unit/recording_sink.h \
	tests/unit/real_file.c tests/unit/real_file.h
tests_unit_test_real_compare_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_real_compare_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_input
tests_unit_test_input_SOURCES = tests/unit/test_input.c
tests_unit_test_input_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_input_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_progress
tests_unit_test_progress_SOURCES = tests/unit/test_progress.c
tests_unit_test_progress_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_progress_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_log
tests_unit_test_log_SOURCES = tests/unit/test_log.c
tests_unit_test_log_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_log_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_explain
tests_unit_test_explain_SOURCES = tests/unit/test_explain.c
tests_unit_test_explain_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_explain_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_json_parse
tests_unit_test_json_parse_SOURCES = tests/unit/test_json_parse.c
tests_unit_test_json_parse_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_json_parse_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_document_read
tests_unit_test_document_read_SOURCES = tests/unit/test_document_read.c tests/unit/sample_run.c \
	tests/unit/sample_run.h
tests_unit_test_document_read_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_document_read_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_str
tests_unit_test_str_SOURCES = tests/unit/test_str.c
tests_unit_test_str_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_str_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_mustache_spec
tests_unit_test_mustache_spec_SOURCES = tests/unit/test_mustache_spec.c
tests_unit_test_mustache_spec_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_mustache_spec_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_mustache
tests_unit_test_mustache_SOURCES = tests/unit/test_mustache.c
tests_unit_test_mustache_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_mustache_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_escape
tests_unit_test_escape_SOURCES = tests/unit/test_escape.c
tests_unit_test_escape_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_escape_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_template_store
tests_unit_test_template_store_SOURCES = tests/unit/test_template_store.c
tests_unit_test_template_store_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_template_store_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_template_check
tests_unit_test_template_check_SOURCES = tests/unit/test_template_check.c
tests_unit_test_template_check_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_template_check_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_scale
tests_unit_test_scale_SOURCES = tests/unit/test_scale.c
tests_unit_test_scale_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_scale_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_svg
tests_unit_test_svg_SOURCES = tests/unit/test_svg.c
tests_unit_test_svg_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_svg_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_downsample
tests_unit_test_downsample_SOURCES = tests/unit/test_downsample.c
tests_unit_test_downsample_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_downsample_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_timeline
tests_unit_test_timeline_SOURCES = tests/unit/test_timeline.c
tests_unit_test_timeline_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_timeline_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_charts
tests_unit_test_charts_SOURCES = tests/unit/test_charts.c $(SYNTHETIC_SOURCES)
tests_unit_test_charts_CFLAGS = $(UNIT_CFLAGS) -I$(top_srcdir)/tests
tests_unit_test_charts_LDADD = $(UNIT_LDADD) $(LIBXML_LIBS)

UNIT_TESTS += tests/unit/test_suggest
tests_unit_test_suggest_SOURCES = tests/unit/test_suggest.c
tests_unit_test_suggest_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_suggest_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_moments
tests_unit_test_moments_SOURCES = tests/unit/test_moments.c
tests_unit_test_moments_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_moments_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_hist
tests_unit_test_hist_SOURCES = tests/unit/test_hist.c
tests_unit_test_hist_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_hist_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_quantile
tests_unit_test_quantile_SOURCES = tests/unit/test_quantile.c
tests_unit_test_quantile_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_quantile_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_usl
tests_unit_test_usl_SOURCES = tests/unit/test_usl.c
tests_unit_test_usl_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_usl_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_queueing
tests_unit_test_queueing_SOURCES = tests/unit/test_queueing.c
tests_unit_test_queueing_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_queueing_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_sketch
tests_unit_test_sketch_SOURCES = tests/unit/test_sketch.c
tests_unit_test_sketch_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_sketch_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_trend_tests
tests_unit_test_trend_tests_SOURCES = tests/unit/test_trend_tests.c
tests_unit_test_trend_tests_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_trend_tests_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_trend
tests_unit_test_trend_SOURCES = tests/unit/test_trend.c tests/unit/real_file.c \
	tests/unit/real_file.h
tests_unit_test_trend_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_trend_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_segment
tests_unit_test_segment_SOURCES = tests/unit/test_segment.c tests/unit/real_file.c \
	tests/unit/real_file.h
tests_unit_test_segment_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_segment_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_rank_tests
tests_unit_test_rank_tests_SOURCES = tests/unit/test_rank_tests.c tests/unit/real_file.c \
	tests/unit/real_file.h
tests_unit_test_rank_tests_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_rank_tests_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_proportions
tests_unit_test_proportions_SOURCES = tests/unit/test_proportions.c
tests_unit_test_proportions_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_proportions_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_hist_effects
tests_unit_test_hist_effects_SOURCES = tests/unit/test_hist_effects.c
tests_unit_test_hist_effects_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_hist_effects_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_csv_index
tests_unit_test_csv_index_SOURCES = tests/unit/test_csv_index.c
tests_unit_test_csv_index_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_csv_index_LDADD = $(UNIT_LDADD)


UNIT_TESTS += tests/unit/test_methods
tests_unit_test_methods_SOURCES = tests/unit/test_methods.c tests/unit/classic_series.h
tests_unit_test_methods_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_methods_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_forecast
tests_unit_test_forecast_SOURCES = tests/unit/test_forecast.c tests/unit/classic_series.h
tests_unit_test_forecast_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_forecast_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_resample
tests_unit_test_resample_SOURCES = tests/unit/test_resample.c
tests_unit_test_resample_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_resample_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_ets_reference
tests_unit_test_ets_reference_SOURCES = tests/unit/test_ets_reference.c $(REFERENCE_SERIES)
tests_unit_test_ets_reference_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_ets_reference_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_queueing_reference
tests_unit_test_queueing_reference_SOURCES = tests/unit/test_queueing_reference.c \
	$(REFERENCE_SERIES)
tests_unit_test_queueing_reference_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_queueing_reference_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_regression_reference
tests_unit_test_regression_reference_SOURCES = tests/unit/test_regression_reference.c \
	$(REFERENCE_SERIES)
tests_unit_test_regression_reference_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_regression_reference_LDADD = $(UNIT_LDADD)
REFERENCE_SERIES = tests/unit/reference_series.c tests/unit/reference_series.h \
	tests/unit/real_file.c tests/unit/real_file.h

UNIT_TESTS += tests/unit/test_reference
tests_unit_test_reference_SOURCES = tests/unit/test_reference.c tests/unit/recording_sink.c \
	tests/unit/recording_sink.h
tests_unit_test_reference_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_reference_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_reference_csv
tests_unit_test_reference_csv_SOURCES = tests/unit/test_reference_csv.c tests/unit/reader_case.c \
	tests/unit/reader_case.h tests/unit/recording_sink.c tests/unit/recording_sink.h
tests_unit_test_reference_csv_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_reference_csv_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_json_scan
tests_unit_test_json_scan_SOURCES = tests/unit/test_json_scan.c
tests_unit_test_json_scan_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_json_scan_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_read_chunks
tests_unit_test_read_chunks_SOURCES = tests/unit/test_read_chunks.c tests/unit/run_dump.c tests/unit/run_dump.h \
	tests/unit/real_file.c tests/unit/real_file.h
tests_unit_test_read_chunks_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_read_chunks_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_csv
tests_unit_test_csv_SOURCES = tests/unit/test_csv.c
tests_unit_test_csv_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_csv_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_sample_row
tests_unit_test_sample_row_SOURCES = tests/unit/test_sample_row.c tests/unit/recording_sink.c \
	tests/unit/recording_sink.h
tests_unit_test_sample_row_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_sample_row_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_jtl_csv
tests_unit_test_jtl_csv_SOURCES = tests/unit/test_jtl_csv.c tests/unit/recording_sink.c \
	tests/unit/recording_sink.h
tests_unit_test_jtl_csv_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_jtl_csv_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_table_csv
tests_unit_test_table_csv_SOURCES = tests/unit/test_table_csv.c tests/unit/recording_sink.c \
	tests/unit/recording_sink.h
tests_unit_test_table_csv_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_table_csv_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_formats
tests_unit_test_formats_SOURCES = tests/unit/test_formats.c tests/unit/recording_sink.c \
	tests/unit/recording_sink.h
tests_unit_test_formats_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_formats_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_real_jtl
tests_unit_test_real_jtl_SOURCES = tests/unit/test_real_jtl.c tests/unit/real_file.c \
	tests/unit/real_file.h tests/unit/recording_sink.c tests/unit/recording_sink.h
tests_unit_test_real_jtl_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_real_jtl_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_config
tests_unit_test_config_SOURCES = tests/unit/test_config.c
tests_unit_test_config_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_config_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_locate
tests_unit_test_locate_SOURCES = tests/unit/test_locate.c
tests_unit_test_locate_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_locate_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_xml_clean
tests_unit_test_xml_clean_SOURCES = tests/unit/test_xml_clean.c
tests_unit_test_xml_clean_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_xml_clean_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_jtl_xml
tests_unit_test_jtl_xml_SOURCES = tests/unit/test_jtl_xml.c tests/unit/recording_sink.c \
	tests/unit/recording_sink.h
tests_unit_test_jtl_xml_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_jtl_xml_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_json_lines
tests_unit_test_json_lines_SOURCES = tests/unit/test_json_lines.c tests/unit/recording_sink.c \
	tests/unit/recording_sink.h
tests_unit_test_json_lines_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_json_lines_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_jmeter_statistics
tests_unit_test_jmeter_statistics_SOURCES = tests/unit/test_jmeter_statistics.c tests/unit/recording_sink.c \
	tests/unit/recording_sink.h
tests_unit_test_jmeter_statistics_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_jmeter_statistics_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_k6_csv
tests_unit_test_k6_csv_SOURCES = tests/unit/test_k6_csv.c tests/unit/reader_case.c tests/unit/reader_case.h \
	tests/unit/recording_sink.c tests/unit/recording_sink.h
tests_unit_test_k6_csv_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_k6_csv_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_k6_json
tests_unit_test_k6_json_SOURCES = tests/unit/test_k6_json.c tests/unit/reader_case.c tests/unit/reader_case.h \
	tests/unit/recording_sink.c tests/unit/recording_sink.h
tests_unit_test_k6_json_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_k6_json_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_gatling_binary
tests_unit_test_gatling_binary_SOURCES = tests/unit/test_gatling_binary.c \
	tests/unit/gatling_build.h tests/unit/real_file.c tests/unit/real_file.h \
	tests/unit/recording_sink.c tests/unit/recording_sink.h
tests_unit_test_gatling_binary_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_gatling_binary_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_gatling_stats
tests_unit_test_gatling_stats_SOURCES = tests/unit/test_gatling_stats.c \
	tests/unit/real_file.c tests/unit/real_file.h \
	tests/unit/recording_sink.c tests/unit/recording_sink.h
tests_unit_test_gatling_stats_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_gatling_stats_LDADD = $(UNIT_LDADD)
UNIT_TESTS += tests/unit/test_locust
tests_unit_test_locust_SOURCES = tests/unit/test_locust.c tests/unit/reader_case.c tests/unit/reader_case.h \
	tests/unit/recording_sink.c tests/unit/recording_sink.h
tests_unit_test_locust_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_locust_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_summaries
tests_unit_test_summaries_SOURCES = tests/unit/test_summaries.c tests/unit/reader_case.c tests/unit/reader_case.h \
	tests/unit/recording_sink.c tests/unit/recording_sink.h
tests_unit_test_summaries_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_summaries_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_gatling_log
tests_unit_test_gatling_log_SOURCES = tests/unit/test_gatling_log.c tests/unit/real_file.c \
	tests/unit/real_file.h tests/unit/recording_sink.c tests/unit/recording_sink.h
tests_unit_test_gatling_log_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_gatling_log_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_real_gatling
tests_unit_test_real_gatling_SOURCES = tests/unit/test_real_gatling.c \
	tests/unit/render_fixture.c tests/unit/render_fixture.h \
	tests/unit/real_file.c tests/unit/real_file.h
tests_unit_test_real_gatling_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_real_gatling_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_real_xml
tests_unit_test_real_xml_SOURCES = tests/unit/test_real_xml.c tests/unit/real_file.c \
	tests/unit/real_file.h tests/unit/recording_sink.c tests/unit/recording_sink.h
tests_unit_test_real_xml_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_real_xml_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_run_merge
tests_unit_test_run_merge_SOURCES = tests/unit/test_run_merge.c tests/unit/run_dump.c tests/unit/run_dump.h
tests_unit_test_run_merge_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_run_merge_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_tally
tests_unit_test_tally_SOURCES = tests/unit/test_tally.c
tests_unit_test_tally_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_tally_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_diag
tests_unit_test_diag_SOURCES = tests/unit/test_diag.c
tests_unit_test_diag_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_diag_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_cells
tests_unit_test_cells_SOURCES = tests/unit/test_cells.c
tests_unit_test_cells_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_cells_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_series
tests_unit_test_series_SOURCES = tests/unit/test_series.c
tests_unit_test_series_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_series_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_error_key
tests_unit_test_error_key_SOURCES = tests/unit/test_error_key.c
tests_unit_test_error_key_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_error_key_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_metric
tests_unit_test_metric_SOURCES = tests/unit/test_metric.c
tests_unit_test_metric_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_metric_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_run
tests_unit_test_run_SOURCES = tests/unit/test_run.c
tests_unit_test_run_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_run_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_window
tests_unit_test_window_SOURCES = tests/unit/test_window.c
tests_unit_test_window_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_window_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_summarizer
tests_unit_test_summarizer_SOURCES = tests/unit/test_summarizer.c tests/unit/run_dump.c tests/unit/run_dump.h
tests_unit_test_summarizer_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_summarizer_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_label_map
tests_unit_test_label_map_SOURCES = tests/unit/test_label_map.c
tests_unit_test_label_map_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_label_map_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_cut
tests_unit_test_cut_SOURCES = tests/unit/test_cut.c
tests_unit_test_cut_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_cut_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_sparkline
tests_unit_test_sparkline_SOURCES = tests/unit/test_sparkline.c
tests_unit_test_sparkline_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_sparkline_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_model
tests_unit_test_model_SOURCES = tests/unit/test_model.c \
	tests/unit/render_fixture.c tests/unit/render_fixture.h
tests_unit_test_model_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_model_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_form_text
tests_unit_test_form_text_SOURCES = tests/unit/test_form_text.c \
	tests/unit/render_fixture.c tests/unit/render_fixture.h
tests_unit_test_form_text_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_form_text_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_form_jmeter
tests_unit_test_form_jmeter_SOURCES = tests/unit/test_form_jmeter.c \
	tests/unit/render_fixture.c tests/unit/render_fixture.h
tests_unit_test_form_jmeter_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_form_jmeter_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_form_tables
tests_unit_test_form_tables_SOURCES = tests/unit/test_form_tables.c \
	tests/unit/render_fixture.c tests/unit/render_fixture.h
tests_unit_test_form_tables_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_form_tables_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_payload
tests_unit_test_payload_SOURCES = tests/unit/test_payload.c tests/unit/render_fixture.h
tests_unit_test_payload_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_payload_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_form_ci
tests_unit_test_form_ci_SOURCES = tests/unit/test_form_ci.c \
	tests/unit/render_fixture.c tests/unit/render_fixture.h
tests_unit_test_form_ci_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_form_ci_LDADD = $(UNIT_LDADD) $(LIBXML_LIBS)

UNIT_TESTS += tests/unit/test_form_html
tests_unit_test_form_html_SOURCES = tests/unit/test_form_html.c \
	tests/unit/render_fixture.c tests/unit/render_fixture.h
tests_unit_test_form_html_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_form_html_LDADD = $(UNIT_LDADD) $(LIBXML_LIBS)

UNIT_TESTS += tests/unit/test_body_expect
tests_unit_test_body_expect_SOURCES = tests/unit/test_body_expect.c
tests_unit_test_body_expect_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_body_expect_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_pages
tests_unit_test_pages_SOURCES = tests/unit/test_pages.c \
	tests/unit/render_fixture.c tests/unit/render_fixture.h
tests_unit_test_pages_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_pages_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_real_jmeter
tests_unit_test_real_jmeter_SOURCES = tests/unit/test_real_jmeter.c \
	tests/unit/render_fixture.c tests/unit/render_fixture.h \
	tests/unit/real_file.c tests/unit/real_file.h
tests_unit_test_real_jmeter_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_real_jmeter_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_inflate
tests_unit_test_inflate_SOURCES = tests/unit/test_inflate.c
tests_unit_test_inflate_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_inflate_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_hdr_log
tests_unit_test_hdr_log_SOURCES = tests/unit/test_hdr_log.c tests/unit/reader_case.c \
	tests/unit/reader_case.h tests/unit/recording_sink.c tests/unit/recording_sink.h
tests_unit_test_hdr_log_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_hdr_log_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_hdr_percentiles
tests_unit_test_hdr_percentiles_SOURCES = tests/unit/test_hdr_percentiles.c tests/unit/reader_case.c \
	tests/unit/reader_case.h tests/unit/recording_sink.c tests/unit/recording_sink.h
tests_unit_test_hdr_percentiles_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_hdr_percentiles_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_real_tools
tests_unit_test_real_tools_SOURCES = tests/unit/test_real_tools.c tests/unit/real_file.c \
	tests/unit/real_file.h tests/unit/recording_sink.c tests/unit/recording_sink.h
tests_unit_test_real_tools_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_real_tools_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_sadf
tests_unit_test_sadf_SOURCES = tests/unit/test_sadf.c \
	tests/unit/reader_case.c tests/unit/reader_case.h \
	tests/unit/recording_sink.c tests/unit/recording_sink.h \
	tests/unit/real_file.c tests/unit/real_file.h
tests_unit_test_sadf_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_sadf_LDADD = $(UNIT_LDADD)
UNIT_TESTS += tests/unit/test_proc
tests_unit_test_proc_SOURCES = tests/unit/test_proc.c tests/unit/recording_sink.c \
	tests/unit/recording_sink.h tests/unit/real_file.c tests/unit/real_file.h
tests_unit_test_proc_CFLAGS = $(UNIT_CFLAGS) $(JANSSON_CFLAGS)
tests_unit_test_proc_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_ticker
tests_unit_test_ticker_SOURCES = tests/unit/test_ticker.c
tests_unit_test_ticker_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_ticker_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_stop
tests_unit_test_stop_SOURCES = tests/unit/test_stop.c
tests_unit_test_stop_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_stop_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_exec
tests_unit_test_exec_SOURCES = tests/unit/test_exec.c
tests_unit_test_exec_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_exec_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_follow
tests_unit_test_follow_SOURCES = tests/unit/test_follow.c tests/unit/recording_sink.c \
	tests/unit/recording_sink.h
tests_unit_test_follow_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_follow_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_watch_screen
tests_unit_test_watch_screen_SOURCES = tests/unit/test_watch_screen.c
tests_unit_test_watch_screen_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_watch_screen_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_prom_text
tests_unit_test_prom_text_SOURCES = tests/unit/test_prom_text.c tests/unit/recording_sink.c \
	tests/unit/recording_sink.h
tests_unit_test_prom_text_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_prom_text_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_probe
tests_unit_test_probe_SOURCES = tests/unit/test_probe.c
tests_unit_test_probe_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_probe_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_vegeta
tests_unit_test_vegeta_SOURCES = tests/unit/test_vegeta.c tests/unit/reader_case.c \
	tests/unit/reader_case.h tests/unit/recording_sink.c tests/unit/recording_sink.h
tests_unit_test_vegeta_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_vegeta_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_hey_ab
tests_unit_test_hey_ab_SOURCES = tests/unit/test_hey_ab.c tests/unit/reader_case.c \
	tests/unit/reader_case.h tests/unit/recording_sink.c tests/unit/recording_sink.h
tests_unit_test_hey_ab_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_hey_ab_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_prometheus
tests_unit_test_prometheus_SOURCES = tests/unit/test_prometheus.c tests/unit/reader_case.c \
	tests/unit/reader_case.h tests/unit/recording_sink.c tests/unit/recording_sink.h \
	tests/unit/real_file.c tests/unit/real_file.h
tests_unit_test_prometheus_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_prometheus_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_stability
tests_unit_test_stability_SOURCES = tests/unit/test_stability.c
tests_unit_test_stability_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_stability_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_stress
tests_unit_test_stress_SOURCES = tests/unit/test_stress.c
tests_unit_test_stress_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_stress_LDADD = $(UNIT_LDADD)
UNIT_TESTS += tests/unit/test_fraction
tests_unit_test_fraction_SOURCES = tests/unit/test_fraction.c
tests_unit_test_fraction_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_fraction_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_expression
tests_unit_test_expression_SOURCES = tests/unit/test_expression.c
tests_unit_test_expression_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_expression_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_mistakes
tests_unit_test_mistakes_SOURCES = tests/unit/test_mistakes.c tests/unit/slo_scene.c tests/unit/slo_scene.h
tests_unit_test_mistakes_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_mistakes_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_slo_suggest
tests_unit_test_slo_suggest_SOURCES = tests/unit/test_slo_suggest.c tests/unit/sample_run.c tests/unit/sample_run.h
tests_unit_test_slo_suggest_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_slo_suggest_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_burn
tests_unit_test_burn_SOURCES = tests/unit/test_burn.c tests/unit/slo_scene.c tests/unit/slo_scene.h
tests_unit_test_burn_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_burn_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_slo
tests_unit_test_slo_SOURCES = tests/unit/test_slo.c tests/unit/slo_scene.c tests/unit/slo_scene.h
tests_unit_test_slo_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_slo_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_excursion
tests_unit_test_excursion_SOURCES = tests/unit/test_excursion.c
tests_unit_test_excursion_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_excursion_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_reliability
tests_unit_test_reliability_SOURCES = tests/unit/test_reliability.c
tests_unit_test_reliability_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_reliability_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_chaos
tests_unit_test_chaos_SOURCES = tests/unit/test_chaos.c
tests_unit_test_chaos_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_chaos_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_sli
tests_unit_test_sli_SOURCES = tests/unit/test_sli.c
tests_unit_test_sli_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_sli_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_config_tree
tests_unit_test_config_tree_SOURCES = tests/unit/test_config_tree.c
tests_unit_test_config_tree_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_config_tree_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_recurrence
tests_unit_test_recurrence_SOURCES = tests/unit/test_recurrence.c
tests_unit_test_recurrence_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_recurrence_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_openslo
tests_unit_test_openslo_SOURCES = tests/unit/test_openslo.c tests/unit/config_faults.c \
	tests/unit/config_faults.h
tests_unit_test_openslo_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_openslo_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_config_slo
tests_unit_test_config_slo_SOURCES = tests/unit/test_config_slo.c tests/unit/config_faults.c \
	tests/unit/config_faults.h
tests_unit_test_config_slo_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_config_slo_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_access_log
tests_unit_test_access_log_SOURCES = tests/unit/test_access_log.c tests/unit/reader_case.c \
	tests/unit/reader_case.h tests/unit/recording_sink.c tests/unit/recording_sink.h \
	tests/unit/real_file.c tests/unit/real_file.h
tests_unit_test_access_log_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_access_log_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_jmeter_summary
tests_unit_test_jmeter_summary_SOURCES = tests/unit/test_jmeter_summary.c tests/unit/reader_case.c \
	tests/unit/reader_case.h tests/unit/recording_sink.c tests/unit/recording_sink.h \
	tests/unit/real_file.c tests/unit/real_file.h
tests_unit_test_jmeter_summary_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_jmeter_summary_LDADD = $(UNIT_LDADD)
UNIT_TESTS += tests/unit/test_pgbench
tests_unit_test_pgbench_SOURCES = tests/unit/test_pgbench.c tests/unit/reader_case.c \
	tests/unit/reader_case.h tests/unit/recording_sink.c tests/unit/recording_sink.h
tests_unit_test_pgbench_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_pgbench_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_tool_summaries
tests_unit_test_tool_summaries_SOURCES = tests/unit/test_tool_summaries.c tests/unit/reader_case.c \
	tests/unit/reader_case.h tests/unit/recording_sink.c tests/unit/recording_sink.h
tests_unit_test_tool_summaries_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_tool_summaries_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_junit_xml
tests_unit_test_junit_xml_SOURCES = tests/unit/test_junit_xml.c tests/unit/reader_case.c \
	tests/unit/reader_case.h tests/unit/recording_sink.c tests/unit/recording_sink.h \
	tests/unit/real_file.c tests/unit/real_file.h
tests_unit_test_junit_xml_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_junit_xml_LDADD = $(UNIT_LDADD)
UNIT_TESTS += tests/unit/test_experiments
tests_unit_test_experiments_SOURCES = tests/unit/test_experiments.c tests/unit/reader_case.c \
	tests/unit/reader_case.h tests/unit/recording_sink.c tests/unit/recording_sink.h
tests_unit_test_experiments_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_experiments_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_siege
tests_unit_test_siege_SOURCES = tests/unit/test_siege.c tests/unit/reader_case.c \
	tests/unit/reader_case.h tests/unit/recording_sink.c tests/unit/recording_sink.h
tests_unit_test_siege_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_siege_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_real_series
tests_unit_test_real_series_SOURCES = tests/unit/test_real_series.c tests/unit/reader_case.c \
	tests/unit/reader_case.h tests/unit/recording_sink.c tests/unit/recording_sink.h \
	tests/unit/real_file.c tests/unit/real_file.h
tests_unit_test_real_series_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_real_series_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_bench_tables
tests_unit_test_bench_tables_SOURCES = tests/unit/test_bench_tables.c tests/unit/reader_case.c \
	tests/unit/reader_case.h tests/unit/recording_sink.c tests/unit/recording_sink.h
tests_unit_test_bench_tables_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_bench_tables_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_taurus_stats
tests_unit_test_taurus_stats_SOURCES = tests/unit/test_taurus_stats.c tests/unit/reader_case.c \
	tests/unit/reader_case.h tests/unit/recording_sink.c tests/unit/recording_sink.h
tests_unit_test_taurus_stats_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_taurus_stats_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_prom_export
tests_unit_test_prom_export_SOURCES = tests/unit/test_prom_export.c tests/unit/reader_case.c \
	tests/unit/reader_case.h tests/unit/recording_sink.c tests/unit/recording_sink.h
tests_unit_test_prom_export_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_prom_export_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_server_series
tests_unit_test_server_series_SOURCES = tests/unit/test_server_series.c tests/unit/reader_case.c \
	tests/unit/reader_case.h tests/unit/recording_sink.c tests/unit/recording_sink.h
tests_unit_test_server_series_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_server_series_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_real_all
tests_unit_test_real_all_SOURCES = tests/unit/test_real_all.c \
	tests/unit/real_file.c tests/unit/real_file.h
tests_unit_test_real_all_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_real_all_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_truncation
tests_unit_test_truncation_SOURCES = tests/unit/test_truncation.c tests/unit/reader_case.c \
	tests/unit/reader_case.h tests/unit/recording_sink.c tests/unit/recording_sink.h
tests_unit_test_truncation_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_truncation_LDADD = $(UNIT_LDADD)
UNIT_TESTS += tests/unit/test_hdr_payload
tests_unit_test_hdr_payload_SOURCES = tests/unit/test_hdr_payload.c
tests_unit_test_hdr_payload_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_hdr_payload_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_crossing
tests_unit_test_crossing_SOURCES = tests/unit/test_crossing.c
tests_unit_test_crossing_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_crossing_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_capacity
tests_unit_test_capacity_SOURCES = tests/unit/test_capacity.c
tests_unit_test_capacity_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_capacity_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_demand_model
tests_unit_test_demand_model_SOURCES = tests/unit/test_demand_model.c
tests_unit_test_demand_model_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_demand_model_LDADD = $(UNIT_LDADD)

check_PROGRAMS += $(UNIT_TESTS)
TESTS += $(UNIT_TESTS)
endif
