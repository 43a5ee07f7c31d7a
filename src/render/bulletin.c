#include <config.h>
#include "render/bulletin.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/instant.h"
#include "base/mem.h"
#include "document/jsonx.h"
#include "render/exported.h"
#include "render/model_part.h"

const char *const hr_notice_severity_names[] = { "info", "warning", "error", "critical", NULL };

const char *hr_notice_severity_name(enum hr_notice_severity severity)
{
	return hr_notice_severity_names[severity];
}

/* The words that checks use for how grave they are. */
static const struct grade {
	const char *word;
	enum hr_notice_severity severity;
} grades[] = {
	{ "info", HR_NOTICE_INFO },         { "low", HR_NOTICE_INFO },
	{ "minor", HR_NOTICE_WARNING },     { "warning", HR_NOTICE_WARNING },
	{ "medium", HR_NOTICE_WARNING },    { "error", HR_NOTICE_ERROR },
	{ "major", HR_NOTICE_ERROR },       { "high", HR_NOTICE_ERROR },
	{ "critical", HR_NOTICE_CRITICAL },
};

/* A check that only warns is never graver than a warning. */
static enum hr_notice_severity severity_of(const json_t *check, bool failed)
{
	const char *word = hr_json_text_at(check, "severity");
	enum hr_notice_severity severity = failed ? HR_NOTICE_ERROR : HR_NOTICE_WARNING;

	for (size_t i = 0; word != NULL && i < sizeof(grades) / sizeof(grades[0]); i++) {
		if (strcmp(word, grades[i].word) == 0)
			severity = grades[i].severity;
	}
	return !failed && severity > HR_NOTICE_WARNING ? HR_NOTICE_WARNING : severity;
}

void hr_notice_key(const char *suite, const char *check, char out[HR_NOTICE_KEY_BYTES])
{
	struct hr_str key = { 0 };

	hr_str_printf(&key, "headroom/%s/%s", suite, check);
	if (key.length >= HR_NOTICE_KEY_BYTES) {
		uint64_t digest = hr_digest64(hr_str_slice(&key));
		size_t kept = HR_NOTICE_KEY_BYTES - 1 - 17;

		while (kept > 0 && ((unsigned char)key.data[kept] & 0xc0) == 0x80)
			kept--; /* never in the middle of a character */
		hr_str_truncate(&key, kept);
		hr_str_printf(&key, "~%016" PRIx64, digest);
	}
	memcpy(out, hr_str_text(&key), key.length + 1);
	hr_str_release(&key);
}

struct hr_notice *hr_bulletin_add(struct hr_bulletin *bulletin)
{
	struct hr_notice *notice;

	bulletin->notices = hr_grow(bulletin->notices, bulletin->count, &bulletin->capacity,
	                            sizeof(*bulletin->notices));
	notice = &bulletin->notices[bulletin->count++];
	*notice = (struct hr_notice){ .since_ns = HR_INSTANT_NONE };
	return notice;
}

static char *copy(const char *text)
{
	return text != NULL ? hr_strdup(text) : NULL;
}

void hr_bulletin_copy_notice(struct hr_bulletin *to, const struct hr_notice *from)
{
	struct hr_notice *notice = hr_bulletin_add(to);

	*notice = *from;
	notice->title = copy(from->title);
	notice->message = copy(from->message);
	notice->kind = copy(from->kind);
	notice->metric = copy(from->metric);
	notice->subject = copy(from->subject);
	notice->check = copy(from->check);
}

static char *text_of(const json_t *check, const char *key)
{
	const char *text = hr_json_text_at(check, key);

	return hr_strdup(text != NULL ? text : "");
}

static void add_check(struct hr_bulletin *bulletin, const json_t *check, bool failed)
{
	struct hr_notice *notice = hr_bulletin_add(bulletin);
	struct hr_str title = { 0 };

	hr_check_put_name(check, &title);
	notice->title = hr_strdup(hr_str_text(&title));
	hr_str_release(&title);
	notice->severity = severity_of(check, failed);
	notice->message = text_of(check, "message");
	notice->kind = text_of(check, "kind");
	notice->metric = text_of(check, "metric");
	notice->subject = text_of(check, "subject");
	notice->check = text_of(check, "id");
	hr_notice_key(bulletin->suite, notice->check, notice->key);
}

static int compare_notices(const void *a, const void *b)
{
	const struct hr_notice *left = a, *right = b;

	if (left->resolved != right->resolved)
		return left->resolved ? 1 : -1;
	if (left->severity != right->severity)
		return left->severity < right->severity ? 1 : -1;
	return strcmp(left->key, right->key);
}

void hr_bulletin_sort(struct hr_bulletin *bulletin)
{
	if (bulletin->count > 1)
		qsort(bulletin->notices, bulletin->count, sizeof(*bulletin->notices),
		      compare_notices);
}

const char *hr_notice_rest(const struct hr_notice *notice)
{
	size_t n = strlen(notice->title);

	if (strncmp(notice->message, notice->title, n) != 0 || notice->message[n] != ' ')
		return notice->message;
	return notice->message + n + 1;
}

static int64_t generated(const json_t *document)
{
	const char *text = hr_json_text_at(document, "generated");
	int64_t instant_ns;

	if (hr_instant_parse(hr_slice_of(text), hr_zone_utc(), &instant_ns, NULL) != HR_OK)
		return hr_instant_now();
	return instant_ns;
}

void hr_bulletin_init(struct hr_bulletin *bulletin, const struct hr_scene *scene,
                      const char *report_url)
{
	const json_t *checks = json_object_get(scene->document, "checks"), *check;
	size_t i;

	*bulletin = (struct hr_bulletin){
		.suite = hr_strdup(hr_exported_suite(scene)),
		.environment = copy(hr_json_text_at(scene->document, "run.environment")),
		.version = copy(hr_json_text_at(scene->document, "run.version")),
		.verdict = hr_document_verdict(scene->document),
		.report_url = copy(report_url),
		.now_ns = generated(scene->document),
		.checks = json_array_size(checks),
	};
	json_array_foreach(checks, i, check)
	{
		struct hr_slice verdict = hr_slice_of(hr_json_text_at(check, "verdict"));
		bool failed = hr_slice_is(verdict, "fail");

		bulletin->failed += failed;
		if (failed || hr_slice_is(verdict, "warn"))
			add_check(bulletin, check, failed);
	}
	hr_bulletin_sort(bulletin);
}

void hr_bulletin_release(struct hr_bulletin *bulletin)
{
	for (size_t i = 0; i < bulletin->count; i++) {
		struct hr_notice *notice = &bulletin->notices[i];

		free(notice->title);
		free(notice->message);
		free(notice->kind);
		free(notice->metric);
		free(notice->subject);
		free(notice->check);
	}
	free(bulletin->notices);
	free(bulletin->suite);
	free(bulletin->environment);
	free(bulletin->version);
	free(bulletin->report_url);
	free(bulletin->text);
	*bulletin = (struct hr_bulletin){ 0 };
}

void hr_bulletin_headline(const struct hr_bulletin *bulletin, struct hr_str *out)
{
	for (const char *c = bulletin->verdict; *c != '\0'; c++)
		hr_str_putc(out, (char)toupper((unsigned char)*c));
	hr_str_printf(out, " %s: ", bulletin->suite);
	if (bulletin->checks == 0)
		hr_str_puts(out, "nothing was checked");
	else if (bulletin->failed > 0)
		hr_str_printf(out, "%zu of %zu checks failed", bulletin->failed, bulletin->checks);
	else
		hr_str_printf(out, "none of %zu %s failed", bulletin->checks,
		              bulletin->checks == 1 ? "check" : "checks");
}

json_t *hr_notice_json(const struct hr_bulletin *bulletin, const struct hr_notice *notice)
{
	json_t *out = json_object();

	hr_json_set(out, "time", hr_json_instant(bulletin->now_ns));
	hr_json_set(out, "suite", hr_json_text(bulletin->suite));
	hr_json_set(out, "environment", hr_json_text(bulletin->environment));
	hr_json_set(out, "version", hr_json_text(bulletin->version));
	hr_json_set(out, "state", json_string(notice->resolved ? "resolved" : "open"));
	hr_json_set(out, "severity", json_string(hr_notice_severity_name(notice->severity)));
	hr_json_set(out, "level", json_integer((json_int_t)notice->level));
	hr_json_set(out, "title", hr_json_text(notice->title));
	hr_json_set(out, "message", hr_json_text(notice->message));
	hr_json_set(out, "kind", hr_json_text(notice->kind));
	hr_json_set(out, "metric", hr_json_text(notice->metric));
	hr_json_set(out, "subject", hr_json_text(notice->subject));
	hr_json_set(out, "check", hr_json_text(notice->check));
	hr_json_set(out, "since",
	            hr_json_instant(notice->since_ns != HR_INSTANT_NONE ? notice->since_ns
	                                                                : bulletin->now_ns));
	hr_json_set(out, "key", hr_json_text(notice->key));
	hr_json_set(out, "report", hr_json_text(bulletin->report_url));
	return out;
}

json_t *hr_bulletin_json(const struct hr_bulletin *bulletin)
{
	json_t *out = json_object(), *notices = json_array();
	struct hr_str headline = { 0 };

	hr_bulletin_headline(bulletin, &headline);
	for (size_t i = 0; i < bulletin->count; i++)
		hr_json_append(notices, hr_notice_json(bulletin, &bulletin->notices[i]));
	hr_json_set(out, "schema", json_string("headroom/notice/1"));
	hr_json_set(out, "time", hr_json_instant(bulletin->now_ns));
	hr_json_set(out, "headline", hr_json_text(hr_str_text(&headline)));
	hr_json_set(out, "suite", hr_json_text(bulletin->suite));
	hr_json_set(out, "environment", hr_json_text(bulletin->environment));
	hr_json_set(out, "version", hr_json_text(bulletin->version));
	hr_json_set(out, "verdict", json_string(bulletin->verdict));
	hr_json_set(out, "checks", json_integer((json_int_t)bulletin->checks));
	hr_json_set(out, "failed", json_integer((json_int_t)bulletin->failed));
	hr_json_set(out, "report", hr_json_text(bulletin->report_url));
	hr_json_set(out, "notices", notices);
	hr_str_release(&headline);
	return out;
}
