#include <config.h>
#include "cli/patterns.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/pattern.h"

enum hr_err hr_patterns_add(struct hr_patterns *patterns, const char *text, const char *option,
                            struct hr_error *err)
{
	struct hr_pattern *pattern;
	enum hr_err code = hr_pattern_compile(hr_slice_of(text), &pattern, err);

	hr_error_locate(err, option);
	if (code != HR_OK)
		return code;
	patterns->items = hr_grow(patterns->items, patterns->count, &patterns->capacity,
	                          sizeof(struct hr_pattern *));
	patterns->items[patterns->count++] = pattern;
	return HR_OK;
}

enum hr_err hr_patterns_add_all(struct hr_patterns *patterns, const struct hr_texts *texts,
                                const char *option, struct hr_error *err)
{
	enum hr_err code = HR_OK;

	for (size_t i = 0; code == HR_OK && i < texts->count; i++)
		code = hr_patterns_add(patterns, texts->items[i], option, err);
	return code;
}

void hr_patterns_release(struct hr_patterns *patterns)
{
	for (size_t i = 0; i < patterns->count; i++)
		hr_pattern_free(patterns->items[i]);
	free(patterns->items);
}
