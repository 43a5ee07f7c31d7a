/*
 * The comparison's part of the Markdown form.
 */
#ifndef HR_RENDER_MD_COMPARISON_H
#define HR_RENDER_MD_COMPARISON_H

#include <stddef.h>

#include "base/str.h"
#include "render/scene.h"

/* Nothing when nothing was compared. Rows end where @out would pass @room bytes, and those left out
 * are counted. */
void hr_md_comparison(const struct hr_scene *scene, size_t room, struct hr_str *out);

#endif
