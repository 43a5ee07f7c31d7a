/* Experiments. */
#include <config.h>
#include "config/config_chaos.h"

#include <stdlib.h>
#include <string.h>

#include "base/duration.h"
#include "base/instant.h"
#include "base/mem.h"
#include "base/message.h"
#include "config/config_list.h"

#define MARKER        "marker:"
#define BEFORE_NS     (300 * HR_NS_PER_S)
#define RECOVERY_NS   (120 * HR_NS_PER_S)
#define STABLE_NS     (30 * HR_NS_PER_S)
#define MINUTES_A_DAY 1440

bool hr_chaos_hours_hold(const struct hr_chaos_hours *hours, int minute)
{
	if (hours->from_min <= hours->to_min)
		return minute >= hours->from_min && minute < hours->to_min;
	return minute >= hours->from_min || minute < hours->to_min;
}

void hr_chaos_time_release(struct hr_chaos_time *time)
{
	free(time->marker);
	*time = (struct hr_chaos_time){ 0 };
}

void hr_config_read_chaos_time(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_chaos_time *time = target;
	struct hr_error error = { 0 };
	const char *text = json_string_value(value);
	enum hr_err code = HR_OK;

	if (text == NULL || text[0] == '\0') {
		hr_config_wrong_type(reader, value, "a time, \"+5m\" or \"marker:NAME\"");
		return;
	}
	if (strncmp(text, MARKER, strlen(MARKER)) == 0) {
		free(time->marker);
		*time = (struct hr_chaos_time){ .kind = HR_CHAOS_MARKER,
			                        .marker = hr_strdup(text + strlen(MARKER)) };
	} else if (text[0] == '+') {
		time->kind = HR_CHAOS_OFFSET;
		code = hr_duration_parse(hr_slice_of(text + 1), &time->ns, &error);
	} else {
		time->kind = HR_CHAOS_INSTANT;
		code = hr_instant_parse(hr_slice_of(text), hr_zone_utc(), &time->ns, &error);
	}
	if (code != HR_OK)
		hr_config_wrong(reader, "%s", error.text);
}

/* "22:00" as a minute of the day; -1 when it is none. "24:00" is the end of it. */
static int minute_of(const char *text)
{
	int hour, minute;

	if (strlen(text) < 5 || text[2] != ':')
		return -1;
	for (size_t i = 0; i < 5; i++)
		if (i != 2 && (text[i] < '0' || text[i] > '9'))
			return -1;
	hour = (text[0] - '0') * 10 + text[1] - '0';
	minute = (text[3] - '0') * 10 + text[4] - '0';
	return minute < 60 && hour * 60 + minute <= MINUTES_A_DAY ? hour * 60 + minute : -1;
}

static void read_hours(struct hr_config_reader *reader, json_t *item, void *target)
{
	struct hr_chaos_hours *hours = target;
	const char *text = json_string_value(item);

	hours->from_min = hours->to_min = -1;
	if (text != NULL && strlen(text) == 11 && text[5] == '-') {
		hours->from_min = minute_of(text);
		hours->to_min = minute_of(text + 6);
	}
	if (hours->from_min < 0 || hours->to_min < 0)
		hr_config_wrong_type(reader, item, "hours such as \"22:00-06:00\"");
}

static void read_restricted(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_chaos_experiment *experiment = target;
	struct hr_chaos_hours *hours = hr_config_read_list(
	        reader, value, HR_CHAOS_HOURS_MAX, "a list of hours", sizeof(*hours),
	        &experiment->restricted_count, read_hours);

	if (hours != NULL)
		memcpy(experiment->restricted, hours,
		       experiment->restricted_count * sizeof(*hours));
	free(hours);
}

static void read_observations(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_chaos_experiment *experiment = target;
	size_t count = json_object_size(value);
	const char *name;
	json_t *answer;

	if (!json_is_object(value) || count > HR_CHAOS_OBSERVATIONS_MAX) {
		hr_config_wrong_type(reader, value,
		                     "an object such as {\"the circuit breaker opened\": true}, of "
		                     "at most " HR_DIGITS(HR_CHAOS_OBSERVATIONS_MAX) " members");
		return;
	}
	experiment->observations = hr_zalloc(count + 1, sizeof(*experiment->observations));
	json_object_foreach(value, name, answer)
	{
		size_t mark = hr_config_enter(reader, name);

		if (json_is_boolean(answer) || json_is_null(answer))
			experiment->observations[experiment->observation_count++] =
			        (struct hr_chaos_observation){
				        hr_strdup(name),
				        json_is_null(answer)   ? HR_CHAOS_UNKNOWN
				        : json_is_true(answer) ? HR_CHAOS_TRUE
				                               : HR_CHAOS_FALSE,
			        };
		else
			hr_config_wrong_type(reader, answer, "true, false or null");
		hr_config_leave(reader, mark);
	}
}

#define OF(member) offsetof(struct hr_chaos_experiment, member)

static const struct hr_config_key during_keys[] = {
	{ .name = "from",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF(from),
	  .read = hr_config_read_chaos_time },
	{ .name = "to",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF(to),
	  .read = hr_config_read_chaos_time },
	{ .name = NULL },
};

const struct hr_config_key hr_config_chaos_keys[] = {
	{ .name = "name", .type = HR_CONFIG_TEXT, .offset = OF(name) },
	{ .name = "before", .type = HR_CONFIG_DURATION, .offset = OF(before_ns) },
	{ .name = "during", .type = HR_CONFIG_OBJECT, .keys = during_keys },
	{ .name = "after", .type = HR_CONFIG_DURATION, .offset = OF(after_ns) },
	{ .name = "hypothesis",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF(hypothesis),
	  .read = hr_config_read_checks },
	{ .name = "tolerance",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF(tolerance),
	  .read = hr_config_read_checks },
	{ .name = "abort_if",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF(abort_if),
	  .read = hr_config_read_checks },
	{ .name = "recovery_within", .type = HR_CONFIG_DURATION, .offset = OF(recovery_within_ns) },
	{ .name = "stable_for", .type = HR_CONFIG_DURATION, .offset = OF(stable_for_ns) },
	{ .name = "restricted_hours", .type = HR_CONFIG_CUSTOM, .read = read_restricted },
	{ .name = "observations", .type = HR_CONFIG_CUSTOM, .read = read_observations },
	{ .name = NULL },
};

void hr_chaos_experiment_init(struct hr_chaos_experiment *experiment)
{
	*experiment = (struct hr_chaos_experiment){ .before_ns = BEFORE_NS,
		                                    .after_ns = BEFORE_NS,
		                                    .recovery_within_ns = RECOVERY_NS,
		                                    .stable_for_ns = STABLE_NS };
}

static void read_experiment(struct hr_config_reader *reader, json_t *item, void *target)
{
	struct hr_chaos_experiment *experiment = target;
	size_t before = reader->errors->count + reader->errors->omitted;

	hr_chaos_experiment_init(experiment);
	hr_config_read_object(reader, item, hr_config_chaos_keys, experiment);
	if (reader->errors->count + reader->errors->omitted > before)
		return;
	if (experiment->name == NULL)
		hr_config_wrong(reader, "found no \"name\" of the experiment");
	if ((experiment->from.kind == HR_CHAOS_UNSET) != (experiment->to.kind == HR_CHAOS_UNSET))
		hr_config_wrong(reader, "found \"during\" without both \"from\" and \"to\"");
	if (experiment->hypothesis.count == 0)
		hr_config_wrong(reader, "found no \"hypothesis\", a list of criteria such as "
		                        "\"error_rate < 1%%\"");
}

void hr_config_read_chaos(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config_chaos *chaos = target;

	chaos->items = hr_config_read_list(reader, value, HR_CHAOS_MAX, "a list of experiments",
	                                   sizeof(*chaos->items), &chaos->count, read_experiment);
	for (size_t i = 0; i < chaos->count; i++)
		for (size_t j = 0; j < i && chaos->items[i].name != NULL; j++)
			if (chaos->items[j].name != NULL &&
			    strcmp(chaos->items[i].name, chaos->items[j].name) == 0)
				hr_config_wrong(reader, "two experiments are called \"%s\"",
				                chaos->items[i].name);
}

static void release_experiment(struct hr_chaos_experiment *experiment)
{
	free(experiment->name);
	hr_chaos_time_release(&experiment->from);
	hr_chaos_time_release(&experiment->to);
	hr_config_checks_release(&experiment->hypothesis);
	hr_config_checks_release(&experiment->tolerance);
	hr_config_checks_release(&experiment->abort_if);
	for (size_t i = 0; i < experiment->observation_count; i++)
		free(experiment->observations[i].name);
	free(experiment->observations);
}

void hr_config_chaos_release(struct hr_config_chaos *chaos)
{
	for (size_t i = 0; i < chaos->count; i++)
		release_experiment(&chaos->items[i]);
	free(chaos->items);
	*chaos = (struct hr_config_chaos){ 0 };
}
