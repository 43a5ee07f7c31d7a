#include <config.h>
#include "read/formats.h"

#include "real_file.h"
#include "recording_sink.h"
#include "unit.h"

/* Rows as Gatling's writers of each version put them (FileDataWriter of 2.0, LogFileDataWriter of
 * 2.3, 3.3 and 3.9); what they mean is what Gatling's own readers of the same versions take. */
static const struct log_case {
	const char *text, *records, *diag;
} cases[] = {
	/* 3.4 to 3.12 */
	{ "RUN\ta.Sim\tsim\t1700000000000\tnightly\t3.9.5\n"
	  "USER\tS\tSTART\t1700000000100\n"
	  "REQUEST\t\tHome\t1700000000110\t1700000000230\tOK\t \n"
	  "USER\tS\tSTART\t1700000000300\n"
	  "REQUEST\tG,H\tPay\t1700000000310\t1700000000710\tKO\t"
	  "status.find.is(200), but actually found 503\n"
	  "GROUP\tG,H\t1700000000310\t1700000000900\t400\tKO\n"
	  "USER\tS\tEND\t1700000001000\n"
	  "REQUEST\t\tHome\t1700000001010\t1700000001090\tOK\n",
	  "event 1700000000000..1700000000000 kind=run text=a.Sim (nightly), Gatling 3.9.5\n"
	  "sample 1700000000110+120 label=Home ok users=1\n"
	  "sample 1700000000310+400 label=G / H / Pay failed code=503 "
	  "failure=status.find.is(200), but actually found 503 users=2\n"
	  "transaction 1700000000310+400 label=G / H failed users=2\n"
	  "sample 1700000001010+80 label=Home ok users=1\n",
	  "" },
	/* 3.0 to 3.3: with the user's number, and when users started */
	{ "RUN\ta.Sim\tsim\t1700000000000\t \t3.3.1\n"
	  "USER\tS\t7\tSTART\t1700000000100\t1700000000101\n"
	  "REQUEST\t7\tG\tHome\t1700000000110\t1700000000230\tOK\t \n"
	  "GROUP\t7\tG\t1700000000110\t1700000000900\t120\tOK\n"
	  "USER\tS\t7\tEND\t1700000000100\t1700000001000\n"
	  "REQUEST\t7\t\tLate\t1700000000110\t1700000001230\tKO\tj.n.ConnectException: found\n",
	  "event 1700000000000..1700000000000 kind=run text=a.Sim, Gatling 3.3.1\n"
	  "sample 1700000000110+120 label=G / Home ok users=1\n"
	  "transaction 1700000000110+120 label=G ok users=1\n"
	  "sample 1700000000110+1120 label=Late failed failure=j.n.ConnectException: found "
	  "users=0\n",
	  "" },
	/* 2.2 and 2.3: scenario and user, two names of the run, errors under the name of groups */
	{ "RUN\ta.Sim\t\tsim\t1700000000000\t \t2.3.0\n"
	  "USER\tS\t7\tSTART\t1700000000100\t0\n"
	  "REQUEST\tS\t7\tG\tHome\t1700000000110\t1700000000230\tKO\t"
	  "status.find.in(200,304), but actually found 500\n"
	  "GROUP\tS\t7\tG\t1700000000110\t1700000000900\t120\tKO\n"
	  "GROUP\tsomething broke\t1700000000910\n"
	  "USER\tS\t7\tEND\t1700000000100\t1700000001000\n",
	  "event 1700000000000..1700000000000 kind=run text=a.Sim, Gatling 2.3.0\n"
	  "sample 1700000000110+120 label=G / Home failed code=500 "
	  "failure=status.find.in(200,304), but actually found 500 users=1\n"
	  "transaction 1700000000110+120 label=G failed users=1\n",
	  "note 1 5 Gatling logged an error outside the requests\n" },
	/* 2.0: the kind third, four times a request, columns of one's own at the end */
	{ "a.Sim\tsim\tRUN\t1700000000000\t \t2.0\n"
	  "S\t11-0\tUSER\tSTART\t1700000000100\t0\n"
	  "S\t11-0\tREQUEST\tG\tHome\t1700000000110\t1700000000111\t1700000000200\t1700000000230"
	  "\tOK\t \textra\n"
	  "S\t11-0\tGROUP\tG\t1700000000110\t1700000000900\t120\t1\t0\tOK\n"
	  "S\t11-0\tUSER\tEND\t1700000000100\t1700000001000\n",
	  "event 1700000000000..1700000000000 kind=run text=a.Sim, Gatling 2.0\n"
	  "sample 1700000000110+120 label=G / Home ok latency=90 users=1\n"
	  "transaction 1700000000110+120 label=G ok users=1\n",
	  "" },
	/* the version says one thing, the rows another, as in edited logs: the rows count */
	{ "RUN\ta.Sim\tsim\t1700000000000\t \t2.0\n"
	  "REQUEST\t\tHome\t1700000000110\t1700000000230\tOK\t \n",
	  "event 1700000000000..1700000000000 kind=run text=a.Sim, Gatling 2.0\n"
	  "sample 1700000000110+120 label=Home ok\n",
	  "" },
	/* without its start: users who only end do not make others vanish */
	{ "USER\tS\tEND\t1700000000100\n"
	  "REQUEST\t\tHome\t1700000000110\t1700000000230\tOK\t \n",
	  "sample 1700000000110+120 label=Home ok\n",
	  "note 1 1 the log does not begin with its RUN row: active users are unknown\n" },
	{ "RUN\ta\tb\t1700000000000\t \t3.9\n"
	  "USER\tS\tEND\t1700000000100\n"
	  "USER\tS\tSTART\t1700000000100\n"
	  "REQUEST\t\tHome\t1700000000110\t1700000000230\tOK\t \n",
	  "event 1700000000000..1700000000000 kind=run text=a, Gatling 3.9\n"
	  "sample 1700000000110+120 label=Home ok\n",
	  "note 1 2 a user ends whose start is missing: active users are unknown from here\n" },
	/* a second of disorder is usual, more is not; the next run begins anew */
	{ "RUN\ta\tb\t1700000000000\t \t3.9\n"
	  "USER\tS\tSTART\t1700000002000\n"
	  "USER\tS\tSTART\t1700000001000\n"
	  "REQUEST\t\tA\t1700000000110\t1700000000230\tOK\t \n"
	  "USER\tS\tSTART\t1700000000999\n"
	  "REQUEST\t\tB\t1700000000110\t1700000000230\tOK\t \n"
	  "RUN\ta\tb\t1700000010000\t \t3.9\n"
	  "USER\tS\tSTART\t1700000010001\n"
	  "REQUEST\t\tC\t1700000010110\t1700000010230\tOK\t \n",
	  "event 1700000000000..1700000000000 kind=run text=a, Gatling 3.9\n"
	  "sample 1700000000110+120 label=A ok users=2\n"
	  "sample 1700000000110+120 label=B ok\n"
	  "event 1700000010000..1700000010000 kind=run text=a, Gatling 3.9\n"
	  "sample 1700000010110+120 label=C ok users=1\n",
	  "note 1 5 the users' rows are not in the order of time: active users are unknown from "
	  "here\n" },
	/* bad rows */
	{ "RUN\ta\tb\tnever\t \t3.9\n"
	  "RUN\ta\tb\t1700000000000\n"
	  "REQUEST\t\tA\t1700000000230\t1700000000110\tOK\t \n"
	  "REQUEST\t\tA\t1700000000230\t1800000000110\tOK\t \n"
	  "REQUEST\t\tA\t1700000000230\tsoon\tOK\t \n"
	  "REQUEST\t\tA\t1700000000230\t1700000000231\tPERHAPS\t \n"
	  "GROUP\tA\t1700000000230\t1700000000330\t-1\tOK\n"
	  "GROUP\tA\t-1\t1700000000330\t20\tOK\n"
	  "USER\tS\tPAUSE\t1700000000230\n"
	  "USER\tS\tSTART\tnow\n"
	  "anything else\n"
	  "\n"
	  "REQUEST\t\tA\t1700000000230\t-9223372036854775808\tOK\t \n",
	  "event 1700000000000..1700000000000 kind=run text=a\n"
	  "transaction -+20 label=A ok\n"
	  "sample 1700000000230+- label=A ok\n",
	  "rejected 1 1 a RUN row without its start\n"
	  "rejected 2 9 a USER row without START or END and its time\n"
	  "rejected 1 7 a group without its cumulated time\n"
	  "degraded 1 13 a request without an end, as of what came in unasked\n"
	  "rejected 1 4 elapsed time is negative or above 100000 s\n"
	  "rejected 1 3 it ends before it starts\n"
	  "degraded 1 8 no usable time\n"
	  "rejected 3 5 the line is no row of a Gatling log\n" },
	/* errors hold newlines as they are */
	{ "RUN\ta\tb\t1700000000000\n"
	  "ERROR\tone line\t1700000000100\n"
	  "no row\n"
	  "ERROR\tfirst\n"
	  "second\tpart\n"
	  "third\t1700000000100\n"
	  "no row\n"
	  "ERROR\tcut off\n"
	  "REQUEST\t\tA\t1700000000110\t1700000000230\tOK\t \n"
	  "no row",
	  "event 1700000000000..1700000000000 kind=run text=a\n"
	  "sample 1700000000110+120 label=A ok\n",
	  "note 3 2 Gatling logged an error outside the requests\n"
	  "rejected 3 3 the line is no row of a Gatling log\n" },
};
START_TEST(reads_rows)
{
	const struct log_case *one = &cases[_i];
	static const size_t pieces[] = { 0, 1, 7 };

	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		struct recording recording;
		struct hr_str diag = { 0 };

		recording_read(&recording, &hr_format_gatling_log, hr_slice_of(one->text),
		               pieces[i], NULL);
		recording_diag_text(&recording, &diag);
		ck_assert_int_eq(recording.result, HR_OK);
		ck_assert_str_eq(hr_str_text(&recording.sink.text), one->records);
		ck_assert_str_eq(hr_str_text(&diag), one->diag);
		hr_str_release(&diag);
		recording_release(&recording);
	}
}
END_TEST

START_TEST(reads_the_example)
{
	struct hr_str text = { 0 };
	struct recording recording;

	ck_assert(fixture_file_load("gatling-log.txt", &text));
	recording_read(&recording, &hr_format_gatling_log, hr_str_slice(&text), 0, NULL);
	ck_assert_int_eq(recording.result, HR_OK);
	ck_assert_uint_eq(recording.sink.samples, 5);
	ck_assert_uint_eq(recording.sink.failed, 3);
	ck_assert_uint_eq(recording.sink.events, 1);
	ck_assert_uint_eq(recording.context.rejected, 0);
	recording_release(&recording);
	/* cut anywhere it gives what it holds */
	for (size_t length = 0; length < text.length; length++) {
		recording_read(&recording, &hr_format_gatling_log,
		               (struct hr_slice){ text.data, length }, 0, NULL);
		ck_assert(recording.result == HR_OK || length < sizeof("ASSERTION"));
		ck_assert_uint_le(recording.context.rejected, 1);
		recording_release(&recording);
	}
	hr_str_release(&text);
}
END_TEST

START_TEST(refuses_what_is_no_log)
{
	struct recording recording;

	recording_read(&recording, &hr_format_gatling_log, hr_slice_of("a,b\n1,2\n"), 0, NULL);
	ck_assert_int_eq(recording.result, HR_EPARSE);
	recording_release(&recording);
	recording_read(&recording, &hr_format_gatling_log, hr_slice_of(""), 0, NULL);
	ck_assert_int_eq(recording.result, HR_OK);
	recording_release(&recording);
}
END_TEST

static const struct {
	const char *head;
	int sure;
} sniffs[] = {
	{ "RUN\ta.Sim\tsim\t1700000000000\t \t3.9.5\n", 98 },
	{ "ASSERTION\tAAECAAIBAAAA\nRUN\ta.Sim\t\tsim\t1700000000000\t \t2.3\n", 98 },
	{ "a.Sim\tsim\tRUN\t1700000000000\t \t2.0\n", 98 },
	{ "REQUEST\t\tA\t1700000000110\t1700000000230\tOK\t \nREQUEST\t\tA\t17", 90 },
	{ "USER\tS\tSTART\t1700000000100\n", 90 },
	/* words alone, or in other places, are anyone's */
	{ "RUN\tfast\n", 0 },
	{ "REQUEST\tlabel\telapsed\nA\t1\t2\n", 0 },
	{ "timeStamp\telapsed\tlabel\n1\t2\tRUN\n", 0 },
	{ "", 0 },
};

START_TEST(knows_its_own)
{
	struct hr_peek peek = { .head = hr_slice_of(sniffs[_i].head), .complete = true };

	ck_assert_int_eq(hr_format_gatling_log.sniff(&peek), sniffs[_i].sure);
}
END_TEST

static Suite *gatling_log_suite(void)
{
	Suite *suite = suite_create("read/gatling_log");
	TCase *tcase = tcase_create("gatling_log");

	HR_ADD_ROWS(tcase, reads_rows, cases);
	tcase_add_test(tcase, reads_the_example);
	tcase_add_test(tcase, refuses_what_is_no_log);
	HR_ADD_ROWS(tcase, knows_its_own, sniffs);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(gatling_log_suite)
