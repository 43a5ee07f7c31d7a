#include <config.h>
#include "capture/http_slot.h"

#ifdef HAVE_LIBCURL
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/mem.h"

static size_t take_body(char *bytes, size_t size, size_t count, void *user)
{
	struct hr_http_body *body = user;

	(void)size; /* is 1 */
	if (body->wanted)
		hr_str_add(&body->kept, bytes, count);
	return count;
}

struct hr_http_slot *hr_http_slot_new(struct hr_sockets *sockets)
{
	const struct hr_curl *curl = sockets->curl;
	struct hr_http_slot *slot = hr_zalloc(1, sizeof(*slot));
	CURL *easy = curl->easy_init();

	if (easy == NULL)
		hr_out_of_memory();
	slot->easy = easy;
	slot->body.kept.limit = HR_HTTP_BODY_KEPT_BYTES;
	curl->easy_setopt(easy, CURLOPT_PRIVATE, slot);
	curl->easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
	curl->easy_setopt(easy, CURLOPT_WRITEDATA, &slot->body);
	curl->easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl->easy_setopt(easy, CURLOPT_NOPROGRESS, 1L);
	curl->easy_setopt(easy, CURLOPT_TCP_NODELAY, 1L);
	curl->easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl->easy_setopt(easy, CURLOPT_DNS_CACHE_TIMEOUT, -1L);
	curl->easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	curl->easy_setopt(easy, CURLOPT_USERAGENT, "headroom/" PACKAGE_VERSION);
	hr_sockets_adopt(sockets, easy);
	return slot;
}

void hr_http_slot_free(struct hr_http_slot *slot, struct hr_sockets *sockets)
{
	sockets->curl->multi_remove_handle(sockets->multi, slot->easy);
	sockets->curl->easy_cleanup(slot->easy);
	hr_str_release(&slot->body.kept);
	free(slot);
}

/* Everything in a fixed order, so that nothing of the request before is left. */
void hr_http_slot_set_up(struct hr_http_slot *slot, const struct hr_curl *curl,
                         const struct hr_http_call *call)
{
	CURL *easy = slot->easy;

	if (slot->call == call)
		return;
	slot->call = call;
	curl->easy_setopt(easy, CURLOPT_URL, call->url);
	curl->easy_setopt(easy, CURLOPT_HTTPHEADER, call->headers);
	curl->easy_setopt(easy, CURLOPT_TIMEOUT_MS, call->timeout_ms);
	curl->easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, call->timeout_ms);
	curl->easy_setopt(easy, CURLOPT_HTTPGET, 1L);
	curl->easy_setopt(easy, CURLOPT_CUSTOMREQUEST, NULL);
	if (call->ca_file != NULL)
		curl->easy_setopt(easy, CURLOPT_CAINFO, call->ca_file);
	if (call->body != NULL) {
		curl->easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)call->body_bytes);
		curl->easy_setopt(easy, CURLOPT_POSTFIELDS, call->body);
	}
	if (strcmp(call->method, "HEAD") == 0)
		curl->easy_setopt(easy, CURLOPT_NOBODY, 1L);
	else if (strcmp(call->method, call->body != NULL ? "POST" : "GET") != 0)
		curl->easy_setopt(easy, CURLOPT_CUSTOMREQUEST, call->method);
	slot->body.wanted = hr_http_wants_body(call->assertions);
}

/* What libcurl measured of a request. */
static void measure(const struct hr_curl *curl, CURL *easy, int64_t late_ns,
                    struct hr_sample *sample)
{
	curl_off_t first = 0, connected = 0, secured = 0, received = 0, sent = 0;
	long connects = 0, headers = 0, request = 0;

	curl->easy_getinfo(easy, CURLINFO_STARTTRANSFER_TIME_T, &first);
	curl->easy_getinfo(easy, CURLINFO_NUM_CONNECTS, &connects);
	curl->easy_getinfo(easy, CURLINFO_SIZE_DOWNLOAD_T, &received);
	curl->easy_getinfo(easy, CURLINFO_HEADER_SIZE, &headers);
	curl->easy_getinfo(easy, CURLINFO_REQUEST_SIZE, &request);
	curl->easy_getinfo(easy, CURLINFO_SIZE_UPLOAD_T, &sent);
	if (connects > 0) {
		curl->easy_getinfo(easy, CURLINFO_CONNECT_TIME_T, &connected);
		curl->easy_getinfo(easy, CURLINFO_APPCONNECT_TIME_T, &secured);
	}
	sample->latency_ns = first > 0 ? late_ns + first * HR_NS_PER_US : HR_UNKNOWN;
	sample->connect_ns = (secured > connected ? secured : connected) * HR_NS_PER_US;
	sample->received_bytes = received + headers;
	/* A body that went out together with its headers is in both figures. */
	sample->sent_bytes = request >= sent ? request : request + sent;
}

/* The answer, or what there is instead. */
void hr_http_slot_judge(struct hr_http_slot *slot, const struct hr_curl *curl, CURLcode result,
                        struct hr_sample *sample, struct hr_str *scratch)
{
	long status = 0, os_error = 0;
	const char *wrong;

	measure(curl, slot->easy, slot->sent_ns - slot->due_ns, sample);
	sample->success = false;
	sample->failed = 1;
	if (result != CURLE_OK) {
		curl->easy_getinfo(slot->easy, CURLINFO_OS_ERRNO, &os_error);
		sample->code = hr_slice_of(hr_http_failure_class(result, os_error));
		sample->message = hr_slice_of(curl->easy_strerror(result));
		return;
	}
	curl->easy_getinfo(slot->easy, CURLINFO_RESPONSE_CODE, &status);
	snprintf(slot->code, sizeof(slot->code), "%ld", status);
	sample->code = hr_slice_of(slot->code);
	wrong = hr_http_judge(slot->call->assertions, status, hr_str_slice(&slot->body.kept),
	                      sample->elapsed_ns, scratch);
	if (wrong != NULL)
		sample->failure = hr_slice_of(wrong);
	sample->success = wrong == NULL;
	sample->failed = wrong != NULL;
}
#endif
