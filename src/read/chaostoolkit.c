/*
 * Chaos Toolkit's journal, journal.json: what an experiment did, and when. It holds no figures of
 * the service; it says when to look at those that were recorded beside it.
 *
 * The fault lasts from the first action of the method until the rollbacks are done; without
 * rollbacks until the last activity of the method, and the pause after it, are over. Times have no
 * zone and are UTC (the tool writes datetime.utcnow().isoformat()).
 */
#include <config.h>
#include "read/formats.h"

#include <jansson.h>

#include "read/document_reader.h"
#include "read/json_text.h"
#include "record/event_kinds.h"
#include "record/sample.h"
#include "record/sink.h"

#define UNTITLED     "experiment"
#define PAUSE_MAX_NS (7 * 86400 * HR_NS_PER_S)

struct journal {
	struct hr_read_context *context;
	struct hr_slice title;
	int64_t first_action_ns, last_ns; /* of the method; HR_INSTANT_NONE */
	int64_t undone_ns;                /* of the last rollback; HR_INSTANT_NONE */
};

static bool time_of(const json_t *object, const char *key, int64_t *out)
{
	struct hr_slice text = hr_json_string(object, key);

	return text.length > 0 && hr_instant_parse(text, hr_zone_utc(), out, NULL) == HR_OK;
}

/* False when the object lacks usable times. */
static bool span_of(const json_t *object, struct hr_event *out)
{
	if (!time_of(object, "start", &out->start_ns))
		return false;
	if (!time_of(object, "end", &out->end_ns))
		out->end_ns = out->start_ns;
	return out->end_ns >= out->start_ns;
}

static void push(struct hr_read_context *context, const struct hr_event *event)
{
	context->records++;
	hr_sink_event(context->sink, event);
}

static void later(int64_t *time_ns, int64_t candidate_ns)
{
	if (*time_ns == HR_INSTANT_NONE || candidate_ns > *time_ns)
		*time_ns = candidate_ns;
}

/* --- activities --- */

static bool is_of_type(const json_t *entry, const char *type)
{
	return hr_slice_is(hr_json_string(json_object_get(entry, "activity"), "type"), type);
}

static int64_t pause_after(const json_t *entry)
{
	const json_t *pauses = json_object_get(json_object_get(entry, "activity"), "pauses");
	int64_t length_ns;

	return hr_json_duration(json_object_get(pauses, "after"), HR_SHIFT_S, &length_ns) &&
	                       length_ns <= PAUSE_MAX_NS
	               ? length_ns
	               : 0;
}

/* One entry of a list of activities that were run; false when it has no usable time. */
static bool read_activity(struct journal *journal, const json_t *entry, const char *kind,
                          struct hr_event *event)
{
	*event = (struct hr_event){ .kind = hr_slice_of(kind) };
	event->text = hr_json_string(json_object_get(entry, "activity"), "name");
	if (!span_of(entry, event)) {
		hr_read_reject(journal->context, "an activity without a usable time", 0,
		               event->text);
		return false;
	}
	push(journal->context, event);
	return true;
}

/* A probe of the hypothesis passes by its tolerance, one of the method when it could be run. */
static const char *kind_of_probe(const json_t *entry)
{
	const json_t *met = json_object_get(entry, "tolerance_met");
	bool passed = json_is_boolean(met)
	                      ? json_is_true(met)
	                      : hr_slice_is(hr_json_string(entry, "status"), "succeeded");

	return passed ? HR_EVENT_PROBE_PASSED : HR_EVENT_PROBE_FAILED;
}

static void read_method(struct journal *journal, const json_t *run)
{
	const json_t *entry;
	size_t i;

	json_array_foreach(run, i, entry)
	{
		bool action = is_of_type(entry, "action");
		struct hr_event event;

		if (!read_activity(journal, entry, action ? HR_EVENT_ACTION : kind_of_probe(entry),
		                   &event))
			continue;
		if (action && (journal->first_action_ns == HR_INSTANT_NONE ||
		               event.start_ns < journal->first_action_ns))
			journal->first_action_ns = event.start_ns;
		later(&journal->last_ns, event.end_ns + pause_after(entry));
	}
}

static void read_rollbacks(struct journal *journal, const json_t *rollbacks)
{
	const json_t *entry;
	struct hr_event event;
	size_t i;

	json_array_foreach(rollbacks, i, entry)
	{
		if (read_activity(journal, entry, HR_EVENT_ROLLBACK, &event))
			later(&journal->undone_ns, event.end_ns);
	}
}

/* "before" and "after" are objects, "during" is a list of such. */
static void read_probes(struct journal *journal, const json_t *state)
{
	const json_t *entry;
	struct hr_event event;
	size_t i;

	json_array_foreach(json_object_get(state, "probes"), i, entry)
	{
		(void)read_activity(journal, entry, kind_of_probe(entry), &event);
	}
}

static void read_steady_states(struct journal *journal, const json_t *states)
{
	const json_t *state;
	size_t i;

	read_probes(journal, json_object_get(states, "before"));
	read_probes(journal, json_object_get(states, "after"));
	json_array_foreach(json_object_get(states, "during"), i, state) read_probes(journal, state);
}

/* --- the whole --- */

static void push_fault(struct journal *journal)
{
	struct hr_event event = { journal->first_action_ns,
		                  journal->undone_ns != HR_INSTANT_NONE ? journal->undone_ns
		                                                        : journal->last_ns,
		                  HR_SLICE_LITERAL(HR_EVENT_FAULT), journal->title };

	if (event.start_ns == HR_INSTANT_NONE) {
		hr_read_note(journal->context, "no action was run: nothing was injected", 0,
		             journal->title);
		return;
	}
	if (event.end_ns < event.start_ns)
		event.end_ns = journal->last_ns;
	hr_read_assume(journal->context,
	               journal->undone_ns != HR_INSTANT_NONE
	                       ? "the fault lasts from the first action until the rollbacks are "
	                         "done"
	                       : "the fault lasts from the first action until the method is over");
	push(journal->context, &event);
}

static void push_experiment(struct journal *journal, const json_t *document)
{
	struct hr_event event = { .kind = HR_SLICE_LITERAL(HR_EVENT_EXPERIMENT) };
	struct hr_slice status = hr_json_string(document, "status");
	struct hr_str text = { 0 };

	if (!span_of(document, &event))
		return;
	hr_str_add_slice(&text, journal->title);
	hr_str_puts(&text, ": ");
	hr_str_add_slice(&text, status.length > 0 ? status : HR_SLICE_LITERAL("no status"));
	if (json_is_true(json_object_get(document, "deviated")))
		hr_str_puts(&text, ", deviated");
	event.text = hr_str_slice(&text);
	push(journal->context, &event);
	hr_str_release(&text);
}

static void take_document(struct hr_read_context *context, json_t *document)
{
	const json_t *experiment = json_object_get(document, "experiment");
	const json_t *dry = json_object_get(experiment, "dry");
	struct journal journal = { context, hr_json_string(experiment, "title"), HR_INSTANT_NONE,
		                   HR_INSTANT_NONE, HR_INSTANT_NONE };

	if (journal.title.length == 0)
		journal.title = HR_SLICE_LITERAL(UNTITLED);
	if (!json_is_array(json_object_get(document, "run"))) {
		hr_read_reject(context, "no list \"run\" of what was done", 0, journal.title);
		return;
	}
	hr_read_assume(context, "times are UTC");
	push_experiment(&journal, document);
	read_steady_states(&journal, json_object_get(document, "steady_states"));
	if (json_is_true(dry) || json_is_string(dry)) {
		hr_read_note(context, "a dry run: nothing was injected", 0, journal.title);
		return;
	}
	read_method(&journal, json_object_get(document, "run"));
	read_rollbacks(&journal, json_object_get(document, "rollbacks"));
	push_fault(&journal);
}

static enum hr_err chaostoolkit_finish(struct hr_reader *reader, struct hr_error *err)
{
	return hr_document_finish(reader, "the journal of Chaos Toolkit", take_document, err);
}

static int chaostoolkit_sniff(const struct hr_peek *peek)
{
	static const char *const wanted[] = { "\"chaoslib-version\"", "\"experiment\"", NULL };

	return hr_json_text_looks_like(peek->head, '{', wanted) ? 100 : 0;
}

const struct hr_format hr_format_chaostoolkit = {
	.name = "chaostoolkit",
	.title = "Chaos Toolkit, journal.json",
	.carries = HR_CARRIES_EVENTS,
	.sniff = chaostoolkit_sniff,
	.open = hr_document_open,
	.feed = hr_document_feed,
	.finish = chaostoolkit_finish,
	.free = hr_document_free,
};
