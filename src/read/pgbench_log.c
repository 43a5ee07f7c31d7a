/*
 * The log of `pgbench -l`: one line a transaction, "client number time script epoch us [lag]
 * [retries]", microseconds, the stamp its end. Time is a word for transactions that did not
 * succeed. A schedule lag is there with --rate, retries with --max-tries, and seven fields do not
 * say which of the two the last one is: the first lines decide.
 */
#include <config.h>
#include "read/formats.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "read/line_split.h"
#include "read/sample_row.h"

enum { CLIENT, NUMBER, TIME, SCRIPT, EPOCH, MICROS, SEVENTH, EIGHTH, FIELDS };

#define FIELDS_MIN  SEVENTH
#define RETRIES_MAX 100 /* a seventh field above this is a lag in microseconds */
#define HELD_LINES  1000
#define HELD_BYTES  ((size_t)65536)
#define LAG_SERIES  "pgbench schedule lag"
#define RETRIES     "pgbench retries"

enum seventh { SEVENTH_UNKNOWN, SEVENTH_LAG, SEVENTH_RETRIES };

struct hr_reader {
	struct hr_read_context *context;
	struct hr_line_split lines;
	enum seventh seventh;
	struct hr_str held; /* lines of seven fields that wait for the decision */
	uint64_t held_lines;
	bool held_lag; /* some held line can only be a lag */
	bool any_lag, any_seven;
};

struct transaction {
	struct hr_slice fields[FIELDS];
	size_t count;
	int64_t end_ns;
};

static bool split(struct hr_slice line, struct transaction *out)
{
	int64_t seconds, micros;
	uint64_t ignored;

	*out = (struct transaction){ .count = 0 };
	while (out->count < FIELDS && hr_line_word(&line, &out->fields[out->count]))
		out->count++;
	if (out->count < FIELDS_MIN || hr_slice_trim(line).length > 0)
		return false;
	if (!hr_parse_u64(out->fields[CLIENT], &ignored) ||
	    !hr_parse_u64(out->fields[NUMBER], &ignored) ||
	    !hr_parse_u64(out->fields[SCRIPT], &ignored) ||
	    !hr_parse_scaled(out->fields[EPOCH], HR_SHIFT_S, &seconds) || seconds <= 0 ||
	    !hr_parse_scaled(out->fields[MICROS], HR_SHIFT_US, &micros) || micros < 0 ||
	    micros >= HR_NS_PER_S)
		return false;
	return !__builtin_add_overflow(seconds, micros, &out->end_ns);
}

/* Why a transaction without a time has none; NULL for any other word. */
static const char *reason_of(struct hr_slice word)
{
	static const struct {
		const char *word, *reason;
	} reasons[] = {
		{ "skipped", "skipped: too late for its schedule" },
		{ "failed", "failed" },
		{ "serialization", "serialization failure" },
		{ "deadlock", "deadlock" },
	};

	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (hr_slice_is(word, reasons[i].word))
			return reasons[i].reason;
	return NULL;
}

static void observe(struct hr_reader *reader, const struct transaction *one, struct hr_slice text,
                    const char *name, const char *unit, int shift)
{
	struct hr_observation observation = {
		.time_ns = one->end_ns,
		.kind = HR_SERIES_GAUGE,
		.name = hr_slice_of(name),
		.host = reader->context->options.host,
		.unit = hr_slice_of(unit),
	};

	if (hr_parse_scaled(text, shift, &observation.value_micro) && observation.value_micro >= 0)
		hr_read_observation(reader->context, &observation);
}

static void observe_rest(struct hr_reader *reader, const struct transaction *one)
{
	size_t retries = one->count == FIELDS ? EIGHTH : SEVENTH;
	bool has_lag = one->count == FIELDS ||
	               (one->count == EIGHTH && reader->seventh == SEVENTH_LAG);

	if (has_lag) {
		reader->any_lag = true;
		/* us as millionths of ms: times 1000 */
		observe(reader, one, one->fields[SEVENTH], LAG_SERIES, "ms", 3);
	}
	if (one->count == FIELDS || (one->count == EIGHTH && !has_lag))
		observe(reader, one, one->fields[retries], RETRIES, "", 6);
}

static void push(struct hr_reader *reader, const struct transaction *one, uint64_t number,
                 struct hr_slice text)
{
	const char *reason = reason_of(one->fields[TIME]);
	char label[32] = "script ";
	struct hr_sample sample = hr_read_request(reader->context, (struct hr_slice){ 0 });
	struct hr_slice script = one->fields[SCRIPT];
	size_t prefix = strlen(label);

	sample.success = reason == NULL;
	sample.start_ns = one->end_ns;
	sample.failed = reason == NULL ? 0 : 1;
	sample.failure = hr_slice_of(reason);
	if (reason == NULL) {
		if (hr_duration_text(one->fields[TIME], HR_SHIFT_US, &sample.elapsed_ns) !=
		    HR_DURATION_OK) {
			hr_read_reject(reader->context, "the time is no number of microseconds",
			               number, hr_line_start(text));
			return;
		}
		sample.start_ns -= sample.elapsed_ns;
	}
	if (script.length > sizeof(label) - prefix)
		script.length = sizeof(label) - prefix;
	memcpy(label + prefix, script.ptr, script.length);
	sample.label = (struct hr_slice){ label, prefix + script.length };
	hr_read_sample(reader->context, &sample);
	observe_rest(reader, one);
}

/* --- seven fields --- */

static void take_held(struct hr_reader *reader)
{
	struct hr_slice rest = hr_str_slice(&reader->held), line;
	struct transaction one;

	while (hr_line_take(&rest, &line)) {
		/* A line number stands in front of each. */
		struct hr_slice word;
		uint64_t number = 0;

		if (hr_line_word(&line, &word) && hr_parse_u64(word, &number) && split(line, &one))
			push(reader, &one, number, hr_slice_trim(line));
	}
	hr_str_release(&reader->held);
	reader->held_lines = 0;
}

static void decide(struct hr_reader *reader)
{
	if (reader->seventh == SEVENTH_UNKNOWN)
		reader->seventh = reader->held_lag ? SEVENTH_LAG : SEVENTH_RETRIES;
	take_held(reader);
}

/* A transaction is skipped because of its schedule only, and is retried less than 100 times; a lag
 * that stays below 0.1 ms for all of the first 1000 lines is as good as none. */
static bool must_be_lag(const struct transaction *one)
{
	uint64_t value;

	return hr_slice_is(one->fields[TIME], "skipped") ||
	       !hr_parse_u64(one->fields[SEVENTH], &value) || value > RETRIES_MAX;
}

static void hold(struct hr_reader *reader, const struct transaction *one,
                 const struct hr_line *line)
{
	hr_str_printf(&reader->held, "%llu ", (unsigned long long)line->number);
	hr_str_add_slice(&reader->held, line->text);
	hr_str_putc(&reader->held, '\n');
	reader->held_lines++;
	if (must_be_lag(one))
		reader->held_lag = true;
	if (reader->held_lag || reader->held_lines == HELD_LINES ||
	    reader->held.length > HELD_BYTES)
		decide(reader);
}

/* --- the format --- */

static void take_line(void *context, const struct hr_line *line)
{
	struct hr_reader *reader = context;
	struct transaction one;

	if (hr_slice_trim(line->text).length == 0)
		return;
	/* Cut off, its last number would be a wrong one. */
	if (line->at_end || !split(line->text, &one)) {
		hr_read_reject(reader->context,
		               "the line is not client, number, time, script, second, "
		               "microsecond [, lag] [, retries]",
		               line->number, hr_line_start(line->text));
		return;
	}
	if (one.count == EIGHTH) {
		reader->any_seven = true;
		if (reader->seventh == SEVENTH_UNKNOWN) {
			hold(reader, &one, line);
			return;
		}
	}
	push(reader, &one, line->number, line->text);
}

static struct hr_reader *pgbench_log_open(struct hr_read_context *context)
{
	struct hr_reader *reader = hr_zalloc(1, sizeof(*reader));

	reader->context = context;
	reader->lines = (struct hr_line_split){ .on_line = take_line, .context = reader };
	return reader;
}

static enum hr_err pgbench_log_feed(struct hr_reader *reader, struct hr_slice bytes,
                                    struct hr_error *err)
{
	(void)err;
	hr_line_split_feed(&reader->lines, bytes);
	return HR_OK;
}

static enum hr_err pgbench_log_finish(struct hr_reader *reader, struct hr_error *err)
{
	(void)err;
	hr_line_split_finish(&reader->lines);
	if (reader->held_lines > 0)
		decide(reader);
	hr_read_assume(reader->context, "stamps mark the end; times are microseconds");
	if (reader->any_seven)
		hr_read_assume(reader->context, "the seventh field is %s",
		               reader->seventh == SEVENTH_LAG ? "the schedule lag"
		                                              : "the number of retries");
	if (reader->any_lag)
		hr_read_note(reader->context,
		             "the log has a schedule lag: "
		             "response times count from the scheduled start",
		             0, (struct hr_slice){ "", 0 });
	return HR_OK;
}

static void pgbench_log_free(struct hr_reader *reader)
{
	if (reader == NULL)
		return;
	hr_line_split_release(&reader->lines);
	hr_str_release(&reader->held);
	free(reader);
}

#define EPOCH_MIN INT64_C(1000000000) /* 2001 */
#define SNIFFED   5

static int pgbench_log_sniff(const struct hr_peek *peek)
{
	struct hr_slice rest = peek->head, line;
	int lines = 0;

	while (lines < SNIFFED && hr_line_take(&rest, &line)) {
		struct transaction one;
		int64_t us;

		/* The last line in sight may be cut. */
		if (rest.length == 0 && lines > 0)
			break;
		if (!split(line, &one) || one.end_ns < EPOCH_MIN * HR_NS_PER_S)
			return 0;
		if (reason_of(one.fields[TIME]) == NULL && !hr_parse_i64(one.fields[TIME], &us))
			return 0;
		lines++;
	}
	return lines > 0 ? 90 : 0;
}

const struct hr_format hr_format_pgbench_log = {
	.name = "pgbench-log",
	.title = "pgbench -l, one line a transaction",
	.carries = HR_CARRIES_SAMPLES | HR_CARRIES_OBSERVATIONS,
	.sniff = pgbench_log_sniff,
	.open = pgbench_log_open,
	.feed = pgbench_log_feed,
	.finish = pgbench_log_finish,
	.free = pgbench_log_free,
};
