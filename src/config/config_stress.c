#include <config.h>
#include "config/config_stress.h"

#include <math.h>
#include <stdlib.h>

#include "base/instant.h"
#include "config/config_list.h"
#include "config/config_quantity.h"

#define LOAD_MAX     1e9
#define DURATION_MAX (INT64_C(366) * 86400 * HR_NS_PER_S)

const char *const hr_stress_break_rules[] = { "error_rate > 5%", "mean > 5s", NULL };

static void read_load(struct hr_config_reader *reader, json_t *value, void *target)
{
	hr_config_read_number(reader, value, 0, LOAD_MAX, target);
}

static void read_graceful(struct hr_config_reader *reader, json_t *value, void *target)
{
	hr_config_read_ratio(reader, value, target);
}

static void read_span(struct hr_config_reader *reader, json_t *value, void *target)
{
	int64_t span_ns;

	if (!hr_config_read_duration(reader, value, &span_ns))
		return;
	if (span_ns > DURATION_MAX)
		hr_config_wrong(reader, "a step of load lasts at most a year");
	else
		*(int64_t *)target = span_ns;
}

#define OF_STEP(member) offsetof(struct hr_load_phase, member)

static const struct hr_config_key step_keys[] = {
	{ .name = "name", .type = HR_CONFIG_TEXT, .offset = OF_STEP(name) },
	{ .name = "load", .type = HR_CONFIG_CUSTOM, .offset = OF_STEP(load), .read = read_load },
	{ .name = "duration",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF_STEP(duration_ns),
	  .read = read_span },
	{ .name = "pause",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF_STEP(pause_ns),
	  .read = read_span },
	{ .name = NULL },
};

static void read_step(struct hr_config_reader *reader, json_t *item, void *target)
{
	struct hr_load_phase *step = target;

	step->load = (double)NAN;
	hr_config_read_object(reader, item, step_keys, step);
	if (json_is_object(item) && json_object_get(item, "duration") == NULL)
		hr_config_wrong(reader, "found no \"duration\" of the step");
}

static void read_steps(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config_stress *stress = target;

	stress->steps = hr_config_read_list(
	        reader, value, HR_LOAD_PHASES_MAX,
	        "a list of steps, [{\"load\": 10, \"duration\": \"30s\"}]",
	        sizeof(struct hr_load_phase), &stress->step_count, read_step);
}

#define AT(member) offsetof(struct hr_config_stress, member)

const struct hr_config_key hr_config_stress_keys[] = {
	{ .name = "break_if",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(break_if),
	  .read = hr_config_read_checks },
	{ .name = "steps", .type = HR_CONFIG_CUSTOM, .read = read_steps },
	{ .name = "settle", .type = HR_CONFIG_CUSTOM, .offset = AT(settle_ns), .read = read_span },
	{ .name = "graceful",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(graceful_ratio),
	  .read = read_graceful },
	{ .name = "min_load", .type = HR_CONFIG_CUSTOM, .offset = AT(min_load), .read = read_load },
	{ .name = "min_load_met",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(min_load_met),
	  .read = read_load },
	{ .name = NULL },
};

void hr_config_read_stress(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config_stress *stress = target;

	stress->given = true;
	hr_config_read_object(reader, value, hr_config_stress_keys, stress);
}

void hr_config_stress_release(struct hr_config_stress *stress)
{
	hr_config_checks_release(&stress->break_if);
	for (size_t i = 0; i < stress->step_count; i++)
		free(stress->steps[i].name);
	free(stress->steps);
	*stress = (struct hr_config_stress){ 0 };
}
