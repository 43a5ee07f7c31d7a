#include <config.h>
#include "analyse/check.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/mem.h"
#include "base/str.h"

#define ID_BYTES_MAX   (HR_CHECK_ID_BYTES - 1)
#define ID_DIGEST_TAIL 17 /* '~' and 16 hexadecimal digits */

const char *hr_verdict_name(enum hr_verdict verdict)
{
	static const char *const names[] = { [HR_VERDICT_PASS] = "pass",
		                             [HR_VERDICT_FAIL] = "fail",
		                             [HR_VERDICT_WARN] = "warn",
		                             [HR_VERDICT_INCONCLUSIVE] = "inconclusive" };

	return names[verdict];
}

static bool is_unreserved(unsigned char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	       (c != '\0' && strchr("-._~", c) != NULL);
}

static void add_encoded(struct hr_str *out, const char *text)
{
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if (is_unreserved(c))
			hr_str_putc(out, *text);
		else
			hr_str_printf(out, "%%%02X", c);
	}
}

/* @suffix  may be NULL; behind a slash of its own, which no subject has. */
static void make_id(const char *kind, const char *metric, const char *subject, const char *suffix,
                    char out[HR_CHECK_ID_BYTES])
{
	struct hr_str id = { 0 };

	add_encoded(&id, kind);
	hr_str_putc(&id, '/');
	add_encoded(&id, metric);
	hr_str_putc(&id, '/');
	add_encoded(&id, subject);
	if (suffix != NULL)
		hr_str_printf(&id, "/%s", suffix);
	if (id.length > ID_BYTES_MAX) {
		uint64_t digest = hr_digest64(hr_str_slice(&id));
		size_t kept = ID_BYTES_MAX - ID_DIGEST_TAIL;

		/* Never in the middle of %XX. */
		if (id.data[kept - 1] == '%')
			kept -= 1;
		else if (id.data[kept - 2] == '%')
			kept -= 2;
		hr_str_truncate(&id, kept);
		hr_str_printf(&id, "~%016" PRIx64, digest);
	}
	memcpy(out, hr_str_text(&id), id.length + 1);
	hr_str_release(&id);
}

void hr_check_id(const char *kind, const char *metric, const char *subject,
                 char out[HR_CHECK_ID_BYTES])
{
	make_id(kind, metric, subject, NULL, out);
}

void hr_check_subject_id(const char *kind, const char *metric, enum hr_subject_kind subject_kind,
                         const char *subject, char out[HR_CHECK_ID_BYTES])
{
	bool taken = subject_kind != HR_SUBJECT_TOTAL && subject_kind != HR_SUBJECT_OTHER &&
	             strcmp(subject, HR_TOTAL) == 0;

	make_id(kind, metric, subject, taken ? hr_subject_kind_name(subject_kind) : NULL, out);
}

struct hr_check *hr_checks_add(struct hr_checks *checks, const char *kind, const char *metric,
                               const char *subject)
{
	struct hr_check *check;

	checks->items = hr_grow(checks->items, checks->count, &checks->capacity,
	                        sizeof(*checks->items));
	check = &checks->items[checks->count++];
	*check = (struct hr_check){
		.kind = hr_strdup(kind),
		.metric = hr_strdup(metric),
		.subject = hr_strdup(subject),
		.verdict = HR_VERDICT_INCONCLUSIVE,
		.observed = NAN,
		.limit = NAN,
		.baseline = NAN,
		.change = NAN,
		.interval_low = NAN,
		.interval_high = NAN,
	};
	hr_check_id(kind, metric, subject, check->id);
	return check;
}

struct hr_check *hr_checks_add_total(struct hr_checks *checks, const char *kind, const char *metric)
{
	struct hr_check *check = hr_checks_add(checks, kind, metric, HR_TOTAL);

	check->subject_kind = HR_SUBJECT_TOTAL;
	return check;
}

void hr_check_set_subject_kind(struct hr_check *check, enum hr_subject_kind kind)
{
	check->subject_kind = kind;
	hr_check_subject_id(check->kind, check->metric, kind, check->subject, check->id);
}

void hr_check_add_evidence(struct hr_check *check, const char *name, double value)
{
	size_t count = check->evidence_count;

	/* Few numbers a check, so growing one at a time costs nothing that matters. */
	check->evidence = hr_realloc_array(check->evidence, count + 1, sizeof(*check->evidence));
	check->evidence[count] = (struct hr_check_evidence){ .name = hr_strdup(name),
		                                             .value = value };
	check->evidence_count = count + 1;
}

static void release_check(struct hr_check *check)
{
	for (size_t i = 0; i < check->evidence_count; i++)
		free(check->evidence[i].name);
	free(check->evidence);
	free(check->kind);
	free(check->subject);
	free(check->metric);
	free(check->severity);
	free(check->unit);
	free(check->message);
	free(check->since);
}

void hr_checks_release(struct hr_checks *checks)
{
	for (size_t i = 0; i < checks->count; i++)
		release_check(&checks->items[i]);
	free(checks->items);
	*checks = (struct hr_checks){ 0 };
}
