/*
 * The formats this program reads, one struct a file. The table that orders them is formats.c.
 */
#ifndef HR_READ_FORMATS_H
#define HR_READ_FORMATS_H

#include "read/reader.h"

extern const struct hr_format hr_format_jtl_csv;           /* jtl_csv.c */
extern const struct hr_format hr_format_table_csv;         /* table_csv.c */
extern const struct hr_format hr_format_jtl_xml;           /* jtl_xml.c */
extern const struct hr_format hr_format_json_lines;        /* json_lines.c */
extern const struct hr_format hr_format_jmeter_statistics; /* jmeter_statistics.c */
extern const struct hr_format hr_format_hdr_log;           /* hdr_log.c */
extern const struct hr_format hr_format_hdr_percentiles;   /* hdr_percentiles.c */
extern const struct hr_format hr_format_sadf_json;         /* sadf_json.c */
extern const struct hr_format hr_format_sadf_csv;          /* sadf_csv.c */
extern const struct hr_format hr_format_gatling_log;       /* gatling_log.c */
extern const struct hr_format hr_format_gatling_stats;     /* gatling_stats.c */
extern const struct hr_format hr_format_gatling_binary;    /* gatling_binary.c */
extern const struct hr_format hr_format_prometheus;        /* prometheus.c */
extern const struct hr_format hr_format_vegeta_json;       /* vegeta_json.c */
extern const struct hr_format hr_format_vegeta_csv;        /* vegeta_csv.c */
extern const struct hr_format hr_format_vegeta_report;     /* vegeta_report.c */
extern const struct hr_format hr_format_hey_csv;           /* hey_csv.c */
extern const struct hr_format hr_format_ab_requests;       /* ab_requests.c */
extern const struct hr_format hr_format_ab_percentiles;    /* ab_percentiles.c */
extern const struct hr_format hr_format_access_log;        /* access_log.c */
extern const struct hr_format hr_format_k6_csv;            /* k6_csv.c */
extern const struct hr_format hr_format_k6_json;           /* k6_json.c */
extern const struct hr_format hr_format_jmeter_summary;    /* jmeter_summary.c */
extern const struct hr_format hr_format_pgbench_log;       /* pgbench_log.c */
extern const struct hr_format hr_format_pgbench_intervals; /* pgbench_intervals.c */
extern const struct hr_format hr_format_fortio;            /* fortio.c */
extern const struct hr_format hr_format_wrk;               /* wrk.c */
extern const struct hr_format hr_format_hyperfine;         /* hyperfine.c */
extern const struct hr_format hr_format_google_benchmark;  /* google_benchmark.c */
extern const struct hr_format hr_format_junit_xml;         /* junit_xml.c */
extern const struct hr_format hr_format_locust_stats;      /* locust_stats.c */
extern const struct hr_format hr_format_locust_history;    /* locust_history.c */
extern const struct hr_format hr_format_locust_failures;   /* locust_failures.c */
extern const struct hr_format hr_format_locust_json;       /* locust_json.c */
extern const struct hr_format hr_format_chaostoolkit;      /* chaostoolkit.c */
extern const struct hr_format hr_format_litmus;            /* litmus.c */
extern const struct hr_format hr_format_siege;             /* siege.c */
extern const struct hr_format hr_format_siege_json;        /* siege_json.c */
extern const struct hr_format hr_format_k6_summary;        /* k6_summary.c */
extern const struct hr_format hr_format_autocannon;        /* autocannon.c */
extern const struct hr_format hr_format_artillery;         /* artillery.c */
extern const struct hr_format hr_format_prom_csv;          /* prom_csv.c */
extern const struct hr_format hr_format_promtool;          /* promtool.c */
extern const struct hr_format hr_format_collectd_csv;      /* collectd_csv.c */
extern const struct hr_format hr_format_perfmon;           /* perfmon.c */
extern const struct hr_format hr_format_proc_json;         /* proc_json.c */
extern const struct hr_format hr_format_go_bench;          /* go_bench.c */
extern const struct hr_format hr_format_jmeter_aggregate;  /* jmeter_aggregate.c */
extern const struct hr_format hr_format_taurus_stats;      /* taurus_stats.c */

#endif
