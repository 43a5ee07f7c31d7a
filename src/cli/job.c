#include <config.h>
#include "cli/job.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/count.h"
#include "base/duration.h"
#include "base/instant.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/pattern.h"
#include "base/suggest.h"
#include "base/unit.h"
#include "base/threads.h"
#include "cli/config_file.h"
#include "cli/job_part.h"
#include "record/sli.h"
#include "summarize/label_map.h"

#define APDEX_SATISFIED_NS (500 * HR_NS_PER_MS) /* JMeter's defaults */
#define APDEX_TOLERATED_NS (1500 * HR_NS_PER_MS)

static enum hr_err find_format(const char *name, const struct hr_format **out, struct hr_error *err)
{
	struct hr_suggestion suggestion = { .wrong = hr_slice_of(name) };

	*out = hr_format_find(name);
	if (*out != NULL)
		return HR_OK;
	for (size_t i = 0; hr_formats[i] != NULL; i++)
		hr_suggest_try(&suggestion, hr_formats[i]->name);
	return hr_error_set(err, HR_EINVAL, "unknown input format '%s'%s", name,
	                    hr_suggest_hint(&suggestion, "headroom help formats"));
}

enum hr_err hr_job_threads(const char *text, unsigned *out, struct hr_error *err)
{
	uint64_t count;

	*out = hr_threads_default();
	if (text == NULL)
		return HR_OK;
	if (!hr_parse_u64(hr_slice_of(text), &count) || count < 1 || count > HR_THREADS_MAX)
		return hr_error_set(err, HR_EINVAL,
		                    "--threads takes a number from 1 to %d, not '%s'",
		                    HR_THREADS_MAX, text);
	*out = (unsigned)count;
	return HR_OK;
}

static enum hr_err set_delimiter(const char *text, char *out, struct hr_error *err)
{
	if (strcmp(text, "tab") == 0 || strcmp(text, "\\t") == 0)
		*out = '\t';
	else if (strlen(text) == 1 && strchr("\"\r\n", text[0]) == NULL)
		*out = text[0];
	else
		return hr_error_set(err, HR_EINVAL,
		                    "--delimiter takes one character or 'tab', not '%s'", text);
	return HR_OK;
}

static enum hr_err find_mapping(struct hr_job *job, struct hr_error *err)
{
	const char *name = job->settings->mapping;
	struct hr_suggestion suggestion = { 0 };

	if (name == NULL)
		return HR_OK;
	if (job->config.mappings.count == 0)
		return hr_config_file_lacks(job->settings->config, "mapping", "\"mappings\"", err);
	job->read.mapping = hr_config_find_mapping(&job->config, name);
	if (job->read.mapping != NULL)
		return HR_OK;
	suggestion.wrong = hr_slice_of(name);
	for (size_t i = 0; i < job->config.mappings.count; i++)
		hr_suggest_try(&suggestion, job->config.mappings.items[i].name);
	return hr_error_at(err, HR_EINVAL, job->settings->config, 0, 0,
	                   "there is no mapping '%s' in \"mappings\"%s", name,
	                   hr_suggest_hint(&suggestion, NULL));
}

static enum hr_err set_zone(struct hr_job *job, struct hr_error *err)
{
	const char *name = job->settings->zone;
	enum hr_err code = HR_OK;

	if (name != NULL)
		code = hr_zone_open(hr_slice_of(name), &job->zone, err);
	hr_error_locate(err, "--tz");
	job->read.zone = job->zone != NULL          ? job->zone
	                 : job->config.zone != NULL ? job->config.zone
	                                            : hr_zone_utc();
	job->document.zone = job->read.zone;
	return code;
}

static enum hr_err set_reading(struct hr_job *job, struct hr_error *err)
{
	const struct hr_settings *settings = job->settings;
	enum hr_err code = set_zone(job, err);

	if (code == HR_OK && settings->time_format != NULL) {
		code = hr_time_format_compile(hr_slice_of(settings->time_format), &job->time_format,
		                              err);
		hr_error_locate(err, "--time-format");
		job->read.time_format = job->time_format;
	}
	job->read.reference = settings->reference_parser;
	if (code == HR_OK)
		code = hr_job_threads(settings->threads, &job->read.threads, err);
	if (code == HR_OK && settings->delimiter != NULL)
		code = set_delimiter(settings->delimiter, &job->read.delimiter, err);
	if (settings->stamp != NULL && strcmp(settings->stamp, "end") == 0)
		job->read.stamp = HR_STAMP_END;
	if (settings->nested != NULL && strcmp(settings->nested, "flatten") == 0)
		job->read.nested = HR_NESTED_FLATTEN;
	return code == HR_OK ? find_mapping(job, err) : code;
}

static enum hr_err set_label_map(struct hr_job *job, struct hr_error *err)
{
	const struct hr_texts *rules = &job->settings->label_map;
	const struct hr_config_label_rules *more = &job->config.labels.map;
	enum hr_err code = HR_OK;

	if (rules->count == 0 && more->count == 0)
		return HR_OK;
	job->label_map = hr_label_map_new();
	for (size_t i = 0; code == HR_OK && i < rules->count; i++)
		code = hr_label_map_add_text(job->label_map, rules->items[i], err);
	hr_error_locate(err, "--label-map");
	for (size_t i = 0; code == HR_OK && i < more->count; i++)
		code = hr_label_map_add(job->label_map,
		                        hr_slice_of(hr_pattern_text(more->items[i].pattern)),
		                        hr_slice_of(more->items[i].name), err);
	job->summarize.label_map = job->label_map;
	return code;
}

/* Those of the command line, else those of the configuration. */
static void use_patterns(struct hr_pattern ***items, size_t *count, const struct hr_patterns *given,
                         const struct hr_config_patterns *configured)
{
	*items = given->count > 0 ? given->items : configured->items;
	*count = given->count > 0 ? given->count : configured->count;
}

static enum hr_err set_selection(struct hr_job *job, struct hr_error *err)
{
	const struct hr_settings *settings = job->settings;
	struct hr_filter *filter = &job->summarize.filter;
	enum hr_err code;

	job->window = (struct hr_window){ settings->from, settings->to, settings->skip,
		                          settings->last };
	filter->from_ns = HR_INSTANT_NONE;
	filter->to_ns = HR_INSTANT_NONE;
	code = hr_patterns_add_all(&job->include, &settings->include, "--include", err);
	if (code == HR_OK)
		code = hr_patterns_add_all(&job->exclude, &settings->exclude, "--exclude", err);
	if (code == HR_OK)
		code = hr_patterns_add_all(&job->transactions, &settings->transactions,
		                           "--transactions", err);
	use_patterns(&filter->include, &filter->include_count, &job->include,
	             &job->config.labels.include);
	use_patterns(&filter->exclude, &filter->exclude_count, &job->exclude,
	             &job->config.labels.exclude);
	use_patterns(&job->summarize.transactions, &job->summarize.transaction_count,
	             &job->transactions, &job->config.labels.transactions);
	return code == HR_OK ? set_label_map(job, err) : code;
}

static enum hr_err set_interval(struct hr_job *job, struct hr_error *err)
{
	const char *text = job->settings->interval;
	enum hr_err code;

	job->interval_ns = job->config.interval_ns;
	if (text == NULL)
		return HR_OK;
	code = hr_duration_parse(hr_slice_of(text), &job->interval_ns, err);
	hr_error_locate(err, "--interval");
	if (code != HR_OK)
		return code;
	if (job->interval_ns <= 0 || job->interval_ns % HR_NS_PER_S != 0)
		return hr_error_set(err, HR_EINVAL,
		                    "--interval takes whole seconds, 1s or more, not '%s'", text);
	return HR_OK;
}

static enum hr_err set_statistics(struct hr_job *job, struct hr_error *err)
{
	const struct hr_settings *settings = job->settings;
	const struct hr_config *config = &job->config;
	struct hr_document_options *document = &job->document;
	enum hr_err code = set_interval(job, err);

	document->apdex_satisfied_ns = config->apdex.satisfied_ns > 0 ? config->apdex.satisfied_ns
	                                                              : APDEX_SATISFIED_NS;
	document->apdex_tolerated_ns = config->apdex.tolerated_ns > 0 ? config->apdex.tolerated_ns
	                                                              : APDEX_TOLERATED_NS;
	document->mask_queries = settings->mask;
	job->summarize.drop_queries = settings->mask;
	document->sub_results_apart = settings->sub_results != NULL &&
	                              strcmp(settings->sub_results, "apart") == 0;
	if (config->has_quantile)
		document->method = config->quantile;
	if (code == HR_OK && settings->quantile != NULL)
		code = hr_quantile_method_parse(hr_slice_of(settings->quantile), &document->method,
		                                err);
	for (size_t i = 0; code == HR_OK && i < settings->apdex.count; i++)
		code = hr_job_add_apdex(job, settings->apdex.items[i], err);
	for (size_t i = 0; i < config->apdex.labels.count; i++)
		hr_job_add_apdex_rule(job, config->apdex.labels.items[i].pattern,
		                      config->apdex.labels.items[i].satisfied_ns,
		                      config->apdex.labels.items[i].tolerated_ns);
	return code;
}

/* What the summary counts for the objectives. */
static void set_sli_rules(struct hr_job *job)
{
	const struct hr_config_slos *slos = &job->config.slos;

	job->sli_rules = hr_zalloc(slos->count + 1, sizeof(*job->sli_rules));
	job->summarize.sli_rules = job->sli_rules;
	for (size_t i = 0; i < slos->count; i++) {
		const struct hr_config_slo *slo = &slos->items[i];

		if (slo->definition != NULL)
			job->sli_rules[job->summarize.sli_rule_count++] = (struct hr_sli_rule){
				slo->name, slo->definition, slo->scope, &slo->valid, &slo->good
			};
	}
}

static enum hr_err set_rate(struct hr_job *job, struct hr_error *err)
{
	const char *text = job->settings->rate;
	enum hr_err code;

	job->rate_per_s = NAN;
	if (text == NULL)
		return HR_OK;
	code = hr_unit_parse(hr_slice_of(text), HR_QUANTITY_PER_S, &job->rate_per_s, err);
	if (code == HR_OK && !(job->rate_per_s > 0))
		code = hr_error_set(err, HR_EINVAL, "a rate is above 0, such as 50/s, not '%s'",
		                    text);
	hr_error_locate(err, "--rate");
	return code;
}

static enum hr_err set_seed(struct hr_job *job, struct hr_error *err)
{
	const char *text = job->settings->seed;

	if (text == NULL ||
	    (hr_parse_u64(hr_slice_of(text), &job->seed) && job->seed <= HR_COUNT_MAX))
		return HR_OK;
	return hr_error_set(err, HR_EINVAL, "--seed: '%s' is no whole number from 0 to %" PRIu64,
	                    text, HR_COUNT_MAX);
}

static enum hr_err set_as_of(struct hr_job *job, struct hr_error *err)
{
	const char *text = job->settings->as_of;
	int64_t instant_ns;
	enum hr_err code;

	job->as_of_s = HR_SLI_SECOND_NONE;
	if (text == NULL)
		return HR_OK;
	code = hr_instant_parse(hr_slice_of(text), job->read.zone, &instant_ns, err);
	hr_error_locate(err, "--as-of");
	if (code == HR_OK)
		job->as_of_s = instant_ns / HR_NS_PER_S;
	return code;
}

static enum hr_err parse_criteria(struct hr_job *job, struct hr_error *err)
{
	const struct hr_texts *texts = &job->settings->checks;
	enum hr_err code = HR_OK;

	if (texts->count > 0)
		job->criteria = hr_zalloc(texts->count, sizeof(*job->criteria));
	for (size_t i = 0; code == HR_OK && i < texts->count; i++) {
		code = hr_criterion_parse(hr_slice_of(texts->items[i]), &job->criteria[i], err);
		if (code == HR_OK)
			job->criterion_count++;
	}
	hr_error_locate(err, "--check");
	return code;
}

enum hr_err hr_job_init_settings(struct hr_job *job, const struct hr_settings *settings,
                                 struct hr_error *err)
{
	const struct hr_format *format;
	enum hr_err code = HR_OK;

	*job = (struct hr_job){ .settings = settings, .document = HR_DOCUMENT_OPTIONS_INIT };
	if (settings->config != NULL)
		code = hr_config_file_load(settings->config, &job->config, err);
	if (code == HR_OK && settings->sla_config != NULL)
		code = hr_config_file_load_slas(settings->sla_config, &job->config, err);
	if (code == HR_OK && settings->input_format != NULL)
		code = find_format(settings->input_format, &format, err);
	if (code == HR_OK)
		code = set_reading(job, err);
	if (code == HR_OK)
		code = set_selection(job, err);
	if (code == HR_OK)
		code = set_statistics(job, err);
	if (code == HR_OK)
		set_sli_rules(job);
	if (code == HR_OK)
		code = set_rate(job, err);
	if (code == HR_OK)
		code = set_seed(job, err);
	if (code == HR_OK)
		code = set_as_of(job, err);
	if (code == HR_OK)
		code = parse_criteria(job, err);
	return code;
}

enum hr_err hr_job_init(struct hr_job *job, const struct hr_settings *settings,
                        struct hr_error *err)
{
	const struct hr_format *format = settings->input_format != NULL
	                                         ? hr_format_find(settings->input_format)
	                                         : NULL;
	enum hr_err code = hr_job_init_settings(job, settings, err);

	if (code == HR_OK)
		code = hr_job_collect_inputs(job, format, err);
	return code;
}

void hr_job_drop_document_options(struct hr_job *job)
{
	if (job->document.owned_patterns != NULL)
		hr_document_options_release(&job->document);
	else
		free(job->document.apdex_rules);
	hr_zone_free(job->document_zone);
	job->document_zone = NULL;
	job->document.apdex_rules = NULL;
	job->document.apdex_rule_count = 0;
	job->apdex_capacity = 0;
}

void hr_job_release(struct hr_job *job)
{
	for (size_t i = 0; i < job->criterion_count; i++)
		hr_criterion_release(&job->criteria[i]);
	free(job->criteria);
	free(job->sli_rules);
	hr_job_drop_document_options(job);
	hr_patterns_release(&job->include);
	hr_patterns_release(&job->exclude);
	hr_patterns_release(&job->transactions);
	hr_patterns_release(&job->apdex_patterns);
	hr_label_map_free(job->label_map);
	hr_time_format_free(job->time_format);
	hr_zone_free(job->zone);
	for (size_t i = 0; i < job->input_count; i++)
		free(job->inputs[i].path);
	free(job->inputs);
	hr_config_release(&job->config);
}
