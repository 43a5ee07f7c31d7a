#include <config.h>
#include "base/suggest_file.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/suggest.h"

#define NAMES_MAX 10000 /* of a folder that are looked at */

/* Of equally near ones the first by name, whatever the order of the folder. */
static bool is_nearer(struct hr_suggestion *nearest, const char *name)
{
	return hr_suggest_try(nearest, name) ||
	       (nearest->best != NULL && strcmp(name, nearest->best) < 0 &&
	        hr_edit_distance(nearest->wrong, hr_slice_of(name)) == nearest->distance);
}

char *hr_suggest_file(const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash != NULL ? slash + 1 : path;
	char *folder = slash != NULL ? hr_strndup(path, (size_t)(name - path)) : hr_strdup(".");
	struct hr_suggestion nearest = { .wrong = hr_slice_of(name) };
	char *best = NULL;
	struct dirent *entry;
	DIR *listing = opendir(folder);

	for (int i = 0; listing != NULL && i < NAMES_MAX && (entry = readdir(listing)) != NULL; i++)
		if (entry->d_name[0] != '.' && is_nearer(&nearest, entry->d_name)) {
			free(best);
			best = hr_strdup(entry->d_name);
			nearest.best = best;
		}
	if (listing != NULL)
		closedir(listing);
	free(folder);
	return best;
}
