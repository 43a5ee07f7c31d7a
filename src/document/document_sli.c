/* The counters of service level indicators, run-length coded. */
#include <config.h>
#include "base/instant.h"
#include "document/document_part.h"

#include <stdlib.h>

#include "base/vlq.h"
#include "document/jsonx.h"

/*
 * A column is a row of numbers from `start`, one a second, gaps as zeros: twice the value, plus one
 * when it repeats, and then how often beyond two times.
 */
struct column {
	struct hr_str text;
	uint64_t value, run;
};

static void flush(struct column *column)
{
	if (column->run == 0)
		return;
	hr_vlq_put(&column->text, (hr_u128)column->value << 1 | (column->run > 1));
	if (column->run > 1)
		hr_vlq_put(&column->text, column->run - 2);
	column->run = 0;
}

static void put(struct column *column, uint64_t value, uint64_t times)
{
	if (times == 0)
		return;
	if (column->run > 0 && column->value != value)
		flush(column);
	column->value = value;
	column->run += times;
}

static json_t *finish(struct column *column)
{
	json_t *text;

	flush(column);
	text = json_string(hr_str_text(&column->text));
	hr_str_release(&column->text);
	return text;
}

static json_t *write_sum(const struct hr_sli_sum *sum)
{
	json_t *out = json_object();

	hr_json_set(out, "seen", hr_json_u64(sum->seen));
	hr_json_set(out, "valid", hr_json_u64(sum->valid));
	hr_json_set(out, "good", hr_json_u64(sum->good));
	return out;
}

static void write_seconds(const struct hr_sli *sli, json_t *out)
{
	struct column valid = { .run = 0 }, bad = { .run = 0 }, excluded = { .run = 0 };
	size_t hint = 0;
	int64_t first, last, next;

	if (!hr_sli_span(sli, &first, &last)) {
		hr_json_set(out, "start", json_null());
		first = 0;
		last = -1;
	} else {
		hr_json_set(out, "start", hr_json_instant(first * HR_NS_PER_S));
	}
	next = first;
	for (int64_t second = first; second <= last; second = next) {
		struct hr_sli_second counts = hr_sli_at(sli, second, &hint);
		uint64_t gap;

		put(&valid, counts.valid, 1);
		put(&bad, counts.valid - counts.good, 1);
		put(&excluded, counts.seen - counts.valid, 1);
		next = hr_sli_next(sli, second + 1, &hint);
		gap = next <= last ? (uint64_t)(next - second - 1) : 0;
		put(&valid, 0, gap);
		put(&bad, 0, gap);
		put(&excluded, 0, gap);
	}
	hr_json_set(out, "valid", finish(&valid));
	hr_json_set(out, "bad", finish(&bad));
	hr_json_set(out, "excluded", finish(&excluded));
}

json_t *hr_document_write_slis(const struct hr_run *run)
{
	json_t *out;

	if (run->slis.count == 0)
		return json_null();
	out = json_array();
	for (size_t i = 0; i < run->slis.count; i++) {
		const struct hr_sli *sli = run->slis.items[i];
		json_t *entry = json_object();

		hr_json_set(entry, "name", hr_json_text(sli->name));
		hr_json_set(entry, "filter", hr_json_text(sli->definition));
		hr_json_set(entry, "scope",
		            json_string(sli->scope == HR_SAMPLE_TRANSACTION ? "transactions"
		                                                            : "requests"));
		hr_json_set(entry, "all", write_sum(&sli->all));
		hr_json_set(entry, "untimed", write_sum(&sli->untimed));
		hr_json_set(entry, "step_s", json_integer(1));
		write_seconds(sli, entry);
		hr_json_append(out, entry);
	}
	return out;
}

/* --- reading --- */

struct column_reader {
	struct hr_vlq_reader vlq;
	uint64_t value, left;
};

/* The value of the next second, and how many seconds it lasts at most. */
static bool next_run(struct column_reader *column)
{
	uint64_t coded, more;

	if (column->left > 0)
		return true;
	if (hr_vlq_at_end(&column->vlq) || !hr_vlq_get_u64(&column->vlq, &coded))
		return false;
	column->value = coded >> 1;
	column->left = 1;
	if ((coded & 1) == 0)
		return true;
	if (!hr_vlq_get_u64(&column->vlq, &more) || more > UINT32_MAX)
		return false;
	column->left = more + 2;
	return true;
}

static bool is_finished(const struct column_reader *column)
{
	return column->left == 0 && hr_vlq_at_end(&column->vlq);
}

static uint64_t smallest(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* What all three say of the next seconds; the seconds of a gap are skipped at once. */
static bool read_seconds(struct column_reader columns[3], int64_t second, struct hr_sli *sli)
{
	while (!is_finished(&columns[0])) {
		struct hr_sli_second counts;
		uint64_t times = UINT64_MAX, seen;

		for (size_t i = 0; i < 3; i++) {
			if (!next_run(&columns[i]) || columns[i].value > UINT32_MAX)
				return false;
			times = smallest(times, columns[i].left);
		}
		seen = columns[0].value + columns[2].value;
		if (columns[1].value > columns[0].value || seen > UINT32_MAX)
			return false;
		counts = (struct hr_sli_second){ (uint32_t)seen, (uint32_t)columns[0].value,
			                         (uint32_t)(columns[0].value - columns[1].value) };
		if (seen > 0 && times > (uint64_t)HR_SLI_BLOCKS_MAX * HR_SLI_BLOCK_S)
			return false;
		for (uint64_t i = 0; seen > 0 && i < times; i++)
			hr_sli_add(sli, second + (int64_t)i, counts);
		if (__builtin_add_overflow(second, (int64_t)times, &second))
			return false;
		for (size_t i = 0; i < 3; i++)
			columns[i].left -= times;
	}
	return is_finished(&columns[1]) && is_finished(&columns[2]);
}

static struct hr_sli_sum read_sum(const struct hr_json_place *entry, const char *key)
{
	struct hr_json_place place = hr_place_member(entry, key);
	struct hr_sli_sum sum = { hr_member_count(&place, "seen"), hr_member_count(&place, "valid"),
		                  hr_member_count(&place, "good") };

	if (sum.good > sum.valid || sum.valid > sum.seen)
		hr_place_fail(&place, "good exceeds valid, or valid exceeds seen");
	return sum;
}

static void read_columns(const struct hr_json_place *entry, struct hr_sli *sli)
{
	static const char *const keys[] = { "valid", "bad", "excluded" };
	struct column_reader columns[3] = { { { { 0 } }, 0, 0 } };
	int64_t start_ns = hr_member_instant(entry, "start");

	for (size_t i = 0; i < 3; i++)
		columns[i].vlq.rest = hr_member_text(entry, keys[i], HR_DOCUMENT_BYTES_MAX);
	if (hr_place_failed(entry) || start_ns == HR_INSTANT_NONE)
		return;
	if (!read_seconds(columns, start_ns / HR_NS_PER_S, sli))
		hr_place_fail(entry, "the columns of counts are damaged");
}

void hr_document_read_slis(const struct hr_json_place *slis, struct hr_run *run)
{
	size_t count = hr_place_array(slis, HR_SLIS_MAX);

	for (size_t i = 0; i < count && !hr_place_failed(slis); i++) {
		struct hr_json_place entry = hr_place_item(slis, i);
		struct hr_json_place scope_place = hr_place_member(&entry, "scope");
		struct hr_slice scope = hr_place_text(&scope_place, 32);
		char *name = hr_member_copy(&entry, "name", HR_DOCUMENT_TEXT_BYTES);
		char *definition = hr_member_copy(&entry, "filter", HR_SLI_DEFINITION_BYTES);
		struct hr_sli *sli = NULL;

		if (!hr_slice_is(scope, "requests") && !hr_slice_is(scope, "transactions"))
			hr_place_fail(&scope_place, "expected \"requests\" or \"transactions\"");
		if (name == NULL || definition == NULL)
			hr_place_fail(&entry, "name and filter are missing");
		else if (!hr_place_failed(&entry))
			sli = hr_slis_get(&run->slis, name, definition,
			                  hr_slice_is(scope, "transactions") ? HR_SAMPLE_TRANSACTION
			                                                     : HR_SAMPLE_REQUEST);
		if (sli != NULL) {
			read_columns(&entry, sli);
			sli->all = read_sum(&entry, "all");
			sli->untimed = read_sum(&entry, "untimed");
		}
		free(name);
		free(definition);
	}
}
