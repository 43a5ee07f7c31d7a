/* Spikes and endurance. */
#include <config.h>
#include "config/config_stability.h"

#include "config/config_share.h"

const char *const hr_rating_words[] = { [HR_RATING_POOR] = "poor",
	                                [HR_RATING_FAIR] = "fair",
	                                [HR_RATING_GOOD] = "good",
	                                [HR_RATING_EXCELLENT] = "excellent",
	                                NULL };

static void read_share(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_fraction share;

	if (hr_config_read_share(reader, value, &share))
		*(double *)target = hr_fraction_value(share);
}

#define OF(member) offsetof(struct hr_config_stability, member)

static const struct hr_config_key during_keys[] = {
	{ .name = "from",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF(spike.from),
	  .read = hr_config_read_chaos_time },
	{ .name = "to",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF(spike.to),
	  .read = hr_config_read_chaos_time },
	{ .name = NULL },
};

static const struct hr_config_key spike_keys[] = {
	{ .name = "during", .type = HR_CONFIG_OBJECT, .keys = during_keys },
	{ .name = "before", .type = HR_CONFIG_DURATION, .offset = OF(spike.before_ns) },
	{ .name = "after", .type = HR_CONFIG_DURATION, .offset = OF(spike.after_ns) },
	{ .name = "limits",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF(spike.limits),
	  .read = hr_config_read_checks },
	{ .name = "tolerance",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF(spike.tolerance_ratio),
	  .read = read_share },
	{ .name = "recovery_within",
	  .type = HR_CONFIG_DURATION,
	  .offset = OF(spike.recovery_within_ns) },
	{ .name = "stable_for", .type = HR_CONFIG_DURATION, .offset = OF(spike.stable_for_ns) },
	{ .name = NULL },
};

static const struct hr_config_key endurance_keys[] = {
	{ .name = "max_drift",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF(endurance.max_drift_ratio),
	  .read = read_share },
	{ .name = "max_growth",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF(endurance.max_growth_ratio),
	  .read = read_share },
	{ .name = "memory", .type = HR_CONFIG_PATTERNS, .offset = OF(endurance.memory) },
	{ .name = "min_rating",
	  .type = HR_CONFIG_WORD,
	  .offset = OF(endurance.min_rating),
	  .words = hr_rating_words },
	{ .name = NULL },
};

static void read_spike(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config_stability *stability = target;
	const struct hr_config_spike *spike = &stability->spike;

	stability->spike_given = true;
	hr_config_read_object(reader, value, spike_keys, stability);
	if ((spike->from.kind == HR_CHAOS_UNSET) != (spike->to.kind == HR_CHAOS_UNSET))
		hr_config_wrong(reader, "found \"during\" without both \"from\" and \"to\"");
}

static void read_endurance(struct hr_config_reader *reader, json_t *value, void *target)
{
	((struct hr_config_stability *)target)->endurance_given = true;
	hr_config_read_object(reader, value, endurance_keys, target);
}

const struct hr_config_key hr_config_stability_keys[] = {
	{ .name = "spike", .type = HR_CONFIG_CUSTOM, .keys = spike_keys, .read = read_spike },
	{ .name = "endurance",
	  .type = HR_CONFIG_CUSTOM,
	  .keys = endurance_keys,
	  .read = read_endurance },
	{ .name = NULL },
};

void hr_config_read_stability(struct hr_config_reader *reader, json_t *value, void *target)
{
	((struct hr_config_stability *)target)->given = true;
	hr_config_read_object(reader, value, hr_config_stability_keys, target);
}

void hr_config_stability_release(struct hr_config_stability *stability)
{
	hr_chaos_time_release(&stability->spike.from);
	hr_chaos_time_release(&stability->spike.to);
	hr_config_checks_release(&stability->spike.limits);
	hr_config_patterns_release(&stability->endurance.memory);
	*stability = (struct hr_config_stability){ 0 };
}
