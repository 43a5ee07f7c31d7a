/*
 * Made-up runs to draw charts of: each is a shape that real recordings have, or an edge.
 */
#ifndef HR_TESTS_SYNTHETIC_H
#define HR_TESTS_SYNTHETIC_H

#include "record/sink.h"
#include "render/scene.h"

struct synthetic {
	const char *name;
	const char *title;
	void (*fill)(struct hr_sink *sink);
	const char *zone; /* NULL = UTC */
};

extern const struct synthetic synthetic_runs[];
extern const size_t synthetic_count;

/* A scene of a synthetic run; released by synthetic_release (it has no document). */
void synthetic_scene(const struct synthetic *synthetic, struct hr_scene *scene);
void synthetic_release(struct hr_scene *scene);

#endif
