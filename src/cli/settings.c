#include <config.h>
#include "cli/settings.h"

#include <stdlib.h>

#include "base/mem.h"

void hr_texts_add(struct hr_texts *texts, char *text)
{
	texts->items = hr_grow(texts->items, texts->count, &texts->capacity, sizeof(*texts->items));
	texts->items[texts->count++] = text;
}

void hr_texts_release(struct hr_texts *texts)
{
	for (size_t i = 0; i < texts->count; i++)
		free(texts->items[i]);
	free(texts->items);
	*texts = (struct hr_texts){ 0 };
}
