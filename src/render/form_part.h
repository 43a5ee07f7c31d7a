/*
 * The renderers behind the table in forms.c.
 */
#ifndef HR_RENDER_FORM_PART_H
#define HR_RENDER_FORM_PART_H

#include "render/form.h"

/*
 * Each appends its form of @scene to @out; the scene is borrowed. @options are looked at by those
 * that draw pages or text, or use templates.
 * Errors: of those that use templates, as of hr_template_store_get() and hr_mustache_render().
 */
enum hr_err hr_form_html(const struct hr_scene *scene, const struct hr_render_options *options,
                         struct hr_str *out, struct hr_error *err) HR_MUST_CHECK;
enum hr_err hr_form_json(const struct hr_scene *scene, const struct hr_render_options *options,
                         struct hr_str *out, struct hr_error *err) HR_MUST_CHECK;
enum hr_err hr_form_text(const struct hr_scene *scene, const struct hr_render_options *options,
                         struct hr_str *out, struct hr_error *err) HR_MUST_CHECK;
enum hr_err hr_form_jmeter(const struct hr_scene *scene, const struct hr_render_options *options,
                           struct hr_str *out, struct hr_error *err) HR_MUST_CHECK;
enum hr_err hr_form_csv(const struct hr_scene *scene, const struct hr_render_options *options,
                        struct hr_str *out, struct hr_error *err) HR_MUST_CHECK;
enum hr_err hr_form_openmetrics(const struct hr_scene *scene,
                                const struct hr_render_options *options, struct hr_str *out,
                                struct hr_error *err) HR_MUST_CHECK;
enum hr_err hr_form_prom(const struct hr_scene *scene, const struct hr_render_options *options,
                         struct hr_str *out, struct hr_error *err) HR_MUST_CHECK;
enum hr_err hr_form_gitlab(const struct hr_scene *scene, const struct hr_render_options *options,
                           struct hr_str *out, struct hr_error *err) HR_MUST_CHECK;
enum hr_err hr_form_tsv(const struct hr_scene *scene, const struct hr_render_options *options,
                        struct hr_str *out, struct hr_error *err) HR_MUST_CHECK;
enum hr_err hr_form_ndjson(const struct hr_scene *scene, const struct hr_render_options *options,
                           struct hr_str *out, struct hr_error *err) HR_MUST_CHECK;
enum hr_err hr_form_github_output(const struct hr_scene *scene,
                                  const struct hr_render_options *options, struct hr_str *out,
                                  struct hr_error *err) HR_MUST_CHECK;
enum hr_err hr_form_github(const struct hr_scene *scene, const struct hr_render_options *options,
                           struct hr_str *out, struct hr_error *err) HR_MUST_CHECK;
enum hr_err hr_form_benchmark_action(const struct hr_scene *scene,
                                     const struct hr_render_options *options, struct hr_str *out,
                                     struct hr_error *err) HR_MUST_CHECK;
enum hr_err hr_form_benchmark_action_bigger(const struct hr_scene *scene,
                                            const struct hr_render_options *options,
                                            struct hr_str *out, struct hr_error *err) HR_MUST_CHECK;
enum hr_err hr_form_bencher(const struct hr_scene *scene, const struct hr_render_options *options,
                            struct hr_str *out, struct hr_error *err) HR_MUST_CHECK;
enum hr_err hr_form_grafana(const struct hr_scene *scene, const struct hr_render_options *options,
                            struct hr_str *out, struct hr_error *err) HR_MUST_CHECK;
enum hr_err hr_form_prometheus_rules(const struct hr_scene *scene,
                                     const struct hr_render_options *options, struct hr_str *out,
                                     struct hr_error *err) HR_MUST_CHECK;
enum hr_err hr_form_postmortem(const struct hr_scene *scene,
                               const struct hr_render_options *options, struct hr_str *out,
                               struct hr_error *err) HR_MUST_CHECK;
enum hr_err hr_form_slack(const struct hr_scene *scene, const struct hr_render_options *options,
                          struct hr_str *out, struct hr_error *err) HR_MUST_CHECK;
enum hr_err hr_form_teams(const struct hr_scene *scene, const struct hr_render_options *options,
                          struct hr_str *out, struct hr_error *err) HR_MUST_CHECK;
enum hr_err hr_form_alertmanager(const struct hr_scene *scene,
                                 const struct hr_render_options *options, struct hr_str *out,
                                 struct hr_error *err) HR_MUST_CHECK;
enum hr_err hr_form_pagerduty(const struct hr_scene *scene, const struct hr_render_options *options,
                              struct hr_str *out, struct hr_error *err) HR_MUST_CHECK;
enum hr_err hr_form_eml(const struct hr_scene *scene, const struct hr_render_options *options,
                        struct hr_str *out, struct hr_error *err) HR_MUST_CHECK;
enum hr_err hr_form_junit(const struct hr_scene *scene, const struct hr_render_options *options,
                          struct hr_str *out, struct hr_error *err) HR_MUST_CHECK;
enum hr_err hr_form_markdown(const struct hr_scene *scene, const struct hr_render_options *options,
                             struct hr_str *out, struct hr_error *err) HR_MUST_CHECK;

#endif
