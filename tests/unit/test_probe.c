/*
 * Targets, and ports and names on loopback.
 */
#include <config.h>
#include "capture/probe.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/instant.h"
#include "record/sample.h"
#include "unit.h"

START_TEST(test_targets)
{
	static const struct {
		const char *text;
		enum hr_probe_kind kind;
		const char *host, *port;
	} good[] = {
		{ "http://a/b", HR_PROBE_HTTP, NULL, NULL },
		{ "https://a", HR_PROBE_HTTP, NULL, NULL },
		{ "tcp://db.example:5432", HR_PROBE_TCP, "db.example", "5432" },
		{ "tcp://[::1]:80", HR_PROBE_TCP, "::1", "80" },
		{ "dns://example.org", HR_PROBE_DNS, "example.org", NULL },
	};
	static const char *const bad[] = { "",          "a",         "tcp://a",
		                           "tcp://a:0", "tcp://:1",  "tcp://a:70000",
		                           "dns://",    "dns://a/b", "udp://a:1",
		                           "tcp://a:x" };
	struct hr_probe_target target;
	struct hr_error err = { 0 };

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		ck_assert_int_eq(hr_probe_target_parse(good[i].text, &target, &err), HR_OK);
		ck_assert_int_eq(target.kind, good[i].kind);
		ck_assert_pstr_eq(target.host, good[i].host);
		ck_assert_pstr_eq(target.port, good[i].port);
		hr_probe_target_release(&target);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		ck_assert_msg(hr_probe_target_parse(bad[i], &target, &err) == HR_EINVAL, "%s",
		              bad[i]);
		hr_probe_target_release(&target);
	}
}
END_TEST

static struct hr_look_answer ask(const char *text)
{
	const struct hr_probe_options options = { .timeout_ns = 5 * HR_NS_PER_S };
	struct hr_probe_target target;
	struct hr_look_answer answer;
	struct hr_error err = { 0 };

	ck_assert_int_eq(hr_probe_target_parse(text, &target, &err), HR_OK);
	ck_assert_int_eq(hr_probe_run(&target, &options, &answer, &err), HR_OK);
	hr_probe_target_release(&target);
	return answer;
}

START_TEST(test_port)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		                       .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t length = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	struct hr_look_answer answer;
	char text[60];

	ck_assert_int_eq(bind(fd, (struct sockaddr *)&address, length), 0);
	ck_assert_int_eq(listen(fd, 5), 0);
	ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&address, &length), 0);
	snprintf(text, sizeof(text), "tcp://127.0.0.1:%d", ntohs(address.sin_port));
	answer = ask(text);
	ck_assert_ptr_null(answer.failure);
	ck_assert_int_ge(answer.connect_ns, 0);
	ck_assert_int_eq(answer.dns_ns + answer.connect_ns, answer.total_ns);
	close(fd);
	answer = ask(text);
	ck_assert_str_eq(answer.failure, "refused");
	ck_assert_int_eq(answer.connect_ns, HR_UNKNOWN);
	ck_assert_int_ge(answer.total_ns, answer.dns_ns);
}
END_TEST

/* A numeric address needs no server to be resolved; .invalid never is (RFC 6761). */
START_TEST(test_name)
{
	struct hr_look_answer answer = ask("dns://127.0.0.1");

	ck_assert_ptr_null(answer.failure);
	ck_assert_int_ge(answer.dns_ns, 0);
	answer = ask("dns://no.such.name.invalid");
	ck_assert_ptr_nonnull(answer.failure);
	ck_assert_int_eq(answer.dns_ns, HR_UNKNOWN);
}
END_TEST

/* 1795140000 is 2026-11-20T02:00:00Z: date -u -d '2026-11-20 02:00' +%s */
START_TEST(test_certificate)
{
	int64_t time_ns;

	ck_assert(hr_certificate_time("Nov 20 02:00:00 2026 GMT", &time_ns));
	ck_assert_int_eq(time_ns, 1795140000 * HR_NS_PER_S);
	ck_assert(hr_certificate_time("2026-11-20 02:00:00 GMT", &time_ns));
	ck_assert_int_eq(time_ns, 1795140000 * HR_NS_PER_S);
	ck_assert(hr_certificate_time("Nov  1 02:00:00 2026 GMT", &time_ns));
	ck_assert_int_eq(time_ns, (1795140000 - 19 * 86400) * HR_NS_PER_S);
	ck_assert(!hr_certificate_time("soon", &time_ns));
	ck_assert(!hr_certificate_time("", &time_ns));
}
END_TEST

static Suite *probe_suite(void)
{
	Suite *suite = suite_create("probe");
	TCase *tests = tcase_create("all");

	tcase_add_test(tests, test_targets);
	tcase_add_test(tests, test_port);
	tcase_add_test(tests, test_name);
	tcase_add_test(tests, test_certificate);
	suite_add_tcase(suite, tests);
	return suite;
}

HR_UNIT_MAIN(probe_suite)
