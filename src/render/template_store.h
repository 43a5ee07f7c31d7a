/*
 * Where templates come from: --template-dir, $XDG_CONFIG_HOME/headroom/templates (default
 * ~/.config), $HEADROOM_TEMPLATES, the installed folder; the first that has a name wins.
 * Names are plain file names: no '/', no "..", no symbolic link out of its folder.
 */
#ifndef HR_RENDER_TEMPLATE_STORE_H
#define HR_RENDER_TEMPLATE_STORE_H

#include "base/error.h"
#include "base/slice.h"

struct hr_template_store;

/* @template_dir  searched first; NULL: the standing folders only. The environment is read here. */
struct hr_template_store *hr_template_store_new(const char *template_dir);
void hr_template_store_free(struct hr_template_store *store);

/*
 * hr_template_store_get - the text of a template, read once.
 * @name  "report.html.mustache", or without ".mustache"
 * @out   UTF-8 without byte order mark; borrowed until the store is freed
 * Errors: HR_ENODATA lists the folders searched and the nearest name; HR_EINVAL for a name that is
 * no plain file name or a link that leads out of its folder; HR_EIO; HR_ELIMIT beyond
 * HR_MUSTACHE_TEMPLATE_BYTES; HR_EPARSE when it is not UTF-8.
 */
enum hr_err hr_template_store_get(struct hr_template_store *store, const char *name,
                                  struct hr_slice *out, struct hr_error *err) HR_MUST_CHECK;
/* Folder a template was found in, NULL when nowhere; borrowed. */
const char *hr_template_store_where(struct hr_template_store *store, const char *name);
/* Sorted file names of all templates (those that end in ".mustache"), at most 10,000; gives an
 * array ended by NULL (free each and the array). */
char **hr_template_store_list(struct hr_template_store *store);

#endif
