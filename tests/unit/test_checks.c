#include <config.h>
#include "analyse/check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "document/document.h"
#include "document/jsonx.h"

#include "unit.h"

static const struct {
	const char *kind, *metric, *subject, *id;
} ids[] = {
	{ "criterion", "p95", "checkout", "criterion/p95/checkout" },
	/* RFC 3986, 2.3: unreserved characters stay, everything else is %XX. */
	{ "criterion", "p97.5", "GET /a b", "criterion/p97.5/GET%20%2Fa%20b" },
	{ "slo", "a-b_c~d", "\xc3\xa4", "slo/a-b_c~d/%C3%A4" },
	{ "k", "m", "", "k/m/" },
};

START_TEST(makes_ids)
{
	char id[HR_CHECK_ID_BYTES];

	hr_check_id(ids[_i].kind, ids[_i].metric, ids[_i].subject, id);
	ck_assert_str_eq(id, ids[_i].id);
}
END_TEST

/* Three that are called alike, or nearly, and are not the same. */
START_TEST(tells_labels_from_the_total)
{
	char total[HR_CHECK_ID_BYTES], label[HR_CHECK_ID_BYTES], other[HR_CHECK_ID_BYTES];

	hr_check_subject_id("criterion", "p95", HR_SUBJECT_TOTAL, "total", total);
	hr_check_subject_id("criterion", "p95", HR_SUBJECT_REQUEST, "total", label);
	hr_check_subject_id("criterion", "p95", HR_SUBJECT_REQUEST, "total/request", other);
	ck_assert_str_eq(total, "criterion/p95/total");
	ck_assert_str_eq(label, "criterion/p95/total/request");
	ck_assert_str_eq(other, "criterion/p95/total%2Frequest");
}
END_TEST

/* @_i shifts the cut over all places within %XX. */
START_TEST(cuts_long_ids)
{
	char subject[400], longer[512], id[HR_CHECK_ID_BYTES], other[HR_CHECK_ID_BYTES];
	size_t length;

	memset(subject, ' ', 300);
	memset(subject, 'x', _i);
	subject[300] = '\0';
	snprintf(longer, sizeof(longer), "%sy", subject);
	hr_check_id("criterion", "p95", subject, id);
	hr_check_id("criterion", "p95", longer, other);
	length = strlen(id);
	ck_assert_uint_le(length, 200);
	ck_assert_uint_ge(length, 198);
	ck_assert_int_eq(id[length - 17], '~');
	ck_assert_uint_eq(strspn(id + length - 16, "0123456789abcdef"), 16);
	ck_assert_str_ne(id, other);
	/* No escape is cut in two. */
	for (size_t i = 0; i < length - 17; i++)
		if (id[i] == '%')
			ck_assert_uint_le(i + 3, length - 17);
}
END_TEST

static void add_check(struct hr_checks *checks, const char *id, char verdict)
{
	bool quality = verdict == 'q' || verdict == 'Q';
	struct hr_check *check = hr_checks_add(checks, quality ? "quality" : "criterion", "p95",
	                                       id);

	check->required = verdict == 'R' || verdict == 'P';
	check->verdict = verdict == 'p' || verdict == 'P' || verdict == 'q' ? HR_VERDICT_PASS
	                 : verdict == 'f'                                   ? HR_VERDICT_FAIL
	                 : verdict == 'w'                                   ? HR_VERDICT_WARN
	                                  : HR_VERDICT_INCONCLUSIVE;
}

/* One letter a check: pass, fail, warn, inconclusive, R = required and inconclusive, P = required
 * and passed, q and Q = of the quality of the run, passed and inconclusive. Expected exits are
 * those of the order 1 > 3 > 0 in headroom(1); quality is no answer to what was asked. */
static const struct {
	const char *verdicts;
	bool data;
	int exit;
	const char *verdict;
} exits[] = {
	{ "", true, 0, "pass" },           { "", false, 3, "inconclusive" },
	{ "p", true, 0, "pass" },          { "pw", true, 0, "pass" },
	{ "w", true, 0, "pass" },          { "pf", true, 1, "fail" },
	{ "i", true, 3, "inconclusive" },  { "ii", true, 3, "inconclusive" },
	{ "ip", true, 0, "pass" },         { "Rp", true, 3, "inconclusive" },
	{ "Rf", true, 1, "fail" },         { "p", false, 3, "inconclusive" },
	{ "f", false, 1, "fail" },         { "if", true, 1, "fail" },
	{ "P", true, 0, "pass" },          { "Pi", true, 0, "pass" },
	{ "qi", true, 3, "inconclusive" }, { "Q", true, 0, "pass" },
};

static json_t *bare_document(bool data)
{
	json_t *document = json_object(), *run = json_object();

	hr_json_set(run, "samples", json_integer(data ? 10 : 0));
	hr_json_set(run, "observations", json_integer(0));
	hr_json_set(document, "run", run);
	return document;
}

START_TEST(decides)
{
	static const char *const kinds[] = { "criterion", NULL };
	struct hr_checks checks = { 0 };
	json_t *document = bare_document(exits[_i].data);

	for (size_t i = 0; exits[_i].verdicts[i] != '\0'; i++) {
		char subject[2] = { (char)('z' - i), '\0' };

		add_check(&checks, subject, exits[_i].verdicts[i]);
	}
	hr_document_set_checks(document, kinds, &checks);
	ck_assert_int_eq(hr_document_exit(document), exits[_i].exit);
	ck_assert_int_eq(json_integer_value(json_object_get(document, "exit")), exits[_i].exit);
	ck_assert_str_eq(hr_json_text_at(document, "verdict"), exits[_i].verdict);
	hr_checks_release(&checks);
	json_decref(document);
}
END_TEST

START_TEST(replaces_own_kinds_and_sorts)
{
	static const char *const mine[] = { "criterion", NULL }, *const other[] = { "slo", NULL };
	json_t *document = bare_document(true), *list;
	struct hr_checks first = { 0 }, second = { 0 }, third = { 0 };

	hr_checks_add(&first, "slo", "availability", "b");
	hr_document_set_checks(document, other, &first);
	hr_checks_add(&second, "criterion", "p95", "old");
	hr_document_set_checks(document, mine, &second);
	hr_checks_add(&third, "criterion", "p95", "z")->message = NULL;
	hr_checks_add(&third, "criterion", "p95", "a");
	hr_document_set_checks(document, mine, &third);
	list = json_object_get(document, "checks");
	ck_assert_uint_eq(json_array_size(list), 3);
	ck_assert_str_eq(hr_json_text_at(json_array_get(list, 0), "id"), "criterion/p95/a");
	ck_assert_str_eq(hr_json_text_at(json_array_get(list, 1), "id"), "criterion/p95/z");
	ck_assert_str_eq(hr_json_text_at(json_array_get(list, 2), "id"), "slo/availability/b");
	hr_checks_release(&first);
	hr_checks_release(&second);
	hr_checks_release(&third);
	json_decref(document);
}
END_TEST

START_TEST(masks_texts_of_checks)
{
	static const char *const kinds[] = { "criterion", NULL };
	struct hr_checks checks = { 0 };
	struct hr_check *check = hr_checks_add(&checks, "criterion", "p95", "/a?token=abc");
	json_t *document = bare_document(true);
	struct hr_str text = { 0 };

	check->message = strdup("p95 of /a?token=abc is 3 ms");
	hr_check_add_evidence(check, "observed", 3);
	hr_check_add_evidence(check, "nothing", (double)NAN);
	hr_document_set_checks(document, kinds, &checks);
	hr_document_dump(document, &text);
	ck_assert_ptr_null(strstr(hr_str_text(&text), "abc"));
	ck_assert_ptr_nonnull(
	        strstr(hr_str_text(&text), "\"criterion/p95/%2Fa%3Ftoken%3D%2A%2A%2A\""));
	ck_assert_ptr_nonnull(strstr(hr_str_text(&text), "\"nothing\": null"));
	hr_str_release(&text);
	hr_checks_release(&checks);
	json_decref(document);
}
END_TEST

START_TEST(keeps_the_order_of_members)
{
	json_t *document = bare_document(true);
	struct hr_str text = { 0 };
	const char *slo, *comparison, *checks, *unknown;
	struct hr_checks none = { 0 };

	hr_document_set_checks(document, (const char *const[]){ NULL }, &none);
	hr_document_set(document, "zebra", json_true());
	hr_document_set(document, "slo", json_object());
	hr_document_set(document, "comparison", json_object());
	hr_document_set_settings(document, "slo", json_object());
	hr_document_set_settings(document, "compare", json_object());
	hr_document_dump(document, &text);
	comparison = strstr(hr_str_text(&text), "\n  \"comparison\"");
	slo = strstr(hr_str_text(&text), "\n  \"slo\"");
	unknown = strstr(hr_str_text(&text), "\n  \"zebra\"");
	checks = strstr(hr_str_text(&text), "\n  \"checks\"");
	ck_assert(comparison != NULL && comparison < slo && slo < unknown && unknown < checks);
	ck_assert(strstr(hr_str_text(&text), "\n    \"compare\"") <
	          strstr(hr_str_text(&text), "\n    \"slo\""));
	hr_str_release(&text);
	json_decref(document);
}
END_TEST

static Suite *checks_suite(void)
{
	Suite *suite = suite_create("analyse/check");
	TCase *tcase = tcase_create("checks");

	HR_ADD_ROWS(tcase, makes_ids, ids);
	tcase_add_test(tcase, tells_labels_from_the_total);
	tcase_add_loop_test(tcase, cuts_long_ids, 0, 4);
	HR_ADD_ROWS(tcase, decides, exits);
	tcase_add_test(tcase, replaces_own_kinds_and_sorts);
	tcase_add_test(tcase, masks_texts_of_checks);
	tcase_add_test(tcase, keeps_the_order_of_members);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(checks_suite)
