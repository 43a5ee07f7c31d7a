#include <config.h>
#include "capture/http_answer.h"

#include <errno.h>
#include <string.h>

#include "base/pattern.h"

#define STATUS_LOW  200 /* without an assertion */
#define STATUS_HIGH 399

bool hr_http_wants_body(const struct hr_http_assertions *assertions)
{
	return assertions->contains.count > 0 || assertions->lacks.count > 0 ||
	       assertions->matches != NULL;
}

static bool is_status(const struct hr_http_assertions *assertions, long status)
{
	if (assertions->status_count == 0)
		return status >= STATUS_LOW && status <= STATUS_HIGH;
	for (size_t i = 0; i < assertions->status_count; i++)
		if (status >= assertions->statuses[i].low && status <= assertions->statuses[i].high)
			return true;
	return false;
}

static bool holds(struct hr_slice body, const char *text)
{
	return body.length > 0 && memmem(body.ptr, body.length, text, strlen(text)) != NULL;
}

static const char *say(struct hr_str *scratch, const char *what, const char *text)
{
	hr_str_truncate(scratch, 0);
	hr_str_printf(scratch, "%s \"%s\"", what, text);
	return hr_str_text(scratch);
}

static const char *judge_body(const struct hr_http_assertions *assertions, struct hr_slice body,
                              struct hr_str *scratch)
{
	for (size_t i = 0; i < assertions->contains.count; i++)
		if (!holds(body, assertions->contains.items[i]))
			return say(scratch, "the body does not contain",
			           assertions->contains.items[i]);
	for (size_t i = 0; i < assertions->lacks.count; i++)
		if (holds(body, assertions->lacks.items[i]))
			return say(scratch, "the body contains", assertions->lacks.items[i]);
	if (assertions->matches != NULL && !hr_pattern_match(assertions->matches, body))
		return say(scratch, "the body does not match",
		           hr_pattern_text(assertions->matches) + 1);
	return NULL;
}

const char *hr_http_judge(const struct hr_http_assertions *assertions, long status,
                          struct hr_slice body, int64_t elapsed_ns, struct hr_str *scratch)
{
	const char *wrong;

	if (!is_status(assertions, status))
		return "the status is not the one expected";
	wrong = judge_body(assertions, body, scratch);
	if (wrong == NULL && assertions->latency_ns > 0 && elapsed_ns > assertions->latency_ns)
		wrong = "the answer took longer than asserted";
	return wrong;
}

#ifdef HAVE_LIBCURL
static const struct {
	CURLcode result;
	const char *name;
} classes[] = {
	{ CURLE_COULDNT_RESOLVE_HOST, "dns" },
	{ CURLE_COULDNT_RESOLVE_PROXY, "dns" },
	{ CURLE_COULDNT_CONNECT, "connect" },
	{ CURLE_OPERATION_TIMEDOUT, "timeout" },
	{ CURLE_SSL_CONNECT_ERROR, "tls" },
	{ CURLE_PEER_FAILED_VERIFICATION, "tls" },
	{ CURLE_SSL_CERTPROBLEM, "tls" },
	{ CURLE_SSL_CIPHER, "tls" },
	{ CURLE_SSL_CACERT_BADFILE, "tls" },
	{ CURLE_SSL_ISSUER_ERROR, "tls" },
	{ CURLE_SSL_ENGINE_NOTFOUND, "tls" },
	{ CURLE_SSL_ENGINE_SETFAILED, "tls" },
	{ CURLE_SSL_ENGINE_INITFAILED, "tls" },
	{ CURLE_SSL_INVALIDCERTSTATUS, "tls" },
	{ CURLE_SSL_PINNEDPUBKEYNOTMATCH, "tls" },
	{ CURLE_USE_SSL_FAILED, "tls" },
	{ CURLE_GOT_NOTHING, "reset" },
	{ CURLE_RECV_ERROR, "reset" },
	{ CURLE_SEND_ERROR, "send" },
	{ CURLE_SEND_FAIL_REWIND, "send" },
	{ CURLE_PARTIAL_FILE, "truncated" },
	{ CURLE_WEIRD_SERVER_REPLY, "protocol" },
	{ CURLE_UNSUPPORTED_PROTOCOL, "protocol" },
	{ CURLE_BAD_CONTENT_ENCODING, "protocol" },
};

const char *hr_http_failure_class(CURLcode result, long os_error)
{
	if (result == CURLE_COULDNT_CONNECT && os_error == ECONNREFUSED)
		return "refused";
	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		if (classes[i].result == result)
			return classes[i].name;
	return "other";
}
#endif
