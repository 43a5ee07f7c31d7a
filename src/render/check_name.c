/* What a check is called, for people: by its kind and metric, and what it is about. */
#include <config.h>

#include <string.h>

#include "document/jsonx.h"
#include "record/words.h"
#include "render/model_part.h"

/* The name is words, then the noun, then the subject where there is a noun or none is given. */
struct name {
	const char *kind, *metric; /* metric NULL: any */
	const char *words;         /* NULL: those of the metric */
	const char *noun;          /* stands before the subject; NULL: the subject says nothing */
};

static const struct name names[] = {
	{ "slo", NULL, "", "objective " },
	{ "gate", NULL, "deployment gate, ", "" },
	{ "chaos", "hypothesis", "", "experiment " },
	{ "chaos", "safety", "safety of ", "experiment " },
	{ "capacity", "scenario", "", "scenario " },
	{ "capacity", "budget", "budget of ", "scenario " },
	{ "capacity", "fleet", "other resources", NULL },
	{ "stress", "breaking_load", "breaking load", NULL },
	{ "stress", "load_met", "load within the objectives", NULL },
	{ "reliability", "response", "response to incidents", NULL },
	{ "reliability", "mttr", "time to repair", NULL },
	{ "stability", "spike_recovery", "recovery from the spike", NULL },
	{ "stability", "rating", "stability", NULL },
	{ "regression", "presence", "", "" },
	{ "regression", "baseline", "baseline", NULL },
	{ "alert", "burn_rate", "burn rate of ", "" },
};

static bool is_none(const json_t *check)
{
	const char *subject = hr_json_text_at(check, "subject");

	return subject != NULL && strcmp(subject, "none") == 0 &&
	       !json_is_number(json_object_get(check, "limit"));
}

/* Of checks that say why there is nothing to check. */
static const struct name nothing = { "capacity", "limit", "capacity", NULL };

static const struct name *name_of(const json_t *check)
{
	const char *kind = hr_json_text_at(check, "kind"),
	           *metric = hr_json_text_at(check, "metric");

	if (kind != NULL && strcmp(kind, nothing.kind) == 0 && is_none(check))
		return &nothing;
	for (size_t i = 0; kind != NULL && i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i].kind, kind) == 0 &&
		    (names[i].metric == NULL ||
		     (metric != NULL && strcmp(names[i].metric, metric) == 0)))
			return &names[i];
	return NULL;
}

enum hr_subject_kind hr_subject_kind_of(const json_t *item)
{
	const json_t *kind = json_object_get(item, "subject_kind");
	const char *subject = hr_json_text_at(item, "subject");

	if (json_is_string(kind))
		return hr_subject_kind_find(json_string_value(kind));
	/* Documents of before the kind have the name alone. */
	return kind == NULL && subject != NULL && strcmp(subject, HR_TOTAL) == 0 ? HR_SUBJECT_TOTAL
	                                                                         : HR_SUBJECT_OTHER;
}

void hr_check_put_name(const json_t *check, struct hr_str *out)
{
	const struct name *name = name_of(check);
	const char *metric = hr_json_text_at(check, "metric");
	const char *subject = hr_json_text_at(check, "subject");
	bool about = subject != NULL && *subject != '\0';

	if (hr_check_is_quality(check) && metric != NULL) {
		hr_put_rule_name(out, metric);
		return;
	}
	if (name != NULL && (about || name->noun == NULL)) {
		hr_str_puts(out, name->words);
		if (name->noun == NULL)
			return;
		hr_str_puts(out, name->noun);
		hr_put_cut(out, subject, HR_LABEL_SHOWN);
		return;
	}
	hr_str_puts(out, metric != NULL ? hr_metric_words(metric) : "check");
	/* a resource without a host is its own subject */
	if (about && (metric == NULL || strcmp(metric, subject) != 0)) {
		hr_str_puts(out, " of ");
		hr_put_cut(out, hr_subject_words(hr_subject_kind_of(check), subject),
		           HR_LABEL_SHOWN);
	}
}

/* Does @text begin with @start, and a word end there? */
static bool begins(const char *text, const char *start)
{
	size_t n = strlen(start);

	return n > 0 && strncmp(text, start, n) == 0 && (text[n] == ' ' || text[n] == ':');
}

void hr_check_put_rest(const json_t *check, const char *message, struct hr_str *out)
{
	const struct name *name = name_of(check);
	const char *subject = hr_json_text_at(check, "subject");
	bool worded = name != NULL && name->words[0] != '\0';
	struct hr_str whole = { 0 }, part = { 0 };

	hr_check_put_name(check, &whole);
	if (name != NULL && name->noun != NULL && subject != NULL) {
		hr_str_puts(&part, name->noun);
		hr_put_cut(&part, subject, HR_LABEL_SHOWN);
	}
	if (begins(message, hr_str_text(&whole))) {
		hr_str_puts(out, message + whole.length);
	} else if (begins(message, hr_str_text(&part))) {
		message += part.length;
		hr_str_printf(out, "%s%s", worded && *message == ' ' ? ":" : "", message);
	} else if (name != NULL && name->noun != NULL && subject != NULL &&
	           begins(message, subject)) {
		hr_str_puts(out, message + strlen(subject));
	} else {
		hr_str_printf(out, ": %s", message);
	}
	hr_str_release(&whole);
	hr_str_release(&part);
}
