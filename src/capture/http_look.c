#include <config.h>
#include "capture/http_look.h"

#include <stdio.h>
#include <string.h>

#include "base/instant.h"
#include "base/message.h"
#include "capture/http_answer.h"
#include "net/curl_wait.h"
#include "record/sample.h"

bool hr_certificate_time(const char *text, int64_t *out_ns)
{
	static const char *const forms[] = { "%b %e %H:%M:%S %Y %Z", "%Y-%m-%d %H:%M:%S %Z" };

	while (*text == ' ')
		text++;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		struct hr_time_format *form;
		bool fits;

		if (hr_time_format_compile(hr_slice_of(forms[i]), &form, NULL) != HR_OK)
			continue;
		fits = hr_time_format_parse(form, hr_slice_of(text), hr_zone_utc(), out_ns);
		hr_time_format_free(form);
		if (fits)
			return true;
	}
	return false;
}

#ifdef HAVE_LIBCURL

/* What a body is kept in. */
struct keeper {
	struct hr_look_answer *answer;
	const struct hr_look_request *request;
};

static size_t keep_body(char *bytes, size_t size, size_t count, void *context)
{
	struct keeper *keeper = context;
	struct hr_str *body = &keeper->answer->body;
	size_t room = keeper->request->body_bytes - body->length, n = size * count;

	hr_str_add(body, bytes, n < room ? n : room);
	return n > room && keeper->request->whole ? 0 : n; /* less than n ends the transfer */
}

static struct curl_slist *set_up(const struct hr_curl *curl, CURL *handle, struct keeper *keeper,
                                 char *message)
{
	const struct hr_look_request *request = keeper->request;
	struct curl_slist *headers = NULL;
	struct hr_str accept = { 0 };

	curl->easy_setopt(handle, CURLOPT_URL, request->url);
	curl->easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
	curl->easy_setopt(handle, CURLOPT_USERAGENT, PACKAGE_NAME "/" PACKAGE_VERSION);
	curl->easy_setopt(handle, CURLOPT_TIMEOUT_MS, (long)(request->timeout_ns / HR_NS_PER_MS));
	curl->easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
	curl->easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, "");
	curl->easy_setopt(handle, CURLOPT_WRITEFUNCTION, keep_body);
	curl->easy_setopt(handle, CURLOPT_WRITEDATA, keeper);
	curl->easy_setopt(handle, CURLOPT_ERRORBUFFER, message);
	curl->easy_setopt(handle, CURLOPT_CERTINFO, 1L);
	if (request->ca_file != NULL)
		curl->easy_setopt(handle, CURLOPT_CAINFO, request->ca_file);
	if (request->accept != NULL) {
		hr_str_printf(&accept, "Accept: %s", request->accept);
		headers = curl->slist_append(NULL, hr_str_text(&accept));
		curl->easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
		hr_str_release(&accept);
	}
	return headers;
}

static int64_t time_of(const struct hr_curl *curl, CURL *handle, CURLINFO info)
{
	curl_off_t us = 0;

	curl->easy_getinfo(handle, info, &us);
	return (int64_t)us * HR_NS_PER_US;
}

/* A phase that ended at @end_ns; curl says 0 of one that was not reached, or not needed. */
static int64_t phase(int64_t begin_ns, int64_t end_ns)
{
	return end_ns > 0 && end_ns >= begin_ns ? end_ns - begin_ns : HR_UNKNOWN;
}

static void take_times(const struct hr_curl *curl, CURL *handle, struct hr_look_answer *answer)
{
	int64_t dns = time_of(curl, handle, CURLINFO_NAMELOOKUP_TIME_T);
	int64_t connect = time_of(curl, handle, CURLINFO_CONNECT_TIME_T);
	int64_t tls = time_of(curl, handle, CURLINFO_APPCONNECT_TIME_T);
	int64_t sent = time_of(curl, handle, CURLINFO_PRETRANSFER_TIME_T);
	int64_t first = time_of(curl, handle, CURLINFO_STARTTRANSFER_TIME_T);

	answer->dns_ns = phase(0, dns);
	answer->connect_ns = phase(dns, connect);
	answer->tls_ns = phase(connect, tls);
	answer->wait_ns = phase(sent, first);
	answer->first_byte_ns = phase(0, first);
	answer->total_ns = time_of(curl, handle, CURLINFO_TOTAL_TIME_T);
}

/* The first certificate is the server's own. */
static void take_certificate(const struct hr_curl *curl, CURL *handle,
                             struct hr_look_answer *answer)
{
	static const char name[] = "Expire date:";
	struct curl_certinfo *chain = NULL;

	if (curl->easy_getinfo(handle, CURLINFO_CERTINFO, &chain) != CURLE_OK || chain == NULL ||
	    chain->num_of_certs < 1)
		return;
	for (const struct curl_slist *line = chain->certinfo[0]; line != NULL; line = line->next)
		if (strncmp(line->data, name, strlen(name)) == 0 &&
		    !hr_certificate_time(line->data + strlen(name), &answer->expires_ns))
			answer->expires_ns = HR_INSTANT_NONE;
}

static void take_answer(const struct hr_curl *curl, CURL *handle, CURLcode code,
                        const char *message, struct hr_look_answer *answer)
{
	curl_off_t bytes = 0;
	long os_error = 0;

	curl->easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &answer->status);
	curl->easy_getinfo(handle, CURLINFO_SIZE_DOWNLOAD_T, &bytes);
	curl->easy_getinfo(handle, CURLINFO_OS_ERRNO, &os_error);
	answer->received_bytes = (int64_t)bytes;
	take_times(curl, handle, answer);
	take_certificate(curl, handle, answer);
	answer->stopped = code == CURLE_ABORTED_BY_CALLBACK;
	if (code == CURLE_OK)
		return;
	answer->failure = hr_http_failure_class(code, os_error);
	hr_message_print(answer->message, sizeof(answer->message), "%s",
	                 message[0] != '\0' ? message : curl->easy_strerror(code));
}

enum hr_err hr_http_look_ready(struct hr_error *err)
{
	const struct hr_curl *curl;

	return hr_curl_open(&curl, err);
}

enum hr_err hr_http_look(const struct hr_look_request *request, struct hr_look_answer *answer,
                         struct hr_error *err)
{
	char message[CURL_ERROR_SIZE] = "";
	struct keeper keeper = { answer, request };
	struct curl_slist *headers;
	const struct hr_curl *curl;
	CURL *handle;
	enum hr_err code = hr_curl_open(&curl, err);

	*answer = (struct hr_look_answer){ .expires_ns = HR_INSTANT_NONE };
	if (code != HR_OK)
		return code;
	handle = curl->easy_init();
	if (handle == NULL)
		return hr_error_set(err, HR_EIO, "libcurl has no memory");
	headers = set_up(curl, handle, &keeper, message);
	take_answer(curl, handle, hr_curl_wait(curl, handle), message, answer);
	curl->easy_cleanup(handle);
	curl->slist_free_all(headers);
	return HR_OK;
}

#else

enum hr_err hr_http_look_ready(struct hr_error *err)
{
	return hr_curl_missing("asking over HTTP", err);
}

enum hr_err hr_http_look(const struct hr_look_request *request, struct hr_look_answer *answer,
                         struct hr_error *err)
{
	(void)request;
	*answer = (struct hr_look_answer){ .expires_ns = HR_INSTANT_NONE };
	return hr_curl_missing("asking over HTTP", err);
}

#endif
