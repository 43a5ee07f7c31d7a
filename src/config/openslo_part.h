/*
 * Inside of the reader of OpenSLO: its objects, found by kind and name.
 */
#ifndef HR_CONFIG_OPENSLO_PART_H
#define HR_CONFIG_OPENSLO_PART_H

#include "config/config_slo.h"

enum hr_openslo_kind {
	HR_OPENSLO_SLO,
	HR_OPENSLO_SLI,
	HR_OPENSLO_SERVICE,
	HR_OPENSLO_SOURCE,
	HR_OPENSLO_POLICY,
	HR_OPENSLO_CONDITION,
	HR_OPENSLO_TARGET,
	HR_OPENSLO_KINDS,
};

/* What a metric is, whatever objective asks it. */
enum hr_openslo_metric {
	HR_OPENSLO_RATIO,
	HR_OPENSLO_ELAPSED,
	HR_OPENSLO_LATENCY,
	HR_OPENSLO_CONNECT,
	HR_OPENSLO_THROUGHPUT,
	HR_OPENSLO_AGE,
};

struct hr_openslo_indicator {
	bool fine; /* read without an error */
	enum hr_openslo_metric metric;
	char *valid, *good, *bad; /* filters, NULL = none; owned */
	int unit;                 /* of elapsed times: index into HR_OPENSLO_UNITS */
};

/* One object; values are borrowed from the trees. */
struct hr_openslo_object {
	enum hr_openslo_kind kind;
	char *name, *display; /* owned; display may be NULL */
	size_t document;
	char *pointer;                         /* of the object in its document; owned */
	json_t *spec;                          /* NULL when it has none */
	char *type;                            /* of a DataSource; owned */
	struct hr_openslo_indicator indicator; /* of an SLI */
	struct hr_burn_rule rule;              /* of a condition; long_s 0 = not to be used */
	struct hr_burn_rule *rules;            /* of a policy; owned with what they hold */
	size_t rule_count;
};

struct hr_openslo {
	struct hr_config_reader *reader;
	struct hr_openslo_object *objects; /* owned */
	size_t count, capacity;
};

extern const char *const hr_openslo_units[]; /* "ms", "s", "us", "ns", NULL */

/* Adds what a document holds: one object, or a list of them. */
void hr_openslo_read_objects(struct hr_openslo *all, json_t *root);
/* NULL, and reported at the value being read, when there is none of that kind and name. */
const struct hr_openslo_object *hr_openslo_find(struct hr_openslo *all, enum hr_openslo_kind kind,
                                                const char *name);
/* What the spec of an indicator measures; out->fine says whether it could be read. Release @out. */
void hr_openslo_read_indicator(struct hr_openslo *all, json_t *spec,
                               struct hr_openslo_indicator *out);
void hr_openslo_indicator_release(struct hr_openslo_indicator *indicator);
/* A burn rate rule of a condition's spec; long_s stays 0 when it cannot be used. */
void hr_openslo_read_condition(struct hr_openslo *all, json_t *spec, struct hr_burn_rule *out);
/* The rules of a policy's spec. */
void hr_openslo_read_policy(struct hr_openslo *all, json_t *spec, struct hr_burn_rule **rules,
                            size_t *count);
/* Append copies of rules. */
void hr_openslo_add_rules(const struct hr_burn_rule *from, size_t from_count,
                          struct hr_burn_rule **rules, size_t *count);
/* The only element of a "timeWindow": window, zone and the name of the zone of @slo. */
void hr_openslo_read_windows(struct hr_config_reader *reader, json_t *value,
                             struct hr_config_slo *slo);
/* An object written in place of its name: {kind, metadata, spec}; gives its spec, or NULL. */
json_t *hr_openslo_inline(struct hr_openslo *all, json_t *object, const char *kind);
/* "5m", "1h", "4w": whole seconds; reported otherwise, and months too, which have no one length. */
bool hr_openslo_read_length(struct hr_config_reader *reader, const json_t *value, int64_t *seconds);
/* Members that mean nothing to recorded data, or are looked at elsewhere. */
void hr_openslo_pass(struct hr_config_reader *reader, json_t *value, void *target);
/* Keep a value to be read later: @target is a json_t **. */
void hr_openslo_keep(struct hr_config_reader *reader, json_t *value, void *target);

#endif
