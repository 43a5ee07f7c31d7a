/* The hook of the summarizer for objectives. */
#include <config.h>
#include "summarize/sli_count.h"

#include <stdlib.h>

#include "base/calendar.h"
#include "base/digest.h"
#include "base/mem.h"
#include "summarize/add.h"

struct counted {
	const struct hr_sli_rule *rule;
	struct hr_sli *sli;
};

/* A label by its hash (of 64 bits, so that none are taken for another) and, behind one another, its
 * answers to all rules: a few bytes a label, however long it is. */
struct known_label {
	uint64_t hash;
	struct hr_sli_answers *answers;
};

struct hr_sli_count {
	struct counted *items;
	size_t count;
	bool asks_label;
	struct known_label *labels;
	size_t label_count, label_capacity;
	struct hr_slots slots;
};

static bool asks_label(const struct hr_sli_rule *rule)
{
	return rule->valid->asks_label || rule->good->asks_label;
}

struct hr_sli_count *hr_sli_count_new(struct hr_run *run, const struct hr_sli_rule *rules,
                                      size_t count)
{
	struct hr_sli_count *counting;

	if (count == 0)
		return NULL;
	counting = hr_zalloc(1, sizeof(*counting));
	counting->items = hr_zalloc(count, sizeof(*counting->items));
	for (size_t i = 0; i < count; i++) {
		struct hr_sli *sli = hr_slis_get(&run->slis, rules[i].name, rules[i].definition,
		                                 rules[i].scope);
		bool twice = sli == NULL;

		for (size_t j = 0; j < counting->count && !twice; j++)
			twice = counting->items[j].sli == sli;
		if (twice)
			continue;
		counting->items[counting->count++] = (struct counted){ &rules[i], sli };
		counting->asks_label |= asks_label(&rules[i]);
	}
	return counting;
}

void hr_sli_count_free(struct hr_sli_count *counting)
{
	if (counting == NULL)
		return;
	for (size_t i = 0; i < counting->label_count; i++) {
		free(counting->labels[i].answers);
	}
	free(counting->labels);
	hr_slots_release(&counting->slots);
	free(counting->items);
	free(counting);
}

static void ask(const struct hr_sli_count *counting, struct hr_slice label,
                struct hr_sli_answers *answers)
{
	for (size_t i = 0; i < counting->count; i++) {
		const struct hr_sli_rule *rule = counting->items[i].rule;

		answers[i].valid = hr_predicate_label_bits(rule->valid, label);
		answers[i].good = hr_predicate_label_bits(rule->good, label);
	}
}

const struct hr_sli_answers *hr_sli_count_label(struct hr_sli_count *counting,
                                                struct hr_slice label)
{
	uint64_t hash;
	uint32_t at;
	struct known_label *known;
	size_t i;

	if (!counting->asks_label)
		return NULL;
	hash = hr_digest64(label);
	at = (uint32_t)hash;
	while (hr_slots_next(&counting->slots, hash, &at, &i))
		if (counting->labels[i].hash == hash)
			return counting->labels[i].answers;
	counting->labels = hr_grow(counting->labels, counting->label_count,
	                           &counting->label_capacity, sizeof(*counting->labels));
	hr_slots_put(&counting->slots, hash, counting->label_count);
	known = &counting->labels[counting->label_count++];
	*known = (struct known_label){ hash, hr_zalloc(counting->count, sizeof(*known->answers)) };
	ask(counting, label, known->answers);
	return known->answers;
}

/* A row of many is asked for its successes and for its failures. */
static void add_part(const struct counted *counted, const struct hr_sample *sample, bool success,
                     uint32_t weight, struct hr_sli_answers answers, struct hr_sli_second *sums)
{
	if (weight == 0)
		return;
	sums->seen += weight;
	if (!hr_predicate_holds(counted->rule->valid, sample, success, answers.valid))
		return;
	sums->valid += weight;
	if (hr_predicate_holds(counted->rule->good, sample, success, answers.good))
		sums->good += weight;
}

void hr_sli_count_add(struct hr_sli_count *counting, const struct hr_sample *sample,
                      enum hr_sample_kind kind, const struct hr_sli_answers *answers)
{
	static const struct hr_sli_answers none = { 0, 0 };
	uint32_t failed = sample->failed < sample->weight ? sample->failed : sample->weight;
	int64_t second = HR_SLI_SECOND_NONE;

	if (sample->start_ns != HR_INSTANT_NONE)
		second = hr_floor_div(hr_end_of(sample->start_ns, sample->elapsed_ns), HR_NS_PER_S);
	for (size_t i = 0; i < counting->count; i++) {
		const struct counted *counted = &counting->items[i];
		struct hr_sli_answers known = answers != NULL ? answers[i] : none;
		struct hr_sli_second sums = { 0 };

		if (counted->rule->scope != kind)
			continue;
		add_part(counted, sample, true, sample->weight - failed, known, &sums);
		add_part(counted, sample, false, failed, known, &sums);
		if (sums.seen > 0)
			hr_sli_add(counted->sli, second, sums);
	}
}
