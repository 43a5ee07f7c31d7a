#include <config.h>
#include "record/plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "record/clean.h"

const char *hr_plan_phase_name(enum hr_plan_phase phase)
{
	static const char *const names[] = {
		[HR_PLAN_MAIN] = "main", [HR_PLAN_SETUP] = "setup", [HR_PLAN_TEARDOWN] = "teardown"
	};

	return names[phase];
}

/* One more zeroed element of a growable array; NULL at @max. */
static void *add(void *array_of, size_t *count, size_t *capacity, size_t size, size_t max)
{
	void **array = array_of;
	char *item;

	if (*count == max)
		return NULL;
	*array = hr_grow(*array, *count, capacity, size);
	item = (char *)*array + *count * size;
	memset(item, 0, size);
	(*count)++;
	return item;
}

struct hr_plan_group *hr_plan_add_group(struct hr_plan *plan)
{
	struct hr_plan_group *group = add(&plan->groups, &plan->group_count, &plan->group_capacity,
	                                  sizeof(*group), HR_PLAN_GROUPS_MAX);

	if (group != NULL)
		*group = (struct hr_plan_group){ .threads = -1,
			                         .loops = -1,
			                         .delay_s = NAN,
			                         .ramp_s = NAN,
			                         .duration_s = NAN,
			                         .arrivals_per_s = NAN };
	return group;
}

struct hr_plan_sampler *hr_plan_add_sampler(struct hr_plan *plan)
{
	struct hr_plan_sampler *sampler = add(&plan->samplers, &plan->sampler_count,
	                                      &plan->sampler_capacity, sizeof(*sampler),
	                                      HR_PLAN_ITEMS_MAX);

	if (sampler != NULL)
		*sampler = (struct hr_plan_sampler){ .per_iteration = NAN, .rate_per_s = NAN };
	return sampler;
}

struct hr_plan_timer *hr_plan_add_timer(struct hr_plan *plan)
{
	struct hr_plan_timer *timer = add(&plan->timers, &plan->timer_count, &plan->timer_capacity,
	                                  sizeof(*timer), HR_PLAN_ITEMS_MAX);

	if (timer != NULL)
		*timer = (struct hr_plan_timer){ .delay_ms = NAN,
			                         .range_ms = NAN,
			                         .rate_per_s = NAN };
	return timer;
}

struct hr_plan_assertion *hr_plan_add_assertion(struct hr_plan *plan)
{
	return add(&plan->assertions, &plan->assertion_count, &plan->assertion_capacity,
	           sizeof(*plan->assertions), HR_PLAN_ITEMS_MAX);
}

static void add_text(char ***texts, size_t *count, size_t *capacity, struct hr_slice text)
{
	char *copy = hr_clean_copy(text, HR_PLAN_TEXT_BYTES);
	char **place;

	for (size_t i = 0; i < *count; i++) {
		if (strcmp((*texts)[i], copy) == 0) {
			free(copy);
			return;
		}
	}
	place = add(texts, count, capacity, sizeof(*place), HR_PLAN_ITEMS_MAX);
	if (place != NULL)
		*place = copy;
	else
		free(copy);
}

void hr_plan_add_unresolved(struct hr_plan *plan, struct hr_slice text)
{
	add_text(&plan->unresolved, &plan->unresolved_count, &plan->unresolved_capacity, text);
}

void hr_plan_add_assumed(struct hr_plan *plan, struct hr_slice text)
{
	add_text(&plan->assumed, &plan->assumed_count, &plan->assumed_capacity, text);
}

void hr_plan_texts(struct hr_plan *plan, void (*visit)(void *context, char **text), void *context)
{
	visit(context, &plan->path);
	visit(context, &plan->name);
	visit(context, &plan->tool);
	for (size_t i = 0; i < plan->group_count; i++) {
		visit(context, &plan->groups[i].name);
		visit(context, &plan->groups[i].kind);
	}
	for (size_t i = 0; i < plan->sampler_count; i++) {
		struct hr_plan_sampler *sampler = &plan->samplers[i];

		visit(context, &sampler->name);
		visit(context, &sampler->kind);
		visit(context, &sampler->group);
		visit(context, &sampler->method);
		visit(context, &sampler->protocol);
		visit(context, &sampler->host);
		visit(context, &sampler->port);
		visit(context, &sampler->path);
	}
	for (size_t i = 0; i < plan->timer_count; i++) {
		visit(context, &plan->timers[i].name);
		visit(context, &plan->timers[i].kind);
		visit(context, &plan->timers[i].group);
		visit(context, &plan->timers[i].sampler);
	}
	for (size_t i = 0; i < plan->assertion_count; i++) {
		visit(context, &plan->assertions[i].name);
		visit(context, &plan->assertions[i].kind);
		visit(context, &plan->assertions[i].group);
		visit(context, &plan->assertions[i].expected);
	}
	for (size_t i = 0; i < plan->unresolved_count; i++)
		visit(context, &plan->unresolved[i]);
	for (size_t i = 0; i < plan->assumed_count; i++)
		visit(context, &plan->assumed[i]);
}

static void free_text(void *context, char **text)
{
	(void)context;
	free(*text);
}

void hr_plan_release(struct hr_plan *plan)
{
	hr_plan_texts(plan, free_text, NULL);
	free(plan->groups);
	free(plan->samplers);
	free(plan->timers);
	free(plan->assertions);
	free(plan->unresolved);
	free(plan->assumed);
	*plan = (struct hr_plan){ 0 };
}

static void copy_text(void *context, char **text)
{
	(void)context;
	if (*text != NULL)
		*text = hr_strdup(*text);
}

/* An array of its own, with the capacity that it needs. */
static void copy_array(void *array_of, size_t count, size_t *capacity, size_t size)
{
	void **array = array_of;
	void *copy;

	*capacity = count;
	if (count == 0) {
		*array = NULL;
		return;
	}
	copy = hr_alloc_array(count, size);
	memcpy(copy, *array, count * size);
	*array = copy;
}

void hr_plan_copy(struct hr_plan *into, const struct hr_plan *from)
{
	*into = *from;
	copy_array(&into->groups, from->group_count, &into->group_capacity, sizeof(*into->groups));
	copy_array(&into->samplers, from->sampler_count, &into->sampler_capacity,
	           sizeof(*into->samplers));
	copy_array(&into->timers, from->timer_count, &into->timer_capacity, sizeof(*into->timers));
	copy_array(&into->assertions, from->assertion_count, &into->assertion_capacity,
	           sizeof(*into->assertions));
	copy_array(&into->unresolved, from->unresolved_count, &into->unresolved_capacity,
	           sizeof(*into->unresolved));
	copy_array(&into->assumed, from->assumed_count, &into->assumed_capacity,
	           sizeof(*into->assumed));
	hr_plan_texts(into, copy_text, NULL);
}

/* By digest; of equal ones by path, so that any order of merging names the same file. */
static int compare(const struct hr_plan *a, const struct hr_plan *b)
{
	int order = strcmp(a->digest, b->digest);

	return order != 0 ? order : strcmp(a->path, b->path);
}

void hr_plans_take(struct hr_plans *plans, struct hr_plan *plan)
{
	size_t at = 0;

	while (at < plans->count && strcmp(plans->items[at].digest, plan->digest) < 0)
		at++;
	if (at < plans->count && strcmp(plans->items[at].digest, plan->digest) == 0) {
		if (compare(plan, &plans->items[at]) < 0) {
			hr_plan_release(&plans->items[at]);
			plans->items[at] = *plan;
		} else {
			hr_plan_release(plan);
		}
		*plan = (struct hr_plan){ 0 };
		return;
	}
	if (plans->count == HR_PLANS_MAX) {
		if (at == plans->count) {
			hr_plan_release(plan);
			return;
		}
		hr_plan_release(&plans->items[--plans->count]);
	}
	plans->items = hr_grow(plans->items, plans->count, &plans->capacity, sizeof(*plans->items));
	memmove(&plans->items[at + 1], &plans->items[at],
	        (plans->count - at) * sizeof(*plans->items));
	plans->items[at] = *plan;
	plans->count++;
	*plan = (struct hr_plan){ 0 };
}

void hr_plans_merge(struct hr_plans *into, const struct hr_plans *from)
{
	for (size_t i = 0; i < from->count; i++) {
		struct hr_plan copy;

		hr_plan_copy(&copy, &from->items[i]);
		hr_plans_take(into, &copy);
	}
}

void hr_plans_release(struct hr_plans *plans)
{
	for (size_t i = 0; i < plans->count; i++)
		hr_plan_release(&plans->items[i]);
	free(plans->items);
	*plans = (struct hr_plans){ 0 };
}
