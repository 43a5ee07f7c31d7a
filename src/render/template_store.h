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

struct hr_template_store *hr_template_store_new(
        const char *template_dir); /* NULL: the standing folders only */
void hr_template_store_free(struct hr_template_store *store);
/* Text of a template ("report.html.mustache", also found without ".mustache"); borrowed until the
 * store is freed. HR_ENODATA lists the folders searched. */
enum hr_err hr_template_store_get(struct hr_template_store *store, const char *name,
                                  struct hr_slice *out, struct hr_error *err) HR_MUST_CHECK;
/* Folder a template was found in, NULL when nowhere. */
const char *hr_template_store_where(struct hr_template_store *store, const char *name);
/* Sorted names of all templates; gives an array ended by NULL (free each and the array). */
char **hr_template_store_list(struct hr_template_store *store);

#endif
