/*
 * Two tables of pages: one bucket a whole millisecond, and log-linear buckets. Counters are 32 bits
 * wide because a thousand labels keep four histograms each; what a counter overflows is carried to
 * a short list that is empty in practice.
 */
#include <config.h>
#include "stats/hist.h"

#include <stdlib.h>

#include "base/instant.h"
#include "base/mem.h"
#include "base/vlq.h"
#include "stats/moments.h"

#define PAGE_BITS    6
#define PAGE_BUCKETS (1u << PAGE_BITS)

/* Log-linear part: values below 2^LINEAR_BITS each have a bucket, then 2^OCTAVE_BITS an octave. */
#define LINEAR_BITS    11
#define OCTAVE_BITS    10
#define LINEAR_COUNT   (1u << LINEAR_BITS)
#define OCTAVE_COUNT   (1u << OCTAVE_BITS)
#define LOGLIN_BUCKETS (LINEAR_COUNT + 36u * OCTAVE_COUNT) /* HR_DURATION_MAX_NS is below 2^47 */

struct page {
	uint32_t low[PAGE_BUCKETS]; /* counts modulo 2^32 */
};

struct table {
	struct page **pages; /* NULL where nothing was counted */
	uint32_t count;
};

struct carry {
	uint32_t index;
	uint64_t high; /* what the bucket counts in units of 2^32 */
};

struct hr_hist {
	uint64_t count;
	uint64_t loglin_count;
	struct table exact, loglin;
	struct carry *carries;
	size_t carry_count, carry_capacity;
};

struct hr_hist *hr_hist_new(void)
{
	return hr_zalloc(1, sizeof(struct hr_hist));
}

static void release_table(struct table *table)
{
	for (uint32_t i = 0; i < table->count; i++)
		free(table->pages[i]);
	free(table->pages);
}

void hr_hist_free(struct hr_hist *hist)
{
	if (hist == NULL)
		return;
	release_table(&hist->exact);
	release_table(&hist->loglin);
	free(hist->carries);
	free(hist);
}

static uint32_t loglin_bucket(int64_t value_ns)
{
	uint64_t value = (uint64_t)value_ns;
	uint32_t exponent;

	if (value < LINEAR_COUNT)
		return (uint32_t)value;
	exponent = 63u - (uint32_t)__builtin_clzll(value);
	return LINEAR_COUNT + (exponent - LINEAR_BITS) * OCTAVE_COUNT +
	       ((uint32_t)(value >> (exponent - OCTAVE_BITS)) - OCTAVE_COUNT);
}

static void loglin_range(uint32_t bucket, struct hr_hist_bucket *out)
{
	uint32_t octave, shift;
	int64_t low;

	if (bucket < LINEAR_COUNT) {
		out->low_ns = out->high_ns = out->value_ns = bucket;
		return;
	}
	octave = (bucket - LINEAR_COUNT) / OCTAVE_COUNT;
	shift = octave + LINEAR_BITS - OCTAVE_BITS;
	low = (int64_t)((bucket - LINEAR_COUNT) % OCTAVE_COUNT + OCTAVE_COUNT) << shift;
	out->low_ns = low;
	out->high_ns = low + (INT64_C(1) << shift) - 1;
	out->value_ns = low + (INT64_C(1) << (shift - 1));
}

static struct page *new_page(struct table *table, uint32_t number)
{
	if (number >= table->count) {
		uint32_t count = table->count + table->count / 2;

		if (count <= number)
			count = number + 1;
		table->pages = hr_realloc_array(table->pages, count, sizeof(*table->pages));
		memset(table->pages + table->count, 0,
		       (count - table->count) * sizeof(*table->pages));
		table->count = count;
	}
	table->pages[number] = hr_zalloc(1, sizeof(struct page));
	return table->pages[number];
}

static inline struct page *page_at(struct table *table, uint32_t number)
{
	if (number < table->count && table->pages[number] != NULL)
		return table->pages[number];
	return new_page(table, number);
}

static void add_carry(struct hr_hist *hist, uint32_t index, uint64_t high)
{
	if (high == 0)
		return;
	for (size_t i = 0; i < hist->carry_count; i++)
		if (hist->carries[i].index == index) {
			hist->carries[i].high += high;
			return;
		}
	hist->carries = hr_grow(hist->carries, hist->carry_count, &hist->carry_capacity,
	                        sizeof(*hist->carries));
	hist->carries[hist->carry_count++] = (struct carry){ index, high };
}

static uint64_t carried(const struct hr_hist *hist, uint32_t index)
{
	for (size_t i = 0; i < hist->carry_count; i++)
		if (hist->carries[i].index == index)
			return hist->carries[i].high << 32;
	return 0;
}

static inline void count_bucket(struct hr_hist *hist, struct table *table, uint32_t bucket,
                                uint32_t index, uint64_t weight)
{
	struct page *page = page_at(table, bucket >> PAGE_BITS);
	uint32_t *low = &page->low[bucket & (PAGE_BUCKETS - 1)];
	uint64_t sum = *low + (weight & UINT32_MAX);

	*low = (uint32_t)sum;
	if ((sum >> 32) + (weight >> 32) != 0)
		add_carry(hist, index, (sum >> 32) + (weight >> 32));
}

static inline void add_index(struct hr_hist *hist, uint32_t index, uint64_t weight)
{
	hist->count += weight;
	if (index < HR_HIST_EXACT_MS) {
		count_bucket(hist, &hist->exact, index, index, weight);
		return;
	}
	hist->loglin_count += weight;
	count_bucket(hist, &hist->loglin, index - HR_HIST_EXACT_MS, index, weight);
}

void hr_hist_add(struct hr_hist *hist, int64_t value_ns, uint64_t weight)
{
	uint64_t ms;

	if (weight == 0)
		return;
	if (value_ns < 0)
		value_ns = 0;
	if (value_ns > HR_DURATION_MAX_NS)
		value_ns = HR_DURATION_MAX_NS;
	ms = (uint64_t)value_ns / (uint64_t)HR_NS_PER_MS;
	if (ms < HR_HIST_EXACT_MS && ms * (uint64_t)HR_NS_PER_MS == (uint64_t)value_ns)
		add_index(hist, (uint32_t)ms, weight);
	else
		add_index(hist, HR_HIST_EXACT_MS + loglin_bucket(value_ns), weight);
}

static void merge_table(struct hr_hist *hist, struct table *into, const struct table *from,
                        uint32_t first_index)
{
	for (uint32_t i = 0; i < from->count; i++) {
		struct page *page;

		if (from->pages[i] == NULL)
			continue;
		page = page_at(into, i);
		for (uint32_t j = 0; j < PAGE_BUCKETS; j++) {
			uint64_t sum = (uint64_t)page->low[j] + from->pages[i]->low[j];

			page->low[j] = (uint32_t)sum;
			add_carry(hist, first_index + i * PAGE_BUCKETS + j, sum >> 32);
		}
	}
}

void hr_hist_merge(struct hr_hist *into, const struct hr_hist *from)
{
	into->count += from->count;
	into->loglin_count += from->loglin_count;
	merge_table(into, &into->exact, &from->exact, 0);
	merge_table(into, &into->loglin, &from->loglin, HR_HIST_EXACT_MS);
	for (size_t i = 0; i < from->carry_count; i++)
		add_carry(into, from->carries[i].index, from->carries[i].high);
}

uint64_t hr_hist_count(const struct hr_hist *hist)
{
	return hist->count;
}

bool hr_hist_exact(const struct hr_hist *hist)
{
	return hist->loglin_count == 0;
}

static size_t table_bytes(const struct table *table)
{
	size_t bytes = table->count * sizeof(*table->pages);

	for (uint32_t i = 0; i < table->count; i++)
		if (table->pages[i] != NULL)
			bytes += sizeof(struct page);
	return bytes;
}

size_t hr_hist_bytes(const struct hr_hist *hist)
{
	return sizeof(*hist) + table_bytes(&hist->exact) + table_bytes(&hist->loglin) +
	       hist->carry_capacity * sizeof(*hist->carries);
}

/* The first bucket at or after *bucket that counts something; false at the end of the table. */
static bool occupied(const struct hr_hist *hist, const struct table *table, uint32_t first_index,
                     uint32_t *bucket, uint64_t *count)
{
	uint32_t end = table->count * PAGE_BUCKETS;

	for (uint32_t at = *bucket; at < end; at++) {
		const struct page *page = table->pages[at >> PAGE_BITS];

		if (page == NULL) {
			at |= PAGE_BUCKETS - 1;
			continue;
		}
		*count = page->low[at & (PAGE_BUCKETS - 1)];
		if (hist->carry_count > 0)
			*count += carried(hist, first_index + at);
		if (*count > 0) {
			*bucket = at;
			return true;
		}
	}
	*bucket = end;
	return false;
}

bool hr_hist_next(const struct hr_hist *hist, struct hr_hist_cursor *cursor,
                  struct hr_hist_bucket *out)
{
	uint64_t exact_count = 0, loglin_count = 0;
	bool exact = occupied(hist, &hist->exact, 0, &cursor->exact, &exact_count);
	bool loglin = occupied(hist, &hist->loglin, HR_HIST_EXACT_MS, &cursor->loglin,
	                       &loglin_count);
	int64_t exact_ns = (int64_t)cursor->exact * HR_NS_PER_MS;

	if (loglin) {
		loglin_range(cursor->loglin, out);
		if (!exact || out->value_ns < exact_ns) {
			out->count = loglin_count;
			out->index = HR_HIST_EXACT_MS + cursor->loglin++;
			return true;
		}
	}
	if (!exact)
		return false;
	out->low_ns = out->high_ns = out->value_ns = exact_ns;
	out->count = exact_count;
	out->index = cursor->exact++;
	return true;
}

uint64_t hr_hist_count_at_most(const struct hr_hist *hist, int64_t limit_ns)
{
	struct hr_hist_cursor cursor = { 0 };
	struct hr_hist_bucket bucket;
	uint64_t count = 0;

	while (hr_hist_next(hist, &cursor, &bucket) && bucket.value_ns <= limit_ns)
		count += bucket.count;
	return count;
}

static void encode_table(const struct hr_hist *hist, const struct table *table,
                         uint32_t first_index, uint32_t *previous, struct hr_str *out)
{
	uint64_t count;

	for (uint32_t bucket = 0; occupied(hist, table, first_index, &bucket, &count); bucket++) {
		hr_vlq_put(out, first_index + bucket - *previous);
		hr_vlq_put(out, count);
		*previous = first_index + bucket;
	}
}

void hr_hist_encode(const struct hr_hist *hist, struct hr_str *out)
{
	uint32_t previous = 0;

	encode_table(hist, &hist->exact, 0, &previous, out);
	encode_table(hist, &hist->loglin, HR_HIST_EXACT_MS, &previous, out);
}

bool hr_hist_decode(struct hr_hist *hist, struct hr_slice text)
{
	struct hr_vlq_reader reader = { text };
	uint64_t index = 0, step, count;

	for (bool first = true; !hr_vlq_at_end(&reader); first = false) {
		if (!hr_vlq_get_u64(&reader, &step) || !hr_vlq_get_u64(&reader, &count))
			return false;
		if (count == 0 || count > UINT64_MAX - hist->count || (step == 0 && !first) ||
		    step >= HR_HIST_EXACT_MS + LOGLIN_BUCKETS - index)
			return false;
		index += step;
		add_index(hist, (uint32_t)index, count);
	}
	return true;
}
