/*
 * Inputs cut off anywhere: every example of every format, and the recordings of data/, at every
 * byte where they are small, else at a few hundred. What is left gives a valid result or one clear
 * error, never more than the whole, and the sniffer answers or says why not. Also: each format has
 * an example, and an example holds only what the table says the format carries.
 */
#include <config.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/input.h"
#include "base/zone.h"
#include "reader_case.h"
#include "record/diag.h"
#include "record/sample.h"
#include "record/sink.h"
#include "unit.h"

#define EVERY_BYTE 2048   /* up to this size */
#define CUTS       250    /* of larger ones */
#define LARGEST    120000 /* of the recordings in data/ the start */
#define FILES_MAX  200
#define PIECE      997 /* bytes fed at once */

static const char *const recordings[] = { "night.jtl", "night.xml", "regression.jtl", "stress.jtl",
	                                  "resources.csv" };
#define RECORDINGS (sizeof(recordings) / sizeof(recordings[0]))

static char *examples[FILES_MAX];
static size_t example_count;

/* ---- a sink that looks at every byte of text and counts by kind ---- */

struct counting_sink {
	struct hr_sink sink;
	unsigned carries; /* enum hr_carries of what came */
	unsigned char seen;
};

static void look(struct hr_sink *sink, enum hr_carries kind, struct hr_slice text)
{
	struct counting_sink *self = (struct counting_sink *)sink;

	self->carries |= (unsigned)kind;
	for (size_t i = 0; i < text.length; i++)
		self->seen ^= (unsigned char)text.ptr[i];
}

static void on_sample(struct hr_sink *sink, const struct hr_sample *sample)
{
	look(sink, HR_CARRIES_SAMPLES, sample->label);
	look(sink, HR_CARRIES_SAMPLES, sample->message);
}

static void on_observation(struct hr_sink *sink, const struct hr_observation *observation)
{
	look(sink, HR_CARRIES_OBSERVATIONS, observation->name);
	look(sink, HR_CARRIES_OBSERVATIONS, observation->host);
}

static void on_histogram(struct hr_sink *sink, const struct hr_histogram_record *histogram)
{
	look(sink, HR_CARRIES_HISTOGRAMS, histogram->label);
}

static void on_aggregate(struct hr_sink *sink, const struct hr_aggregate *aggregate)
{
	look(sink, HR_CARRIES_AGGREGATES, aggregate->label);
}

static void on_event(struct hr_sink *sink, const struct hr_event *event)
{
	look(sink, HR_CARRIES_EVENTS, event->text);
}

static const struct hr_sink_ops counting_ops = {
	.sample = on_sample,
	.observation = on_observation,
	.histogram = on_histogram,
	.aggregate = on_aggregate,
	.event = on_event,
};

/* ---- reading ---- */

struct outcome {
	enum hr_err result;
	uint64_t records, rejected;
	unsigned carries;
};

static struct outcome read_text(const struct hr_format *format, struct hr_slice text)
{
	struct counting_sink sink = { .sink.ops = &counting_ops };
	struct hr_diag diag = { 0 };
	struct hr_read_context context = {
		.path = "cut", .options.zone = hr_zone_utc(), .sink = &sink.sink, .diag = &diag
	};
	struct hr_reader *reader = format->open(&context);
	struct hr_error error = { 0 };
	struct outcome outcome = { HR_OK, 0, 0, 0 };

	for (size_t at = 0; at < text.length && outcome.result == HR_OK; at += PIECE) {
		size_t n = text.length - at < PIECE ? text.length - at : PIECE;

		outcome.result = format->feed(reader, (struct hr_slice){ text.ptr + at, n },
		                              &error);
	}
	if (outcome.result == HR_OK)
		outcome.result = format->finish(reader, &error);
	format->free(reader);
	if (outcome.result != HR_OK)
		ck_assert_msg(error.text[0] != '\0', "%s: an error without a word", format->name);
	outcome.records = context.records;
	outcome.rejected = context.rejected;
	outcome.carries = sink.carries;
	hr_diag_release(&diag);
	hr_str_release(&context.assumptions);
	return outcome;
}

static const struct hr_format *sniff(struct hr_slice text, struct hr_error *err)
{
	const struct hr_format *format = NULL;
	struct hr_peek peek = { .head = text };

	if (peek.head.length > HR_INPUT_PEEK_BYTES)
		peek.head.length = HR_INPUT_PEEK_BYTES;
	peek.complete = peek.head.length == text.length;
	return hr_format_sniff(&peek, &format, err) == HR_OK ? format : NULL;
}

static void cut_everywhere(const char *name, struct hr_slice text)
{
	struct hr_error err = { 0 };
	const struct hr_format *format = sniff(text, &err);
	size_t cuts = text.length <= EVERY_BYTE ? text.length : CUTS;
	struct outcome whole;

	ck_assert_msg(format != NULL, "%s: %s", name, err.text);
	whole = read_text(format, text);
	if (whole.result == HR_EUNSUPPORTED)
		return; /* built without what it takes */
	ck_assert_msg(whole.result == HR_OK && whole.records > 0, "%s gives nothing", name);
	ck_assert_msg((whole.carries & ~format->carries) == 0,
	              "%s carries more than the table of formats says", name);
	for (size_t i = 0; i < cuts; i++) {
		struct hr_slice part = { text.ptr, text.length * i / cuts };
		struct hr_error why = { 0 };
		const struct hr_format *guess = sniff(part, &why);
		struct outcome cut = read_text(format, part);

		/* what is damaged behind the cut may be fine without it, but nothing is read twice
		 */
		ck_assert_msg(cut.records <= whole.records + whole.rejected,
		              "%s cut at %zu: %llu records", name, part.length,
		              (unsigned long long)cut.records);
		if (guess == NULL)
			ck_assert_msg(why.text[0] != '\0', "%s cut at %zu", name, part.length);
		else if (guess != format)
			(void)read_text(guess, part);
	}
}

START_TEST(examples_cut_off)
{
	struct hr_str text = { 0 };

	reader_case_load(examples[_i], &text);
	cut_everywhere(examples[_i], hr_str_slice(&text));
	hr_str_release(&text);
}
END_TEST

START_TEST(recordings_cut_off)
{
	struct hr_str path = { 0 }, text = { 0 };
	struct hr_slice start;

	hr_str_printf(&path, "../../../data/%s", recordings[_i]);
	reader_case_load(hr_str_text(&path), &text);
	start = hr_str_slice(&text);
	if (start.length > LARGEST)
		start.length = LARGEST;
	cut_everywhere(recordings[_i], start);
	hr_str_release(&path);
	hr_str_release(&text);
}
END_TEST

static bool has_example(const struct hr_format *format)
{
	bool found = false;

	for (size_t i = 0; !found && i < example_count + RECORDINGS; i++) {
		struct hr_str path = { 0 }, text = { 0 };

		if (i < example_count)
			hr_str_puts(&path, examples[i]);
		else
			hr_str_printf(&path, "../../../data/%s", recordings[i - example_count]);
		reader_case_load(hr_str_text(&path), &text);
		found = sniff(hr_str_slice(&text), NULL) == format;
		hr_str_release(&path);
		hr_str_release(&text);
	}
	return found;
}

START_TEST(each_format_has_an_example)
{
	for (size_t i = 0; hr_formats[i] != NULL; i++)
		ck_assert_msg(has_example(hr_formats[i]), "there is no example of %s",
		              hr_formats[i]->name);
}
END_TEST

static void list_examples(void)
{
	const char *top = getenv("top_srcdir");
	struct hr_str folder = { 0 };
	struct dirent *entry;
	DIR *dir;

	hr_str_printf(&folder, "%s/tests/fixtures/formats", top != NULL ? top : ".");
	dir = opendir(hr_str_text(&folder));
	hr_str_release(&folder);
	if (dir == NULL)
		return;
	while ((entry = readdir(dir)) != NULL && example_count < FILES_MAX)
		if (entry->d_name[0] != '.')
			examples[example_count++] = strdup(entry->d_name);
	closedir(dir);
}

static Suite *truncation_suite(void)
{
	Suite *suite = suite_create("read/truncation");
	TCase *tcase = tcase_create("truncation");

	list_examples();
	tcase_set_timeout(tcase, 60); /* under sanitizers and valgrind on a busy machine */
	tcase_add_loop_test(tcase, examples_cut_off, 0, (int)example_count);
	HR_ADD_ROWS(tcase, recordings_cut_off, recordings);
	tcase_add_test(tcase, each_format_has_an_example);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(truncation_suite)
