/*
 * A report in several pages: index.html with what decides and the figures of the run, a page for
 * each of history, objectives, capacity and load that the document has something for, and a page
 * for each label that the table of index.html shows.
 */
#ifndef HR_RENDER_PAGES_H
#define HR_RENDER_PAGES_H

#include "render/form.h"

/*
 * hr_pages_file - what the pages but those of labels are called, from 0; NULL beyond the last.
 * Which of them there are depends on the document.
 */
const char *hr_pages_file(size_t index);
/* Is it what the page of some label is called? */
bool hr_pages_is_label(const char *file);

/* Takes one page; @name is its file name, @text borrowed for the call. */
typedef enum hr_err hr_page_put(void *context, const char *name, struct hr_slice text,
                                struct hr_error *err);

/*
 * hr_pages_render - hand over all pages, one after the other, index.html last.
 * A label's page is that of the document narrowed to it (document/document_label.h) and is called
 * label-N.html, N its place in the document's list: the same as long as the labels are the same.
 * Cost: that of one page for each label shown, a page at a time in memory.
 * Errors: those of rendering, and what @put returns.
 */
enum hr_err hr_pages_render(const struct hr_scene *scene, const struct hr_render_options *options,
                            hr_page_put *put, void *context, struct hr_error *err) HR_MUST_CHECK;

#endif
