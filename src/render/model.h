/*
 * The view model: what templates see. All logic stays here; a template only places what it finds.
 * Version 1, documented in headroom-model(5); a key, once released, keeps its meaning.
 *
 * A shown value is an object {raw, text, unit, cls}: raw for machines (null when the input lacks
 * it), text for people without its unit or with it where unit is "", cls a class of the style
 * sheet or "". Elements of lists carry first, last and index (from 1). A section without data is
 * null, so that a template can ask for it.
 */
#ifndef HR_RENDER_MODEL_H
#define HR_RENDER_MODEL_H

#include <jansson.h>

#include "render/scene.h"

#define HR_MODEL_VERSION 1

/* Most rows of a table in a page: the rest is in the CSV files (spread of the static sort order).
 */
#define HR_MODEL_ROWS_MAX 200

/*
 * hr_model_set_profile - what the page begins with: "nightly" the run itself, "weekly" the history
 * and the objectives, "monthly" the objectives, the history and the plan, "quarterly" the plan.
 * Sets model.profile; another name, or NULL, is nightly.
 */
void hr_model_set_profile(json_t *model, const char *name);

/* Gives a reference. The profile is that of the document's settings. Cost: labels x log labels,
 * plus one walk over the cells of the total. */
json_t *hr_model_new(const struct hr_scene *scene);

#endif
