/*
 * What the parts of the view model share: value objects, lists, and one builder per section.
 * Builders give a reference, or NULL when the section has no data.
 */
#ifndef HR_RENDER_MODEL_PART_H
#define HR_RENDER_MODEL_PART_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "base/unit.h"
#include "render/scene.h"

/* {raw, text, unit: "", cls: ""}, text with its unit; raw null and a dash when not finite. */
json_t *hr_value_new(double raw, enum hr_quantity quantity);
/* The same of data in a unit as documents name it: "ms", "ratio", "rpm". */
json_t *hr_value_in(double raw, const char *unit);
/* The same with a fixed number of decimals, for columns of one unit; @scale multiplies what is
 * shown, never raw. */
json_t *hr_value_fixed(double raw, double scale, int decimals, const char *unit);
json_t *hr_value_text(const char *text);
json_t *hr_value_instant(int64_t instant_ns, const struct hr_zone *zone);
void hr_value_set_class(json_t *value, const char *cls);
const char *hr_value_get_text(const json_t *value); /* "" when it has none; borrowed */

/* An instant of the document; HR_INSTANT_NONE when it is absent or null. */
int64_t hr_instant_at(const json_t *object, const char *key);
/* A length in s as a value; a dash when it is absent or null. */
json_t *hr_value_seconds(const json_t *object, const char *key);

/* Text of a value for people, appended. */
void hr_put_value(struct hr_str *out, double value, enum hr_quantity quantity);
/* A length of time. */
void hr_put_seconds(struct hr_str *out, double seconds);
void hr_put_value_in(struct hr_str *out, double value, const char *unit);
/* The text at a path, or @otherwise where a damaged document lacks it. */
const char *hr_text_or(const json_t *object, const char *path, const char *otherwise);
/* The same of names: "(no name)". */
const char *hr_name_at(const json_t *object, const char *path);
/* The same of words and sentences: "not known". */
const char *hr_word_at(const json_t *object, const char *path);
void hr_put_fixed(struct hr_str *out, double value, int decimals); /* thousands by U+202F */
void hr_put_count(struct hr_str *out, uint64_t count, const char *one, const char *many);
/* The same of a figure of the document, which may be any number, or none. */
void hr_put_figure_count(struct hr_str *out, double count, const char *one, const char *many);
/* @text up to @max characters, an ellipsis in place of the rest. */
void hr_put_cut(struct hr_str *out, const char *text, size_t max);
#define HR_EMPTY_LABEL "(empty label)" /* shown; "(no label)" is what samples without one get */
/* @label, or what stands for one that nobody could see: NULL, empty, or blanks only. */
const char *hr_label_shown(const char *label);
#define HR_LABEL_SHOWN 200 /* characters of a label in a page */

/*
 * hr_decimals_for - decimals that show the smallest value with two digits and the largest with at
 * most five; 0 when all are whole. Zeros and values that are not finite do not count.
 */
int hr_decimals_for(const double *values, size_t count);

/* {text} of @text to a list of sentences; @text is emptied. */
void hr_list_add_sentence(json_t *list, struct hr_str *text);
/* first, last, index on every element (objects). */
void hr_list_finish(json_t *list);
/* @key set to @value (taken), to null for NULL: templates then find the name, and find it empty,
 * rather than one of the same name further out. */
void hr_object_put(json_t *object, const char *key, json_t *value);
/* Repairs @text; null for NULL. */
void hr_object_put_text(json_t *object, const char *key, const char *text);

/* How many of @count rows do not fit into @max, as a value; NULL when all fit. */
json_t *hr_left_out(size_t count, size_t max);

/* STATS objects of the document. */
double hr_stat(const json_t *stats, const char *key); /* NaN when null or absent */
/* The decoded label a STATS row of "labels" or "transactions" belongs to; NULL when unknown. */
const struct hr_label *hr_stats_label(const struct hr_scene *scene, const json_t *stats,
                                      enum hr_sample_kind kind);
bool hr_scene_has_samples(const struct hr_scene *scene); /* or histograms, or aggregates */
/* Append what must be said of labels that are aggregates; false when there are none. */
bool hr_scene_put_aggregates(const struct hr_scene *scene, struct hr_str *out);

json_t *hr_model_run(const struct hr_scene *scene);
json_t *hr_model_verdict(const struct hr_scene *scene);
json_t *hr_model_findings(const struct hr_scene *scene);
/* What holds, where nothing failed: sentences as of findings, appended while @list has fewer than
 * @max. */
void hr_model_answers(const struct hr_scene *scene, json_t *list, size_t max);
/* How long the capacity lasts, by the first scenario or the nearest limit; false without either. */
bool hr_model_capacity_answer(const struct hr_scene *scene, json_t *list);
/* A finding: {subject, text, cls, href, page, link}; empties both texts. */
void hr_findings_add(json_t *list, struct hr_str *subject, struct hr_str *text, const char *cls,
                     const char *href, const char *link);
json_t *hr_model_tiles(const struct hr_scene *scene);
json_t *hr_model_checks(const struct hr_scene *scene);
json_t *hr_model_comparison(const struct hr_scene *scene);
/* Into the section of the comparison: has_shifts, quantiles, shifts. */
void hr_model_shifts(json_t *section, const json_t *comparison);
json_t *hr_model_charts(const struct hr_scene *scene);
json_t *hr_model_labels(const struct hr_scene *scene);
json_t *hr_model_failed(const struct hr_scene *scene);
json_t *hr_model_errors(const struct hr_scene *scene);
json_t *hr_model_capacity(const struct hr_scene *scene);
json_t *hr_model_slo(const struct hr_scene *scene);
/* Sentences on burn rate rules that were not replayed; an empty list without. */
json_t *hr_model_never_firing(const json_t *document);
json_t *hr_model_stress(const struct hr_scene *scene);
json_t *hr_model_reliability(const struct hr_scene *scene);
json_t *hr_model_chaos(const struct hr_scene *scene);
json_t *hr_model_stability(const struct hr_scene *scene);
json_t *hr_model_trend(const struct hr_scene *scene);
json_t *hr_model_resources(const struct hr_scene *scene);
json_t *hr_model_quality(const struct hr_scene *scene);
json_t *hr_model_validity(const struct hr_scene *scene);
json_t *hr_model_method(const struct hr_scene *scene);

/* The criteria of an experiment (chaos.experiments, stability.spike) as rows. */
json_t *hr_model_criteria(const json_t *experiment);
/* Is a check of this kind told by the comparison, which lists what changed? */
bool hr_check_is_of_comparison(const struct hr_scene *scene, const char *kind);
/* Remarks on the run: they stand under validity, not among the checks. */
bool hr_check_is_quality(const json_t *check);
size_t hr_scene_check_count(const struct hr_scene *scene); /* of the others */
/* What the corrected figures of run.coordinated_omission are, as a sentence without its end. */
void hr_omission_put_source(const json_t *omission, struct hr_str *out);
/* Is a check of this kind told by the trend, which has two runs and more? */
bool hr_check_is_of_trend(const struct hr_scene *scene, const char *kind);
/* A check's verdict as {word, icon, cls}, by the document's word. */
json_t *hr_verdict_mark(const char *verdict);
/* Observed or limit of a check with the unit of its metric. */
json_t *hr_check_value(const json_t *check, const char *key);
/* "few samples" of the rule few_samples. */
void hr_put_rule_name(struct hr_str *out, const char *rule);
/* What a check, or a criterion of an experiment, is about. */
enum hr_subject_kind hr_subject_kind_of(const json_t *item);
/* "p95 of checkout", "objective availability", "scenario high". */
void hr_check_put_name(const json_t *check, struct hr_str *out);
/* What @message says after the name, which it may begin with: " is 522 ms, limit 400 ms". */
void hr_check_put_rest(const json_t *check, const char *message, struct hr_str *out);

#endif
