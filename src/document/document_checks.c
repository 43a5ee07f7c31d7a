#include <config.h>
#include "document/document_part.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "document/jsonx.h"
#include "record/mask.h"

enum { EXIT_PASS = 0, EXIT_FAIL = 1, EXIT_INCONCLUSIVE = 3 };

static json_t *masked_text(const char *text, bool drop_queries)
{
	struct hr_str out = { 0 };
	json_t *value;

	if (text == NULL)
		return json_null();
	hr_mask_text(hr_slice_of(text), drop_queries, &out);
	value = hr_json_text(hr_str_text(&out));
	hr_str_release(&out);
	return value;
}

/* The id shows the subject, so it is made anew when the subject is masked. */
static json_t *check_id(const struct hr_check *check, bool drop_queries)
{
	struct hr_str subject = { 0 };
	char id[HR_CHECK_ID_BYTES];
	bool changed = hr_mask_text(hr_slice_of(check->subject), drop_queries, &subject);

	memcpy(id, check->id, sizeof(id));
	if (changed)
		hr_check_subject_id(check->kind, check->metric, check->subject_kind,
		                    hr_str_text(&subject), id);
	hr_str_release(&subject);
	return hr_json_text(id);
}

static json_t *write_evidence(const struct hr_check *check)
{
	json_t *out = json_object();

	for (size_t i = 0; i < check->evidence_count; i++)
		hr_json_set(out, check->evidence[i].name, hr_json_real(check->evidence[i].value));
	return out;
}

/* [low, high] of the change (or of what is observed, without a baseline). */
static json_t *write_interval(const struct hr_check *check)
{
	json_t *out;

	if (isnan(check->interval_low) && isnan(check->interval_high))
		return json_null();
	out = json_array();
	hr_json_append(out, hr_json_real(check->interval_low));
	hr_json_append(out, hr_json_real(check->interval_high));
	return out;
}

static json_t *write_check(const struct hr_check *check, bool drop_queries)
{
	json_t *out = json_object();

	hr_json_set(out, "id", check_id(check, drop_queries));
	hr_json_set(out, "kind", hr_json_text(check->kind));
	hr_json_set(out, "subject", masked_text(check->subject, drop_queries));
	hr_json_set(out, "subject_kind", hr_json_text(hr_subject_kind_name(check->subject_kind)));
	hr_json_set(out, "metric", hr_json_text(check->metric));
	hr_json_set(out, "verdict", json_string(hr_verdict_name(check->verdict)));
	hr_json_set(out, "severity", hr_json_text(check->severity));
	hr_json_set(out, "required", json_boolean(check->required));
	hr_json_set(out, "observed", hr_json_real(check->observed));
	hr_json_set(out, "limit", hr_json_real(check->limit));
	hr_json_set(out, "baseline", hr_json_real(check->baseline));
	hr_json_set(out, "change", hr_json_real(check->change));
	hr_json_set(out, "interval", write_interval(check));
	hr_json_set(out, "unit", hr_json_text(check->unit));
	hr_json_set(out, "message", masked_text(check->message, drop_queries));
	hr_json_set(out, "since", masked_text(check->since, drop_queries));
	hr_json_set(out, "evidence", write_evidence(check));
	return out;
}

static bool is_one_of(const char *kind, const char *const *kinds)
{
	for (; kind != NULL && *kinds != NULL; kinds++)
		if (strcmp(kind, *kinds) == 0)
			return true;
	return false;
}

static const char *text_of(const json_t *check, const char *key)
{
	const char *text = json_string_value(json_object_get(check, key));

	return text != NULL ? text : "";
}

/* A check and where it stood, so that equal ids keep their order. */
struct placed {
	json_t *check;
	const char *id;
	size_t place;
};

static int compare_placed(const void *a, const void *b)
{
	const struct placed *left = a, *right = b;
	int order = strcmp(left->id, right->id);

	return order != 0 ? order : (left->place > right->place) - (left->place < right->place);
}

static json_t *sorted_by_id(json_t *checks)
{
	size_t n = json_array_size(checks);
	struct placed *items = hr_alloc_array(n, sizeof(*items));
	json_t *out = json_array();

	for (size_t i = 0; i < n; i++) {
		json_t *check = json_array_get(checks, i);

		items[i] = (struct placed){ check, text_of(check, "id"), i };
	}
	qsort(items, n, sizeof(*items), compare_placed);
	for (size_t i = 0; i < n; i++)
		hr_json_append(out, json_incref(items[i].check));
	free(items);
	return out;
}

void hr_document_set_checks(json_t *document, const char *const *kinds,
                            const struct hr_checks *checks)
{
	bool drop_queries = json_is_true(hr_json_at(document, "settings.summarize.mask_queries"));
	const json_t *old = json_object_get(document, "checks");
	json_t *all = json_array();
	int status;

	for (size_t i = 0; i < json_array_size(old); i++) {
		json_t *check = json_array_get(old, i);

		if (!is_one_of(json_string_value(json_object_get(check, "kind")), kinds))
			hr_json_append(all, json_incref(check));
	}
	for (size_t i = 0; i < checks->count; i++)
		hr_json_append(all, write_check(&checks->items[i], drop_queries));
	hr_json_set(document, "checks", sorted_by_id(all));
	json_decref(all);
	status = hr_document_exit(document);
	hr_json_set(document, "verdict", json_string(hr_document_verdict(document)));
	hr_json_set(document, "exit", json_integer(status));
	hr_document_order(document);
}

bool hr_document_has_data(const json_t *document)
{
	return hr_json_number_at(document, "run.samples") > 0 ||
	       hr_json_number_at(document, "run.observations") > 0 ||
	       json_array_size(hr_json_at(document, "run.labels")) > 0 ||
	       hr_json_number_at(document, "run.total.count") > 0 ||
	       json_array_size(hr_json_at(document, "run.transactions")) > 0 ||
	       json_array_size(hr_json_at(document, "run.resources")) > 0;
}

double hr_document_records(const json_t *document)
{
	const json_t *input;
	double records = 0;
	size_t i;

	json_array_foreach(hr_json_at(document, "run.inputs"), i, input)
	        records += fmax(hr_json_number_at(input, "records"), 0);
	return records;
}

void hr_document_put_no_data(const json_t *document, struct hr_str *out)
{
	double records = hr_document_records(document);
	size_t events = json_array_size(hr_json_at(document, "run.events"));

	if (events > 0)
		hr_str_printf(out, "%zu %s, but neither a request nor a resource value", events,
		              events == 1 ? "event" : "events");
	else if (records > 0)
		hr_str_printf(out,
		              "of %.0f records none is selected: "
		              "look at --include, --exclude and the window",
		              records);
	else
		hr_str_puts(out, "the inputs hold neither a request nor a resource value");
}

int hr_document_exit_of(const json_t *document, const char *const *kinds)
{
	const json_t *check;
	size_t i, n = 0, judged = 0;
	bool missing = false;

	json_array_foreach(json_object_get(document, "checks"), i, check)
	{
		const char *verdict = text_of(check, "verdict");
		bool inconclusive = strcmp(verdict, "inconclusive") == 0;

		if (kinds != NULL && !is_one_of(text_of(check, "kind"), kinds))
			continue;
		if (strcmp(verdict, "fail") == 0)
			return EXIT_FAIL;
		/* A remark on the run is no answer to what was asked of it. */
		if (kinds == NULL && strcmp(text_of(check, "kind"), "quality") == 0)
			continue;
		n++;
		judged += !inconclusive;
		missing |= inconclusive && json_is_true(json_object_get(check, "required"));
	}
	if (!hr_document_has_data(document) || missing || (n > 0 && judged == 0))
		return EXIT_INCONCLUSIVE;
	return EXIT_PASS;
}

int hr_document_exit(const json_t *document)
{
	return hr_document_exit_of(document, NULL);
}

const char *hr_document_verdict(const json_t *document)
{
	switch (hr_document_exit(document)) {
	case EXIT_PASS:
		return "pass";
	case EXIT_FAIL:
		return "fail";
	default:
		return "inconclusive";
	}
}
