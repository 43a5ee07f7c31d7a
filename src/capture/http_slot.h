/*
 * A handle of libcurl and the request it is under way with: set up, measured, judged. Handles are
 * used again, so that a request costs no allocation.
 */
#ifndef HR_CAPTURE_HTTP_SLOT_H
#define HR_CAPTURE_HTTP_SLOT_H

#include "capture/http_answer.h"
#include "capture/http_plan.h"
#include "capture/http_sockets.h"
#include "record/sample.h"

struct hr_http_user;

#ifdef HAVE_LIBCURL

#define HR_HTTP_CODE_BYTES 16

struct hr_http_lane;

struct hr_http_slot {
	CURL *easy;
	const struct hr_http_call *call; /* what the handle is set up for */
	struct hr_http_lane *lane;
	struct hr_http_user *user; /* of the closed model, else NULL */
	int64_t due_ns, sent_ns;   /* monotonic */
	struct hr_http_body body;
	char code[HR_HTTP_CODE_BYTES]; /* of the last answer */
	struct hr_http_slot *next;     /* of those that are free */
};

/* A handle for these sockets; end with hr_http_slot_free(), by the thread that used it. */
struct hr_http_slot *hr_http_slot_new(struct hr_sockets *sockets);
void hr_http_slot_free(struct hr_http_slot *slot, struct hr_sockets *sockets);
/* Make it ready for a request; nothing of the one before is left. Cheap for the same request. */
void hr_http_slot_set_up(struct hr_http_slot *slot, const struct hr_curl *curl,
                         const struct hr_http_call *call);
/*
 * hr_http_slot_judge - code, message, failure, success and what libcurl measured, into a sample
 * whose elapsed time is known. Texts are borrowed from the slot, @scratch and libcurl.
 */
void hr_http_slot_judge(struct hr_http_slot *slot, const struct hr_curl *curl, CURLcode result,
                        struct hr_sample *sample, struct hr_str *scratch);

#endif
#endif
