/*
 * Metrics of the run as text: OpenMetrics 1.0, its variant for Prometheus's textfile collector, and
 * GitLab's metrics report. Base units (seconds, bytes, ratios), no time stamps: the collector skips
 * a file that has any.
 */
#include <config.h>

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "base/instant.h"
#include "base/num.h"
#include "document/jsonx.h"
#include "render/escape.h"
#include "render/exported.h"
#include "render/form_part.h"
#include "render/model_part.h"

#define MS_PER_S      1000.0
#define BYTES_PER_KIB 1024.0
#define GITLAB_DIGITS 3 /* it compares values as text: noise must not look like a change */

struct writer {
	struct hr_str *out;
	const char *suite;
	int digits;       /* significant ones; 0 = as many as the number has */
	bool openmetrics; /* else Prometheus's text format */
};

static double round_to(double value, int digits)
{
	double scale;

	if (value == 0 || !isfinite(value))
		return value;
	scale = pow(10, digits - 1 - floor(log10(fabs(value))));
	return round(value * scale) / scale;
}

static void put_number(const struct writer *writer, double value)
{
	char text[40];

	if (writer->digits > 0)
		value = round_to(value, writer->digits);
	hr_format_double(hr_round15(value), text, sizeof(text));
	hr_str_puts(writer->out, text);
}

static void begin_family(const struct writer *writer, const char *name, const char *type,
                         const char *unit, const char *help)
{
	hr_str_printf(writer->out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
	if (writer->openmetrics && unit != NULL)
		hr_str_printf(writer->out, "# UNIT %s %s\n", name, unit);
}

static void begin_sample(const struct writer *writer, const char *name, const char *suffix)
{
	hr_str_printf(writer->out, "%s%s{suite=\"", name, suffix);
	hr_escape_openmetrics(hr_slice_of(writer->suite), writer->out);
	hr_str_putc(writer->out, '"');
}

static void put_label(const struct writer *writer, const char *name, const char *value)
{
	hr_str_printf(writer->out, ",%s=\"", name);
	hr_escape_openmetrics(hr_slice_of(value != NULL ? value : ""), writer->out);
	hr_str_putc(writer->out, '"');
}

static void end_sample(const struct writer *writer, double value)
{
	hr_str_puts(writer->out, "} ");
	put_number(writer, value);
	hr_str_putc(writer->out, '\n');
}

static void put_latency_of(const struct writer *writer, const struct hr_exported_row *row)
{
	static const char name[] = "headroom_latency_seconds";
	double count = hr_stat(row->stats, "count"), mean_ms = hr_stat(row->stats, "mean_ms");

	for (size_t i = 0; i < HR_EXPORTED_QUANTILES; i++) {
		const struct hr_exported_quantile *quantile = &hr_exported_quantiles[i];
		double value_ms = hr_stat(row->stats, quantile->key);
		char p[16];

		if (isnan(value_ms))
			continue;
		snprintf(p, sizeof(p), "%g", quantile->p);
		begin_sample(writer, name, "");
		put_label(writer, "endpoint", row->name);
		put_label(writer, "quantile", p);
		end_sample(writer, value_ms / MS_PER_S);
	}
	if (isfinite(mean_ms * count)) {
		begin_sample(writer, name, "_sum");
		put_label(writer, "endpoint", row->name);
		end_sample(writer, mean_ms * count / MS_PER_S);
	}
	if (!isfinite(count))
		return;
	begin_sample(writer, name, "_count");
	put_label(writer, "endpoint", row->name);
	end_sample(writer, count);
}

/* Gauges of STATS. */
static const struct gauge {
	const char *name, *unit, *help, *key;
	double factor;
} gauges[] = {
	{ "headroom_errors", NULL, "Requests of the last run that failed.", "errors", 1 },
	{ "headroom_error_ratio", "ratio", "Part of the requests of the last run that failed.",
	  "error_ratio", 1 },
	{ "headroom_requests_per_second", NULL, "Throughput of the last run.", "throughput_per_s",
	  1 },
	{ "headroom_received_bytes_per_second", NULL, "Bytes received a second in the last run.",
	  "received_kib_per_s", BYTES_PER_KIB },
	{ "headroom_sent_bytes_per_second", NULL, "Bytes sent a second in the last run.",
	  "sent_kib_per_s", BYTES_PER_KIB },
	{ "headroom_apdex", NULL, "APDEX of the last run.", "apdex", 1 },
};

static void put_gauge(const struct writer *writer, const struct hr_exported *exported,
                      const struct gauge *gauge)
{
	bool begun = false;

	for (size_t i = 0; i < exported->count; i++) {
		double value = hr_stat(exported->rows[i].stats, gauge->key);

		if (!isfinite(value * gauge->factor))
			continue;
		if (!begun)
			begin_family(writer, gauge->name, "gauge", gauge->unit, gauge->help);
		begun = true;
		begin_sample(writer, gauge->name, "");
		put_label(writer, "endpoint", exported->rows[i].name);
		end_sample(writer, value * gauge->factor);
	}
}

static void put_statistics(const struct writer *writer, const struct hr_exported *exported)
{
	if (exported->count == 0)
		return;
	begin_family(writer, "headroom_latency_seconds", "summary", "seconds",
	             "Elapsed time of the requests of the last run.");
	for (size_t i = 0; i < exported->count; i++)
		put_latency_of(writer, &exported->rows[i]);
	for (size_t i = 0; i < sizeof(gauges) / sizeof(gauges[0]); i++)
		put_gauge(writer, exported, &gauges[i]);
}

/* A check without verdict has no sample: absent is what "unknown" looks like to an alert rule. */
static void put_checks(const struct writer *writer, const json_t *checks)
{
	const json_t *check;
	bool begun = false;
	size_t i;

	json_array_foreach(checks, i, check)
	{
		struct hr_slice verdict = hr_slice_of(hr_json_text_at(check, "verdict"));

		if (hr_slice_is(verdict, "inconclusive"))
			continue;
		if (!begun)
			begin_family(writer, "headroom_check_failed", "gauge", NULL,
			             "1 when the check failed, 0 when it passed or warned.");
		begun = true;
		begin_sample(writer, "headroom_check_failed", "");
		put_label(writer, "check", hr_json_text_at(check, "id"));
		put_label(writer, "kind", hr_json_text_at(check, "kind"));
		end_sample(writer, hr_slice_is(verdict, "fail"));
	}
}

static void put_run(const struct writer *writer, const struct hr_scene *scene)
{
	begin_family(writer, "headroom_exit_status", "gauge", NULL,
	             "0 pass, 1 a check failed, 3 no verdict possible.");
	begin_sample(writer, "headroom_exit_status", "");
	put_label(writer, "environment", hr_json_text_at(scene->document, "run.environment"));
	put_label(writer, "version", hr_json_text_at(scene->document, "run.version"));
	end_sample(writer, hr_document_exit(scene->document));
	if (scene->run.end_ns == HR_INSTANT_NONE)
		return;
	begin_family(writer, "headroom_last_run_timestamp_seconds", "gauge", "seconds",
	             "End of the last run, in seconds since the epoch.");
	begin_sample(writer, "headroom_last_run_timestamp_seconds", "");
	hr_str_puts(writer->out, "} ");
	/* Never rounded: an instant is no measured value. */
	hr_str_printf(writer->out, "%" PRId64 "\n", scene->run.end_ns / HR_NS_PER_S);
}

static enum hr_err write(const struct hr_scene *scene, struct writer writer)
{
	struct hr_exported exported;

	writer.suite = hr_exported_suite(scene);
	hr_exported_init(&exported, scene);
	put_statistics(&writer, &exported);
	put_checks(&writer, json_object_get(scene->document, "checks"));
	put_run(&writer, scene);
	if (writer.openmetrics)
		hr_str_puts(writer.out, "# EOF\n");
	hr_exported_release(&exported);
	return HR_OK;
}

enum hr_err hr_form_openmetrics(const struct hr_scene *scene,
                                const struct hr_render_options *options, struct hr_str *out,
                                struct hr_error *err)
{
	(void)options;
	(void)err;
	return write(scene, (struct writer){ .out = out, .openmetrics = true });
}

enum hr_err hr_form_prom(const struct hr_scene *scene, const struct hr_render_options *options,
                         struct hr_str *out, struct hr_error *err)
{
	(void)options;
	(void)err;
	return write(scene, (struct writer){ .out = out });
}

enum hr_err hr_form_gitlab(const struct hr_scene *scene, const struct hr_render_options *options,
                           struct hr_str *out, struct hr_error *err)
{
	(void)options;
	(void)err;
	return write(scene,
	             (struct writer){ .out = out, .openmetrics = true, .digits = GITLAB_DIGITS });
}
