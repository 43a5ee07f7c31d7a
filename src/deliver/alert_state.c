#include <config.h>
#include "deliver/alert_state.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/input.h"
#include "base/instant.h"
#include "base/mem.h"
#include "base/output.h"
#include "document/jsonx.h"

#define SCHEMA          "headroom/alerts/1"
#define STATE_BYTES_MAX ((size_t)64 << 20)

/*
 * { "schema", "open": { KEY: { "suite", "since", "title", ..., "told": { CHANNEL: { "at", "level" }
 * } } }, "channels": { CHANNEL: { "failures", "until" } } }; instants as nanoseconds, exactly.
 */
struct hr_alert_state {
	char *path;
	int lock;
	json_t *root;
};

static json_t *member(json_t *object, const char *key)
{
	json_t *value = json_object_get(object, key);

	if (json_is_object(value))
		return value;
	value = json_object();
	hr_json_set(object, key, value);
	return value;
}

static enum hr_err take_lock(struct hr_alert_state *state, struct hr_error *err)
{
	struct hr_str path = { 0 };
	enum hr_err code = HR_OK;

	hr_str_printf(&path, "%s.lock", state->path);
	state->lock = open(hr_str_text(&path), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	while (state->lock >= 0 && flock(state->lock, LOCK_EX) != 0) {
		if (errno == EINTR)
			continue;
		close(state->lock);
		state->lock = -1;
	}
	if (state->lock < 0)
		code = hr_error_at(err, HR_EIO, hr_str_text(&path), 0, 0, "%s", strerror(errno));
	hr_str_release(&path);
	return code;
}

static enum hr_err read_root(struct hr_alert_state *state, struct hr_error *err)
{
	struct hr_str text = { 0 };
	struct hr_input *input;
	json_error_t syntax;
	struct stat info;
	const char *schema;
	enum hr_err code;

	if (stat(state->path, &info) != 0 && errno == ENOENT) {
		state->root = json_object();
		hr_json_set(state->root, "schema", json_string(SCHEMA));
		return HR_OK;
	}
	code = hr_input_open(state->path, &input, err);
	if (code != HR_OK)
		return code;
	code = hr_input_read_all(input, STATE_BYTES_MAX, "a state of alerts", &text, err);
	hr_input_close(input);
	if (code == HR_OK) {
		state->root = json_loadb(text.length > 0 ? text.data : "", text.length, 0, &syntax);
		schema = hr_json_text_at(state->root, "schema");
		if (schema == NULL || strcmp(schema, SCHEMA) != 0)
			code = hr_error_at(err, HR_EPARSE, state->path, 0, 0,
			                   "this is no state of alerts (expected \"%s\"): move it "
			                   "away, or name another file",
			                   SCHEMA);
	}
	hr_str_release(&text);
	return code;
}

enum hr_err hr_alert_state_open(const char *path, struct hr_alert_state **out, struct hr_error *err)
{
	struct hr_alert_state *state = hr_zalloc(1, sizeof(*state));
	enum hr_err code;

	state->path = hr_strdup(path);
	state->lock = -1;
	*out = NULL;
	code = take_lock(state, err);
	if (code == HR_OK)
		code = read_root(state, err);
	if (code == HR_OK)
		*out = state;
	else
		hr_alert_state_close(state);
	return code;
}

enum hr_err hr_alert_state_save(struct hr_alert_state *state, struct hr_error *err)
{
	struct hr_str text = { 0 };
	enum hr_err code;

	hr_json_dump(state->root, JSON_INDENT(2) | JSON_SORT_KEYS, &text);
	hr_str_putc(&text, '\n');
	code = hr_output_file(state->path, hr_str_slice(&text), err);
	hr_str_release(&text);
	return code;
}

void hr_alert_state_close(struct hr_alert_state *state)
{
	if (state == NULL)
		return;
	if (state->lock >= 0)
		close(state->lock);
	json_decref(state->root);
	free(state->path);
	free(state);
}

static void put_text(json_t *entry, const char *key, const char *text)
{
	hr_json_set(entry, key, hr_json_text(text));
}

void hr_alert_state_note(struct hr_alert_state *state, struct hr_notice *notice, const char *suite,
                         int64_t now_ns)
{
	json_t *entry = member(member(state->root, "open"), notice->key);
	const json_t *since = json_object_get(entry, "since");

	if (json_is_integer(since))
		notice->since_ns = json_integer_value(since);
	else
		notice->since_ns = now_ns;
	hr_json_set(entry, "since", json_integer(notice->since_ns));
	hr_json_set(entry, "severity", json_integer(notice->severity));
	put_text(entry, "suite", suite);
	put_text(entry, "title", notice->title);
	put_text(entry, "message", notice->message);
	put_text(entry, "kind", notice->kind);
	put_text(entry, "metric", notice->metric);
	put_text(entry, "subject", notice->subject);
	put_text(entry, "check", notice->check);
}

static char *copy_of(const json_t *entry, const char *key)
{
	const char *text = hr_json_text_at(entry, key);

	return hr_strdup(text != NULL ? text : "");
}

static void add_resolved(struct hr_bulletin *bulletin, const char *key, const json_t *entry)
{
	struct hr_notice *notice = hr_bulletin_add(bulletin);
	json_int_t severity = json_integer_value(json_object_get(entry, "severity"));

	hr_notice_key(bulletin->suite, hr_json_text_at(entry, "check"), notice->key);
	if (strcmp(notice->key, key) != 0 && strlen(key) < sizeof(notice->key))
		memcpy(notice->key, key, strlen(key) + 1);
	notice->resolved = true;
	notice->severity = severity >= HR_NOTICE_INFO && severity <= HR_NOTICE_CRITICAL
	                           ? (enum hr_notice_severity)severity
	                           : HR_NOTICE_ERROR;
	notice->since_ns = json_integer_value(json_object_get(entry, "since"));
	notice->title = copy_of(entry, "title");
	notice->message = copy_of(entry, "message");
	notice->kind = copy_of(entry, "kind");
	notice->metric = copy_of(entry, "metric");
	notice->subject = copy_of(entry, "subject");
	notice->check = copy_of(entry, "check");
}

void hr_alert_state_resolved(const struct hr_alert_state *state, struct hr_bulletin *bulletin,
                             bool (*passed)(const void *context, const char *check),
                             const void *context)
{
	const char *key;
	json_t *entry;

	json_object_foreach(json_object_get(state->root, "open"), key, entry)
	{
		const char *suite = hr_json_text_at(entry, "suite");
		const char *check = hr_json_text_at(entry, "check");

		if (suite != NULL && check != NULL && strcmp(suite, bulletin->suite) == 0 &&
		    passed(context, check))
			add_resolved(bulletin, key, entry);
	}
}

void hr_alert_state_forget(struct hr_alert_state *state, const char *key)
{
	json_object_del(json_object_get(state->root, "open"), key);
}

int64_t hr_alert_state_told(const struct hr_alert_state *state, const char *key,
                            const char *channel, unsigned *level)
{
	const json_t *entry = json_object_get(json_object_get(state->root, "open"), key);
	const json_t *told = json_object_get(json_object_get(entry, "told"), channel);
	const json_t *at = json_object_get(told, "at");

	*level = (unsigned)json_integer_value(json_object_get(told, "level"));
	return json_is_integer(at) ? json_integer_value(at) : HR_INSTANT_NONE;
}

void hr_alert_state_tell(struct hr_alert_state *state, const struct hr_notice *notice,
                         const char *channel, int64_t now_ns)
{
	json_t *entry = member(member(state->root, "open"), notice->key);
	json_t *told = member(member(entry, "told"), channel);

	hr_json_set(told, "at", json_integer(now_ns));
	hr_json_set(told, "level", json_integer((json_int_t)notice->level));
}

bool hr_alert_state_rests(const struct hr_alert_state *state, const char *channel, int64_t now_ns)
{
	const json_t *entry = json_object_get(json_object_get(state->root, "channels"), channel);

	return json_integer_value(json_object_get(entry, "failures")) >= HR_BREAKER_FAILURES &&
	       json_integer_value(json_object_get(entry, "until")) > now_ns;
}

void hr_alert_state_count(struct hr_alert_state *state, const char *channel, bool delivered,
                          int64_t rest_ns, int64_t now_ns)
{
	json_t *entry = member(member(state->root, "channels"), channel);
	json_int_t failures = json_integer_value(json_object_get(entry, "failures"));
	int64_t until_ns;

	failures = delivered ? 0 : failures + 1;
	hr_json_set(entry, "failures", json_integer(failures));
	if (__builtin_add_overflow(now_ns, rest_ns, &until_ns))
		until_ns = INT64_MAX;
	hr_json_set(entry, "until", json_integer(failures >= HR_BREAKER_FAILURES ? until_ns : 0));
}
