#include <config.h>
#include "read/gatling_record.h"

#include "read/reader.h"
#include "read/sample_row.h"
#include "record/sink.h"
#include "stats/moments.h"

#define LABEL_BYTES   65536
#define SEPARATOR     " / "
#define DISORDER_MS   1000 /* rows of different users overtake each other on their way to the log */
#define STATUS_DIGITS 3
#define EVENT_KIND    "run"

static bool instant_of(int64_t time_ms, int64_t *out_ns)
{
	if (time_ms < 0 || time_ms > INT64_MAX / HR_NS_PER_MS)
		return false;
	*out_ns = time_ms * HR_NS_PER_MS;
	return true;
}

/* --- runs and users --- */

static void describe(struct hr_str *text, const struct hr_gatling_run *run)
{
	struct hr_slice description = hr_slice_trim(run->description);

	text->limit = LABEL_BYTES;
	hr_str_add_slice(text, run->simulation);
	if (description.length > 0) {
		hr_str_puts(text, " (");
		hr_str_add_slice(text, description);
		hr_str_putc(text, ')');
	}
	if (run->version.length > 0) {
		hr_str_puts(text, ", Gatling ");
		hr_str_add_slice(text, run->version);
	}
}

void hr_gatling_begin(struct hr_gatling *gatling, const struct hr_gatling_run *run)
{
	struct hr_event event = { .kind = HR_SLICE_LITERAL(EVENT_KIND) };
	struct hr_str text = { 0 };

	gatling->users = HR_GATLING_USERS_EXPECTED;
	gatling->active = 0;
	gatling->user_ms = 0;
	if (!instant_of(run->start_ms, &event.start_ns))
		return;
	describe(&text, run);
	event.end_ns = event.start_ns;
	event.text = hr_str_slice(&text);
	gatling->context->records++;
	hr_sink_event(gatling->context->sink, &event);
	hr_str_release(&text);
}

static void lose_users(struct hr_gatling *gatling, const char *reason, uint64_t line,
                       struct hr_slice line_text)
{
	gatling->users = HR_GATLING_USERS_UNKNOWN;
	hr_read_note(gatling->context, reason, line, line_text);
}

void hr_gatling_user(struct hr_gatling *gatling, bool starts, int64_t time_ms, uint64_t line,
                     struct hr_slice line_text)
{
	if (gatling->users == HR_GATLING_USERS_UNKNOWN)
		return;
	gatling->users = HR_GATLING_USERS_COUNTED;
	if (time_ms < 0 || time_ms < gatling->user_ms - DISORDER_MS) {
		lose_users(gatling,
		           "the users' rows are not in the order of time: active users are "
		           "unknown from here",
		           line, line_text);
		return;
	}
	if (!starts && gatling->active == 0) {
		lose_users(gatling,
		           "a user ends whose start is missing: active users are unknown from here",
		           line, line_text);
		return;
	}
	if (time_ms > gatling->user_ms)
		gatling->user_ms = time_ms;
	if (!starts)
		gatling->active--;
	else if (gatling->active < INT32_MAX)
		gatling->active++;
}

/* --- requests and groups --- */

void hr_gatling_label_clear(struct hr_gatling *gatling)
{
	gatling->label.limit = LABEL_BYTES;
	hr_str_truncate(&gatling->label, 0);
}

void hr_gatling_label_add(struct hr_gatling *gatling, struct hr_slice name)
{
	if (gatling->label.length > 0)
		hr_str_puts(&gatling->label, SEPARATOR);
	hr_str_add_slice(&gatling->label, name);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Gatling keeps no response code but says one when the status check fails:
 * "status.find.is(200), but actually found 404". */
static struct hr_slice code_in(struct hr_slice message)
{
	static const char found[] = "found ";
	const size_t before = sizeof(found) - 1;
	struct hr_slice code = { "", 0 };

	if (!hr_slice_starts(message, "status.") || message.length < before + STATUS_DIGITS)
		return code;
	code.ptr = message.ptr + message.length - STATUS_DIGITS;
	if (memcmp(code.ptr - before, found, before) != 0)
		return code;
	for (size_t i = 0; i < STATUS_DIGITS; i++)
		if (!is_digit(code.ptr[i]))
			return code;
	code.length = STATUS_DIGITS;
	return code;
}

/* The times of a row; false when it was rejected. */
static bool read_times(struct hr_gatling *gatling, const struct hr_gatling_row *row,
                       struct hr_sample *sample)
{
	int64_t elapsed_ms = row->response_ms, start_ns;
	bool has_start = instant_of(row->start_ms, &start_ns);

	sample->start_ns = has_start ? start_ns : HR_INSTANT_NONE;
	sample->elapsed_ns = HR_UNKNOWN;
	if (row->end_ms == HR_GATLING_NO_END) {
		hr_read_degrade(gatling->context,
		                "a request without an end, as of what came in unasked", row->line,
		                row->line_text);
		return true;
	}
	if (elapsed_ms == HR_UNKNOWN && (!has_start || row->end_ms < row->start_ms)) {
		hr_read_reject(gatling->context, "it ends before it starts", row->line,
		               row->line_text);
		return false;
	}
	if (elapsed_ms == HR_UNKNOWN)
		elapsed_ms = row->end_ms - row->start_ms;
	if (elapsed_ms < 0 || elapsed_ms > HR_DURATION_MAX_NS / HR_NS_PER_MS) {
		hr_read_reject(gatling->context, HR_BAD_RANGE, row->line, row->line_text);
		return false;
	}
	sample->elapsed_ns = elapsed_ms * HR_NS_PER_MS;
	if (!has_start)
		hr_read_degrade(gatling->context, "no usable time", row->line, row->line_text);
	return true;
}

void hr_gatling_push(struct hr_gatling *gatling, const struct hr_gatling_row *row)
{
	struct hr_slice message = hr_slice_trim(row->message);
	struct hr_sample sample = hr_read_request(gatling->context, hr_str_slice(&gatling->label));

	sample.kind = row->kind;
	sample.success = row->success;
	sample.failed = row->success ? 0 : 1;
	if (!read_times(gatling, row, &sample))
		return;
	if (row->latency_ms >= 0 && row->latency_ms <= HR_DURATION_MAX_NS / HR_NS_PER_MS)
		sample.latency_ns = row->latency_ms * HR_NS_PER_MS;
	if (gatling->users == HR_GATLING_USERS_COUNTED)
		sample.active_users = gatling->active;
	if (row->success)
		sample.message = message;
	else
		sample.failure = message;
	sample.code = code_in(sample.failure);
	hr_read_sample(gatling->context, &sample);
}

void hr_gatling_error(struct hr_gatling *gatling, uint64_t line, struct hr_slice message)
{
	hr_read_note(gatling->context, "Gatling logged an error outside the requests", line,
	             message);
}

void hr_gatling_release(struct hr_gatling *gatling)
{
	hr_str_release(&gatling->label);
}
