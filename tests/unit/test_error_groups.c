#include <config.h>
#include "record/label.h"
#include "render/error_groups.h"

#include <stdio.h>

#include "base/input.h"
#include "base/zone.h"
#include "read/read_input.h"
#include "real_file.h"
#include "record/error_text.h"
#include "record/run.h"
#include "summarize/summarizer.h"
#include "unit.h"

/* As the summarizer counts a failure. */
static void fail_with(struct hr_label *label, const char *text, uint64_t count)
{
	struct hr_str mask = { 0 };

	hr_error_mask(hr_slice_of(text), &mask);
	hr_tally_add(&label->errors_exact, hr_slice_of(text), HR_ERROR_BYTES, count);
	hr_tally_add(&label->error_groups, hr_str_slice(&mask), HR_ERROR_BYTES, count);
	hr_str_release(&mask);
}

static void put_groups(const struct hr_label *label, struct hr_str *out)
{
	struct hr_error_groups groups;

	hr_error_groups_init(&groups, label);
	for (size_t i = 0; i < groups.count; i++) {
		const struct hr_error_group *group = &groups.groups[i];

		hr_str_printf(out, "%llu %s", (unsigned long long)group->count, group->text);
		if (hr_error_group_is_folded(group)) {
			hr_str_puts(out, " | ");
			hr_error_group_put_wordings(group, true, out);
		}
		hr_str_putc(out, '\n');
	}
	if (groups.rest > 0)
		hr_str_printf(out, "%llu others\n", (unsigned long long)groups.rest);
	hr_error_groups_release(&groups);
}

/* Texts with their counts, one a line; what is made of them. By hand. */
static const struct grouped {
	const char *texts, *groups;
} grouped[] = {
	{ "", "" },
	{ "5 timeout\n", "5 timeout\n" },
	/* what is equal stays */
	{ "2 took 3,100 ms, not 3,000\n3 took 4,000 ms, not 3,000\n1 took 9,999 ms, not 3,000\n",
	  "6 took … ms, not 3,000 | 3 wordings, 3,100 to 9,999\n" },
	/* two are left alone */
	{ "2 took 3 ms\n3 took 4 ms\n", "3 took 4 ms\n2 took 3 ms\n" },
	/* by joint count, before what is frequent by itself; ties by text */
	{ "4 b\n4 a\n2 took 3 ms\n2 took 4 ms\n1 took 5 ms\n",
	  "5 took … ms | 3 wordings, 3 to 5\n4 a\n4 b\n" },
	/* codes are words */
	{ "1 500/x 1\n1 500/x 2\n1 500/x 3\n1 503/x 4\n1 503/x 5\n1 503/x 6\n",
	  "3 500/x … | 3 wordings, 1 to 3\n3 503/x … | 3 wordings, 4 to 6\n" },
	{ "1 found status 500\n2 found status 502\n3 found status 503\n",
	  "3 found status 503\n2 found status 502\n1 found status 500\n" },
	/* several pieces; ids have an example, that of the most frequent text */
	{ "1 order 7 of 12ab34cd at shard 1\n2 order 8 of 22ab34cd at shard 1\n"
	  "1 order 9 of 32ab34cd at shard 1\n",
	  "4 order … of … at shard 1 | 3 wordings, 7 to 9; such as 22ab34cd\n" },
	/* an ellipsis that was recorded is not one of ours */
	{ "1 a … b\n1 a 1 b\n1 a 2 b\n", "3 a … b | 3 wordings\n" },
};

START_TEST(groups_what_differs_in_figures)
{
	struct hr_slice text = hr_slice_of(grouped[_i].texts), line;
	struct hr_label *label = hr_label_new(hr_slice_of("a"), 1, HR_SAMPLE_REQUEST);
	struct hr_str out = { 0 };

	while (hr_slice_take(&text, '\n', &line)) {
		char copy[200];

		snprintf(copy, sizeof(copy), "%.*s", (int)line.length - 2, line.ptr + 2);
		fail_with(label, copy, (uint64_t)(line.ptr[0] - '0'));
	}
	put_groups(label, &out);
	ck_assert_str_eq(hr_str_text(&out), grouped[_i].groups);
	hr_str_release(&out);
	hr_label_free(label);
}
END_TEST

/* The document's groups count texts beyond the cap on exact ones, too. */
START_TEST(counts_texts_beyond_the_cap)
{
	struct hr_label *label = hr_label_new(hr_slice_of("a"), 1, HR_SAMPLE_REQUEST);
	struct hr_str out = { 0 };

	for (int i = 1; i <= 2 * HR_ERRORS_MAX; i++) {
		char text[64];

		snprintf(text, sizeof(text), "took %d ms, not 3000", i);
		fail_with(label, text, 1);
	}
	put_groups(label, &out);
	ck_assert(hr_slice_starts(hr_str_slice(&out),
	                          "2000 took … ms, not 3000 | more than 1\xe2\x80\xaf"
	                          "000 wordings, "));
	ck_assert_ptr_null(strstr(hr_str_text(&out), "others"));
	hr_str_release(&out);
	hr_label_free(label);
}
END_TEST

/* Groups of which no text is known, and failures of no known group. */
START_TEST(says_what_it_does_not_know)
{
	struct hr_label *label = hr_label_new(hr_slice_of("a"), 1, HR_SAMPLE_REQUEST);
	struct hr_str out = { 0 };

	hr_tally_add(&label->error_groups, HR_SLICE_LITERAL("took … ms"), HR_ERROR_BYTES, 7);
	label->errors_exact.rest = 9;
	label->error_groups.rest = 2;
	fail_with(label, "lost", 3);
	put_groups(label, &out);
	ck_assert_str_eq(hr_str_text(&out), "7 took … ms | several wordings\n3 lost\n2 others\n");
	hr_str_release(&out);
	hr_label_free(label);
}
END_TEST

/*
 * Counted apart from this program, with Python's csv and re: rows that failed with a code of
 * 200..399, by failureMessage with re.sub(r"\d+([,.:]\d+)*", "#"): 960 of 928 texts whose first
 * number goes from 3076 to 31691, and 522 of one text. 960 + 522 = 1482, the failures of JMeter's
 * statistics.json; 928 + 1 the "929 different error texts" of SOURCES.md.
 */
START_TEST(groups_a_real_recording)
{
	struct hr_summarize_options selection = { .filter = { .from_ns = HR_INSTANT_NONE,
		                                              .to_ns = HR_INSTANT_NONE } };
	struct hr_read_options options = { .zone = hr_zone_utc() };
	struct hr_read_result result = { 0 };
	struct hr_summarizer *summarizer;
	struct hr_str path = { 0 }, out = { 0 };
	struct hr_error err = { 0 };
	struct hr_label *total;
	struct hr_input *input;
	struct hr_run run;

	real_file_path("mohai17-ParaBank_Performance_Test_JMeter/ReportLog.jtl", &path);
	if (hr_input_open(hr_str_text(&path), &input, &err) != HR_OK) {
		hr_str_release(&path);
		return; /* no recordings beside the checkout */
	}
	hr_run_init(&run, 0);
	summarizer = hr_summarizer_new(&run, &selection);
	ck_assert_int_eq(hr_read_input(input, NULL, &options, hr_summarizer_sink(summarizer),
	                               &run.diag, NULL, 0, &result, &err),
	                 HR_OK);
	hr_summarizer_free(summarizer);
	hr_run_classify(&run);
	total = hr_run_total(&run, HR_TOTAL_REQUESTS, "all requests");
	put_groups(total, &out);
	ck_assert_str_eq(hr_str_text(&out),
	                 "960 The operation lasted too long: It took … milliseconds, but should "
	                 "not have lasted longer than 3,000 milliseconds. | 928 wordings, 3,076 to "
	                 "31,691\n"
	                 "522 Tidy Parser errors: 0 (allowed 10) Tidy Parser warnings: 19 "
	                 "(allowed 10)\n");
	hr_label_free(total);
	hr_input_close(input);
	hr_run_release(&run);
	hr_str_release(&result.assumptions);
	hr_str_release(&path);
	hr_str_release(&out);
}
END_TEST

static Suite *error_groups_suite(void)
{
	Suite *suite = suite_create("render/error_groups");
	TCase *tcase = tcase_create("error_groups");

	HR_ADD_ROWS(tcase, groups_what_differs_in_figures, grouped);
	tcase_add_test(tcase, counts_texts_beyond_the_cap);
	tcase_add_test(tcase, says_what_it_does_not_know);
	tcase_add_test(tcase, groups_a_real_recording);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(error_groups_suite)
