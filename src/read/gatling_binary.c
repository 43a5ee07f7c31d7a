/*
 * simulation.log of Gatling since 3.13: binary records without magic or description, all numbers
 * big-endian. A byte says the kind of a record; times are milliseconds since the start of the run,
 * which the first record gives. Names are written in full once and by number from then on. There is
 * no way back into step, so reading stops where the log is damaged. Layout: Gatling's own writer
 * (LogFileDataWriter).
 */
#include <config.h>
#include "read/formats.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/message.h"
#include "read/gatling_record.h"
#include "read/jvm_string.h"
#include "record/sample.h"

#define STRING_BYTES   ((size_t)16 << 20)
#define TEXTS_MAX      4000000
#define TEXTS_MIB      256
#define TEXTS_BYTES    ((size_t)TEXTS_MIB << 20)
#define GROUPS_MAX     64    /* one inside the other */
#define SCENARIOS_MAX  10000 /* assertions, too */
#define VERSION_BYTES  32
#define CLASS_BYTES    4096
#define START_MAX_MS   (INT64_MAX / HR_NS_PER_MS - UINT32_MAX) /* no offset leaves time */
#define PLACE_BYTES    64
#define DAMAGED_REASON "the log is damaged here: what follows is not read"

enum record_kind { RECORD_RUN, RECORD_REQUEST, RECORD_USER, RECORD_GROUP, RECORD_ERROR };

enum parse_state {
	PARSE_OK,
	PARSE_SHORT,  /* the record goes on in bytes to come */
	PARSE_DAMAGED /* no such record */
};

/* A walk over the bytes of a record; the first trouble stays, and then all it gives is zero. */
struct walk {
	const char *at;
	size_t left;
	enum parse_state state;
	size_t fresh; /* names that this record brings */
};

/* A string where it stands. */
struct raw_text {
	struct hr_slice bytes;
	unsigned coder;
};

/* A name: new, or by its number (from 1). */
struct raw_name {
	struct raw_text text;
	bool is_new;
	size_t number;
};

struct record {
	enum record_kind kind;
	/* run */
	struct raw_text version, simulation, description;
	int64_t run_ms;
	/* the others */
	struct raw_name groups[GROUPS_MAX];
	size_t group_count;
	struct raw_name name, message;
	int32_t start_ms, end_ms, cumulated_ms;
	bool flag; /* success, or a start */
};

struct hr_reader {
	struct hr_gatling gatling;
	struct hr_jvm_order order;
	struct hr_slice *texts; /* in texts_memory */
	size_t text_count, text_capacity;
	struct hr_arena texts_memory;
	struct hr_str scratch;
	struct hr_str rest; /* a record that goes across pieces */
	size_t wanted;      /* bytes of the rest before another try is worth it */
	uint64_t offset;    /* of the next record in the log */
	int64_t run_ms;
	bool has_run, stopped;
	struct record record; /* the one at hand */
};

/* --- bytes --- */

static const char *take(struct walk *walk, size_t length)
{
	const char *at = walk->at;

	if (walk->state == PARSE_OK && walk->left < length)
		walk->state = PARSE_SHORT;
	if (walk->state != PARSE_OK)
		return NULL;
	walk->at += length;
	walk->left -= length;
	return at;
}

static uint64_t take_number(struct walk *walk, size_t length)
{
	const char *bytes = take(walk, length);
	uint64_t value = 0;

	for (size_t i = 0; bytes != NULL && i < length; i++)
		value = value << 8 | (unsigned char)bytes[i];
	return value;
}

static int32_t take_i32(struct walk *walk)
{
	return (int32_t)(uint32_t)take_number(walk, 4);
}

static void require(struct walk *walk, bool holds)
{
	if (walk->state == PARSE_OK && !holds)
		walk->state = PARSE_DAMAGED;
}

static size_t take_count(struct walk *walk, size_t most)
{
	int32_t count = take_i32(walk);

	require(walk, count >= 0 && (size_t)count <= most);
	return walk->state == PARSE_OK ? (size_t)count : 0;
}

static bool take_flag(struct walk *walk)
{
	uint64_t value = take_number(walk, 1);

	require(walk, value <= 1);
	return value == 1;
}

static struct raw_text take_text(struct walk *walk)
{
	struct raw_text text = { { "", 0 }, HR_JVM_LATIN1 };
	size_t length = take_count(walk, STRING_BYTES);
	const char *bytes;

	if (length == 0)
		return text;
	bytes = take(walk, length);
	text.coder = (unsigned)take_number(walk, 1);
	require(walk,
	        text.coder == HR_JVM_LATIN1 || (text.coder == HR_JVM_UTF16 && length % 2 == 0));
	if (walk->state == PARSE_OK)
		text.bytes = (struct hr_slice){ bytes, length };
	return text;
}

/* A positive number is that of a new name and must be the next, a negative that of a known one. */
static struct raw_name take_name(const struct hr_reader *reader, struct walk *walk)
{
	struct raw_name name = { .is_new = false };
	int64_t number = take_i32(walk);
	size_t known = reader->text_count + walk->fresh;

	require(walk, number != 0);
	if (number > 0) {
		require(walk, (uint64_t)number == known + 1);
		name.is_new = true;
		name.text = take_text(walk);
		walk->fresh++;
		return name;
	}
	require(walk, (uint64_t)-number <= known);
	name.number = (size_t)-number;
	return name;
}

/* --- records --- */

static void parse_run(struct walk *walk, struct record *record)
{
	size_t count;

	record->version = take_text(walk);
	record->simulation = take_text(walk);
	record->run_ms = (int64_t)take_number(walk, 8);
	require(walk, record->run_ms >= 0 && record->run_ms <= START_MAX_MS);
	record->description = take_text(walk);
	count = take_count(walk, SCENARIOS_MAX);
	for (size_t i = 0; i < count && walk->state == PARSE_OK; i++)
		take_text(walk);
	/* assertions, in a form only Gatling reads */
	count = take_count(walk, SCENARIOS_MAX);
	for (size_t i = 0; i < count && walk->state == PARSE_OK; i++)
		take(walk, take_count(walk, STRING_BYTES));
}

static void parse_groups(const struct hr_reader *reader, struct walk *walk, struct record *record)
{
	record->group_count = take_count(walk, GROUPS_MAX);
	for (size_t i = 0; i < record->group_count; i++)
		record->groups[i] = take_name(reader, walk);
}

/* The record that begins at @walk. It changes nothing: a record that is not all there is parsed
 * again. */
static void parse_record(const struct hr_reader *reader, struct walk *walk, struct record *record)
{
	record->kind = (enum record_kind)take_number(walk, 1);
	require(walk, record->kind == RECORD_RUN || reader->has_run);
	switch (record->kind) {
	case RECORD_RUN:
		parse_run(walk, record);
		break;
	case RECORD_REQUEST:
		parse_groups(reader, walk, record);
		record->name = take_name(reader, walk);
		record->start_ms = take_i32(walk);
		record->end_ms = take_i32(walk);
		record->flag = take_flag(walk);
		record->message = take_name(reader, walk);
		break;
	case RECORD_USER:
		take_i32(walk); /* scenario */
		record->flag = take_flag(walk);
		record->start_ms = take_i32(walk);
		break;
	case RECORD_GROUP:
		parse_groups(reader, walk, record);
		record->start_ms = take_i32(walk);
		record->end_ms = take_i32(walk);
		record->cumulated_ms = take_i32(walk);
		record->flag = take_flag(walk);
		break;
	case RECORD_ERROR:
		record->message = take_name(reader, walk);
		record->start_ms = take_i32(walk);
		break;
	default:
		require(walk, false);
	}
}

/* --- what records say --- */

static struct hr_slice resolve(struct hr_reader *reader, const struct raw_name *name)
{
	struct hr_slice text;

	if (!name->is_new)
		return reader->texts[name->number - 1];
	hr_str_truncate(&reader->scratch, 0);
	hr_jvm_string_decode(&reader->order, name->text.bytes, name->text.coder, &reader->scratch);
	text.ptr = hr_arena_strndup(&reader->texts_memory, hr_str_text(&reader->scratch),
	                            reader->scratch.length);
	text.length = reader->scratch.length;
	reader->texts = hr_grow(reader->texts, reader->text_count, &reader->text_capacity,
	                        sizeof(*reader->texts));
	reader->texts[reader->text_count++] = text;
	return text;
}

static void forget_texts(struct hr_reader *reader)
{
	reader->text_count = 0;
	hr_arena_release(&reader->texts_memory);
}

/* Logs may be appended to each other; each begins with its own run and numbers its own names. */
static void take_run(struct hr_reader *reader, const struct record *record)
{
	struct hr_str version = { 0 }, simulation = { 0 }, description = { 0 };
	struct hr_gatling_run run = { .start_ms = record->run_ms };

	forget_texts(reader);
	hr_jvm_string_decode(&reader->order, record->version.bytes, record->version.coder,
	                     &version);
	hr_jvm_string_decode(&reader->order, record->simulation.bytes, record->simulation.coder,
	                     &simulation);
	hr_jvm_string_decode(&reader->order, record->description.bytes, record->description.coder,
	                     &description);
	run.version = hr_str_slice(&version);
	run.simulation = hr_str_slice(&simulation);
	run.description = hr_str_slice(&description);
	hr_gatling_begin(&reader->gatling, &run);
	reader->run_ms = record->run_ms;
	reader->has_run = true;
	hr_str_release(&version);
	hr_str_release(&simulation);
	hr_str_release(&description);
}

static void take_timed(struct hr_reader *reader, const struct record *record)
{
	struct hr_gatling_row row = {
		.kind = record->kind == RECORD_GROUP ? HR_SAMPLE_TRANSACTION : HR_SAMPLE_REQUEST,
		.success = record->flag,
		.start_ms = reader->run_ms + record->start_ms,
		.end_ms = reader->run_ms + record->end_ms,
		.response_ms = HR_UNKNOWN,
		.latency_ms = HR_UNKNOWN,
	};

	hr_gatling_label_clear(&reader->gatling);
	for (size_t i = 0; i < record->group_count; i++)
		hr_gatling_label_add(&reader->gatling, resolve(reader, &record->groups[i]));
	if (record->kind == RECORD_REQUEST) {
		hr_gatling_label_add(&reader->gatling, resolve(reader, &record->name));
		row.message = resolve(reader, &record->message);
	}
	row.line_text = hr_str_slice(&reader->gatling.label);
	if (record->kind == RECORD_GROUP) {
		row.response_ms = record->cumulated_ms;
		if (record->cumulated_ms < 0) {
			hr_read_reject(reader->gatling.context,
			               "a group without its cumulated time", 0, row.line_text);
			return;
		}
	}
	hr_gatling_push(&reader->gatling, &row);
}

static void take_record(struct hr_reader *reader, const struct record *record)
{
	switch (record->kind) {
	case RECORD_RUN:
		take_run(reader, record);
		break;
	case RECORD_REQUEST:
	case RECORD_GROUP:
		take_timed(reader, record);
		break;
	case RECORD_USER:
		hr_gatling_user(&reader->gatling, record->flag, reader->run_ms + record->start_ms,
		                0, (struct hr_slice){ "", 0 });
		break;
	case RECORD_ERROR:
		hr_gatling_error(&reader->gatling, 0, resolve(reader, &record->message));
		break;
	}
}

/* --- pieces --- */

static void reject_here(struct hr_reader *reader, const char *reason)
{
	char place[PLACE_BYTES];

	snprintf(place, sizeof(place), "byte %llu", (unsigned long long)reader->offset);
	hr_read_reject(reader->gatling.context, reason, 0, hr_slice_of(place));
}

/* Take all records that are complete in @bytes; returns how many bytes they had. */
static size_t take_records(struct hr_reader *reader, struct hr_slice bytes)
{
	size_t done = 0;

	while (done < bytes.length && !reader->stopped) {
		struct walk walk = { .at = bytes.ptr + done, .left = bytes.length - done };
		size_t length;

		reader->record.group_count = 0;
		parse_record(reader, &walk, &reader->record);
		length = bytes.length - done - walk.left;
		if (walk.state == PARSE_SHORT) {
			reader->wanted = length + 1;
			break;
		}
		if (walk.state == PARSE_DAMAGED) {
			reject_here(reader, DAMAGED_REASON);
			reader->stopped = true;
			break;
		}
		take_record(reader, &reader->record);
		done += length;
		reader->offset += length;
		if (reader->text_count > TEXTS_MAX || reader->texts_memory.bytes > TEXTS_BYTES)
			break;
	}
	return done;
}

static enum hr_err check_texts(const struct hr_reader *reader, struct hr_error *err)
{
	if (reader->text_count > TEXTS_MAX || reader->texts_memory.bytes > TEXTS_BYTES)
		return hr_error_set(
		        err, HR_ELIMIT,
		        "the log has more than " HR_DIGITS(
		                TEXTS_MAX) " different names and messages, "
		                           "or more than " HR_DIGITS(TEXTS_MIB) " MiB of them");
	return HR_OK;
}

static enum hr_err binary_feed(struct hr_reader *reader, struct hr_slice bytes,
                               struct hr_error *err)
{
	size_t done;

	if (reader->stopped)
		return HR_OK;
	if (reader->rest.length == 0) {
		done = take_records(reader, bytes);
		hr_str_add(&reader->rest, bytes.ptr + done, bytes.length - done);
		return check_texts(reader, err);
	}
	hr_str_add_slice(&reader->rest, bytes);
	if (reader->rest.length < reader->wanted)
		return HR_OK;
	done = take_records(reader, hr_str_slice(&reader->rest));
	memmove(reader->rest.data, reader->rest.data + done, reader->rest.length - done);
	hr_str_truncate(&reader->rest, reader->rest.length - done);
	return check_texts(reader, err);
}

/* --- the format --- */

static struct hr_reader *binary_open(struct hr_read_context *context)
{
	struct hr_reader *reader = hr_zalloc(1, sizeof(*reader));

	reader->gatling.context = context;
	return reader;
}

static enum hr_err binary_finish(struct hr_reader *reader, struct hr_error *err)
{
	if (!reader->has_run && (reader->stopped || reader->rest.length > 0))
		return hr_error_set(
		        err, HR_EPARSE,
		        "not a binary log of Gatling, or cut off within its first record");
	if (!reader->stopped && reader->rest.length > 0)
		reject_here(reader, "the last record is cut off");
	return HR_OK;
}

static void binary_free(struct hr_reader *reader)
{
	if (reader == NULL)
		return;
	free(reader->texts);
	hr_arena_release(&reader->texts_memory);
	hr_str_release(&reader->scratch);
	hr_str_release(&reader->rest);
	hr_gatling_release(&reader->gatling);
	free(reader);
}

static bool is_version(struct hr_slice text)
{
	bool has_point = false;

	for (size_t i = 0; i < text.length; i++) {
		char c = text.ptr[i];
		bool is_digit = c >= '0' && c <= '9';

		if (i == 0 ? !is_digit : memchr(" /\\:", c, 4) != NULL || c <= ' ' || c > '~')
			return false;
		has_point = has_point || c == '.';
	}
	return has_point;
}

/* A run record: a version and a class name in front of the first time. */
static int binary_sniff(const struct hr_peek *peek)
{
	struct walk walk = { .at = peek->head.ptr, .left = peek->head.length };
	uint64_t kind = take_number(&walk, 1);
	struct raw_text version, simulation;
	int64_t start_ms;

	version = take_text(&walk);
	simulation = take_text(&walk);
	start_ms = (int64_t)take_number(&walk, 8);
	if (walk.state != PARSE_OK || kind != RECORD_RUN || start_ms < 0 || start_ms > START_MAX_MS)
		return 0;
	if (version.bytes.length > VERSION_BYTES || version.coder != HR_JVM_LATIN1 ||
	    !is_version(version.bytes) || simulation.bytes.length == 0 ||
	    simulation.bytes.length > CLASS_BYTES)
		return 0;
	return 98;
}

const struct hr_format hr_format_gatling_binary = {
	.name = "gatling-binary",
	.title = "Gatling simulation.log, binary (since 3.13)",
	.carries = HR_CARRIES_SAMPLES | HR_CARRIES_EVENTS,
	.sniff = binary_sniff,
	.open = binary_open,
	.feed = binary_feed,
	.finish = binary_finish,
	.free = binary_free,
};
