/* The hook of the summarizer for objectives. */
#include <config.h>
#include "summarize/sli_count.h"

#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/digest.h"
#include "base/instant.h"
#include "base/mem.h"
#include "record/predicate.h"
#include "summarize/add.h"
#include "summarize/burst.h"

#define BIT(field) (1u << (field))

/* What the samples of a burst have in common, and what else a burst keeps of each. */
#define COMMON                                                                                     \
	(BIT(HR_ASK_SUCCESS) | BIT(HR_ASK_LABEL) | BIT(HR_ASK_CODE) | BIT(HR_ASK_STATUS) |         \
	 BIT(HR_ASK_HOST))
#define KEPT (BIT(HR_ASK_ELAPSED) | BIT(HR_ASK_LATENCY) | BIT(HR_ASK_CONNECT))

struct counted {
	const struct hr_sli_rule *rule;
	struct hr_sli *sli;
	bool by_burst; /* asks nothing that a burst does not know */
};

/* A label by its hash (of 64 bits that nobody can foretell, so that none are taken for another)
 * and, behind one another, its answers to all rules: a few bytes a label, however long it is. */
struct known_label {
	uint64_t hash;
	struct hr_sli_answers *answers;
};

struct hr_sli_count {
	struct counted *items;
	size_t count;
	bool asks_label;
	size_t each_count; /* rules that are not counted by burst */
	struct known_label *labels;
	size_t label_count, label_capacity;
	struct hr_slots slots;
};

static bool asks_label(const struct hr_sli_rule *rule)
{
	return rule->valid->asks_label || rule->good->asks_label;
}

static bool is_by_burst(const struct hr_sli_rule *rule)
{
	unsigned asked = hr_predicate_fields(rule->valid) | hr_predicate_fields(rule->good);

	return (asked & ~(COMMON | KEPT)) == 0;
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
		counting->items[counting->count++] = (struct counted){ &rules[i], sli,
			                                               is_by_burst(&rules[i]) };
		counting->each_count += !is_by_burst(&rules[i]);
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

static const struct hr_sli_answers *find(const struct hr_sli_count *counting, uint64_t hash)
{
	uint32_t at = (uint32_t)hash;
	size_t i;

	while (hr_slots_next(&counting->slots, hash, &at, &i))
		if (counting->labels[i].hash == hash)
			return counting->labels[i].answers;
	return NULL;
}

static void remember(struct hr_sli_count *counting, uint64_t hash,
                     const struct hr_sli_answers *answers)
{
	struct known_label *known;

	counting->labels = hr_grow(counting->labels, counting->label_count,
	                           &counting->label_capacity, sizeof(*counting->labels));
	hr_slots_put(&counting->slots, hash, counting->label_count);
	known = &counting->labels[counting->label_count++];
	*known = (struct known_label){ hash,
		                       hr_alloc_array(counting->count, sizeof(*known->answers)) };
	memcpy(known->answers, answers, counting->count * sizeof(*answers));
}

void hr_sli_count_label(struct hr_sli_count *counting, struct hr_slice label,
                        struct hr_sli_answers **answers)
{
	const struct hr_sli_answers *known;
	uint64_t hash;

	if (!counting->asks_label)
		return;
	if (*answers == NULL)
		*answers = hr_alloc_array(counting->count, sizeof(**answers));
	hash = hr_table_hash(label);
	known = find(counting, hash);
	if (known != NULL) {
		memcpy(*answers, known, counting->count * sizeof(*known));
		return;
	}
	ask(counting, label, *answers);
	if (counting->label_count < HR_SLI_LABELS_MAX)
		remember(counting, hash, *answers);
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

static int64_t second_of(const struct hr_sample *sample)
{
	if (sample->start_ns == HR_INSTANT_NONE)
		return HR_SLI_SECOND_NONE;
	return hr_floor_div(hr_end_of(sample->start_ns, sample->elapsed_ns), HR_NS_PER_S);
}

static void add_sample(const struct counted *counted, const struct hr_sample *sample,
                       struct hr_sli_answers answers, int64_t second)
{
	uint32_t failed = sample->failed < sample->weight ? sample->failed : sample->weight;
	struct hr_sli_second sums = { 0 };

	add_part(counted, sample, true, sample->weight - failed, answers, &sums);
	add_part(counted, sample, false, failed, answers, &sums);
	if (sums.seen > 0)
		hr_sli_add(counted->sli, second, sums);
}

static struct hr_sli_answers answers_to(const struct hr_sli_answers *answers, size_t rule)
{
	return answers != NULL ? answers[rule] : (struct hr_sli_answers){ 0 };
}

void hr_sli_count_add(struct hr_sli_count *counting, const struct hr_sample *sample,
                      enum hr_sample_kind kind, const struct hr_sli_answers *answers)
{
	int64_t second = second_of(sample);

	for (size_t i = 0; i < counting->count; i++)
		if (counting->items[i].rule->scope == kind)
			add_sample(&counting->items[i], sample, answers_to(answers, i), second);
}

void hr_sli_count_waiting(struct hr_sli_count *counting, const struct hr_sample *sample,
                          enum hr_sample_kind kind, const struct hr_sli_answers *answers)
{
	if (counting->each_count == 0)
		return;
	for (size_t i = 0; i < counting->count; i++)
		if (!counting->items[i].by_burst && counting->items[i].rule->scope == kind)
			add_sample(&counting->items[i], sample, answers_to(answers, i),
			           second_of(sample));
}

bool hr_sli_count_needs_each(const struct hr_sli_count *counting)
{
	return counting->each_count > 0;
}

/* --- bursts --- */

/* Samples of a burst in a row that ended in one second. */
struct stretch {
	int64_t second;
	uint32_t from, to;
};

static size_t find_stretches(const struct hr_burst *burst, struct stretch *out)
{
	uint64_t second_length = (uint64_t)(HR_NS_PER_S / burst->unit_ns);
	size_t count = 0;

	for (uint32_t i = 0; i < burst->count; i++) {
		/* bursts hold no times before the epoch */
		int64_t second = (int64_t)((uint64_t)burst->end[i] / second_length);

		if (count > 0 && out[count - 1].second == second)
			out[count - 1].to = i + 1;
		else
			out[count++] = (struct stretch){ second, i, i + 1 };
	}
	return count;
}

/* What is left to ask of each sample: where the questions go on, and a place for its figures. */
struct remainder {
	int valid, good;
	bool by_range; /* the second one asks nothing but whether a figure is in `range` */
	struct hr_predicate_range range;
	struct hr_sli_answers known;
	struct hr_sample sample;
};

/* Those in the range; no figure is unknown. */
static uint32_t count_within(const struct hr_burst *burst, const union hr_burst_times *times,
                             struct hr_predicate_range range, struct stretch stretch)
{
	uint32_t count = 0;

	if (burst->plain) {
		int64_t low = range.low > 0 ? (range.low - 1) / HR_NS_PER_MS + 1 : 0;
		int64_t high = range.high / HR_NS_PER_MS;

		for (uint32_t i = stretch.from; i < stretch.to; i++)
			count += times->ms[i] >= low && times->ms[i] <= high;
	} else {
		for (uint32_t i = stretch.from; i < stretch.to; i++)
			count += times->ns[i] >= range.low && times->ns[i] <= range.high;
	}
	return count;
}

static uint32_t count_by_range(const struct hr_burst *burst, const struct remainder *rest,
                               struct stretch stretch)
{
	if (rest->range.field == HR_ASK_ELAPSED)
		return count_within(burst, &burst->elapsed, rest->range, stretch);
	if (rest->range.field == HR_ASK_LATENCY && (burst->carries & HR_CARRIED_LATENCY))
		return count_within(burst, &burst->latency, rest->range, stretch);
	if (rest->range.field == HR_ASK_CONNECT && (burst->carries & HR_CARRIED_CONNECT))
		return count_within(burst, &burst->connect, rest->range, stretch);
	return 0;
}

static inline int64_t time_of(const struct hr_burst *burst, const union hr_burst_times *times,
                              uint32_t at)
{
	return burst->plain ? times->ms[at] * HR_NS_PER_MS : times->ns[at];
}

static struct hr_sli_second count_stretch(const struct hr_sli_rule *rule,
                                          const struct hr_burst *burst, struct stretch stretch,
                                          struct remainder *rest)
{
	struct hr_sli_second sums = { .seen = stretch.to - stretch.from };

	if (rest->valid == HR_PREDICATE_NO)
		return sums;
	if (rest->valid == HR_PREDICATE_YES && rest->good < 0) {
		sums.valid = sums.seen;
		sums.good = rest->good == HR_PREDICATE_YES ? sums.seen : 0;
		return sums;
	}
	if (rest->valid == HR_PREDICATE_YES && rest->by_range) {
		sums.valid = sums.seen;
		sums.good = count_by_range(burst, rest, stretch);
		return sums;
	}
	for (uint32_t i = stretch.from; i < stretch.to; i++) {
		rest->sample.elapsed_ns = time_of(burst, &burst->elapsed, i);
		if (burst->carries & HR_CARRIED_LATENCY)
			rest->sample.latency_ns = time_of(burst, &burst->latency, i);
		if (burst->carries & HR_CARRIED_CONNECT)
			rest->sample.connect_ns = time_of(burst, &burst->connect, i);
		if (!hr_predicate_holds_from(rule->valid, rest->valid, &rest->sample, true,
		                             rest->known.valid))
			continue;
		sums.valid++;
		sums.good += hr_predicate_holds_from(rule->good, rest->good, &rest->sample, true,
		                                     rest->known.good);
	}
	return sums;
}

void hr_sli_count_burst(struct hr_sli_count *counting, const struct hr_burst *burst)
{
	struct stretch stretches[HR_BURST_SAMPLES];
	size_t count = find_stretches(burst, stretches);

	for (size_t i = 0; i < counting->count; i++) {
		const struct counted *counted = &counting->items[i];
		struct remainder rest = { .known = answers_to(burst->target.note, i),
			                  .sample = {
			                          .weight = 1,
			                          .latency_ns = HR_UNKNOWN,
			                          .connect_ns = HR_UNKNOWN,
			                          .code = { burst->code, burst->code_length },
			                          .host = { burst->host, burst->host_length } } };

		if (!counted->by_burst || counted->rule->scope != burst->target.kind)
			continue;
		rest.valid = hr_predicate_begin(counted->rule->valid, &rest.sample, true,
		                                rest.known.valid, COMMON);
		rest.good = hr_predicate_begin(counted->rule->good, &rest.sample, true,
		                               rest.known.good, COMMON);
		rest.by_range = hr_predicate_as_range(counted->rule->good, rest.good, &rest.range);
		for (size_t j = 0; j < count; j++)
			hr_sli_add(counted->sli, stretches[j].second,
			           count_stretch(counted->rule, burst, stretches[j], &rest));
	}
}
