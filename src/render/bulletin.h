/*
 * A bulletin: what a document has to say to people who are not looking at it. The payloads of all
 * channels are made of one, and so are the output forms of the same names.
 */
#ifndef HR_RENDER_BULLETIN_H
#define HR_RENDER_BULLETIN_H

#include "base/str.h"
#include "render/scene.h"

/* In rising order. */
enum hr_notice_severity { HR_NOTICE_INFO, HR_NOTICE_WARNING, HR_NOTICE_ERROR, HR_NOTICE_CRITICAL };
const char *hr_notice_severity_name(
        enum hr_notice_severity severity);           /* PagerDuty's words: "info" ... */
extern const char *const hr_notice_severity_names[]; /* NULL-terminated, in that order */

#define HR_NOTICE_KEY_BYTES 256 /* PagerDuty takes 255 characters */

/* One thing to tell. */
struct hr_notice {
	char key[HR_NOTICE_KEY_BYTES]; /* the same for the same check of the same suite */
	enum hr_notice_severity severity;
	bool resolved;  /* it was open and is over */
	unsigned level; /* of escalation; 0 = not escalated */
	char *title;    /* "p95 of Checkout"; owned, as all below */
	char *message;
	char *kind, *metric, *subject, *check;
	int64_t since_ns; /* when it was first told; HR_INSTANT_NONE = now */
};

struct hr_bulletin {
	char *suite, *environment, *version; /* owned; environment and version may be NULL */
	const char *verdict;                 /* "pass", "fail", "inconclusive" */
	char *report_url;                    /* owned or NULL */
	char *text;                          /* owned: the terminal's text form; NULL = none */
	int64_t now_ns;                      /* of the document; senders set the clock's */
	size_t checks, failed;
	struct hr_notice *notices; /* gravest first, then by key */
	size_t count, capacity;
};

/*
 * hr_bulletin_init - of the checks of a document that failed or warn.
 * @report_url  where the page can be seen, or NULL
 */
void hr_bulletin_init(struct hr_bulletin *bulletin, const struct hr_scene *scene,
                      const char *report_url);
void hr_bulletin_release(struct hr_bulletin *bulletin);
/* An empty notice, borrowed until the next one is added. */
struct hr_notice *hr_bulletin_add(struct hr_bulletin *bulletin);
/* A deep copy of @from appended to @to. */
void hr_bulletin_copy_notice(struct hr_bulletin *to, const struct hr_notice *from);
void hr_bulletin_sort(struct hr_bulletin *bulletin);
/* "FAIL nightly: 2 of 14 checks failed", appended. */
void hr_bulletin_headline(const struct hr_bulletin *bulletin, struct hr_str *out);
/* The message without the title it may begin with, for those who show the title beside it.
 * Borrowed. */
const char *hr_notice_rest(const struct hr_notice *notice);
/* "headroom/SUITE/CHECK"; a long one ends in a hash. */
void hr_notice_key(const char *suite, const char *check, char out[HR_NOTICE_KEY_BYTES]);
/* The bulletin as JSON: the body of a plain webhook, and what a body's template sees. Gives a
 * reference. */
json_t *hr_bulletin_json(const struct hr_bulletin *bulletin);
json_t *hr_notice_json(const struct hr_bulletin *bulletin, const struct hr_notice *notice);

#endif
