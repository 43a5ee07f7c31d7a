/*
 * The section "alerts": where to send what was found, how often, and when it goes up a level.
 */
#ifndef HR_CONFIG_CONFIG_ALERTS_H
#define HR_CONFIG_CONFIG_ALERTS_H

#include "config/config_alert_rules.h"
#include "config/config_read.h"

#define HR_CONFIG_CHANNELS_MAX 100
#define HR_CONFIG_LEVELS_MAX   20

enum hr_channel_type {
	HR_CHANNEL_CONSOLE,
	HR_CHANNEL_FILE,
	HR_CHANNEL_WEBHOOK,
	HR_CHANNEL_SLACK,
	HR_CHANNEL_TEAMS,
	HR_CHANNEL_PAGERDUTY,
	HR_CHANNEL_ALERTMANAGER,
	HR_CHANNEL_EMAIL,
	HR_CHANNEL_EXEC,
};
extern const char *const hr_channel_types[]; /* their names, NULL-terminated, in that order */

enum hr_channel_format { HR_CHANNEL_JSON, HR_CHANNEL_CSV };

/*
 * A channel. Texts are NULL and lists empty where nothing was said. A text may name environment
 * variables, ${NAME}; NAME_file members name files that hold the value instead. What is secret is
 * only ever known to the sender.
 */
struct hr_config_channel {
	int type;             /* enum hr_channel_type */
	char *name;           /* what messages call it; "TYPE" or "TYPE-N" when not given */
	int min_severity;     /* index of hr_config_severities */
	uint64_t level;       /* told only from this level of escalation on */
	char *url, *url_file; /* of the HTTP ones, and the server of mail */
	struct hr_config_texts headers;
	char *template_text; /* webhook: body, Mustache over the notice model */
	char *content_type;
	char *routing_key, *routing_key_file;
	char *from, *user, *password, *password_file;
	struct hr_config_texts to;
	bool plain; /* mail: a server without TLS is allowed */
	char *path; /* file */
	int format; /* file: enum hr_channel_format */
	uint64_t max_bytes, keep;
	struct hr_config_texts exec; /* program and arguments; for slack ... instead of url */
	char *ca_file;
	int64_t timeout_ns;
};

struct hr_config_level {
	char *to;         /* for people: "on-call" */
	int64_t after_ns; /* since the alert was opened; rises from level to level */
};

struct hr_config_alerts {
	int64_t dedup_ns; /* 0 = not given */
	char *state;      /* path of the state file; NULL = the default */
	struct hr_config_channels {
		struct hr_config_channel *items;
		size_t count;
	} channels;
	struct hr_config_escalation {
		struct hr_config_level *items;
		size_t count;
	} escalation;
	struct hr_config_alert_rules rules;
	uint64_t retries;      /* attempts after the first; UINT64_MAX = not given */
	int64_t retry_base_ns; /* 0 = not given */
	int64_t retry_rest_ns; /* the same */
};

extern const char *const hr_config_severities[]; /* "info" ... "critical", NULL-terminated */

extern const struct hr_config_key hr_config_alerts_keys[];
/* Reads the value of the key "alerts"; @target is a struct hr_config_alerts. */
void hr_config_read_alerts(struct hr_config_reader *reader, json_t *value, void *target);
void hr_config_alerts_release(struct hr_config_alerts *alerts);

#endif
