#include <config.h>
#include "config/config_load_shape.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "config/config_quantity.h"
#include "config/config_list.h"
#include "config/criterion.h"

static const char *const shapes[] = {
	"constant", "soak", "ramp", "steps", "spike", "phases", NULL
};

bool hr_load_rate_parse(struct hr_slice text, double *out)
{
	double rate;

	if (text.length > 2 && memcmp(text.ptr + text.length - 2, "/s", 2) == 0)
		text.length -= 2;
	if (!hr_parse_double(hr_slice_trim(text), &rate) || !(rate >= 0) ||
	    rate > HR_LOAD_LEVEL_MAX)
		return false;
	*out = rate;
	return true;
}

static void read_level(struct hr_config_reader *reader, json_t *value, void *target)
{
	hr_config_read_number(reader, value, 0, HR_LOAD_LEVEL_MAX, target);
}

/* "20%" is a share of the scenario's level. */
static void read_stage_level(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_load_stage *stage = target;

	stage->share = json_is_string(value) && strchr(json_string_value(value), '%') != NULL;
	if (stage->share)
		hr_config_read_margin(reader, value, &stage->level);
	else
		read_level(reader, value, &stage->level);
}

#define OF_STAGE(member) offsetof(struct hr_load_stage, member)

static const struct hr_config_key phase_keys[] = {
	{ .name = "name", .type = HR_CONFIG_TEXT, .offset = OF_STAGE(name) },
	{ .name = "level", .type = HR_CONFIG_CUSTOM, .read = read_stage_level },
	{ .name = "duration", .type = HR_CONFIG_DURATION, .offset = OF_STAGE(duration_ns) },
	{ .name = "ramp", .type = HR_CONFIG_DURATION, .offset = OF_STAGE(ramp_ns) },
	{ .name = "pause", .type = HR_CONFIG_DURATION, .offset = OF_STAGE(pause_ns) },
	{ .name = NULL },
};

static void read_phase(struct hr_config_reader *reader, json_t *item, void *target)
{
	struct hr_load_stage *stage = target;

	stage->level = (double)NAN;
	hr_config_read_object(reader, item, phase_keys, stage);
	if (!json_is_object(item))
		return;
	if (json_object_get(item, "level") == NULL)
		hr_config_wrong(reader, "found no \"level\" of the phase");
	if (json_object_get(item, "duration") == NULL)
		hr_config_wrong(reader, "found no \"duration\" of the phase");
	else if (stage->ramp_ns > stage->duration_ns)
		hr_config_wrong(reader, "the ramp is longer than the phase");
}

static void read_step(struct hr_config_reader *reader, json_t *item, void *target)
{
	((struct hr_load_stage *)target)->level = (double)NAN;
	read_stage_level(reader, item, target);
}

static void stages_release(struct hr_config_load *load)
{
	for (size_t i = 0; i < load->stage_count; i++)
		free(load->stages[i].name);
	free(load->stages);
	load->stages = NULL;
	load->stage_count = 0;
}

static void read_phases(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config_load *load = target;

	stages_release(load);
	load->stages = hr_config_read_list(reader, value, HR_LOAD_STEPS_CAP, "a list of phases",
	                                   sizeof(*load->stages), &load->stage_count, read_phase);
}

static void read_levels(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config_load *load = target;

	stages_release(load);
	load->stages = hr_config_read_list(reader, value, HR_LOAD_STEPS_CAP,
	                                   "a list of levels, [10, 25, 50]", sizeof(*load->stages),
	                                   &load->stage_count, read_step);
}

#define AT(member) offsetof(struct hr_config_load, member)
#define LEVEL(key, member)                                                                         \
	{                                                                                          \
		.name = key, .type = HR_CONFIG_CUSTOM, .offset = AT(member), .read = read_level    \
	}
#define DURATION(key, member)                                                                      \
	{                                                                                          \
		.name = key, .type = HR_CONFIG_DURATION, .offset = AT(member)                      \
	}

const struct hr_config_key hr_config_load_keys[] = {
	{ .name = "shape", .type = HR_CONFIG_WORD, .offset = AT(shape), .words = shapes },
	LEVEL("from", from),
	LEVEL("to", to),
	LEVEL("by", by),
	LEVEL("base", base),
	LEVEL("peak", peak),
	DURATION("hold", hold_ns),
	DURATION("pause", pause_ns),
	DURATION("ramp", ramp_ns),
	DURATION("before", before_ns),
	DURATION("after", after_ns),
	{ .name = "levels", .type = HR_CONFIG_CUSTOM, .read = read_levels },
	{ .name = "phases",
	  .type = HR_CONFIG_CUSTOM,
	  .read = read_phases,
	  .keys = phase_keys,
	  .list = true },
	{ .name = "break_if",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(break_if),
	  .read = hr_config_read_checks },
	{ .name = NULL },
};

/* What a shape cannot do without. */
static void check_steps(struct hr_config_reader *reader, const struct hr_config_load *load)
{
	if (load->hold_ns <= 0)
		hr_config_wrong(reader, "found no \"hold\", the time each step lasts");
	if (load->stage_count > 0)
		return;
	if (isnan(load->from) || isnan(load->to) || isnan(load->by))
		hr_config_wrong(reader, "steps need \"levels\", or \"from\", \"to\" and \"by\"");
	else if (load->by <= 0 || load->to < load->from)
		hr_config_wrong(reader,
		                "steps go up: \"by\" is above 0 and \"to\" not below \"from\"");
	else if ((load->to - load->from) / load->by >= HR_LOAD_STEPS_CAP)
		hr_config_wrong(reader, "these are more than %d steps", HR_LOAD_STEPS_CAP);
}

/* What machines do shows in their own recordings only, and a step has no parts. */
static void check_break_rules(struct hr_config_reader *reader, const struct hr_config_checks *rules)
{
	for (size_t i = 0; i < rules->count; i++) {
		const struct hr_criterion *rule = &rules->items[i];

		if (rule->label != NULL || rule->for_ns > 0)
			hr_config_wrong(reader,
			                "\"%s\": a step breaks by all its requests: leave "
			                "out 'of' and 'for'",
			                rule->text);
		else if (rule->resource != NULL)
			hr_config_warn(reader,
			               "\"%s\" is about a resource, which is not seen while "
			               "load is made, so no step breaks by it: break_if of "
			               "\"stress\" is judged afterwards, with a recording of "
			               "the machine",
			               rule->text);
	}
}

static void check_shape(struct hr_config_reader *reader, const struct hr_config_load *load)
{
	if (load->shape == HR_LOAD_STEPS)
		check_steps(reader, load);
	if (load->shape == HR_LOAD_RAMP && isnan(load->to))
		hr_config_wrong(reader, "a ramp needs \"to\", the level at its end");
	if (load->shape == HR_LOAD_SPIKE && (isnan(load->peak) || load->hold_ns <= 0))
		hr_config_wrong(reader,
		                "a spike needs \"peak\", its level, and \"hold\", its length");
	if (load->shape == HR_LOAD_PHASES && load->stage_count == 0)
		hr_config_wrong(reader, "found no \"phases\"");
	check_break_rules(reader, &load->break_if);
}

void hr_config_read_load(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config_load *load = target;

	load->given = true;
	hr_config_read_object(reader, value, hr_config_load_keys, load);
	if (json_is_object(value))
		check_shape(reader, load);
}

void hr_config_load_release(struct hr_config_load *load)
{
	stages_release(load);
	hr_config_checks_release(&load->break_if);
}
