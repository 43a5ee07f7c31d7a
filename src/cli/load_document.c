/* Documents as inputs. */
#include <config.h>
#include "cli/load_document.h"

#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "cli/load.h"
#include "cli/output_clash.h"
#include "record/series.h"

enum hr_err hr_load_parse(struct hr_input *input, json_t **out, struct hr_error *err)
{
	struct hr_str text = { 0 };
	enum hr_err code = hr_input_read_all(input, HR_DOCUMENT_BYTES_MAX, "a document", &text,
	                                     err);

	if (code == HR_OK)
		code = hr_document_parse(hr_str_slice(&text), hr_input_path(input), out, err);
	hr_str_release(&text);
	return code;
}

enum hr_err hr_load_document(const char *path, json_t **out, struct hr_error *err)
{
	struct hr_input *input;
	enum hr_err code;

	if (strcmp(path, "-") == 0 && isatty(STDIN_FILENO) == 1)
		return hr_error_set(err, HR_EINVAL, "no document given, and stdin is a terminal");
	code = hr_input_open(path, &input, err);
	if (code != HR_OK)
		return code;
	code = hr_load_parse(input, out, err);
	hr_input_close(input);
	return code;
}

/* Settings are not inherited from documents; silence about it would mislead. */
static void warn_of_settings(const struct hr_job *job, const json_t *document, const char *path)
{
	const struct hr_document_options *now = &job->document;
	struct hr_document_options then = HR_DOCUMENT_OPTIONS_INIT;
	struct hr_zone *zone = NULL;

	if (hr_document_options(document, &then, &zone, NULL) == HR_OK) {
		if (then.method != now->method)
			hr_log(HR_LOG_WARNING, "%s was made with --quantile=%s, this is %s", path,
			       hr_quantile_method_name(then.method),
			       hr_quantile_method_name(now->method));
		if (then.sub_results_apart != now->sub_results_apart)
			hr_log(HR_LOG_WARNING, "%s was made with another --sub-results", path);
		if (then.apdex_satisfied_ns != now->apdex_satisfied_ns ||
		    then.apdex_tolerated_ns != now->apdex_tolerated_ns ||
		    then.apdex_rule_count != now->apdex_rule_count)
			hr_log(HR_LOG_WARNING, "%s was made with other --apdex thresholds", path);
	}
	hr_document_options_release(&then);
	hr_zone_free(zone);
}

enum hr_err hr_load_document_run(const struct hr_job *job, struct hr_input *input, bool warn,
                                 struct hr_run *run, struct hr_error *err)
{
	const char *path = hr_input_path(input);
	json_t *document = NULL;
	enum hr_err code = hr_outputs_spare_document(job->settings, path, "json", err);

	if (code == HR_OK)
		code = hr_load_parse(input, &document, err);
	if (code != HR_OK)
		return code;
	code = hr_document_run(document, run, err);
	hr_error_locate(err, path);
	if (code == HR_OK && warn)
		warn_of_settings(job, document, path);
	json_decref(document);
	return code;
}

/* A point of a series as the reading it stands for: a gauge's mean, a counter's last value. */
static void push_point(struct hr_sink *sink, const struct hr_series *series, size_t i)
{
	const struct hr_point *point = &series->points[i];
	struct hr_observation observation = { .kind = series->kind,
		                              .name = hr_slice_of(series->name),
		                              .host = hr_slice_of(series->host),
		                              .unit = hr_slice_of(series->unit) };

	if (series->kind == HR_SERIES_COUNTER) {
		observation.time_ns = point->last_time_ns;
		observation.value_micro = point->last_micro;
	} else {
		observation.time_ns = point->first_time_ns;
		observation.value_micro = (int64_t)(point->sum_micro / (hr_i128)point->count);
	}
	hr_sink_observation(sink, &observation);
}

enum hr_err hr_load_document_points(const struct hr_job *job, struct hr_input *input,
                                    struct hr_sink *sink, struct hr_error *err)
{
	struct hr_run run;
	enum hr_err code = hr_outputs_spare(job->settings, hr_input_path(input), err);

	if (code == HR_OK)
		code = hr_load_document_run(job, input, false, &run, err);
	if (code != HR_OK)
		return code;
	for (size_t s = 0; s < run.series_count; s++) {
		for (size_t i = 0; i < run.series[s].count; i++)
			push_point(sink, &run.series[s], i);
	}
	hr_run_release(&run);
	return HR_OK;
}
