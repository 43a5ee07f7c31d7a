#include <config.h>
#include "config/config_alerts.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/message.h"
#include "base/unit.h"
#include "config/config_http.h"
#include "config/config_list.h"

#define KEEP_MAX           1000
#define LEVEL_MAX          HR_CONFIG_LEVELS_MAX
#define RETRIES_MAX        20
#define BYTES_MIN          1024.0
#define BYTES_MAX          1e12
#define DEFAULT_MAX_BYTES  (UINT64_C(10) << 20)
#define DEFAULT_KEEP       5
#define DEFAULT_TIMEOUT_NS INT64_C(10000000000)
#define TIMEOUT_MAX_MIN    10
#define TIMEOUT_MAX_NS     (TIMEOUT_MAX_MIN * INT64_C(60000000000))

const char *const hr_channel_types[] = { "console",   "file",         "webhook", "slack", "teams",
	                                 "pagerduty", "alertmanager", "email",   "exec",  NULL };
const char *const hr_config_severities[] = { "info", "warning", "error", "critical", NULL };
static const char *const format_words[] = {
	[HR_CHANNEL_JSON] = "json", [HR_CHANNEL_CSV] = "csv", NULL
};

static void read_count(struct hr_config_reader *reader, const json_t *value, uint64_t max,
                       uint64_t *out)
{
	if (!json_is_integer(value) || json_integer_value(value) < 0 ||
	    (uint64_t)json_integer_value(value) > max) {
		struct hr_str expected = { 0 };

		hr_str_printf(&expected, "a whole number from 0 to %llu", (unsigned long long)max);
		hr_config_wrong_type(reader, value, hr_str_text(&expected));
		hr_str_release(&expected);
		return;
	}
	*out = (uint64_t)json_integer_value(value);
}

static void read_keep(struct hr_config_reader *reader, json_t *value, void *target)
{
	read_count(reader, value, KEEP_MAX, target);
}

static void read_level(struct hr_config_reader *reader, json_t *value, void *target)
{
	read_count(reader, value, LEVEL_MAX, target);
}

static void read_retries(struct hr_config_reader *reader, json_t *value, void *target)
{
	read_count(reader, value, RETRIES_MAX, target);
}

static void read_bytes(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_error error = { 0 };
	uint64_t *bytes = target;
	double number;

	if (!json_is_string(value)) {
		hr_config_wrong_type(reader, value, "a size with its unit, \"10MiB\"");
	} else if (hr_unit_parse(hr_slice_of(json_string_value(value)), HR_QUANTITY_BYTES, &number,
	                         &error) != HR_OK) {
		hr_config_wrong(reader, "%s", error.text);
	} else if (!(number >= BYTES_MIN && number <= BYTES_MAX)) {
		hr_config_wrong(reader, "found \"%s\", expected 1 KiB to 1 TB",
		                json_string_value(value));
	} else {
		*bytes = (uint64_t)number;
	}
}

#define OF(member) offsetof(struct hr_config_channel, member)

static const struct hr_config_key channel_keys[] = {
	{ .name = "type", .type = HR_CONFIG_WORD, .offset = OF(type), .words = hr_channel_types },
	{ .name = "name", .type = HR_CONFIG_TEXT, .offset = OF(name) },
	{ .name = "min_severity",
	  .type = HR_CONFIG_WORD,
	  .offset = OF(min_severity),
	  .words = hr_config_severities },
	{ .name = "level", .type = HR_CONFIG_CUSTOM, .offset = OF(level), .read = read_level },
	{ .name = "url", .type = HR_CONFIG_TEXT, .offset = OF(url) },
	{ .name = "url_file", .type = HR_CONFIG_TEXT, .offset = OF(url_file) },
	{ .name = "headers", .type = HR_CONFIG_TEXTS, .offset = OF(headers) },
	{ .name = "template", .type = HR_CONFIG_TEXT, .offset = OF(template_text) },
	{ .name = "content_type", .type = HR_CONFIG_TEXT, .offset = OF(content_type) },
	{ .name = "routing_key", .type = HR_CONFIG_TEXT, .offset = OF(routing_key) },
	{ .name = "routing_key_file", .type = HR_CONFIG_TEXT, .offset = OF(routing_key_file) },
	{ .name = "from", .type = HR_CONFIG_TEXT, .offset = OF(from) },
	{ .name = "to", .type = HR_CONFIG_TEXTS, .offset = OF(to) },
	{ .name = "user", .type = HR_CONFIG_TEXT, .offset = OF(user) },
	{ .name = "password", .type = HR_CONFIG_TEXT, .offset = OF(password) },
	{ .name = "password_file", .type = HR_CONFIG_TEXT, .offset = OF(password_file) },
	{ .name = "plain", .type = HR_CONFIG_BOOLEAN, .offset = OF(plain) },
	{ .name = "path", .type = HR_CONFIG_TEXT, .offset = OF(path) },
	{ .name = "format", .type = HR_CONFIG_WORD, .offset = OF(format), .words = format_words },
	{ .name = "max_size",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF(max_bytes),
	  .read = read_bytes },
	{ .name = "keep", .type = HR_CONFIG_CUSTOM, .offset = OF(keep), .read = read_keep },
	{ .name = "exec", .type = HR_CONFIG_TEXTS, .offset = OF(exec) },
	{ .name = "ca_file", .type = HR_CONFIG_TEXT, .offset = OF(ca_file) },
	{ .name = "timeout", .type = HR_CONFIG_DURATION, .offset = OF(timeout_ns) },
	{ .name = NULL },
};

/* What a type cannot do without: one of the members, by name. */
static const struct need {
	enum hr_channel_type type;
	const char *members[4]; /* one of them is enough; NULL-terminated */
} needs[] = {
	{ HR_CHANNEL_FILE, { "path", NULL } },
	{ HR_CHANNEL_WEBHOOK, { "url", "url_file", NULL } },
	{ HR_CHANNEL_SLACK, { "url", "url_file", "exec", NULL } },
	{ HR_CHANNEL_TEAMS, { "url", "url_file", "exec", NULL } },
	{ HR_CHANNEL_PAGERDUTY, { "routing_key", "routing_key_file", NULL } },
	{ HR_CHANNEL_ALERTMANAGER, { "url", "url_file", "exec", NULL } },
	{ HR_CHANNEL_EMAIL, { "url", "url_file", "exec", NULL } },
	{ HR_CHANNEL_EMAIL, { "to", NULL } },
	{ HR_CHANNEL_EMAIL, { "from", NULL } },
	{ HR_CHANNEL_EXEC, { "exec", NULL } },
};

static bool has_one(const json_t *channel, const char *const *members)
{
	for (; *members != NULL; members++)
		if (json_object_get(channel, *members) != NULL)
			return true;
	return false;
}

static void check_needs(struct hr_config_reader *reader, const json_t *value,
                        const struct hr_config_channel *channel)
{
	for (size_t i = 0; i < sizeof(needs) / sizeof(needs[0]); i++) {
		struct hr_str names = { 0 };

		if ((int)needs[i].type != channel->type || has_one(value, needs[i].members))
			continue;
		for (size_t k = 0; needs[i].members[k] != NULL; k++)
			hr_str_printf(&names, "%s\"%s\"", k > 0 ? " or " : "", needs[i].members[k]);
		hr_config_wrong(reader, "a channel of type \"%s\" needs %s",
		                hr_channel_types[channel->type], hr_str_text(&names));
		hr_str_release(&names);
	}
}

/* A configuration is kept in version control: what opens a door must not stand in it. */
static void check_secret(struct hr_config_reader *reader, const char *name, const char *text)
{
	size_t mark;

	if (text == NULL || (strncmp(text, "${", 2) == 0 && text[strlen(text) - 1] == '}'))
		return;
	mark = hr_config_enter(reader, name);
	hr_config_wrong(reader,
	                "found a secret in the configuration, expected \"${NAME}\" of the "
	                "environment, or %s_file",
	                name);
	hr_config_leave(reader, mark);
}

static void check_channel(struct hr_config_reader *reader, const json_t *value,
                          const struct hr_config_channel *channel)
{
	if (json_object_get(value, "type") == NULL) {
		hr_config_wrong(reader,
		                "found no \"type\", expected a channel's, such as \"slack\"");
		return;
	}
	check_needs(reader, value, channel);
	hr_config_check_url(reader, "url", channel->url,
	                    channel->type == HR_CHANNEL_EMAIL ? HR_URL_MAIL : HR_URL_HTTP);
	check_secret(reader, "routing_key", channel->routing_key);
	check_secret(reader, "password", channel->password);
	if (channel->timeout_ns <= 0 || channel->timeout_ns > TIMEOUT_MAX_NS)
		hr_config_wrong(reader, "the timeout must be above 0 and at most %d minutes",
		                TIMEOUT_MAX_MIN);
}

static void read_channel(struct hr_config_reader *reader, json_t *item, void *target)
{
	struct hr_config_channel *channel = target;

	*channel = (struct hr_config_channel){ .max_bytes = DEFAULT_MAX_BYTES,
		                               .keep = DEFAULT_KEEP,
		                               .timeout_ns = DEFAULT_TIMEOUT_NS };
	hr_config_read_object(reader, item, channel_keys, channel);
	if (json_is_object(item))
		check_channel(reader, item, channel);
}

static void read_channels(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config_channels *channels = target;

	channels->items = hr_config_read_list(
	        reader, value, HR_CONFIG_CHANNELS_MAX, "a list of channels",
	        sizeof(struct hr_config_channel), &channels->count, read_channel);
}

/* Names are keys of the state, so each is its own. */
static void name_channels(struct hr_config_channels *channels)
{
	for (size_t i = 0; i < channels->count; i++) {
		struct hr_config_channel *channel = &channels->items[i];
		struct hr_str name = { 0 };

		if (channel->name != NULL)
			continue;
		hr_str_printf(&name, "%s-%zu", hr_channel_types[channel->type], i + 1);
		channel->name = hr_strdup(hr_str_text(&name));
		hr_str_release(&name);
	}
}

static void check_names(struct hr_config_reader *reader, const struct hr_config_channels *channels)
{
	size_t root = hr_config_enter(reader, "channels");

	for (size_t i = 0; i < channels->count; i++) {
		for (size_t k = 0; k < i; k++) {
			size_t mark;

			if (strcmp(channels->items[i].name, channels->items[k].name) != 0)
				continue;
			mark = hr_config_enter_index(reader, i);
			hr_config_wrong(reader, "a channel named \"%s\" stands above already",
			                hr_quoted(channels->items[i].name).text);
			hr_config_leave(reader, mark);
		}
	}
	hr_config_leave(reader, root);
}

#define OF_LEVEL(member) offsetof(struct hr_config_level, member)

struct raw_level {
	struct hr_config_level level;
	uint64_t number;
};

static const struct hr_config_key level_keys[] = {
	{ .name = "level",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = offsetof(struct raw_level, number),
	  .read = read_level },
	{ .name = "to", .type = HR_CONFIG_TEXT, .offset = OF_LEVEL(to) },
	{ .name = "after", .type = HR_CONFIG_DURATION, .offset = OF_LEVEL(after_ns) },
	{ .name = NULL },
};

static void read_escalation(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config_escalation *escalation = target;
	json_t *item;
	size_t i;

	if (!hr_config_is_list(reader, value, HR_CONFIG_LEVELS_MAX, "a list of levels"))
		return;
	escalation->items = hr_zalloc(json_array_size(value) + 1, sizeof(*escalation->items));
	json_array_foreach(value, i, item)
	{
		struct hr_config_level *level = &escalation->items[escalation->count];
		size_t mark = hr_config_enter_index(reader, i);
		struct raw_level raw = { .number = i + 1 };

		hr_config_read_object(reader, item, level_keys, &raw);
		*level = raw.level;
		escalation->count++;
		if (json_is_object(item) && raw.number != i + 1)
			hr_config_wrong(reader, "levels are counted from 1 in their order");
		else if (json_is_object(item) &&
		         (level->after_ns <= 0 || (i > 0 && level->after_ns <= level[-1].after_ns)))
			hr_config_wrong(reader,
			                "\"after\" counts from the opening of the alert and "
			                "must rise from level to level");
		hr_config_leave(reader, mark);
	}
}

#define AT(member) offsetof(struct hr_config_alerts, member)

static const struct hr_config_key retry_keys[] = {
	{ .name = "attempts",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(retries),
	  .read = read_retries },
	{ .name = "base", .type = HR_CONFIG_DURATION, .offset = AT(retry_base_ns) },
	{ .name = "rest", .type = HR_CONFIG_DURATION, .offset = AT(retry_rest_ns) },
	{ .name = NULL },
};

const struct hr_config_key hr_config_alerts_keys[] = {
	{ .name = "dedup", .type = HR_CONFIG_DURATION, .offset = AT(dedup_ns) },
	{ .name = "state", .type = HR_CONFIG_TEXT, .offset = AT(state) },
	{ .name = "channels",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(channels),
	  .read = read_channels,
	  .keys = channel_keys,
	  .list = true },
	{ .name = "escalation",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(escalation),
	  .read = read_escalation,
	  .keys = level_keys,
	  .list = true },
	{ .name = "rules",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(rules),
	  .read = hr_config_read_alert_rules,
	  .keys = hr_config_alert_rule_keys,
	  .list = true },
	{ .name = "retry", .type = HR_CONFIG_OBJECT, .keys = retry_keys },
	{ .name = NULL },
};

void hr_config_read_alerts(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config_alerts *alerts = target;

	alerts->retries = UINT64_MAX;
	hr_config_read_object(reader, value, hr_config_alerts_keys, alerts);
	name_channels(&alerts->channels);
	check_names(reader, &alerts->channels);
}

static void release_channel(struct hr_config_channel *channel)
{
	char *const texts[] = {
		channel->name,
		channel->url,
		channel->url_file,
		channel->template_text,
		channel->content_type,
		channel->routing_key,
		channel->routing_key_file,
		channel->from,
		channel->user,
		channel->password,
		channel->password_file,
		channel->path,
		channel->ca_file,
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		free(texts[i]);
	hr_config_texts_release(&channel->headers);
	hr_config_texts_release(&channel->to);
	hr_config_texts_release(&channel->exec);
}

void hr_config_alerts_release(struct hr_config_alerts *alerts)
{
	for (size_t i = 0; i < alerts->channels.count; i++)
		release_channel(&alerts->channels.items[i]);
	free(alerts->channels.items);
	for (size_t i = 0; i < alerts->escalation.count; i++)
		free(alerts->escalation.items[i].to);
	free(alerts->escalation.items);
	hr_config_alert_rules_release(&alerts->rules);
	free(alerts->state);
	*alerts = (struct hr_config_alerts){ 0 };
}
