/*
 * The reader of formats that are one JSON object: gathers the text, parses it at the end and hands
 * it to the format. Such a format states hr_document_open, hr_document_feed and hr_document_free,
 * and a finish of its own that calls hr_document_finish().
 */
#ifndef HR_READ_DOCUMENT_READER_H
#define HR_READ_DOCUMENT_READER_H

#include <jansson.h>

#include "read/reader.h"
#include "record/sample.h"

struct hr_reader *hr_document_open(struct hr_read_context *context);
enum hr_err hr_document_feed(struct hr_reader *reader, struct hr_slice bytes, struct hr_error *err);
void hr_document_free(struct hr_reader *reader);
/* Parse what was fed and call @take. HR_EPARSE with the place when it is no object; @name is what
 * the document is called in messages. */
enum hr_err hr_document_finish(struct hr_reader *reader, const char *name,
                               void (*take)(struct hr_read_context *context, json_t *document),
                               struct hr_error *err);

/* Push an aggregate and count it. One with more errors than requests is rejected. */
void hr_document_aggregate(struct hr_read_context *context, const struct hr_aggregate *aggregate);
/* All figures unknown, no requests. */
struct hr_aggregate hr_document_no_figures(struct hr_slice label);

#endif
