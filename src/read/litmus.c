/*
 * Litmus: ChaosEngine and ChaosResult as kubectl writes them in JSON, alone or in a List, which may
 * hold the engine's Kubernetes events as well.
 *
 * An engine says when it was made and when each of its experiments was last updated; the fault lies
 * between the two. The events "ChaosInject" and "PostChaosCheck" say when it really began and
 * ended, and are taken where they are given. A result says what its probes found, but not when:
 * they get the time at which the result was made.
 */
#include <config.h>
#include "read/formats.h"

#include <jansson.h>
#include <string.h>

#include "base/num.h"
#include "read/document_reader.h"
#include "read/json_text.h"
#include "record/event_kinds.h"
#include "record/sample.h"
#include "record/sink.h"

#define INJECT         "ChaosInject"
#define DURATION_MAX_S (90 * 86400) /* the latest instant and so much fit into 64 bits */
#define CHECK          "PostChaosCheck"

struct litmus {
	struct hr_read_context *context;
	const json_t *items; /* of a List, or NULL */
};

static bool time_of(const json_t *object, const char *key, int64_t *out)
{
	struct hr_slice text = hr_json_string(object, key);

	return text.length > 0 && hr_instant_parse(text, hr_zone_utc(), out, NULL) == HR_OK;
}

static bool is_kind(const json_t *object, const char *kind)
{
	return hr_slice_is(hr_json_string(object, "kind"), kind);
}

static void push(struct hr_read_context *context, const struct hr_event *event)
{
	context->records++;
	hr_sink_event(context->sink, event);
}

/* --- Kubernetes events --- */

static bool time_of_event(const json_t *event, int64_t *out)
{
	return time_of(event, "firstTimestamp", out) || time_of(event, "eventTime", out) ||
	       time_of(event, "lastTimestamp", out);
}

/* The earliest event of a reason that names the engine, not before @from_ns. */
static bool find_event(const struct litmus *litmus, struct hr_slice engine, const char *reason,
                       int64_t from_ns, int64_t *out)
{
	const json_t *item;
	bool found = false;
	size_t i;

	json_array_foreach(litmus->items, i, item)
	{
		int64_t at_ns;

		if (!is_kind(item, "Event") ||
		    !hr_slice_is(hr_json_string(item, "reason"), reason) ||
		    !hr_slice_equal(hr_json_string(json_object_get(item, "involvedObject"), "name"),
		                    engine) ||
		    !time_of_event(item, &at_ns) || at_ns < from_ns || (found && at_ns >= *out))
			continue;
		*out = at_ns;
		found = true;
	}
	return found;
}

/* --- engines --- */

/* An environment variable of an experiment as declared, in seconds; false without one. */
static bool declared_seconds(const json_t *experiment, const char *name, int64_t *out_ns)
{
	const json_t *spec = json_object_get(experiment, "spec"), *entry;
	const json_t *components = json_object_get(spec, "components");
	size_t i;

	json_array_foreach(json_object_get(components, "env"), i, entry)
	{
		char number[HR_JSON_NUMBER_BYTES];
		struct hr_slice text;
		uint64_t seconds;

		if (!hr_slice_is(hr_json_string(entry, "name"), name))
			continue;
		text = hr_json_scalar_text(json_object_get(entry, "value"), number);
		if (!hr_parse_u64(text, &seconds) || seconds > DURATION_MAX_S)
			return false;
		*out_ns = (int64_t)seconds * HR_NS_PER_S;
		return true;
	}
	return false;
}

/* What was declared of the experiment of that name; NULL. */
static const json_t *declared(const json_t *engine, struct hr_slice name)
{
	const json_t *entry;
	size_t i;

	json_array_foreach(json_object_get(json_object_get(engine, "spec"), "experiments"), i,
	                   entry)
	{
		if (hr_slice_equal(hr_json_string(entry, "name"), name))
			return entry;
	}
	return NULL;
}

static void push_outcome(struct hr_read_context *context, const struct hr_event *span,
                         struct hr_slice status, struct hr_slice verdict)
{
	struct hr_event event = *span;
	struct hr_str text = { 0 };

	if (status.length == 0 && verdict.length == 0)
		return;
	hr_str_add_slice(&text, span->text);
	hr_str_puts(&text, ": ");
	hr_str_add_slice(&text, status);
	if (status.length > 0 && verdict.length > 0)
		hr_str_puts(&text, ", ");
	hr_str_add_slice(&text, verdict);
	event.kind = HR_SLICE_LITERAL(HR_EVENT_EXPERIMENT);
	event.text = hr_str_slice(&text);
	push(context, &event);
	hr_str_release(&text);
}

/* When the fault was, as well as it is known; false when it is not. */
static bool find_fault(const struct litmus *litmus, const json_t *engine, const json_t *status,
                       struct hr_event *event)
{
	const json_t *metadata = json_object_get(engine, "metadata");
	struct hr_slice name = hr_json_string(metadata, "name");
	int64_t length_ns, at_ns;

	if (!time_of(metadata, "creationTimestamp", &event->start_ns))
		return false;
	event->end_ns = event->start_ns;
	if (time_of(status, "lastUpdateTime", &at_ns) && at_ns >= event->start_ns)
		event->end_ns = at_ns;
	else if (declared_seconds(declared(engine, event->text), "TOTAL_CHAOS_DURATION",
	                          &length_ns))
		event->end_ns += length_ns;
	if (find_event(litmus, name, INJECT, INT64_MIN, &at_ns)) {
		event->start_ns = at_ns;
		if (find_event(litmus, name, CHECK, at_ns, &at_ns))
			event->end_ns = at_ns;
		hr_read_assume(litmus->context,
		               "the fault lasts from the event ChaosInject to PostChaosCheck");
	} else {
		hr_read_assume(litmus->context,
		               "the fault lies between the making of the engine and the last "
		               "update of its experiment");
	}
	return event->end_ns > event->start_ns;
}

static void take_experiment(const struct litmus *litmus, const json_t *engine, const json_t *status)
{
	struct hr_event event = { .kind = HR_SLICE_LITERAL(HR_EVENT_FAULT),
		                  .text = hr_json_string(status, "name") };

	if (!find_fault(litmus, engine, status, &event)) {
		hr_read_reject(litmus->context,
		               "an experiment of which neither times nor a duration are known", 0,
		               event.text);
		return;
	}
	push(litmus->context, &event);
	push_outcome(litmus->context, &event, hr_json_string(status, "status"),
	             hr_json_string(status, "verdict"));
}

static void take_engine(const struct litmus *litmus, const json_t *engine)
{
	const json_t *ran = json_object_get(json_object_get(engine, "status"), "experiments");
	const json_t *entry;
	size_t i;

	/* One that has not been reported on is known by what was declared. */
	if (json_array_size(ran) == 0)
		ran = json_object_get(json_object_get(engine, "spec"), "experiments");
	if (json_array_size(ran) == 0)
		hr_read_reject(litmus->context, "a ChaosEngine without experiments", 0,
		               hr_json_string(json_object_get(engine, "metadata"), "name"));
	json_array_foreach(ran, i, entry) take_experiment(litmus, engine, entry);
}

/* --- results --- */

static void push_probe(struct hr_read_context *context, int64_t at_ns, struct hr_slice name,
                       const char *phase, struct hr_slice verdict)
{
	struct hr_str text = { 0 };
	struct hr_event event = { .start_ns = at_ns, .end_ns = at_ns };

	/* "Awaited" and "N/A" say nothing. */
	if (!hr_slice_starts(verdict, "Passed") && !hr_slice_starts(verdict, "Failed"))
		return;
	event.kind = hr_slice_starts(verdict, "Passed") ? HR_SLICE_LITERAL(HR_EVENT_PROBE_PASSED)
	                                                : HR_SLICE_LITERAL(HR_EVENT_PROBE_FAILED);
	hr_str_add_slice(&text, name);
	if (phase != NULL)
		hr_str_printf(&text, ", %s", phase);
	event.text = hr_str_slice(&text);
	push(context, &event);
	hr_str_release(&text);
}

/* {"verdict": "Passed"}, and before Litmus 3 a member a phase: {"PreChaos": "Passed", ...}. */
static void take_probe(struct hr_read_context *context, int64_t at_ns, const json_t *probe)
{
	json_t *status = json_object_get(probe, "status"), *value;
	struct hr_slice name = hr_json_string(probe, "name");
	const char *key;

	if (json_object_get(status, "verdict") != NULL) {
		push_probe(context, at_ns, name, NULL, hr_json_string(status, "verdict"));
		return;
	}
	json_object_foreach(status, key, value)
	{
		if (json_is_string(value))
			push_probe(context, at_ns, name, key, hr_json_string(status, key));
	}
}

static void take_result(const struct litmus *litmus, const json_t *result)
{
	const json_t *metadata = json_object_get(result, "metadata");
	const json_t *status = json_object_get(result, "status"), *outcome, *probes, *probe;
	struct hr_event event = { .text = hr_json_string(json_object_get(result, "spec"),
		                                         "experiment") };
	size_t i;

	if (event.text.length == 0)
		event.text = hr_json_string(metadata, "name");
	if (!time_of(metadata, "creationTimestamp", &event.start_ns)) {
		hr_read_reject(litmus->context, "a ChaosResult without the time it was made at", 0,
		               event.text);
		return;
	}
	event.end_ns = event.start_ns;
	outcome = json_object_get(status, "experimentStatus");
	if (outcome == NULL)
		outcome = json_object_get(status, "experimentstatus"); /* before Litmus 2 */
	push_outcome(litmus->context, &event, hr_json_string(outcome, "phase"),
	             hr_json_string(outcome, "verdict"));
	probes = json_object_get(status, "probeStatuses");
	if (probes == NULL)
		probes = json_object_get(status, "probeStatus"); /* before Litmus 3 */
	json_array_foreach(probes, i, probe) take_probe(litmus->context, event.start_ns, probe);
}

/* --- the whole --- */

static void take_one(const struct litmus *litmus, const json_t *object)
{
	if (is_kind(object, "ChaosEngine"))
		take_engine(litmus, object);
	else if (is_kind(object, "ChaosResult"))
		take_result(litmus, object);
	else if (!is_kind(object, "Event"))
		hr_read_reject(litmus->context,
		               "an object that is neither ChaosEngine nor ChaosResult", 0,
		               hr_json_string(object, "kind"));
}

static void take_document(struct hr_read_context *context, json_t *document)
{
	struct litmus litmus = { context, json_object_get(document, "items") };
	const json_t *item;
	size_t i;

	if (!json_is_array(litmus.items)) {
		litmus.items = NULL;
		take_one(&litmus, document);
		return;
	}
	json_array_foreach(litmus.items, i, item) take_one(&litmus, item);
}

static enum hr_err litmus_finish(struct hr_reader *reader, struct hr_error *err)
{
	return hr_document_finish(reader, "the objects of Litmus", take_document, err);
}

static int litmus_sniff(const struct hr_peek *peek)
{
	static const char *const engine[] = { "\"litmuschaos.io/", "\"ChaosEngine\"", NULL };
	static const char *const result[] = { "\"litmuschaos.io/", "\"ChaosResult\"", NULL };

	return hr_json_text_looks_like(peek->head, '{', engine) ||
	                       hr_json_text_looks_like(peek->head, '{', result)
	               ? 100
	               : 0;
}

const struct hr_format hr_format_litmus = {
	.name = "litmus",
	.title = "Litmus, ChaosEngine and ChaosResult",
	.carries = HR_CARRIES_EVENTS,
	.sniff = litmus_sniff,
	.open = hr_document_open,
	.feed = hr_document_feed,
	.finish = litmus_finish,
	.free = hr_document_free,
};
