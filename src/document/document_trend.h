/*
 * A trend as the section "trend" of the document, and its events in the store.
 */
#ifndef HR_DOCUMENT_DOCUMENT_TREND_H
#define HR_DOCUMENT_DOCUMENT_TREND_H

#include <jansson.h>

#include "analyse/trend.h"
#include "base/error.h"
#include "document/store.h"

/* Series with values in the document: those with events first, then the total's. */
#define HR_DOCUMENT_TREND_SERIES 200

struct hr_trend_left_out {
	size_t environment, workload, older; /* runs */
};

/* The section. Gives a reference. */
json_t *hr_document_write_trend(const struct hr_trend *trend,
                                const struct hr_trend_left_out *left_out);

/*
 * hr_trend_known_load - the events that the store knows.
 * Files that are no events say nothing and are passed over. Errors: HR_EIO, HR_EPARSE.
 */
enum hr_err hr_trend_known_load(const struct hr_store *store, struct hr_trend_known **known,
                                size_t *count, struct hr_error *err) HR_MUST_CHECK;
void hr_trend_known_free(struct hr_trend_known *known, size_t count);
/* One event as its file events/<id>.json; the store is locked by the caller. */
enum hr_err hr_trend_event_save(struct hr_store *store, const struct hr_trend *trend,
                                const struct hr_trend_event *event, bool acknowledged,
                                struct hr_error *err) HR_MUST_CHECK;

#endif
