/*
 * Rules on burn rates that were not replayed, and why: rules that share a reason share a sentence.
 */
#include <config.h>

#include <math.h>
#include <string.h>

#include "document/jsonx.h"
#include "render/model_part.h"

#define SENTENCES_MAX 8

struct reason {
	const char *state;
	void (*put)(struct hr_str *out, const json_t *rule, const json_t *objective);
};

static void put_not_evaluable(struct hr_str *out, const json_t *rule, const json_t *objective)
{
	double slice_s = hr_json_number_at(objective, "slices.slice_s");

	if (hr_stat(rule, "short_s") < slice_s) {
		hr_str_puts(out, "cannot be judged: the short window is shorter than a slice of ");
		hr_put_seconds(out, slice_s);
	} else {
		hr_str_puts(out, "cannot be judged: the long window is longer than the recording");
	}
}

static void put_unreachable(struct hr_str *out, const json_t *rule, const json_t *objective)
{
	double most = 1 / (1 - hr_stat(objective, "target"));

	hr_str_puts(out, "can never fire: no outage burns faster than ");
	hr_put_value(out, rint(most * 1e9) / 1e9, HR_QUANTITY_NUMBER);
	hr_str_puts(out, ", and the threshold is ");
	hr_put_value(out, hr_stat(rule, "threshold"), HR_QUANTITY_NUMBER);
}

static void put_too_long(struct hr_str *out, const json_t *rule, const json_t *objective)
{
	(void)rule;
	(void)objective;
	hr_str_puts(out, "can never fire: the long window, over which a share of the budget is "
	                 "asked for, is longer than the window of the objective");
}

static const struct reason reasons[] = {
	{ "not_evaluable", put_not_evaluable },
	{ "unreachable", put_unreachable },
	{ "too_long", put_too_long },
};

static const struct reason *reason_of(const json_t *rule)
{
	const char *state = hr_json_text_at(rule, "state");

	for (size_t i = 0; state != NULL && i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (strcmp(reasons[i].state, state) == 0)
			return &reasons[i];
	return NULL;
}

static const json_t *objective_of(const json_t *document, const char *name)
{
	const json_t *objective;
	size_t i;

	json_array_foreach(hr_json_at(document, "slo.objectives"), i, objective)
	{
		const char *other = hr_json_text_at(objective, "name");

		if (name != NULL && other != NULL && strcmp(other, name) == 0)
			return objective;
	}
	return NULL;
}

/* Rules over the same windows that share a reason. */
struct clause {
	struct hr_str names, windows, reason;
};

static void put_listed(struct hr_str *out, const char *text)
{
	hr_str_puts(out, out->length > 0 ? ", " : "");
	hr_str_puts(out, text);
}

/* A clause of its own; or the objective's name with another's that says the same. */
static void keep(struct clause *clauses, size_t *count, struct clause *one)
{
	for (size_t i = 0; i < *count && one->names.length > 0; i++) {
		if (strcmp(hr_str_text(&clauses[i].windows), hr_str_text(&one->windows)) != 0 ||
		    strcmp(hr_str_text(&clauses[i].reason), hr_str_text(&one->reason)) != 0)
			continue;
		put_listed(&clauses[i].names, hr_str_text(&one->names));
		hr_str_truncate(&one->names, 0);
	}
	if (one->names.length > 0 && *count < SENTENCES_MAX) {
		clauses[(*count)++] = *one;
		*one = (struct clause){ 0 };
	}
	hr_str_truncate(&one->names, 0);
	hr_str_truncate(&one->windows, 0);
	hr_str_truncate(&one->reason, 0);
}

static void release(struct clause *clause)
{
	hr_str_release(&clause->names);
	hr_str_release(&clause->windows);
	hr_str_release(&clause->reason);
}

static void collect(const json_t *document, struct clause *clauses, size_t *count)
{
	const json_t *rule;
	struct clause one = { 0 };
	struct hr_str reason = { 0 }, window = { 0 };
	size_t i;

	json_array_foreach(hr_json_at(document, "alerts.burn_rate"), i, rule)
	{
		const struct reason *known = reason_of(rule);
		const char *slo = hr_name_at(rule, "slo");

		if (known == NULL)
			continue;
		hr_str_truncate(&reason, 0);
		known->put(&reason, rule, objective_of(document, slo));
		if (strcmp(slo, hr_str_text(&one.names)) != 0 ||
		    strcmp(hr_str_text(&reason), hr_str_text(&one.reason)) != 0) {
			keep(clauses, count, &one);
			hr_str_puts(&one.names, slo);
			hr_str_add_slice(&one.reason, hr_str_slice(&reason));
		}
		hr_str_truncate(&window, 0);
		hr_put_seconds(&window, hr_stat(rule, "window_s"));
		put_listed(&one.windows, hr_str_text(&window));
	}
	keep(clauses, count, &one);
	release(&one);
	hr_str_release(&reason);
	hr_str_release(&window);
}

json_t *hr_model_never_firing(const json_t *document)
{
	struct clause clauses[SENTENCES_MAX] = { 0 };
	json_t *list = json_array();
	size_t count = 0;

	collect(document, clauses, &count);
	for (size_t i = 0; i < count; i++) {
		bool several = strchr(hr_str_text(&clauses[i].windows), ',') != NULL;
		struct hr_str sentence = { 0 };

		hr_str_printf(&sentence, "%s, burn rate rule%s over %s: %s.",
		              hr_str_text(&clauses[i].names), several ? "s" : "",
		              hr_str_text(&clauses[i].windows), hr_str_text(&clauses[i].reason));
		hr_list_add_sentence(list, &sentence);
		hr_str_release(&sentence);
		release(&clauses[i]);
	}
	return list;
}
