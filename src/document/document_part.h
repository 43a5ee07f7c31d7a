/*
 * The pieces document.c is put together from; for src/document only.
 */
#ifndef HR_DOCUMENT_DOCUMENT_PART_H
#define HR_DOCUMENT_DOCUMENT_PART_H

#include <jansson.h>

#include "document/document.h"
#include "document/json_place.h"

#define HR_DOCUMENT_TOP_GROUPS 5   /* error groups shown of a label */
#define HR_DOCUMENT_TOP_ERRORS 100 /* error texts shown of a run */

#define HR_DOCUMENT_TEXT_BYTES 4096 /* names, paths, reasons */

/* STATS for people; "histogram" is null unless asked for. Gives a reference. */
json_t *hr_document_stats(const struct hr_label *label, const struct hr_document_options *options,
                          bool with_histogram);
/* "precision" of a label's STATS: how well one run knows its own figures; null without intervals.
 */
json_t *hr_document_precision(const struct hr_label *label, enum hr_quantile_method method);
/* The coded text of a histogram; "" for NULL. */
json_t *hr_document_hist(const struct hr_hist *hist);
/* The exact sums of a label, from which it can be built again ("exact" of a label's STATS). */
json_t *hr_document_exact(const struct hr_label *label);

json_t *hr_document_write_run(const struct hr_run *run, const struct hr_document_options *options);
json_t *hr_document_write_intervals(const struct hr_run *run);
json_t *hr_document_write_resources(const struct hr_run *run);
json_t *hr_document_write_plans(const struct hr_run *run); /* null without any */
json_t *hr_document_write_slis(const struct hr_run *run);
/* settings.summarize */
json_t *hr_document_write_settings(const struct hr_document_options *options);

/* Their opposites. Errors stick to the place's reading. */
void hr_document_read_label(const struct hr_json_place *stats, struct hr_label *label);
void hr_document_read_intervals(const struct hr_json_place *intervals, struct hr_run *run);
void hr_document_read_resources(const struct hr_json_place *resources, struct hr_run *run);
void hr_document_read_plans(const struct hr_json_place *place, struct hr_run *run);
void hr_document_read_slis(const struct hr_json_place *slis, struct hr_run *run);

/* Top-level members in the one order of headroom/1, unknown ones last by name. */
void hr_document_order(json_t *document);
/* Whatever is left in @from, by name, to the end of @to. */
void hr_document_move_sorted(json_t *from, json_t *to);

#endif
