/*
 * Two tables of pages: one bucket a whole millisecond, and log-linear buckets. Counters are 32 bits
 * wide because a thousand labels keep four histograms each; a page whose counter overflows gets
 * upper halves for all of its counters, which hardly ever happens.
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
	uint32_t *high;             /* the same number of upper halves; NULL while all are 0 */
};

struct table {
	struct page **pages; /* NULL where nothing was counted */
	uint32_t count;
};

struct hr_hist {
	uint64_t count;
	uint64_t loglin_count;
	struct table exact, loglin;
};

struct hr_hist *hr_hist_new(void)
{
	return hr_zalloc(1, sizeof(struct hr_hist));
}

static void release_table(struct table *table)
{
	for (uint32_t i = 0; i < table->count; i++) {
		if (table->pages[i] == NULL)
			continue;
		free(table->pages[i]->high);
		free(table->pages[i]);
	}
	free(table->pages);
}

void hr_hist_free(struct hr_hist *hist)
{
	if (hist == NULL)
		return;
	release_table(&hist->exact);
	release_table(&hist->loglin);
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

static uint64_t page_count(const struct page *page, uint32_t at)
{
	uint64_t high = page->high != NULL ? page->high[at] : 0;

	return high << 32 | page->low[at];
}

static void add_high(struct page *page, uint32_t at, uint32_t high)
{
	if (page->high == NULL)
		page->high = hr_zalloc(PAGE_BUCKETS, sizeof(*page->high));
	page->high[at] += high;
}

static inline void count_bucket(struct table *table, uint32_t bucket, uint64_t weight)
{
	struct page *page = page_at(table, bucket >> PAGE_BITS);
	uint32_t at = bucket & (PAGE_BUCKETS - 1);
	uint64_t sum = page->low[at] + (weight & UINT32_MAX);
	uint64_t high = (sum >> 32) + (weight >> 32);

	page->low[at] = (uint32_t)sum;
	if (high != 0)
		add_high(page, at, (uint32_t)high);
}

static inline void add_index(struct hr_hist *hist, uint32_t index, uint64_t weight)
{
	hist->count += weight;
	if (index < HR_HIST_EXACT_MS) {
		count_bucket(&hist->exact, index, weight);
		return;
	}
	hist->loglin_count += weight;
	count_bucket(&hist->loglin, index - HR_HIST_EXACT_MS, weight);
}

static inline void add_value(struct hr_hist *hist, int64_t value_ns, uint64_t weight)
{
	uint64_t ms;

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

void hr_hist_add(struct hr_hist *hist, int64_t value_ns, uint64_t weight)
{
	if (weight > 0)
		add_value(hist, value_ns, weight);
}

void hr_hist_add_each(struct hr_hist *hist, const int64_t *values_ns, size_t count)
{
	for (size_t i = 0; i < count; i++)
		add_value(hist, values_ns[i], 1);
}

/* For as long as there are pages; gives how many. Their table has one for each value. */
static size_t count_in_pages(const struct table *table, const uint32_t *values_ms, size_t count)
{
	struct page *const *pages = table->pages;
	size_t i = 0;

	for (; i < count; i++) {
		struct page *page = pages[values_ms[i] >> PAGE_BITS];

		if (page == NULL)
			break;
		page->low[values_ms[i] & (PAGE_BUCKETS - 1)]++;
	}
	return i;
}

void hr_hist_add_each_ms(struct hr_hist *hist, const uint32_t *values_ms, size_t count,
                         uint32_t max_ms)
{
	size_t i = 0;

	while (i < count) {
		/* with fewer values than a counter can count none starts again */
		if (hist->count + count <= UINT32_MAX && max_ms >> PAGE_BITS < hist->exact.count) {
			size_t counted = count_in_pages(&hist->exact, values_ms + i, count - i);

			hist->count += counted;
			i += counted;
		}
		if (i < count)
			add_value(hist, values_ms[i++] * HR_NS_PER_MS, 1);
	}
}

static void merge_page(struct page *into, const struct page *from)
{
	for (uint32_t i = 0; i < PAGE_BUCKETS; i++) {
		uint64_t sum = (uint64_t)into->low[i] + from->low[i];

		into->low[i] = (uint32_t)sum;
		if (sum >> 32 != 0)
			add_high(into, i, 1);
	}
	for (uint32_t i = 0; from->high != NULL && i < PAGE_BUCKETS; i++)
		if (from->high[i] != 0)
			add_high(into, i, from->high[i]);
}

static void merge_table(struct table *into, const struct table *from)
{
	for (uint32_t i = 0; i < from->count; i++)
		if (from->pages[i] != NULL)
			merge_page(page_at(into, i), from->pages[i]);
}

void hr_hist_merge(struct hr_hist *into, const struct hr_hist *from)
{
	into->count += from->count;
	into->loglin_count += from->loglin_count;
	merge_table(&into->exact, &from->exact);
	merge_table(&into->loglin, &from->loglin);
}

uint64_t hr_hist_count(const struct hr_hist *hist)
{
	return hist->count;
}

bool hr_hist_exact(const struct hr_hist *hist)
{
	return hist->loglin_count == 0;
}

/* The first bucket at or after *bucket that counts something; false at the end of the table. */
static bool occupied(const struct table *table, uint32_t *bucket, uint64_t *count)
{
	uint32_t end = table->count * PAGE_BUCKETS;

	for (uint32_t at = *bucket; at < end; at++) {
		const struct page *page = table->pages[at >> PAGE_BITS];

		if (page == NULL) {
			at |= PAGE_BUCKETS - 1;
			continue;
		}
		*count = page_count(page, at & (PAGE_BUCKETS - 1));
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
	bool exact = occupied(&hist->exact, &cursor->exact, &exact_count);
	bool loglin = occupied(&hist->loglin, &cursor->loglin, &loglin_count);
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

static void encode_table(const struct table *table, uint32_t first_index, uint32_t *previous,
                         struct hr_str *out)
{
	uint64_t count;

	for (uint32_t bucket = 0; occupied(table, &bucket, &count); bucket++) {
		hr_vlq_put(out, first_index + bucket - *previous);
		hr_vlq_put(out, count);
		*previous = first_index + bucket;
	}
}

void hr_hist_encode(const struct hr_hist *hist, struct hr_str *out)
{
	uint32_t previous = 0;

	encode_table(&hist->exact, 0, &previous, out);
	encode_table(&hist->loglin, HR_HIST_EXACT_MS, &previous, out);
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
