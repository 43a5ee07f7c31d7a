/* run.plan: what was declared, one entry a plan. */
#include <config.h>
#include "document/document_part.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "document/jsonx.h"

/* --- members, by table: one row a member serves writing and reading --- */

enum member_type { TEXT, NEEDED_TEXT, COUNT, REAL, FLAG, PHASE };

struct member {
	const char *key;
	enum member_type type;
	size_t offset;
};

#define END                                                                                        \
	{                                                                                          \
		.key = NULL                                                                        \
	}

#define OF(name) offsetof(struct hr_plan_group, name)
static const struct member group_members[] = {
	{ "name", NEEDED_TEXT, OF(name) },
	{ "kind", NEEDED_TEXT, OF(kind) },
	{ "phase", PHASE, OF(phase) },
	{ "threads", COUNT, OF(threads) },
	{ "loops", COUNT, OF(loops) },
	{ "forever", FLAG, OF(forever) },
	{ "delay_s", REAL, OF(delay_s) },
	{ "ramp_s", REAL, OF(ramp_s) },
	{ "duration_s", REAL, OF(duration_s) },
	{ "arrivals_per_s", REAL, OF(arrivals_per_s) },
	END,
};
#undef OF

#define OF(name) offsetof(struct hr_plan_sampler, name)
static const struct member sampler_members[] = {
	{ "name", NEEDED_TEXT, OF(name) },
	{ "kind", NEEDED_TEXT, OF(kind) },
	{ "group", NEEDED_TEXT, OF(group) },
	{ "transaction", FLAG, OF(transaction) },
	{ "once", FLAG, OF(once) },
	{ "per_iteration", REAL, OF(per_iteration) },
	{ "method", TEXT, OF(method) },
	{ "protocol", TEXT, OF(protocol) },
	{ "host", TEXT, OF(host) },
	{ "port", TEXT, OF(port) },
	{ "path", TEXT, OF(path) },
	{ "rate_per_s", REAL, OF(rate_per_s) },
	END,
};
#undef OF

#define OF(name) offsetof(struct hr_plan_timer, name)
static const struct member timer_members[] = {
	{ "name", NEEDED_TEXT, OF(name) },      { "kind", NEEDED_TEXT, OF(kind) },
	{ "group", NEEDED_TEXT, OF(group) },    { "sampler", TEXT, OF(sampler) },
	{ "delay_ms", REAL, OF(delay_ms) },     { "range_ms", REAL, OF(range_ms) },
	{ "rate_per_s", REAL, OF(rate_per_s) }, END,
};
#undef OF

#define OF(name) offsetof(struct hr_plan_assertion, name)
static const struct member assertion_members[] = {
	{ "name", NEEDED_TEXT, OF(name) },
	{ "kind", NEEDED_TEXT, OF(kind) },
	{ "group", NEEDED_TEXT, OF(group) },
	{ "expected", TEXT, OF(expected) },
	END,
};
#undef OF

/* --- writing --- */

static json_t *write_member(const void *target, enum member_type type)
{
	int64_t count;

	switch (type) {
	case TEXT:
	case NEEDED_TEXT:
		return hr_json_text(*(char *const *)target);
	case COUNT:
		count = *(const int64_t *)target;
		return count >= 0 ? hr_json_u64((uint64_t)count) : json_null();
	case REAL:
		return hr_json_real(*(const double *)target);
	case FLAG:
		return json_boolean(*(const bool *)target);
	case PHASE:
		return json_string(hr_plan_phase_name(*(const enum hr_plan_phase *)target));
	}
	return json_null();
}

static json_t *write_items(const void *items, size_t count, size_t size,
                           const struct member *members)
{
	json_t *out = json_array();

	for (size_t i = 0; i < count; i++) {
		const char *item = (const char *)items + i * size;
		json_t *object = json_object();

		for (const struct member *member = members; member->key != NULL; member++)
			hr_json_set(object, member->key,
			            write_member(item + member->offset, member->type));
		hr_json_append(out, object);
	}
	return out;
}

static json_t *write_texts(char *const *texts, size_t n)
{
	json_t *out = json_array();

	for (size_t i = 0; i < n; i++)
		hr_json_append(out, hr_json_text(texts[i]));
	return out;
}

static json_t *write_plan(const struct hr_plan *plan)
{
	json_t *out = json_object();

	hr_json_set(out, "path", hr_json_text(plan->path));
	hr_json_set(out, "hash", hr_json_text(plan->digest));
	hr_json_set(out, "name", hr_json_text(plan->name));
	hr_json_set(out, "tool", hr_json_text(plan->tool));
	hr_json_set(out, "one_by_one", json_boolean(plan->one_by_one));
	hr_json_set(out, "disabled", hr_json_u64(plan->disabled));
	hr_json_set(
	        out, "groups",
	        write_items(plan->groups, plan->group_count, sizeof(*plan->groups), group_members));
	hr_json_set(out, "samplers",
	            write_items(plan->samplers, plan->sampler_count, sizeof(*plan->samplers),
	                        sampler_members));
	hr_json_set(
	        out, "timers",
	        write_items(plan->timers, plan->timer_count, sizeof(*plan->timers), timer_members));
	hr_json_set(out, "assertions",
	            write_items(plan->assertions, plan->assertion_count, sizeof(*plan->assertions),
	                        assertion_members));
	hr_json_set(out, "unresolved", write_texts(plan->unresolved, plan->unresolved_count));
	hr_json_set(out, "assumed", write_texts(plan->assumed, plan->assumed_count));
	return out;
}

json_t *hr_document_write_plans(const struct hr_run *run)
{
	json_t *out, *plans;

	if (run->plans.count == 0)
		return json_null();
	out = json_object();
	plans = json_array();
	for (size_t i = 0; i < run->plans.count; i++)
		hr_json_append(plans, write_plan(&run->plans.items[i]));
	hr_json_set(out, "plans", plans);
	return out;
}

/* --- reading --- */

static enum hr_plan_phase read_phase(const struct hr_json_place *place)
{
	struct hr_slice name = hr_place_text(place, 32);

	for (enum hr_plan_phase phase = HR_PLAN_MAIN; phase <= HR_PLAN_TEARDOWN; phase++)
		if (hr_slice_is(name, hr_plan_phase_name(phase)))
			return phase;
	hr_place_fail(place, "expected main, setup or teardown");
	return HR_PLAN_MAIN;
}

static char *read_text(const struct hr_json_place *object, const char *key, bool needed)
{
	char *text = hr_member_copy(object, key, HR_DOCUMENT_TEXT_BYTES);
	struct hr_json_place place = hr_place_member(object, key);

	if (text != NULL || !needed)
		return text;
	if (!hr_place_failed(object))
		hr_place_fail(&place, "a text is expected");
	return hr_strdup("");
}

static void read_member(const struct hr_json_place *object, const struct member *member,
                        void *target)
{
	struct hr_json_place place = hr_place_member(object, member->key);

	switch (member->type) {
	case TEXT:
	case NEEDED_TEXT:
		*(char **)target = read_text(object, member->key, member->type == NEEDED_TEXT);
		break;
	case COUNT:
		*(int64_t *)target = hr_place_is_null(&place) ? -1
		                                              : (int64_t)hr_place_count(&place);
		break;
	case REAL:
		*(double *)target = hr_place_number(&place);
		break;
	case FLAG:
		*(bool *)target = hr_place_bool(&place);
		break;
	case PHASE:
		*(enum hr_plan_phase *)target = read_phase(&place);
		break;
	}
}

static void read_members(const struct hr_json_place *object, const struct member *members,
                         void *item)
{
	for (const struct member *member = members; member->key != NULL; member++)
		read_member(object, member, (char *)item + member->offset);
}

static void read_group(const struct hr_json_place *place, struct hr_plan *plan)
{
	read_members(place, group_members, hr_plan_add_group(plan));
}

static void read_sampler(const struct hr_json_place *place, struct hr_plan *plan)
{
	read_members(place, sampler_members, hr_plan_add_sampler(plan));
}

static void read_timer(const struct hr_json_place *place, struct hr_plan *plan)
{
	read_members(place, timer_members, hr_plan_add_timer(plan));
}

static void read_assertion(const struct hr_json_place *place, struct hr_plan *plan)
{
	read_members(place, assertion_members, hr_plan_add_assertion(plan));
}

static void read_unresolved(const struct hr_json_place *place, struct hr_plan *plan)
{
	hr_plan_add_unresolved(plan, hr_place_text(place, HR_DOCUMENT_TEXT_BYTES));
}

static void read_assumed(const struct hr_json_place *place, struct hr_plan *plan)
{
	hr_plan_add_assumed(plan, hr_place_text(place, HR_DOCUMENT_TEXT_BYTES));
}

static const struct {
	const char *key;
	size_t max;
	void (*read)(const struct hr_json_place *place, struct hr_plan *plan);
} lists[] = {
	{ "groups", HR_PLAN_GROUPS_MAX, read_group },
	{ "samplers", HR_PLAN_ITEMS_MAX, read_sampler },
	{ "timers", HR_PLAN_ITEMS_MAX, read_timer },
	{ "assertions", HR_PLAN_ITEMS_MAX, read_assertion },
	{ "unresolved", HR_PLAN_ITEMS_MAX, read_unresolved },
	{ "assumed", HR_PLAN_ITEMS_MAX, read_assumed },
};

static void read_plan(const struct hr_json_place *place, struct hr_plan *plan)
{
	struct hr_slice hash = hr_member_text(place, "hash", sizeof(plan->digest) - 1);

	if (hash.length > 0)
		memcpy(plan->digest, hash.ptr, hash.length);
	plan->path = read_text(place, "path", true);
	plan->name = read_text(place, "name", true);
	plan->tool = read_text(place, "tool", false);
	plan->one_by_one = hr_member_bool(place, "one_by_one");
	plan->disabled = hr_member_count(place, "disabled");
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		struct hr_json_place list = hr_place_member(place, lists[i].key);
		size_t n = hr_place_array(&list, lists[i].max);

		for (size_t k = 0; k < n && !hr_place_failed(place); k++) {
			struct hr_json_place item = hr_place_item(&list, k);

			lists[i].read(&item, plan);
		}
	}
}

void hr_document_read_plans(const struct hr_json_place *place, struct hr_run *run)
{
	struct hr_json_place plans = hr_place_member(place, "plans");
	size_t n = hr_place_array(&plans, HR_PLANS_MAX);

	for (size_t i = 0; i < n && !hr_place_failed(place); i++) {
		struct hr_json_place item = hr_place_item(&plans, i);
		struct hr_plan plan = { 0 };

		read_plan(&item, &plan);
		if (hr_place_failed(place))
			hr_plan_release(&plan);
		else
			hr_plans_take(&run->plans, &plan);
	}
}
