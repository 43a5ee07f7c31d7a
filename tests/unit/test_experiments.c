#include <config.h>
#include "read/formats.h"

#include "reader_case.h"
#include "unit.h"

/*
 * What the tools write was taken from their sources: chaoslib's run.py (journal),
 * litmuschaos/litmus-go (events) and the custom resources of chaos-operator.
 */

#define ACTION(start, end)                                                                         \
	"{\"activity\":{\"type\":\"action\",\"name\":\"kill\",\"pauses\":{\"after\":2.5}},"        \
	"\"start\":\"" start "\",\"end\":\"" end "\"}"
#define JOURNAL(more) "{\"chaoslib-version\":\"1.9.0\",\"experiment\":{\"title\":\"t\"}," more "}"

static const struct reader_case journals[] = {
	/* no rollback: until the pause after the last activity is over */
	{ JOURNAL("\"run\":[" ACTION("2026-11-20T00:00:10", "2026-11-20T00:00:11") "]"),
	  "event 1795132810000..1795132811000 kind=action text=kill\n"
	  "event 1795132810000..1795132813500 kind=fault text=t\n",
	  NULL, "" },
	/* a zone, should one be written */
	{ JOURNAL("\"run\":[" ACTION("2026-11-20T01:00:10+01:00",
	                             "2026-11-20T00:00:11+00:00") "],\"rollbacks\":[]"),
	  "event 1795132810000..1795132811000 kind=action text=kill\n"
	  "event 1795132810000..1795132813500 kind=fault text=t\n",
	  NULL, "" },
	{ JOURNAL("\"run\":[{\"activity\":{\"type\":\"probe\",\"name\":\"p\"},"
	          "\"status\":\"failed\",\"start\":\"2026-11-20T00:00:10\"}],\"deviated\":true,"
	          "\"start\":\"2026-11-20T00:00:00\",\"status\":\"aborted\""),
	  "event 1795132800000..1795132800000 kind=experiment text=t: aborted, deviated\n"
	  "event 1795132810000..1795132810000 kind=probe failed text=p\n",
	  NULL, "note 1 0 no action was run: nothing was injected\n" },
	{ JOURNAL("\"run\":[" ACTION("2026-11-20T00:00:10", "2026-11-20T00:00:09") ",7]"), "", NULL,
	  "rejected 2 0 an activity without a usable time\n"
	  "note 1 0 no action was run: nothing was injected\n" },
	{ "{\"chaoslib-version\":\"1\",\"experiment\":{\"dry\":\"actions\"},\"run\":[" ACTION(
	          "2026-11-20T00:00:10", "2026-11-20T00:00:11") "]}",
	  "", NULL, "note 1 0 a dry run: nothing was injected\n" },
	{ JOURNAL("\"run\":{}"), "", NULL, "rejected 1 0 no list \"run\" of what was done\n" },
};

START_TEST(reads_journals)
{
	reader_case_check(&journals[_i], &hr_format_chaostoolkit);
}
END_TEST

#define ENGINE(more)                                                                               \
	"{\"apiVersion\":\"litmuschaos.io/v1alpha1\",\"kind\":\"ChaosEngine\",\"metadata\":"       \
	"{\"name\":\"e\",\"creationTimestamp\":\"2026-11-20T00:00:10Z\"}," more "}"
#define RESULT(more)                                                                               \
	"{\"apiVersion\":\"litmuschaos.io/v1alpha1\",\"kind\":\"ChaosResult\",\"metadata\":"       \
	"{\"name\":\"e-x\",\"creationTimestamp\":\"2026-11-20T00:00:10Z\"}," more "}"
#define RAN                                                                                        \
	"\"status\":{\"experiments\":[{\"name\":\"x\",\"status\":\"Completed\","                   \
	"\"verdict\":\"Fail\",\"lastUpdateTime\":\"2026-11-20T00:01:10Z\"}]}"

static const struct reader_case objects[] = {
	{ ENGINE(RAN),
	  "event 1795132810000..1795132870000 kind=fault text=x\n"
	  "event 1795132810000..1795132870000 kind=experiment text=x: Completed, Fail\n",
	  NULL, "" },
	/* not reported on yet: as declared */
	{ ENGINE("\"spec\":{\"experiments\":[{\"name\":\"x\",\"spec\":{\"components\":{\"env\":["
	         "{\"name\":\"TOTAL_CHAOS_DURATION\",\"value\":\"60\"}]}}}]}"),
	  "event 1795132810000..1795132870000 kind=fault text=x\n", NULL, "" },
	{ ENGINE("\"spec\":{\"experiments\":[{\"name\":\"x\"}]}"), "", NULL,
	  "rejected 1 0 an experiment of which neither times nor a duration are known\n" },
	{ ENGINE("\"spec\":{}"), "", NULL, "rejected 1 0 a ChaosEngine without experiments\n" },
	/* the events of another engine are left alone */
	{ "{\"kind\":\"List\",\"items\":[" ENGINE(
	          RAN) ","
	               "{\"kind\":\"Event\",\"reason\":\"ChaosInject\",\"involvedObject\":{"
	               "\"name\":\"e\"},"
	               "\"firstTimestamp\":null,\"eventTime\":\"2026-11-20T00:00:20.5Z\"},"
	               "{\"kind\":\"Event\",\"reason\":\"PostChaosCheck\",\"involvedObject\":{"
	               "\"name\":\"f\"},"
	               "\"firstTimestamp\":\"2026-11-20T00:00:30Z\"},{\"kind\":\"Pod\"}]}",
	  "event 1795132820500..1795132870000 kind=fault text=x\n"
	  "event 1795132820500..1795132870000 kind=experiment text=x: Completed, Fail\n",
	  NULL, "rejected 1 0 an object that is neither ChaosEngine nor ChaosResult\n" },
	/* before Litmus 3, and before Litmus 2 */
	{ RESULT("\"spec\":{\"experiment\":\"x\"},\"status\":{\"experimentstatus\":"
	         "{\"phase\":\"Completed\",\"verdict\":\"Pass\"},\"probeStatus\":[{\"name\":\"p\","
	         "\"status\":{\"PreChaos\":\"Passed \\ud83d\\udc4d\",\"PostChaos\":\"Failed\","
	         "\"Continuous\":\"N/A\"}}]}"),
	  "event 1795132810000..1795132810000 kind=experiment text=x: Completed, Pass\n"
	  "event 1795132810000..1795132810000 kind=probe passed text=p, PreChaos\n"
	  "event 1795132810000..1795132810000 kind=probe failed text=p, PostChaos\n",
	  NULL, "" },
	{ "{\"kind\":\"ChaosResult\",\"metadata\":{\"name\":\"r\"}}", "", NULL,
	  "rejected 1 0 a ChaosResult without the time it was made at\n" },
};

START_TEST(reads_objects)
{
	reader_case_check(&objects[_i], &hr_format_litmus);
}
END_TEST

START_TEST(reads_the_examples)
{
	struct recording recording;

	reader_case_fixture("chaostoolkit.json", &hr_format_chaostoolkit, 8, &recording);
	ck_assert_str_eq(
	        hr_str_text(&recording.sink.text),
	        "event 1795132975120..1795133102100 kind=experiment text=checkout bears the loss "
	        "of one instance: completed\n"
	        "event 1795132975200..1795132975310 kind=probe passed text=checkout answers\n"
	        "event 1795133102000..1795133102090 kind=probe passed text=checkout answers\n"
	        "event 1795132990000..1795132990400 kind=probe failed text=checkout answers\n"
	        "event 1795132980000..1795132981500 kind=action text=stop instance 3\n"
	        "event 1795133071500..1795133071600 kind=probe passed text=instances left\n"
	        "event 1795133072000..1795133100000 kind=rollback text=start instance 3\n"
	        "event 1795132980000..1795133100000 kind=fault text=checkout bears the loss of one "
	        "instance\n");
	recording_release(&recording);
	reader_case_fixture("litmus.json", &hr_format_litmus, 5, &recording);
	ck_assert_str_eq(
	        hr_str_text(&recording.sink.text),
	        "event 1795132980000..1795133100000 kind=fault text=pod-delete\n"
	        "event 1795132980000..1795133100000 kind=experiment text=pod-delete: Completed, "
	        "Pass\n"
	        "event 1795132970000..1795132970000 kind=experiment text=pod-delete: Completed, "
	        "Pass\n"
	        "event 1795132970000..1795132970000 kind=probe passed text=checkout-answers\n"
	        "event 1795132970000..1795132970000 kind=probe failed text=orders-in-time\n");
	recording_release(&recording);
}
END_TEST

START_TEST(needs_an_object)
{
	reader_case_error("[1]", &hr_format_chaostoolkit, HR_EPARSE);
	reader_case_error("{\"kind\":", &hr_format_litmus, HR_EPARSE);
}
END_TEST

static Suite *experiments_suite(void)
{
	Suite *suite = suite_create("read/experiments");
	TCase *tcase = tcase_create("experiments");

	HR_ADD_ROWS(tcase, reads_journals, journals);
	HR_ADD_ROWS(tcase, reads_objects, objects);
	tcase_add_test(tcase, reads_the_examples);
	tcase_add_test(tcase, needs_an_object);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(experiments_suite)
