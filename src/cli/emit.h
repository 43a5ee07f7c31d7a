/*
 * Documents to outputs: forms to files or stdout, and the report folder.
 */
#ifndef HR_CLI_EMIT_H
#define HR_CLI_EMIT_H

#include "cli/settings.h"
#include "render/form.h"

/* Colours, width and marks for a stream, from the settings and the environment. */
void hr_emit_options(const struct hr_settings *settings, struct hr_render_options *out);
/* A path that names a folder: it ends with '/' or is one. */
bool hr_emit_is_folder(const char *path);
/* One form to one file or "-". */
enum hr_err hr_emit_form(const struct hr_scene *scene, const struct hr_form *form,
                         const struct hr_render_options *options, const char *path,
                         struct hr_error *err) HR_MUST_CHECK;
/* index.html, headroom.css, headroom.js, report.json, data/<table>.csv; all or none, index.html
 * last, so that it never points to what is not there. */
enum hr_err hr_emit_folder(const struct hr_scene *scene, const struct hr_render_options *options,
                           const char *folder, struct hr_error *err) HR_MUST_CHECK;
/* The files of such a folder, by their paths in it, with those that only some documents need; of
 * the pages of labels (hr_pages_is_label()) none. @pages  in several pages; @out  gains them */
void hr_emit_folder_files(bool pages, struct hr_texts *out);
/* The file of the folder that is the document. */
#define HR_EMIT_DOCUMENT "report.json"
/* Look a form up by name; the error names the nearest one. */
enum hr_err hr_emit_find_form(const char *name, const struct hr_form **out,
                              struct hr_error *err) HR_MUST_CHECK;

#endif
