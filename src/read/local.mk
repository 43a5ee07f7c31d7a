libheadroom_a_SOURCES += \
	%D%/ab_percentiles.c \
	%D%/ab_requests.c \
	%D%/access_log.c \
	%D%/artillery.c \
	%D%/autocannon.c \
	%D%/bit_places.c %D%/bit_places.h \
	%D%/byte_masks.h \
	%D%/chaostoolkit.c \
	%D%/collectd_csv.c \
	%D%/csv.c %D%/csv.h \
	%D%/csv_index.c %D%/csv_index.h \
	%D%/csv_indexed.c %D%/csv_indexed.h \
	%D%/csv_library.c %D%/csv_library.h \
	%D%/csv_look.c %D%/csv_look.h \
	%D%/csv_masks.h \
	%D%/csv_pieces.c %D%/csv_pieces.h \
	%D%/csv_reader.c %D%/csv_reader.h \
	%D%/csv_records.c %D%/csv_records.h \
	%D%/csv_rows.h \
	%D%/document_reader.c %D%/document_reader.h \
	%D%/formats.c %D%/formats.h \
	%D%/fortio.c \
	%D%/gatling_binary.c \
	%D%/gatling_log.c \
	%D%/gatling_record.c %D%/gatling_record.h \
	%D%/gatling_stats.c \
	%D%/go_bench.c \
	%D%/google_benchmark.c \
	%D%/hdr_log.c \
	%D%/hdr_payload.c %D%/hdr_payload.h \
	%D%/hdr_percentiles.c \
	%D%/hey_csv.c \
	%D%/hyperfine.c \
	%D%/increments.c %D%/increments.h \
	%D%/instruction_set.c %D%/instruction_set.h \
	%D%/jmeter_aggregate.c \
	%D%/jmeter_statistics.c \
	%D%/jmeter_summary.c \
	%D%/jmx.c %D%/jmx.h \
	%D%/jmx_groups.c \
	%D%/jmx_property.c %D%/jmx_property.h \
	%D%/json_line.c %D%/json_line.h \
	%D%/json_lines.c \
	%D%/json_scan.c %D%/json_scan.h \
	%D%/json_shape.c %D%/json_shape.h \
	%D%/json_split.c %D%/json_split.h \
	%D%/json_text.c %D%/json_text.h \
	%D%/json_value.c %D%/json_value.h \
	%D%/jtl_columns.c %D%/jtl_columns.h \
	%D%/jtl_csv.c \
	%D%/jtl_groups.c %D%/jtl_groups.h \
	%D%/jtl_numbers.h \
	%D%/jtl_plain.c %D%/jtl_plain.h \
	%D%/jtl_time.c %D%/jtl_time.h \
	%D%/jtl_xml.c \
	%D%/jtl_xml_chunks.c \
	%D%/jtl_xml_elements.c %D%/jtl_xml_elements.h \
	%D%/jtl_xml_parser.c \
	%D%/jtl_xml_plain.c %D%/jtl_xml_plain.h \
	%D%/jtl_xml_sample.c %D%/jtl_xml_sample.h \
	%D%/jtl_xml_tags.c %D%/jtl_xml_tags.h \
	%D%/junit_xml.c \
	%D%/jvm_string.c %D%/jvm_string.h \
	%D%/k6_csv.c \
	%D%/k6_json.c \
	%D%/k6_point.c %D%/k6_point.h \
	%D%/k6_summary.c \
	%D%/line_split.c %D%/line_split.h \
	%D%/litmus.c \
	%D%/locust_failures.c \
	%D%/locust_history.c \
	%D%/locust_json.c \
	%D%/locust_label.h \
	%D%/locust_stats.c \
	%D%/mapped_row.c %D%/mapped_row.h \
	%D%/perfmon.c \
	%D%/pgbench_intervals.c \
	%D%/pgbench_log.c \
	%D%/proc_json.c \
	%D%/prom_csv.c \
	%D%/prom_series.c %D%/prom_series.h \
	%D%/prom_text.c %D%/prom_text.h \
	%D%/prometheus.c \
	%D%/promtool.c \
	%D%/quote_index.c %D%/quote_index.h \
	%D%/read_chunks.c %D%/read_chunks.h \
	%D%/read_input.c %D%/read_input.h \
	%D%/reader.c %D%/reader.h \
	%D%/sadf_csv.c \
	%D%/sadf_json.c \
	%D%/sadf_metric.c %D%/sadf_metric.h \
	%D%/sample_row.c %D%/sample_row.h \
	%D%/series_lines.c %D%/series_lines.h \
	%D%/siege.c \
	%D%/siege_json.c \
	%D%/table_csv.c \
	%D%/taurus_stats.c \
	%D%/text_end.h \
	%D%/vegeta_csv.c \
	%D%/vegeta_json.c \
	%D%/vegeta_report.c \
	%D%/vegeta_result.c %D%/vegeta_result.h \
	%D%/wrk.c \
	%D%/xml_clean.c %D%/xml_clean.h \
	%D%/xml_decode.c %D%/xml_decode.h \
	%D%/xml_feed.c %D%/xml_feed.h \
	%D%/xml_head.c %D%/xml_head.h \
	%D%/xml_library.c %D%/xml_library.h \
	%D%/xml_stream.c %D%/xml_stream.h
