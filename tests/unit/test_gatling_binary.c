#include <config.h>
#include "read/formats.h"

#include "gatling_build.h"
#include "real_file.h"
#include "recording_sink.h"
#include "unit.h"

#define START_MS INT64_C(1700000000000)
#define RUN_LINE                                                                                   \
	"event 1700000000000..1700000000000 kind=run text=a.Sim (nightly), Gatling 3.13.5\n"

static void begin(struct hr_str *out)
{
	build_run(out, "3.13.5", "a.Sim", START_MS, "nightly");
}

/* Requests, groups, users and an error; names new, known, and known within the same record. */
static void build_all_kinds(struct hr_str *out)
{
	begin(out);
	build_user(out, 1, 100);
	build_number(out, 1, 1);
	build_i32(out, 0);
	build_new(out, 1, "Home");
	build_times(out, 110, 230, 1);
	build_new(out, 2, "");
	build_user(out, 1, 300);
	build_number(out, 1, 1);
	build_i32(out, 2);
	build_new(out, 3, "G");
	build_new(out, 4, "H");
	build_i32(out, -3);
	build_times(out, 310, 710, 0);
	build_new(out, 5, "status.find.is(200), but actually found 503");
	build_number(out, 3, 1);
	build_i32(out, 2);
	build_i32(out, -3);
	build_i32(out, -4);
	build_i32(out, 310);
	build_i32(out, 900);
	build_i32(out, 400);
	build_number(out, 0, 1);
	build_number(out, 4, 1);
	build_new(out, 6, "no token");
	build_i32(out, 950);
	build_user(out, 0, 1000);
	build_number(out, 1, 1);
	build_i32(out, 0);
	build_i32(out, -1);
	build_times(out, 1010, 1090, 1);
	build_i32(out, -2);
}

/* Logs one behind the other: names count from 1 again, users from none. */
static void build_two_runs(struct hr_str *out)
{
	build_all_kinds(out);
	begin(out);
	build_user(out, 1, 100);
	build_number(out, 1, 1);
	build_i32(out, 0);
	build_new(out, 1, "Other");
	build_times(out, 110, 230, 1);
	build_new(out, 2, "");
}

static void build_bad_rows(struct hr_str *out)
{
	begin(out);
	build_number(out, 1, 1);
	build_i32(out, 0);
	build_new(out, 1, "Home");
	build_times(out, 230, 110, 1);
	build_new(out, 2, "");
	build_number(out, 3, 1);
	build_i32(out, 1);
	build_i32(out, -1);
	build_i32(out, 0);
	build_i32(out, 10);
	build_i32(out, -1);
	build_number(out, 1, 1);
	/* before the start of the run */
	build_number(out, 1, 1);
	build_i32(out, 0);
	build_i32(out, -1);
	build_times(out, -20, 10, 1);
	build_i32(out, -2);
}

static void build_unknown_kind(struct hr_str *out)
{
	begin(out);
	build_user(out, 1, 100);
	build_number(out, 9, 1);
	build_user(out, 1, 100);
}

static void build_unknown_name(struct hr_str *out)
{
	begin(out);
	build_number(out, 4, 1);
	build_i32(out, -1);
	build_i32(out, 0);
}

static void build_skipped_name(struct hr_str *out)
{
	begin(out);
	build_number(out, 4, 1);
	build_new(out, 2, "x");
	build_i32(out, 0);
}

static void build_endless_string(struct hr_str *out)
{
	begin(out);
	build_number(out, 4, 1);
	build_i32(out, 1);
	build_i32(out, INT32_MAX);
	build_text(out, "x");
}

static void build_deep_groups(struct hr_str *out)
{
	begin(out);
	build_number(out, 3, 1);
	build_i32(out, 65);
}

static void build_cut(struct hr_str *out)
{
	build_all_kinds(out);
	hr_str_truncate(out, out->length - 1);
}

#define DAMAGED "the log is damaged here: what follows is not read\n"
#define ALL_BUT_LAST                                                                               \
	RUN_LINE "sample 1700000000110+120 label=Home ok users=1\n"                                \
	         "sample 1700000000310+400 label=G / H / G failed code=503 "                       \
	         "failure=status.find.is(200), but actually found 503 users=2\n"                   \
	         "transaction 1700000000310+400 label=G / H failed users=2\n"
#define LAST        "sample 1700000001010+80 label=Home ok users=1\n"
#define ERROR_NOTED "note 1 0 Gatling logged an error outside the requests\n"

static const struct {
	void (*build)(struct hr_str *out);
	const char *records, *diag;
} cases[] = {
	{ build_all_kinds, ALL_BUT_LAST LAST, ERROR_NOTED },
	{ build_two_runs,
	  ALL_BUT_LAST LAST RUN_LINE "sample 1700000000110+120 label=Other ok users=1\n",
	  ERROR_NOTED },
	{ build_bad_rows, RUN_LINE "sample 1699999999980+30 label=Home ok\n",
	  "rejected 1 0 a group without its cumulated time\n"
	  "rejected 1 0 it ends before it starts\n" },
	{ build_unknown_kind, RUN_LINE, "rejected 1 0 " DAMAGED },
	{ build_unknown_name, RUN_LINE, "rejected 1 0 " DAMAGED },
	{ build_skipped_name, RUN_LINE, "rejected 1 0 " DAMAGED },
	{ build_endless_string, RUN_LINE, "rejected 1 0 " DAMAGED },
	{ build_deep_groups, RUN_LINE, "rejected 1 0 " DAMAGED },
	{ build_cut, ALL_BUT_LAST, ERROR_NOTED "rejected 1 0 the last record is cut off\n" },
};
START_TEST(reads_records)
{
	static const size_t pieces[] = { 0, 1, 7 };
	struct hr_str log = { 0 };

	cases[_i].build(&log);
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		struct recording recording;
		struct hr_str diag = { 0 };

		recording_read(&recording, &hr_format_gatling_binary, hr_str_slice(&log), pieces[i],
		               NULL);
		recording_diag_text(&recording, &diag);
		ck_assert_int_eq(recording.result, HR_OK);
		ck_assert_str_eq(hr_str_text(&recording.sink.text), cases[_i].records);
		ck_assert_str_eq(hr_str_text(&diag), cases[_i].diag);
		hr_str_release(&diag);
		recording_release(&recording);
	}
	hr_str_release(&log);
}
END_TEST

/* Bytes as the virtual machine keeps them; the text is what it means. */
static const struct {
	struct hr_slice bytes;
	unsigned coder;
	const char *text;
} strings[] = {
	{ HR_SLICE_LITERAL("Caf\xe9"), 0, "Caf\xc3\xa9" },
	/* "Корзина" */
	{ HR_SLICE_LITERAL("\x1a\x04\x3e\x04\x40\x04\x37\x04\x38\x04\x3d\x04\x30\x04"), 1,
	  "\xd0\x9a\xd0\xbe\xd1\x80\xd0\xb7\xd0\xb8\xd0\xbd\xd0\xb0" },
	{ HR_SLICE_LITERAL("\x04\x1a\x04\x3e\x04\x40\x04\x37\x04\x38\x04\x3d\x04\x30"), 1,
	  "\xd0\x9a\xd0\xbe\xd1\x80\xd0\xb7\xd0\xb8\xd0\xbd\xd0\xb0" },
	/* "登录 /login" */
	{ HR_SLICE_LITERAL("\x7b\x76\x55\x5f \0/\0l\0o\0g\0i\0n\0"), 1,
	  "\xe7\x99\xbb\xe5\xbd\x95 /login" },
	{ HR_SLICE_LITERAL("\x76\x7b\x5f\x55\0 \0/\0l\0o\0g\0i\0n"), 1,
	  "\xe7\x99\xbb\xe5\xbd\x95 /login" },
	/* U+1F6D2, a pair, and half of one */
	{ HR_SLICE_LITERAL("\x3d\xd8\xd2\xde"), 1, "\xf0\x9f\x9b\x92" },
	{ HR_SLICE_LITERAL("\xd8\x3d\xde\xd2"), 1, "\xf0\x9f\x9b\x92" },
	{ HR_SLICE_LITERAL("\x3d\xd8"
	                   "a\0b\0"),
	  1,
	  "\xef\xbf\xbd"
	  "ab" },
	/* "登" alone says nothing: as most machines have it */
	{ HR_SLICE_LITERAL("\x7b\x76"), 1, "\xe7\x99\xbb" },
};

START_TEST(reads_strings_of_any_machine)
{
	struct hr_str log = { 0 }, expected = { 0 };
	struct recording recording;

	begin(&log);
	build_number(&log, 1, 1);
	build_i32(&log, 0);
	build_i32(&log, 1);
	build_coded(&log, strings[_i].bytes, strings[_i].coder);
	build_times(&log, 0, 1, 1);
	build_new(&log, 2, "");
	hr_str_printf(&expected, "%ssample 1700000000000+1 label=%s ok\n", RUN_LINE,
	              strings[_i].text);
	recording_read(&recording, &hr_format_gatling_binary, hr_str_slice(&log), 0, NULL);
	ck_assert_str_eq(hr_str_text(&recording.sink.text), hr_str_text(&expected));
	recording_release(&recording);
	hr_str_release(&expected);
	hr_str_release(&log);
}
END_TEST

START_TEST(learns_the_order_from_other_strings)
{
	struct hr_str log = { 0 };
	struct recording recording;

	begin(&log);
	build_number(&log, 1, 1);
	build_i32(&log, 1);
	build_i32(&log, 1);
	build_coded(&log, HR_SLICE_LITERAL("\x76\x7b\0 \0l\0o\0g\0i\0n"), 1);
	build_i32(&log, 2);
	build_coded(&log, HR_SLICE_LITERAL("\x76\x7b"), 1); /* big-endian like the first */
	build_times(&log, 0, 1, 1);
	build_new(&log, 3, "");
	recording_read(&recording, &hr_format_gatling_binary, hr_str_slice(&log), 0, NULL);
	ck_assert_str_eq(hr_str_text(&recording.sink.text), RUN_LINE
	                 "sample 1700000000000+1 label=\xe7\x99\xbb login / \xe7\x99\xbb ok\n");
	recording_release(&recording);
	hr_str_release(&log);
}
END_TEST

/* The example is build_two_runs() as a file. */
START_TEST(cut_anywhere_gives_what_it_holds)
{
	struct hr_str example = { 0 }, built = { 0 }, head = { 0 };
	struct recording recording;
	uint64_t samples = 0;

	build_two_runs(&built);
	begin(&head);
	ck_assert(fixture_file_load("gatling-binary.bin", &example));
	ck_assert_uint_eq(example.length, built.length);
	ck_assert_mem_eq(example.data, built.data, built.length);
	for (size_t length = 0; length <= example.length; length++) {
		recording_read(&recording, &hr_format_gatling_binary,
		               (struct hr_slice){ example.data, length }, 0, NULL);
		ck_assert_int_eq(recording.result,
		                 length == 0 || length >= head.length ? HR_OK : HR_EPARSE);
		ck_assert_uint_ge(recording.sink.samples, samples);
		ck_assert_uint_le(recording.context.rejected, 1);
		samples = recording.sink.samples;
		recording_release(&recording);
	}
	ck_assert_uint_eq(samples, 5);
	hr_str_release(&head);
	hr_str_release(&example);
	hr_str_release(&built);
}
END_TEST

START_TEST(knows_its_own)
{
	static const struct hr_slice others[] = {
		HR_SLICE_LITERAL(""),
		HR_SLICE_LITERAL("\0"),
		HR_SLICE_LITERAL("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
		HR_SLICE_LITERAL("\0\0\0\5hello\0\0\0\0\1x\0\0\0\0\0\0\0\0\0"),
		HR_SLICE_LITERAL("RUN\ta\tb\t1700000000000\t \t3.13.5\n"),
	};
	struct hr_str log = { 0 };
	struct hr_peek peek = { .complete = true };

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		peek.head = others[i];
		ck_assert_int_eq(hr_format_gatling_binary.sniff(&peek), 0);
	}
	build_all_kinds(&log);
	peek.head = hr_str_slice(&log);
	ck_assert_int_eq(hr_format_gatling_binary.sniff(&peek), 98);
	hr_str_release(&log);
}
END_TEST

static Suite *gatling_binary_suite(void)
{
	Suite *suite = suite_create("read/gatling_binary");
	TCase *tcase = tcase_create("gatling_binary");

	HR_ADD_ROWS(tcase, reads_records, cases);
	HR_ADD_ROWS(tcase, reads_strings_of_any_machine, strings);
	tcase_add_test(tcase, learns_the_order_from_other_strings);
	tcase_add_test(tcase, cut_anywhere_gives_what_it_holds);
	tcase_add_test(tcase, knows_its_own);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(gatling_binary_suite)
