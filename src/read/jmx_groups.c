/*
 * Thread groups of JMeter and of the plugins people use instead: how many threads, how they start,
 * how long they run. Names of properties: JMeter's ThreadGroup, jp@gc's Stepping and Ultimate
 * Thread Group, BlazeMeter's Concurrency and Arrivals Thread Group.
 */
#include <config.h>
#include "base/str.h"
#include "read/jmx_property.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "read/xml_library.h"

#define S_PER_MINUTE 60.0
#define ROWS_MAX     1000 /* of an Ultimate Thread Group */

static double zero_if_unknown(double value)
{
	return isfinite(value) ? value : 0;
}

static void read_loops(struct hr_jmx *jmx, const xmlNode *element, struct hr_plan_group *group)
{
	const xmlNode *controller = hr_jmx_property(element, "ThreadGroup.main_controller");
	double loops;

	if (controller == NULL)
		return;
	loops = hr_jmx_number(jmx, controller, "LoopController.loops", "loops");
	group->forever = loops < 0 || hr_jmx_flag(controller, "LoopController.continue_forever");
	if (!group->forever)
		group->loops = hr_jmx_count(jmx, controller, "LoopController.loops", "loops");
}

static void plain_group(struct hr_jmx *jmx, const xmlNode *element, struct hr_plan_group *group)
{
	group->threads = hr_jmx_count(jmx, element, "ThreadGroup.num_threads", "threads");
	group->ramp_s = hr_jmx_number(jmx, element, "ThreadGroup.ramp_time", "ramp-up");
	group->delay_s = 0;
	read_loops(jmx, element, group);
	if (!hr_jmx_flag(element, "ThreadGroup.scheduler"))
		return;
	group->delay_s = zero_if_unknown(
	        hr_jmx_number(jmx, element, "ThreadGroup.delay", "start delay"));
	group->duration_s = group->delay_s +
	                    hr_jmx_number(jmx, element, "ThreadGroup.duration", "duration");
}

/* A burst at once, then steps of some threads each period. */
static void stepping_group(struct hr_jmx *jmx, const xmlNode *element, struct hr_plan_group *group)
{
	double step = hr_jmx_number(jmx, element, "Start users count", "threads of a step");
	double period = hr_jmx_number(jmx, element, "Start users period", "period of steps");
	double burst = zero_if_unknown(
	        hr_jmx_number(jmx, element, "Start users count burst", "threads of the burst"));
	double ramp = zero_if_unknown(hr_jmx_number(jmx, element, "rampUp", "ramp-up of a step"));
	double hold = hr_jmx_number(jmx, element, "flighttime", "hold time");
	double stop = hr_jmx_number(jmx, element, "Stop users count", "threads stopped at a time");
	double stop_period = hr_jmx_number(jmx, element, "Stop users period", "period of stops");
	double threads;

	group->threads = hr_jmx_count(jmx, element, "ThreadGroup.num_threads", "threads");
	threads = group->threads >= 0 ? (double)group->threads : (double)NAN;
	group->delay_s = zero_if_unknown(
	        hr_jmx_number(jmx, element, "Threads initial delay", "start delay"));
	read_loops(jmx, element, group);
	group->ramp_s = ramp;
	if (threads > burst)
		group->ramp_s += ceil((threads - burst) / step) * period;
	group->duration_s = group->delay_s + group->ramp_s + hold;
	if (stop > 0 && stop_period > 0)
		group->duration_s += ceil(threads / stop) * stop_period;
}

/* A row of an Ultimate Thread Group: threads that start within @start after @delay, hold, stop. */
struct row {
	double threads, delay, start, hold, stop;
};

static bool read_row(struct hr_jmx *jmx, const xmlNode *list, struct row *row)
{
	double *const members[] = { &row->threads, &row->delay, &row->start, &row->hold,
		                    &row->stop };
	const xmlNode *cell = hr_jmx_element(list->children);

	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		xmlChar *content = cell != NULL ? hr_xml()->content(cell) : NULL;
		char *text = content != NULL ? hr_jmx_expand(jmx, (char *)content, "schedule")
		                             : NULL;

		*members[i] = NAN;
		if (text != NULL && !hr_parse_double(hr_slice_trim(hr_slice_of(text)), members[i]))
			*members[i] = NAN;
		free(text);
		free(content);
		if (!(*members[i] >= 0))
			return false;
		cell = hr_jmx_element(cell->next);
	}
	return true;
}

/* Threads of a row that are there at @time. */
static double active_at(const struct row *row, double time)
{
	double since = time - row->delay;

	if (since < 0 || since >= row->start + row->hold + row->stop)
		return since == 0 && row->start <= 0 ? row->threads : 0;
	if (since < row->start)
		return row->threads * since / row->start;
	if (since <= row->start + row->hold)
		return row->threads;
	return row->threads * (row->start + row->hold + row->stop - since) / row->stop;
}

static void sum_rows(const struct row *rows, size_t count, struct hr_plan_group *group)
{
	double most = 0, first = INFINITY, reached = 0, end = 0;

	for (size_t i = 0; i < count; i++) {
		double full = rows[i].delay + rows[i].start, threads = 0;

		/* the sum of such rows is largest where one of them has just started */
		for (size_t k = 0; k < count; k++)
			threads += active_at(&rows[k], full);
		if (threads > most + 1e-9) {
			most = threads;
			reached = full;
		}
		first = fmin(first, rows[i].delay);
		end = fmax(end, full + rows[i].hold + rows[i].stop);
	}
	group->threads = (int64_t)llround(fmin(most, 1e9));
	group->delay_s = first;
	group->ramp_s = reached - first;
	group->duration_s = end;
}

static void ultimate_group(struct hr_jmx *jmx, const xmlNode *element, struct hr_plan_group *group)
{
	const xmlNode *list = hr_jmx_property(element, "ultimatethreadgroupdata");
	const xmlNode *item = list != NULL ? hr_jmx_element(list->children) : NULL;
	struct row rows[ROWS_MAX];
	size_t count = 0;
	bool known = item != NULL;

	read_loops(jmx, element, group);
	for (; item != NULL && count < ROWS_MAX; item = hr_jmx_element(item->next)) {
		if (read_row(jmx, item, &rows[count]))
			count++;
		else
			known = false;
	}
	if (known && item == NULL)
		sum_rows(rows, count, group);
}

static double unit_of(struct hr_jmx *jmx, const xmlNode *element)
{
	char *unit = hr_jmx_text(jmx, element, "Unit", "unit");
	double seconds = unit != NULL && strcmp(unit, "S") == 0 ? 1 : S_PER_MINUTE;

	free(unit);
	return seconds;
}

static void concurrency_group(struct hr_jmx *jmx, const xmlNode *element,
                              struct hr_plan_group *group)
{
	double unit = unit_of(jmx, element);

	group->threads = hr_jmx_count(jmx, element, "TargetLevel", "threads");
	group->delay_s = 0;
	group->ramp_s = unit * zero_if_unknown(hr_jmx_number(jmx, element, "RampUp", "ramp-up"));
	group->duration_s = group->ramp_s + unit * hr_jmx_number(jmx, element, "Hold", "hold time");
	group->loops = hr_jmx_count(jmx, element, "Iterations", "iterations");
	group->forever = group->loops < 0;
}

static void arrivals_group(struct hr_jmx *jmx, const xmlNode *element, struct hr_plan_group *group)
{
	double unit = unit_of(jmx, element);

	group->arrivals_per_s = hr_jmx_number(jmx, element, "TargetLevel", "arrivals") / unit;
	group->delay_s = 0;
	group->ramp_s = unit * zero_if_unknown(hr_jmx_number(jmx, element, "RampUp", "ramp-up"));
	group->duration_s = group->ramp_s + unit * hr_jmx_number(jmx, element, "Hold", "hold time");
	group->forever = true;
}

/* A schedule in words: shown as a group whose figures are not known. */
static void other_group(struct hr_jmx *jmx, const xmlNode *element, struct hr_plan_group *group)
{
	char *schedule = hr_jmx_text(jmx, element, "OpenModelThreadGroup.schedule", "schedule");

	if (schedule != NULL) {
		struct hr_str note = { .limit = HR_PLAN_TEXT_BYTES };

		hr_str_printf(&note, "schedule of %s: %s", group->name, schedule);
		hr_plan_add_unresolved(jmx->plan, hr_str_slice(&note));
		hr_str_release(&note);
	}
	free(schedule);
	group->forever = true;
}

static const struct {
	const char *element; /* or its last part, after a package */
	enum hr_plan_phase phase;
	void (*read)(struct hr_jmx *jmx, const xmlNode *element, struct hr_plan_group *group);
} kinds[] = {
	{ "ThreadGroup", HR_PLAN_MAIN, plain_group },
	{ "SetupThreadGroup", HR_PLAN_SETUP, plain_group },
	{ "PostThreadGroup", HR_PLAN_TEARDOWN, plain_group },
	{ "SteppingThreadGroup", HR_PLAN_MAIN, stepping_group },
	{ "UltimateThreadGroup", HR_PLAN_MAIN, ultimate_group },
	{ "ConcurrencyThreadGroup", HR_PLAN_MAIN, concurrency_group },
	{ "ArrivalsThreadGroup", HR_PLAN_MAIN, arrivals_group },
	{ "FreeFormArrivalsThreadGroup", HR_PLAN_MAIN, other_group },
	{ "OpenModelThreadGroup", HR_PLAN_MAIN, other_group },
};

bool hr_jmx_group(struct hr_jmx *jmx, const xmlNode *element, struct hr_plan_group **out)
{
	const char *name = (const char *)element->name, *dot = strrchr(name, '.');

	if (dot != NULL)
		name = dot + 1;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct hr_plan_group *group;

		if (strcmp(kinds[i].element, name) != 0)
			continue;
		group = hr_plan_add_group(jmx->plan);
		*out = group;
		if (group == NULL)
			return true;
		group->name = hr_jmx_name(jmx, element);
		group->kind = hr_strdup(name);
		group->phase = kinds[i].phase;
		kinds[i].read(jmx, element, group);
		return true;
	}
	return false;
}
