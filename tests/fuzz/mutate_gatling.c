/*
 * Gatling's binary log as its records: they come twice, change places and kinds, gain and lose
 * groups, and their names and numbers change; then it is written anew, with names by number as
 * Gatling does it. Now and then bytes that steer (kinds, lengths, numbers of names) are damaged.
 */
#include <config.h>
#include "mutate.h"

#include <string.h>

#include "../unit/gatling_build.h"
#include "base/mem.h"

#define RECORDS_MAX 128
#define GROUPS_MAX  12
#define NAMES_MAX   256
#define PLACES_MAX  512
#define NAME_BYTES  64

struct text {
	struct hr_slice bytes;
	unsigned coder;
};

enum kind { RUN, REQUEST, USER, GROUP, ERROR };

struct record {
	enum kind kind;
	struct text version, simulation, description; /* of a run */
	uint64_t run_ms;
	struct text groups[GROUPS_MAX], name, message;
	size_t group_count;
	int32_t numbers[3]; /* start, end, cumulated */
	bool flag;
};

struct log {
	struct record records[RECORDS_MAX];
	size_t count;
	struct hr_slice rest; /* what is no record */
	struct text names[NAMES_MAX];
	size_t name_count;
	struct hr_arena made;
	struct mutate_random random;
};

/* --- reading --- */

struct walk {
	struct hr_slice left;
	bool ok;
};

static uint64_t take_number(struct walk *walk, size_t bytes)
{
	uint64_t value = 0;

	if (walk->left.length < bytes)
		walk->ok = false;
	for (size_t i = 0; walk->ok && i < bytes; i++)
		value = value << 8 | (unsigned char)walk->left.ptr[i];
	if (walk->ok) {
		walk->left.ptr += bytes;
		walk->left.length -= bytes;
	}
	return value;
}

static int32_t take_i32(struct walk *walk)
{
	return (int32_t)(uint32_t)take_number(walk, 4);
}

static struct text take_text(struct walk *walk)
{
	int32_t length = take_i32(walk);
	struct text text = { { walk->left.ptr, 0 }, 0 };

	if (length < 0 || (size_t)length >= walk->left.length)
		walk->ok = walk->ok && length == 0;
	if (!walk->ok || length <= 0)
		return text;
	text.bytes.length = (size_t)length;
	walk->left.ptr += length;
	walk->left.length -= (size_t)length;
	text.coder = (unsigned)take_number(walk, 1);
	return text;
}

static struct text take_name(struct walk *walk, struct log *log)
{
	int32_t number = take_i32(walk);
	struct text none = { { "", 0 }, 0 };

	if (!walk->ok)
		return none;
	if (number < 0) {
		size_t known = (size_t)(-1 - (int64_t)number);

		walk->ok = known < log->name_count;
		return walk->ok ? log->names[known] : none;
	}
	walk->ok = log->name_count < NAMES_MAX;
	if (walk->ok)
		log->names[log->name_count++] = take_text(walk);
	return walk->ok ? log->names[log->name_count - 1] : none;
}

static void take_run(struct walk *walk, struct log *log, struct record *record)
{
	int32_t scenarios, assertions;

	log->name_count = 0;
	record->version = take_text(walk);
	record->simulation = take_text(walk);
	record->run_ms = take_number(walk, 8);
	record->description = take_text(walk);
	for (scenarios = take_i32(walk); walk->ok && scenarios > 0; scenarios--)
		take_text(walk);
	for (assertions = take_i32(walk); walk->ok && assertions > 0; assertions--) {
		int32_t length = take_i32(walk);

		walk->ok = walk->ok && length >= 0 && (size_t)length <= walk->left.length;
		if (walk->ok) {
			walk->left.ptr += length;
			walk->left.length -= (size_t)length;
		}
	}
}

static void take_groups(struct walk *walk, struct log *log, struct record *record)
{
	int32_t count = take_i32(walk);

	walk->ok = walk->ok && count >= 0 && count <= GROUPS_MAX;
	for (int32_t i = 0; walk->ok && i < count; i++)
		record->groups[record->group_count++] = take_name(walk, log);
}

static void take_record(struct walk *walk, struct log *log, struct record *record)
{
	uint64_t kind = take_number(walk, 1);

	*record = (struct record){ .kind = (enum kind)kind };
	walk->ok = walk->ok && kind <= ERROR;
	if (!walk->ok)
		return;
	if (record->kind == RUN) {
		take_run(walk, log, record);
		return;
	}
	if (record->kind == USER) {
		take_i32(walk);
		record->flag = take_number(walk, 1) != 0;
		record->numbers[0] = take_i32(walk);
		return;
	}
	if (record->kind != ERROR)
		take_groups(walk, log, record);
	if (record->kind != GROUP)
		record->name = take_name(walk, log);
	record->numbers[0] = take_i32(walk);
	if (record->kind == ERROR)
		return;
	record->numbers[1] = take_i32(walk);
	if (record->kind == GROUP)
		record->numbers[2] = take_i32(walk);
	record->flag = take_number(walk, 1) != 0;
	if (record->kind == REQUEST)
		record->message = take_name(walk, log);
}

static void log_read(struct log *log, struct hr_slice bytes)
{
	struct walk walk = { bytes, true };

	log->count = log->name_count = 0;
	log->rest = bytes;
	while (log->count < RECORDS_MAX && walk.left.length > 0) {
		take_record(&walk, log, &log->records[log->count]);
		if (!walk.ok)
			break;
		log->count++;
		log->rest = walk.left;
	}
}

/* --- writing --- */

/* Where bytes stand that steer. */
struct places {
	size_t items[PLACES_MAX];
	size_t count;
};

static void mark(struct places *places, const struct hr_str *out)
{
	if (places->count < PLACES_MAX)
		places->items[places->count++] = out->length;
}

static void put_text(struct hr_str *out, struct places *places, const struct text *text)
{
	mark(places, out);
	build_coded(out, text->bytes, text->coder);
}

static void put_name(struct hr_str *out, struct log *log, struct places *places,
                     const struct text *text)
{
	mark(places, out);
	for (size_t i = 0; i < log->name_count; i++) {
		if (log->names[i].coder == text->coder &&
		    hr_slice_equal(log->names[i].bytes, text->bytes)) {
			build_i32(out, -1 - (int32_t)i);
			return;
		}
	}
	if (log->name_count < NAMES_MAX)
		log->names[log->name_count++] = *text;
	build_i32(out, (int32_t)log->name_count);
	put_text(out, places, text);
}

static void put_run(struct hr_str *out, struct places *places, const struct record *record)
{
	put_text(out, places, &record->version);
	put_text(out, places, &record->simulation);
	build_number(out, record->run_ms, 8);
	put_text(out, places, &record->description);
	mark(places, out);
	build_i32(out, 1);
	build_text(out, "S");
	mark(places, out);
	build_i32(out, 0);
}

static void put_record(struct hr_str *out, struct log *log, struct places *places,
                       const struct record *record)
{
	mark(places, out);
	build_number(out, record->kind, 1);
	if (record->kind == RUN) {
		log->name_count = 0;
		put_run(out, places, record);
		return;
	}
	if (record->kind == USER) {
		build_i32(out, 0);
		build_number(out, record->flag, 1);
		build_i32(out, record->numbers[0]);
		return;
	}
	if (record->kind != ERROR) {
		mark(places, out);
		build_i32(out, (int32_t)record->group_count);
		for (size_t i = 0; i < record->group_count; i++)
			put_name(out, log, places, &record->groups[i]);
	}
	if (record->kind != GROUP)
		put_name(out, log, places, &record->name);
	build_i32(out, record->numbers[0]);
	if (record->kind == ERROR)
		return;
	build_i32(out, record->numbers[1]);
	if (record->kind == GROUP)
		build_i32(out, record->numbers[2]);
	build_number(out, record->flag, 1);
	if (record->kind == REQUEST)
		put_name(out, log, places, &record->message);
}

static void log_write(struct log *log, struct places *places, struct hr_str *out)
{
	log->name_count = 0;
	for (size_t i = 0; i < log->count; i++)
		put_record(out, log, places, &log->records[i]);
	hr_str_add_slice(out, log->rest);
}

/* --- operations --- */

static uint32_t below(struct log *log, size_t n)
{
	return mutate_below(&log->random, (uint32_t)n);
}

static struct record *any(struct log *log)
{
	return &log->records[below(log, log->count)];
}

static int32_t odd_number(struct log *log)
{
	static const int32_t values[] = { 0,    1,       -1,    59999,     60000,    3600000,
		                          1000, -100000, 65536, INT32_MAX, INT32_MIN };

	return below(log, 2) == 0 ? values[below(log, sizeof(values) / sizeof(values[0]))]
	                          : (int32_t)below(log, 100000);
}

static struct text *any_text(struct log *log)
{
	struct record *record = any(log);

	if (record->kind == RUN) {
		struct text *texts[] = { &record->version, &record->simulation,
			                 &record->description };

		return texts[below(log, 3)];
	}
	if (record->group_count > 0 && below(log, 2) == 0)
		return &record->groups[below(log, record->group_count)];
	return below(log, 2) == 0 ? &record->name : &record->message;
}

static void duplicate(struct log *log)
{
	size_t to = below(log, log->count + 1);
	struct record copy = *any(log);

	if (log->count == RECORDS_MAX)
		return;
	memmove(&log->records[to + 1], &log->records[to],
	        (log->count - to) * sizeof(log->records[0]));
	log->records[to] = copy;
	log->count++;
}

static void drop(struct log *log)
{
	size_t which = below(log, log->count);

	memmove(&log->records[which], &log->records[which + 1],
	        (log->count - which - 1) * sizeof(log->records[0]));
	log->count--;
}

static void swap(struct log *log)
{
	struct record *a = any(log), *b = any(log), kept = *a;

	*a = *b;
	*b = kept;
}

static void change_kind(struct log *log)
{
	any(log)->kind = (enum kind)below(log, ERROR + 1);
}

static void change_number(struct log *log)
{
	any(log)->numbers[below(log, 3)] = odd_number(log);
}

static void change_flag(struct log *log)
{
	struct record *record = any(log);

	record->flag = !record->flag;
}

static void nest(struct log *log)
{
	struct record *record = any(log);

	if (record->group_count < GROUPS_MAX)
		record->groups[record->group_count++] = *any_text(log);
}

static void unnest(struct log *log)
{
	struct record *record = any(log);

	if (record->group_count > 0)
		record->group_count--;
}

static void copy_text(struct log *log)
{
	*any_text(log) = *any_text(log);
}

static void change_text(struct log *log)
{
	struct text *text = any_text(log);
	struct hr_str made = { 0 };

	if (below(log, 2) == 0)
		hr_str_puts(&made, mutate_odd_value(&log->random));
	else
		mutate_bytes(text->bytes, &made);
	hr_str_truncate(&made, made.length < NAME_BYTES ? made.length : NAME_BYTES);
	text->bytes = (struct hr_slice){
		hr_arena_strndup(&log->made, hr_str_text(&made), made.length), made.length
	};
	hr_str_release(&made);
}

static void change_coder(struct log *log)
{
	any_text(log)->coder = below(log, 3);
}

static void change_start(struct log *log)
{
	struct record *record = any(log);

	record->run_ms = below(log, 2) == 0 ? UINT64_C(1763690400000)
	                                    : (uint64_t)(int64_t)odd_number(log) << below(log, 33);
}

static void cut(struct log *log)
{
	log->count = 1 + below(log, log->count);
	log->rest.length = 0;
}

static void (*const operations[])(struct log *) = {
	duplicate,     duplicate,   drop,         swap,         change_kind, change_number,
	change_number, change_flag, nest,         nest,         unnest,      copy_text,
	change_text,   change_text, change_coder, change_start, cut,
};

/* One of the bytes that steer, or the end. */
static void damage(struct log *log, const struct places *places, struct hr_str *out)
{
	size_t at;

	if (out->length == 0 || places->count == 0)
		return;
	at = places->items[below(log, places->count)] + below(log, 4);
	if (at >= out->length)
		return;
	if (below(log, 4) == 0)
		hr_str_truncate(out, at);
	else
		out->data[at] = (char)(unsigned char)(below(log, 3) == 0 ? 0xff : below(log, 256));
}

size_t mutate_gatling(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
	static struct log log;
	struct places places = { .count = 0 };
	struct hr_str out = { 0 };

	log.random = mutate_seed(seed);
	log_read(&log, (struct hr_slice){ (const char *)data, size });
	if (log.count == 0 || below(&log, 8) == 0)
		return LLVMFuzzerMutate(data, size, max_size);
	for (uint32_t steps = 1 + below(&log, 4); steps > 0 && log.count > 0; steps--)
		operations[below(&log, sizeof(operations) / sizeof(operations[0]))](&log);
	log_write(&log, &places, &out);
	if (below(&log, 6) == 0)
		damage(&log, &places, &out);
	hr_arena_release(&log.made);
	return mutate_put(&out, data, max_size);
}

size_t cross_gatling(struct hr_slice a, struct hr_slice b, uint8_t *out, size_t max_size,
                     unsigned seed)
{
	static struct log first, second;
	struct places places = { .count = 0 };
	struct hr_str bytes = { 0 };

	log_read(&first, a);
	log_read(&second, b);
	first.random = mutate_seed(seed);
	for (size_t i = 1; i < first.count && second.count > 1; i++)
		if (below(&first, 2) == 0)
			first.records[i] = second.records[1 + below(&first, second.count - 1)];
	log_write(&first, &places, &bytes);
	return mutate_put(&bytes, out, max_size);
}
