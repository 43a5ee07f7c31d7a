#include <config.h>
#include "record/sample.h"
#include "recording_sink.h"

#include <inttypes.h>
#include <math.h>

#include "base/num.h"
#include "base/zone.h"
#include "stats/hist.h"

static struct recording_sink *self(struct hr_sink *sink)
{
	return (struct recording_sink *)sink;
}

static void put_ms(struct hr_str *out, int64_t ns)
{
	if (ns % HR_NS_PER_MS == 0)
		hr_str_printf(out, "%" PRId64, ns / HR_NS_PER_MS);
	else
		hr_str_printf(out, "%" PRId64 "ns", ns);
}

static void put_instant(struct hr_str *out, int64_t ns)
{
	if (ns == HR_INSTANT_NONE)
		hr_str_putc(out, '-');
	else
		put_ms(out, ns);
}

static void put_duration(struct hr_str *out, const char *key, int64_t ns)
{
	if (ns == HR_UNKNOWN)
		return;
	hr_str_puts(out, key);
	put_ms(out, ns);
}

static void put_number(struct hr_str *out, const char *key, int64_t value)
{
	if (value != HR_UNKNOWN)
		hr_str_printf(out, "%s%" PRId64, key, value);
}

static void put_text(struct hr_str *out, const char *key, struct hr_slice text)
{
	if (text.length == 0)
		return;
	hr_str_puts(out, key);
	hr_str_add_slice(out, text);
}

static void record_sample(struct hr_sink *sink, const struct hr_sample *sample)
{
	struct hr_str *out = &self(sink)->text;

	self(sink)->samples++;
	if (!sample->success)
		self(sink)->failed++;
	hr_str_puts(out, sample->kind == HR_SAMPLE_TRANSACTION ? "transaction " : "sample ");
	put_instant(out, sample->start_ns);
	hr_str_putc(out, '+');
	if (sample->elapsed_ns == HR_UNKNOWN)
		hr_str_putc(out, '-');
	else
		put_ms(out, sample->elapsed_ns);
	hr_str_puts(out, " label=");
	hr_str_add_slice(out, sample->label);
	hr_str_puts(out, sample->success ? " ok" : " failed");
	put_text(out, " code=", sample->code);
	if (!self(sink)->takes_rows || !sample->success) {
		put_text(out, " message=", sample->message);
		put_text(out, " failure=", sample->failure);
	}
	put_duration(out, " latency=", sample->latency_ns);
	put_duration(out, " connect=", sample->connect_ns);
	put_number(out, " received=", sample->received_bytes);
	put_number(out, " sent=", sample->sent_bytes);
	put_number(out, " users=", sample->active_users);
	put_text(out, " host=", sample->host);
	if (sample->weight != 1)
		hr_str_printf(out, " weight=%" PRIu32, sample->weight);
	if (sample->failed != (sample->success ? 0u : 1u))
		hr_str_printf(out, " errors=%" PRIu32, sample->failed);
	hr_str_putc(out, '\n');
}

static void record_observation(struct hr_sink *sink, const struct hr_observation *observation)
{
	struct hr_str *out = &self(sink)->text;

	self(sink)->observations++;
	hr_str_puts(out, "observation ");
	put_instant(out, observation->time_ns);
	hr_str_puts(out, " name=");
	hr_str_add_slice(out, observation->name);
	hr_str_printf(out, " value=%" PRId64 " %s", observation->value_micro,
	              observation->kind == HR_SERIES_COUNTER ? "counter" : "gauge");
	put_text(out, " host=", observation->host);
	put_text(out, " unit=", observation->unit);
	hr_str_putc(out, '\n');
}

#define BUCKETS_SHOWN 20

static void put_buckets(struct hr_str *out, const struct hr_histogram_record *histogram)
{
	struct hr_hist_cursor cursor = { 0 };
	struct hr_hist_bucket bucket;

	hr_str_puts(out, "histogram label=");
	hr_str_add_slice(out, histogram->label);
	hr_str_putc(out, ' ');
	put_instant(out, histogram->start_ns);
	hr_str_puts(out, "..");
	put_instant(out, histogram->end_ns);
	put_number(out, " min=", histogram->min_ns);
	put_number(out, " max=", histogram->max_ns);
	for (int i = 0; i < BUCKETS_SHOWN && hr_hist_next(histogram->hist, &cursor, &bucket); i++)
		hr_str_printf(out, " %" PRId64 "*%" PRIu64, bucket.value_ns, bucket.count);
	hr_str_putc(out, '\n');
}

static void put_figure(struct hr_str *out, const char *key, double value)
{
	char text[32];

	if (!isfinite(value))
		return;
	hr_format_double(hr_round15(value), text, sizeof(text));
	hr_str_printf(out, " %s=%s", key, text);
}

static void put_figures(struct hr_str *out, const struct hr_aggregate *aggregate)
{
	hr_str_puts(out, "aggregate label=");
	hr_str_add_slice(out, aggregate->label);
	put_figure(out, "mean", aggregate->mean_ms);
	put_figure(out, "stddev", aggregate->stddev_ms);
	put_figure(out, "min", aggregate->min_ms);
	put_figure(out, "max", aggregate->max_ms);
	put_figure(out, "p50", aggregate->p50_ms);
	put_figure(out, "p75", aggregate->p75_ms);
	put_figure(out, "p90", aggregate->p90_ms);
	put_figure(out, "p95", aggregate->p95_ms);
	put_figure(out, "p99", aggregate->p99_ms);
	put_figure(out, "p999", aggregate->p999_ms);
	put_figure(out, "throughput", aggregate->throughput_per_s);
	put_figure(out, "received", aggregate->received_kib_per_s);
	put_figure(out, "sent", aggregate->sent_kib_per_s);
	hr_str_putc(out, '\n');
}

static void record_histogram(struct hr_sink *sink, const struct hr_histogram_record *histogram)
{
	struct hr_str *out = &self(sink)->text;

	self(sink)->histograms++;
	hr_str_puts(out, "histogram label=");
	hr_str_add_slice(out, histogram->label);
	hr_str_printf(out, " %s count=%" PRIu64, histogram->success ? "ok" : "failed",
	              hr_hist_count(histogram->hist));
	if (histogram->failed > 0)
		hr_str_printf(out, " failed=%" PRIu64, histogram->failed);
	hr_str_putc(out, '\n');
	put_buckets(&self(sink)->figures, histogram);
}

static void record_aggregate(struct hr_sink *sink, const struct hr_aggregate *aggregate)
{
	struct hr_str *out = &self(sink)->text;

	self(sink)->aggregates++;
	hr_str_puts(out, aggregate->kind == HR_SAMPLE_TRANSACTION ? "aggregate transaction label="
	                                                          : "aggregate label=");
	hr_str_add_slice(out, aggregate->label);
	hr_str_printf(out, " count=%" PRIu64 " errors=%" PRIu64 "\n", aggregate->count,
	              aggregate->errors);
	put_figures(&self(sink)->figures, aggregate);
}

static void record_event(struct hr_sink *sink, const struct hr_event *event)
{
	struct hr_str *out = &self(sink)->text;

	self(sink)->events++;
	hr_str_puts(out, "event ");
	put_instant(out, event->start_ns);
	hr_str_puts(out, "..");
	put_instant(out, event->end_ns);
	put_text(out, " kind=", event->kind);
	put_text(out, " text=", event->text);
	hr_str_putc(out, '\n');
}

static struct hr_slice keep_text(struct hr_str *out, struct hr_slice text)
{
	hr_str_add_slice(out, text);
	return hr_str_slice(out);
}

/* Groups beyond those there is room for are refused, and those of a label that says so. */
static uint32_t record_group(struct hr_sink *sink, const struct hr_plain_group *group)
{
	struct recording_sink *recording = self(sink);
	uint32_t number = recording->group_count;
	struct hr_plain_group *kept = &recording->groups[number];

	if (number == RECORDING_GROUPS || hr_slice_is(group->label, "alone"))
		return HR_PLAIN_NONE;
	kept->carries = group->carries;
	kept->label = keep_text(&recording->group_texts[number][0], group->label);
	kept->code = keep_text(&recording->group_texts[number][1], group->code);
	kept->host = keep_text(&recording->group_texts[number][2], group->host);
	return recording->group_count++;
}

static void record_rows(struct hr_sink *sink, const struct hr_plain_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct hr_sample sample = hr_plain_sample(&self(sink)->groups[rows[i].group],
		                                          &rows[i]);

		record_sample(sink, &sample);
	}
}

static const struct hr_sink_ops recording_row_ops = {
	.sample = record_sample,
	.observation = record_observation,
	.histogram = record_histogram,
	.aggregate = record_aggregate,
	.event = record_event,
	.group = record_group,
	.rows = record_rows,
};

static const struct hr_sink_ops recording_ops = {
	.sample = record_sample,
	.observation = record_observation,
	.histogram = record_histogram,
	.aggregate = record_aggregate,
	.event = record_event,
};

void recording_sink_init(struct recording_sink *sink)
{
	*sink = (struct recording_sink){ .sink.ops = &recording_ops };
}

void recording_sink_release(struct recording_sink *sink)
{
	hr_str_release(&sink->text);
	hr_str_release(&sink->figures);
	for (uint32_t i = 0; i < sink->group_count; i++)
		for (int j = 0; j < 3; j++)
			hr_str_release(&sink->group_texts[i][j]);
}

void recording_read(struct recording *recording, const struct hr_format *format,
                    struct hr_slice text, size_t piece, const struct hr_read_options *options)
{
	recording_read_path(recording, "test", format, text, piece, options);
}

static void read_pieces(struct recording *recording, const struct hr_format *format,
                        struct hr_slice text, size_t piece, const struct hr_read_options *options);

static void begin(struct recording *recording, const char *path)
{
	*recording = (struct recording){ .result = HR_OK };
	recording_sink_init(&recording->sink);
	recording->context.path = path;
}

void recording_read_rows(struct recording *recording, const struct hr_format *format,
                         struct hr_slice text, size_t piece, const struct hr_read_options *options)
{
	begin(recording, "test");
	recording->sink.takes_rows = true;
	recording->sink.sink.ops = &recording_row_ops;
	read_pieces(recording, format, text, piece, options);
}

void recording_read_path(struct recording *recording, const char *path,
                         const struct hr_format *format, struct hr_slice text, size_t piece,
                         const struct hr_read_options *options)
{
	begin(recording, path);
	read_pieces(recording, format, text, piece, options);
}

static void read_pieces(struct recording *recording, const struct hr_format *format,
                        struct hr_slice text, size_t piece, const struct hr_read_options *options)
{
	struct hr_reader *reader;

	recording->context.sink = &recording->sink.sink;
	recording->context.diag = &recording->diag;
	if (options != NULL)
		recording->context.options = *options;
	else
		recording->context.options.zone = hr_zone_utc();
	reader = format->open(&recording->context);
	for (size_t at = 0; at < text.length && recording->result == HR_OK;) {
		size_t n = text.length - at;

		if (piece > 0 && n > piece)
			n = piece;
		recording->result = format->feed(reader, (struct hr_slice){ text.ptr + at, n },
		                                 &recording->error);
		at += n;
	}
	if (recording->result == HR_OK)
		recording->result = format->finish(reader, &recording->error);
	format->free(reader);
}

void recording_release(struct recording *recording)
{
	recording_sink_release(&recording->sink);
	hr_diag_release(&recording->diag);
	hr_str_release(&recording->context.assumptions);
}

void recording_diag_text(const struct recording *recording, struct hr_str *out)
{
	static const char *const names[] = {
		[HR_DIAG_NOTE] = "note",
		[HR_DIAG_DEGRADED] = "degraded",
		[HR_DIAG_REJECTED] = "rejected",
	};

	for (size_t i = 0; i < recording->diag.count; i++) {
		const struct hr_diag_entry *entry = &recording->diag.entries[i];

		hr_str_printf(out, "%s %" PRIu64 " %" PRIu64 " %s\n", names[entry->severity],
		              entry->count, entry->n_first > 0 ? entry->first[0].line : 0,
		              entry->reason);
	}
}
