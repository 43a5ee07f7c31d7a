#include <config.h>
#include "cli/settings.h"

#include <stdlib.h>

#include "base/mem.h"
#include "cli/option.h"

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

/* The options table knows every member that owns memory, so nothing is listed twice. */
void hr_settings_release(struct hr_settings *settings)
{
	for (size_t i = 0; i < hr_option_count; i++) {
		const struct hr_option *option = &hr_options[i];
		void *member = (char *)settings + option->offset;

		if (option->kind == HR_OPTION_TEXT) {
			char **text = member;

			free(*text);
			*text = NULL;
		} else if (option->kind == HR_OPTION_LIST) {
			hr_texts_release(member);
		}
	}
	hr_texts_release(&settings->operands);
}
