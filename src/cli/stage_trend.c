/*
 * Did it get worse over time: the stage, and what it shares with its command.
 */
#include <config.h>
#include "cli/stage.h"

#include <stdlib.h>
#include <string.h>

#include "analyse/trend.h"
#include "base/instant.h"
#include "base/mem.h"
#include "base/unit.h"
#include "cli/history_folder.h"
#include "cli/trend_input.h"
#include "document/document_trend.h"
#include "document/jsonx.h"

#define EFFECT_MAX 10 /* times the level */
#define ACK_MIN    4  /* characters of an id's beginning that name it */

static enum hr_err take_effect(const char *text, double *out, struct hr_error *err)
{
	enum hr_err code = hr_unit_parse(hr_slice_of(text), HR_QUANTITY_RATIO, out, err);

	if (code == HR_OK && !(*out > 0 && *out <= EFFECT_MAX))
		code = hr_error_set(err, HR_EINVAL,
		                    "'%s' is no change worth looking for: expected more than 0 "
		                    "and at most %d%%",
		                    text, 100 * EFFECT_MAX);
	hr_error_locate(err, "--min-effect");
	return code;
}

static enum hr_err take_options(const struct hr_job *job, const struct hr_trend_input *input,
                                struct hr_trend_options *out, struct hr_error *err)
{
	const struct hr_settings *settings = job->settings;
	const struct hr_config_trend *config = &job->config.trend;

	*out = (struct hr_trend_options)HR_TREND_OPTIONS_INIT;
	out->reference = settings->reference != NULL ? settings->reference : config->reference;
	if (input->has_control)
		out->control_history = &input->control;
	else
		out->control = hr_trend_control(job);
	if (settings->min_effect != NULL)
		return take_effect(settings->min_effect, &out->series.min_effect, err);
	if (config->min_effect > 0)
		out->series.min_effect = config->min_effect;
	return HR_OK;
}

static json_t *write_settings(const struct hr_trend_options *options,
                              const struct hr_trend_input *input)
{
	json_t *out = json_object(), *metrics = json_array();

	for (size_t i = 0; input->metrics[i] != NULL; i++)
		hr_json_append(metrics, json_string(input->metrics[i]));
	hr_json_set(out, "metrics", metrics);
	hr_json_set(out, "min_effect", hr_json_real(options->series.min_effect));
	hr_json_set(out, "alpha", hr_json_real(options->series.alpha));
	hr_json_set(out, "false_discovery_rate", hr_json_real(options->rate));
	hr_json_set(out, "reference", hr_json_text(options->reference));
	hr_json_set(out, "control",
	            options->control_history != NULL ? json_string("another history")
	                                             : hr_json_text(options->control));
	return out;
}

/* --- events and the store --- */

static bool is_named(const struct hr_trend *trend, const struct hr_trend_event *event,
                     const char *text)
{
	size_t length = strlen(text);

	return length >= ACK_MIN && (strncmp(event->id, text, length) == 0 ||
	                             strncmp(trend->groups[event->group].id, text, length) == 0);
}

static enum hr_err acknowledge(const struct hr_trend *trend, struct hr_store *store,
                               const char *text, struct hr_error *err)
{
	size_t found = 0;
	enum hr_err code = hr_store_lock(store, err);

	for (size_t i = 0; code == HR_OK && i < trend->event_count; i++) {
		if (!is_named(trend, &trend->events[i], text))
			continue;
		code = hr_trend_event_save(store, trend, &trend->events[i], true, err);
		found++;
	}
	if (code == HR_OK && found == 0)
		code = hr_error_set(
		        err, HR_EINVAL,
		        "--ack: no event of this history begins with '%s'; the ids are in "
		        "the output of headroom trend",
		        text);
	return code;
}

/* New ones that matter, so that their ids stay as they were first reported. */
static enum hr_err keep_events(const struct hr_trend *trend, struct hr_store *store,
                               struct hr_error *err)
{
	enum hr_err code = HR_OK;

	for (size_t i = 0; code == HR_OK && i < trend->event_count; i++) {
		const struct hr_trend_event *event = &trend->events[i];
		bool known;

		if (!event->significant || event->state != HR_EVENT_OPEN)
			continue;
		code = hr_store_find(store, HR_STORE_EVENTS, event->id, &known, err);
		if (known)
			continue;
		if (code == HR_OK)
			code = hr_store_lock(store, err);
		if (code == HR_OK)
			code = hr_trend_event_save(store, trend, event, false, err);
	}
	return code;
}

/* What one analysis needs beside the runs. */
struct session {
	struct hr_store *store;
	struct hr_trend_options options;
	struct hr_trend_known *known;
	struct hr_trend trend;
};

static enum hr_err analyse(struct session *session, const struct hr_run_table *history,
                           struct hr_error *err)
{
	size_t count = 0;
	enum hr_err code;

	hr_trend_release(&session->trend);
	hr_trend_known_free(session->known, session->options.known_count);
	session->known = NULL;
	session->options.known_count = 0;
	code = hr_trend_known_load(session->store, &session->known, &count, err);
	session->options.known = session->known;
	session->options.known_count = count;
	if (code == HR_OK)
		hr_trend_analyse(history, &session->options, &session->trend);
	return code;
}

enum hr_err hr_trend_apply(struct hr_trend_input *input, const struct hr_job *job, json_t *document,
                           struct hr_checks *checks, struct hr_error *err)
{
	const struct hr_texts *acks = &job->settings->ack;
	struct session session = { 0 };
	struct hr_trend_left_out left_out;
	enum hr_err code = take_options(job, input, &session.options, err);

	hr_trend_comparable(&input->history, &left_out.environment, &left_out.workload,
	                    &left_out.older);
	session.store = hr_history_open(job);
	if (code == HR_OK)
		code = analyse(&session, &input->history, err);
	for (size_t i = 0; code == HR_OK && i < acks->count; i++)
		code = acknowledge(&session.trend, session.store, acks->items[i], err);
	if (code == HR_OK && acks->count > 0)
		code = analyse(&session, &input->history, err);
	if (code == HR_OK && job->settings->save)
		code = keep_events(&session.trend, session.store, err);
	if (code == HR_OK) {
		hr_document_set(document, "trend",
		                hr_document_write_trend(&session.trend, &left_out));
		hr_document_set_settings(document, "trend",
		                         write_settings(&session.options, input));
		if (input->asked || input->history.run_count >= HR_TREND_RUNS_MIN)
			hr_trend_check(&session.trend, checks);
	}
	hr_trend_release(&session.trend);
	hr_trend_known_free(session.known, session.options.known_count);
	hr_store_close(session.store);
	return code;
}

/* --- the stage --- */

static bool wanted(const struct hr_stage_context *context)
{
	struct hr_store *store = hr_history_open(context->job);
	struct hr_store_names names;
	struct hr_error later = { 0 }; /* running it comes to the same, and tells it */
	bool any = hr_store_list(store, HR_STORE_RUNS, &names, &later) != HR_OK || names.count > 0;

	hr_store_names_release(&names);
	hr_store_close(store);
	return any;
}

/* A run is judged by what came before it, also when it is reported again later. */
static void forget_future(struct hr_run_table *history, int64_t start_ns)
{
	bool *keep = hr_zalloc(history->run_count + 1, sizeof(*keep));

	for (size_t row = 0; row < history->run_count; row++)
		keep[row] = start_ns == HR_INSTANT_NONE ||
		            history->runs[row].started_ns <= start_ns;
	hr_run_table_keep(history, keep);
	free(keep);
}

static enum hr_err run(struct hr_stage_context *context, struct hr_error *err)
{
	const struct hr_job *job = context->job;
	struct hr_store *store = hr_history_open(job);
	struct hr_trend_input input;
	enum hr_err code = hr_trend_input_init(&input, job, err);

	if (code == HR_OK)
		code = hr_trend_input_store(&input, store, context->document, err);
	if (code == HR_OK)
		code = hr_trend_input_control(&input, job, err);
	if (code == HR_OK) {
		hr_trend_input_finish(&input, job);
		forget_future(&input.history, context->run->start_ns);
		code = hr_trend_apply(&input, job, context->document, context->checks, err);
	}
	hr_trend_input_release(&input);
	hr_store_close(store);
	return code;
}

static const char *const sections[] = { "trend", NULL };
static const char *const kinds[] = { "trend", NULL };

const struct hr_stage hr_stage_trend = {
	.name = "trend",
	.sections = sections,
	.kinds = kinds,
	.concern = "regression",
	.wanted = wanted,
	.run = run,
};
