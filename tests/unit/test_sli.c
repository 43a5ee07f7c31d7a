#include <config.h>
#include "record/sli.h"

#include "config/expression.h"
#include "document/document.h"
#include "summarize/sli_count.h"
#include "summarize/summarizer.h"
#include "unit.h"

#define S INT64_C(1000000000)

static struct hr_sli_second second_of(const struct hr_slis *slis, int64_t second)
{
	size_t hint = 7;

	return hr_sli_at(hr_slis_find(slis, "d"), second, &hint);
}

START_TEST(adds_and_finds)
{
	struct hr_slis slis = { 0 };
	struct hr_sli *sli = hr_slis_get(&slis, "b", "d", HR_SAMPLE_REQUEST);
	size_t hint = 0;
	int64_t first, last;

	ck_assert(!hr_sli_span(sli, &first, &last));
	hr_sli_add(sli, 5000, (struct hr_sli_second){ 3, 2, 1 });
	hr_sli_add(sli, -1, (struct hr_sli_second){ 1, 1, 1 });
	hr_sli_add(sli, 5000, (struct hr_sli_second){ 1, 1, 1 });
	hr_sli_add(sli, HR_SLI_SECOND_NONE, (struct hr_sli_second){ 1, 1, 0 });
	ck_assert_ptr_eq(hr_slis_get(&slis, "a", "d", HR_SAMPLE_REQUEST), sli);
	ck_assert_str_eq(sli->name, "a");
	ck_assert_uint_eq(second_of(&slis, 5000).seen, 4);
	ck_assert_uint_eq(second_of(&slis, 5000).valid, 3);
	ck_assert_uint_eq(second_of(&slis, 5000).good, 2);
	ck_assert_uint_eq(second_of(&slis, 4999).seen, 0);
	ck_assert(hr_sli_span(sli, &first, &last));
	ck_assert_int_eq(first, -1);
	ck_assert_int_eq(last, 5000);
	ck_assert_int_eq(hr_sli_next(sli, 0, &hint), 5000);
	ck_assert_int_eq(hr_sli_next(sli, 5001, &hint), INT64_MAX);
	ck_assert_uint_eq(sli->all.seen, 6);
	ck_assert_uint_eq(sli->untimed.valid, 1);
	hr_slis_cut(&slis, 0, 5000);
	ck_assert_uint_eq(sli->all.seen, 0);
	hr_slis_release(&slis);
}
END_TEST

/* Of more blocks than are kept the latest stay; a second that fell out does not come back. */
START_TEST(keeps_the_latest)
{
	struct hr_slis slis = { 0 };
	struct hr_sli *sli = hr_slis_get(&slis, "n", "d", HR_SAMPLE_REQUEST);
	const int64_t extra = 3, all = HR_SLI_BLOCKS_MAX + extra;
	const struct hr_sli_second one = { 1, 1, 1 };
	int64_t first, last;

	for (int64_t i = 0; i < all; i++)
		hr_sli_add(sli, i * HR_SLI_BLOCK_S, one);
	hr_sli_add(sli, 0, one);
	ck_assert(hr_sli_span(sli, &first, &last));
	ck_assert_int_eq(first, extra * HR_SLI_BLOCK_S);
	ck_assert_int_eq(last, (all - 1) * HR_SLI_BLOCK_S);
	ck_assert_uint_eq(sli->all.seen, (uint64_t)all + 1);
	hr_slis_release(&slis);
}
END_TEST

/* Samples of a run by number: five labels, some fail, some are slow, one has no time. */
static void make_samples(struct hr_run *run, const struct hr_sli_rule *rules, int from, int to)
{
	struct hr_summarize_options options = { .filter = { .from_ns = HR_INSTANT_NONE,
		                                            .to_ns = HR_INSTANT_NONE },
		                                .sli_rules = rules,
		                                .sli_rule_count = 2 };
	struct hr_summarizer *summarizer = hr_summarizer_new(run, &options);
	struct hr_sink *sink = hr_summarizer_sink(summarizer);

	for (int i = from; i < to; i++) {
		char label[] = "L0";
		struct hr_sample sample = { .success = i % 7 != 0,
			                    .start_ns = i * S / 10 + (i > 500 ? 90000 * S : 0),
			                    .elapsed_ns = (i % 10) * S / 10,
			                    .latency_ns = HR_UNKNOWN,
			                    .connect_ns = HR_UNKNOWN,
			                    .received_bytes = HR_UNKNOWN,
			                    .sent_bytes = HR_UNKNOWN,
			                    .active_users = HR_UNKNOWN,
			                    .weight = 1,
			                    .failed = i % 7 == 0,
			                    .label = { label, 2 } };

		if (i % 100 == 99)
			sample.start_ns = HR_INSTANT_NONE;
		label[1] = (char)('0' + i % 5);
		sink->ops->sample(sink, &sample);
	}
	hr_summarizer_free(summarizer);
}

static void dump(const struct hr_run *run, struct hr_str *out)
{
	struct hr_document_options options = HR_DOCUMENT_OPTIONS_INIT;
	json_t *document = hr_document_new(run, &options);

	hr_document_dump(json_object_get(json_object_get(document, "run"), "sli"), out);
	json_decref(document);
}

/* merge(a, b) is a + b, a document read back is the run, and labels are asked before folding. */
START_TEST(counts_merges_and_returns)
{
	struct hr_predicate all = { 0 }, good, some, fast;
	struct hr_sli_rule rules[2];
	struct hr_run whole, left, right, back;
	struct hr_document_options options = HR_DOCUMENT_OPTIONS_INIT;
	struct hr_str one = { 0 }, two = { 0 }, three = { 0 };
	const struct hr_sli *sli;
	json_t *document;
	uint64_t valid = 0, fine = 0;

	ck_assert_int_eq(hr_expression_compile(HR_SLICE_LITERAL("success"), &good, NULL), HR_OK);
	ck_assert_int_eq(
	        hr_expression_compile(HR_SLICE_LITERAL("label in ('L1','L3')"), &some, NULL),
	        HR_OK);
	ck_assert_int_eq(
	        hr_expression_compile(HR_SLICE_LITERAL("success && elapsed <= 300ms"), &fast, NULL),
	        HR_OK);
	rules[0] = (struct hr_sli_rule){ "up", "good: success", HR_SAMPLE_REQUEST, &all, &good };
	rules[1] = (struct hr_sli_rule){ "fast", "L1 L3 fast", HR_SAMPLE_REQUEST, &some, &fast };
	hr_run_init(&whole, 0);
	hr_run_init(&left, 0);
	hr_run_init(&right, 0);
	make_samples(&whole, rules, 0, 1000);
	make_samples(&left, rules, 0, 321);
	make_samples(&right, rules, 321, 1000);
	ck_assert_int_eq(hr_run_merge(&right, &left, NULL), HR_OK);
	dump(&whole, &one);
	dump(&right, &two);
	ck_assert_str_eq(hr_str_text(&one), hr_str_text(&two));
	for (int i = 0; i < 1000; i++) {
		bool in = i % 5 == 1 || i % 5 == 3;

		valid += in;
		fine += in && i % 7 != 0 && i % 10 <= 3;
	}
	sli = hr_slis_find(&whole.slis, "L1 L3 fast");
	ck_assert_uint_eq(sli->all.seen, 1000);
	ck_assert_uint_eq(sli->all.valid, valid);
	ck_assert_uint_eq(sli->all.good, fine);
	ck_assert_uint_eq(sli->untimed.seen, 10);
	hr_run_classify(&whole);
	document = hr_document_new(&whole, &options);
	ck_assert_int_eq(hr_document_run(document, &back, NULL), HR_OK);
	dump(&back, &three);
	ck_assert_str_eq(hr_str_text(&one), hr_str_text(&three));
	json_decref(document);
	hr_str_release(&one);
	hr_str_release(&two);
	hr_str_release(&three);
	hr_run_release(&whole);
	hr_run_release(&left);
	hr_run_release(&right);
	hr_run_release(&back);
	hr_predicate_release(&good);
	hr_predicate_release(&some);
	hr_predicate_release(&fast);
}
END_TEST

/* What is asked, in all orders of what a burst has in common, keeps and does not keep. */
static const char *const questions[] = {
	"success",
	"elapsed <= 300ms",
	"elapsed <= 300ms && label == 'L1'",
	"label == 'L1' && elapsed <= 300ms",
	"elapsed > 200ms && (label in ('L1','L3') || status >= 500)",
	"latency < 250ms or connect < 20ms",
	"elapsed >= 100ms && elapsed < 400ms && elapsed != 250ms",
	"success && latency > 100ms && latency <= 300ms",
	"connect == 13ms",
	"connect >= 20ms",
	"connect < 30ms && success && status in (200..299)",
	"host == 'h1' || elapsed < 100ms",
	"message ~ 'OK *' && elapsed < 500ms",
	"received > 1500 && success",
	"!success || sent <= 10",
	"not (status == 200)",
};
#define QUESTIONS (sizeof(questions) / sizeof(questions[0]))

static void vary(struct hr_sample *sample, int i, char *label, char *message)
{
	bool fails = i % 11 == 3;

	label[1] = (char)('0' + i % 5);
	message[3] = (char)('a' + i % 3);
	*sample = (struct hr_sample){ .success = !fails,
		                      .failed = fails,
		                      .weight = 1,
		                      .start_ns = (int64_t)i * S / 40,
		                      .elapsed_ns = (i * 37 % 700) * (S / 1000),
		                      .latency_ns = i % 5 == 4 ? HR_UNKNOWN
		                                               : (i * 31 % 600) * (S / 1000),
		                      .connect_ns = (i * 13 % 60) * (S / 1000),
		                      .received_bytes = i * 17 % 3000,
		                      .sent_bytes = i * 7 % 20,
		                      .active_users = 3,
		                      .label = { label, 2 },
		                      .code = hr_slice_of(i % 97 < 20 ? "503" : "200"),
		                      .host = hr_slice_of(i % 200 < 90 ? "h1" : "h2"),
		                      .message = { message, 4 } };
	if (i % 50 == 49)
		sample->weight = 3;
}

/* Each sample asked alone, second by second. */
static void recount(const struct hr_sli_rule *rule, int samples, struct hr_sli_second *seconds)
{
	char label[] = "L0", message[] = "OK  ";
	struct hr_sample sample;

	for (int i = 0; i < samples; i++) {
		vary(&sample, i, label, message);
		for (uint32_t j = 0; j < sample.weight; j++) {
			bool success = j >= sample.failed;
			int64_t at = (sample.start_ns + sample.elapsed_ns) / S;
			bool valid = hr_predicate_holds(
			        rule->valid, &sample, success,
			        hr_predicate_label_bits(rule->valid, sample.label));

			seconds[at].seen++;
			seconds[at].valid += valid;
			seconds[at].good += valid &&
			                    hr_predicate_holds(rule->good, &sample, success,
			                                       hr_predicate_label_bits(
			                                               rule->good, sample.label));
		}
	}
}

/* Samples that wait in bursts are counted as if each were asked alone, for every pair of
 * questions. */
START_TEST(bursts_count_as_samples_do)
{
	const int samples = 6000;
	struct hr_predicate made[QUESTIONS];
	struct hr_sli_rule rules[QUESTIONS];
	char definitions[QUESTIONS][8];
	struct hr_summarize_options options = { .filter = { .from_ns = HR_INSTANT_NONE,
		                                            .to_ns = HR_INSTANT_NONE },
		                                .sli_rules = rules,
		                                .sli_rule_count = QUESTIONS };
	char label[] = "L0", message[] = "OK  ";

	for (size_t i = 0; i < QUESTIONS; i++)
		ck_assert_int_eq(hr_expression_compile(hr_slice_of(questions[i]), &made[i], NULL),
		                 HR_OK);
	for (size_t turn = 0; turn < QUESTIONS; turn++) {
		struct hr_run run;
		struct hr_summarizer *summarizer;
		struct hr_sink *sink;
		struct hr_sample sample;

		for (size_t i = 0; i < QUESTIONS; i++) {
			snprintf(definitions[i], sizeof(definitions[i]), "d%zu", i);
			rules[i] = (struct hr_sli_rule){ "n", definitions[i], HR_SAMPLE_REQUEST,
				                         &made[(i + turn) % QUESTIONS], &made[i] };
		}
		hr_run_init(&run, 0);
		summarizer = hr_summarizer_new(&run, &options);
		sink = hr_summarizer_sink(summarizer);
		for (int i = 0; i < samples; i++) {
			vary(&sample, i, label, message);
			sink->ops->sample(sink, &sample);
		}
		hr_summarizer_free(summarizer);
		for (size_t i = 0; i < QUESTIONS; i++) {
			struct hr_sli_second expected[200] = { { 0 } };
			const struct hr_sli *sli = hr_slis_find(&run.slis, definitions[i]);
			size_t hint = 0;

			recount(&rules[i], samples, expected);
			for (int64_t at = 0; at < 200; at++) {
				struct hr_sli_second found = hr_sli_at(sli, at, &hint);

				ck_assert_msg(memcmp(&found, &expected[at], sizeof(found)) == 0,
				              "second %d: %u %u %u, expected %u %u %u: valid "
				              "\"%s\", good \"%s\"",
				              (int)at, found.seen, found.valid, found.good,
				              expected[at].seen, expected[at].valid,
				              expected[at].good, questions[(i + turn) % QUESTIONS],
				              questions[i]);
			}
		}
		hr_run_release(&run);
	}
	for (size_t i = 0; i < QUESTIONS; i++)
		hr_predicate_release(&made[i]);
}
END_TEST

/* More labels than answers are remembered of, each met twice: the counts are those of the numbers
 * themselves. */
START_TEST(labels_beyond_the_remembered_are_asked_again)
{
	enum { LABELS = HR_SLI_LABELS_MAX + 5000 };
	struct hr_predicate sevens, eights;
	struct hr_sli_rule rule = { "n", "d", HR_SAMPLE_REQUEST, &sevens, &eights };
	struct hr_summarize_options options = { .filter = { .from_ns = HR_INSTANT_NONE,
		                                            .to_ns = HR_INSTANT_NONE },
		                                .sli_rules = &rule,
		                                .sli_rule_count = 1 };
	struct hr_summarizer *summarizer;
	struct hr_sink *sink;
	struct hr_run run;
	uint64_t valid = 0, good = 0;
	const struct hr_sli *sli;

	ck_assert_int_eq(hr_expression_compile(hr_slice_of("label ~ '*7*'"), &sevens, NULL), HR_OK);
	ck_assert_int_eq(hr_expression_compile(hr_slice_of("label ~ '*8*'"), &eights, NULL), HR_OK);
	hr_run_init(&run, 0);
	summarizer = hr_summarizer_new(&run, &options);
	sink = hr_summarizer_sink(summarizer);
	for (int i = 0; i < 2 * LABELS; i++) {
		char label[16];
		struct hr_sample sample = { .success = i % 3 != 0,
			                    .failed = i % 3 == 0,
			                    .weight = 1,
			                    .start_ns = S,
			                    .elapsed_ns = S / 10,
			                    .latency_ns = HR_UNKNOWN,
			                    .connect_ns = HR_UNKNOWN };

		snprintf(label, sizeof(label), "%d", i % LABELS);
		sample.label = hr_slice_of(label);
		sink->ops->sample(sink, &sample);
		valid += strchr(label, '7') != NULL;
		good += strchr(label, '7') != NULL && strchr(label, '8') != NULL;
	}
	hr_summarizer_free(summarizer);
	sli = hr_slis_find(&run.slis, "d");
	ck_assert_uint_eq(sli->all.seen, 2 * LABELS);
	ck_assert_uint_eq(sli->all.valid, valid);
	ck_assert_uint_eq(sli->all.good, good);
	hr_run_release(&run);
	hr_predicate_release(&sevens);
	hr_predicate_release(&eights);
}
END_TEST

static Suite *make_suite(void)
{
	Suite *suite = suite_create("sli");
	TCase *tcase = tcase_create("sli");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, adds_and_finds);
	tcase_add_test(tcase, keeps_the_latest);
	tcase_add_test(tcase, bursts_count_as_samples_do);
	tcase_add_test(tcase, counts_merges_and_returns);
	tcase_add_test(tcase, labels_beyond_the_remembered_are_asked_again);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(make_suite)
