#include <config.h>
#include "document/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/input.h"
#include "base/mem.h"
#include "base/output.h"
#include "base/str.h"
#include "base/suggest.h"
#include "document/json_parse.h"

#define ENDING         ".json"
#define FILE_BYTES_MAX ((size_t)16 << 20) /* of one file read back */

static const struct {
	const char *folder, *singular;
	const char *listed_by; /* the command that shows which there are */
	const char *made_by;   /* what to say where there are none */
} kinds[] = {
	[HR_STORE_RUNS] = { "runs", "run", "headroom history list",
	                    ", which holds no runs; 'headroom history add FILE' keeps one" },
	[HR_STORE_BASELINES] = { "baselines", "baseline", "headroom baseline list",
	                         ", which holds no baselines; "
	                         "'headroom baseline save NAME FILE' makes one" },
	[HR_STORE_EVENTS] = { "events", "event", "headroom trend",
	                      ", which holds no events; 'headroom trend' finds them" },
};
#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

struct hr_store {
	char *folder;
	int lock; /* file descriptor, -1 without */
};

struct hr_store *hr_store_open(const char *folder)
{
	struct hr_store *store = hr_alloc(sizeof(*store));

	*store = (struct hr_store){ .folder = hr_strdup(folder), .lock = -1 };
	return store;
}

void hr_store_close(struct hr_store *store)
{
	if (store == NULL)
		return;
	if (store->lock >= 0)
		close(store->lock);
	free(store->folder);
	free(store);
}

const char *hr_store_folder(const struct hr_store *store)
{
	return store->folder;
}

bool hr_store_is_name(const char *name)
{
	size_t length = strlen(name);

	return length > 0 && length <= HR_STORE_NAME_BYTES && name[0] != '.' &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") ==
	               length;
}

static char *folder_of(const struct hr_store *store, enum hr_store_kind kind)
{
	struct hr_str path = { 0 };

	hr_str_printf(&path, "%s/%s", store->folder, kinds[kind].folder);
	return hr_str_detach(&path);
}

char *hr_store_path(const struct hr_store *store, enum hr_store_kind kind, const char *name)
{
	struct hr_str path = { 0 };

	hr_str_printf(&path, "%s/%s/%s" ENDING, store->folder, kinds[kind].folder, name);
	return hr_str_detach(&path);
}

static bool has_other_in_place(const struct hr_store *store)
{
	struct stat info;

	return stat(store->folder, &info) == 0 && !S_ISDIR(info.st_mode);
}

/* @problem  of errno */
static enum hr_err cannot_read(const struct hr_store *store, enum hr_store_kind kind, int problem,
                               struct hr_error *err)
{
	char *path = folder_of(store, kind);

	if (has_other_in_place(store))
		hr_error_at(err, HR_EIO, store->folder, 0, 0,
		            "a history is a folder, and this is none: name another by --history");
	else
		hr_error_at(err, HR_EIO, path, 0, 0,
		            "cannot read the history: %s; %s, or name another by --history",
		            strerror(problem),
		            problem == EACCES    ? "make its folders readable"
		            : problem == ENOTDIR ? "move what is in the folder's place away"
		                                 : "try again");
	free(path);
	return HR_EIO;
}

enum hr_err hr_store_find(const struct hr_store *store, enum hr_store_kind kind, const char *name,
                          bool *found, struct hr_error *err)
{
	enum hr_err code = HR_OK;
	char *path;

	*found = false;
	if (!hr_store_is_name(name))
		return HR_OK;
	path = hr_store_path(store, kind, name);
	*found = access(path, F_OK) == 0;
	if (!*found && errno != ENOENT)
		code = cannot_read(store, kind, errno, err);
	free(path);
	return code;
}

/* --- the lock --- */

/* With the lock held no other writer lives, so a temporary file is one that nobody will rename. */
static void remove_leftovers(const char *path)
{
	static const char prefix[] = ".headroom-";
	DIR *folder = opendir(path);
	struct dirent *entry;

	if (folder == NULL)
		return;
	while ((entry = readdir(folder)) != NULL)
		if (strncmp(entry->d_name, prefix, sizeof(prefix) - 1) == 0)
			unlinkat(dirfd(folder), entry->d_name, 0);
	closedir(folder);
}

static enum hr_err take_lock(struct hr_store *store, struct hr_error *err)
{
	struct hr_str path = { 0 };
	int result;

	hr_str_printf(&path, "%s/lock", store->folder);
	store->lock = open(hr_str_text(&path), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	hr_str_release(&path);
	if (store->lock < 0)
		return hr_error_at(err, HR_EIO, store->folder, 0, 0, "cannot open its lock: %s",
		                   strerror(errno));
	do
		result = flock(store->lock, LOCK_EX);
	while (result != 0 && errno == EINTR);
	if (result != 0)
		return hr_error_at(err, HR_EIO, store->folder, 0, 0, "cannot lock it: %s",
		                   strerror(errno));
	return HR_OK;
}

enum hr_err hr_store_lock(struct hr_store *store, struct hr_error *err)
{
	enum hr_err code = HR_OK;

	if (store->lock >= 0)
		return HR_OK;
	if (has_other_in_place(store))
		return cannot_read(store, HR_STORE_RUNS, ENOTDIR, err);
	for (size_t i = 0; code == HR_OK && i < KINDS; i++) {
		char *path = folder_of(store, (enum hr_store_kind)i);

		code = hr_output_make_folder(path, err);
		free(path);
	}
	if (code == HR_OK)
		code = take_lock(store, err);
	for (size_t i = 0; code == HR_OK && i < KINDS; i++) {
		char *path = folder_of(store, (enum hr_store_kind)i);

		remove_leftovers(path);
		free(path);
	}
	return code;
}

/* --- names --- */

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The name of a file of the store, as a copy; NULL when it is another. */
static char *name_of_file(const char *file)
{
	size_t length = strlen(file), ending = strlen(ENDING);
	char *name;

	if (length <= ending || strcmp(file + length - ending, ENDING) != 0)
		return NULL;
	name = hr_strndup(file, length - ending);
	if (hr_store_is_name(name))
		return name;
	free(name);
	return NULL;
}

static enum hr_err add_names(const struct hr_store *store, enum hr_store_kind kind, DIR *folder,
                             struct hr_store_names *out, struct hr_error *err)
{
	struct dirent *entry;

	while (errno = 0, (entry = readdir(folder)) != NULL) {
		char *name = name_of_file(entry->d_name);

		if (name == NULL)
			continue;
		out->items = hr_grow(out->items, out->count, &out->capacity, sizeof(*out->items));
		out->items[out->count++] = name;
		if (out->count > HR_STORE_FILES_MAX)
			return hr_error_at(err, HR_ELIMIT, store->folder, 0, 0,
			                   "more than %d files in its folder %s",
			                   HR_STORE_FILES_MAX, kinds[kind].folder);
	}
	return errno != 0 ? cannot_read(store, kind, errno, err) : HR_OK;
}

enum hr_err hr_store_list(const struct hr_store *store, enum hr_store_kind kind,
                          struct hr_store_names *out, struct hr_error *err)
{
	char *path = folder_of(store, kind);
	DIR *folder = opendir(path);
	enum hr_err code = HR_OK;

	free(path);
	*out = (struct hr_store_names){ 0 };
	if (folder != NULL)
		code = add_names(store, kind, folder, out, err);
	else if (errno != ENOENT)
		code = cannot_read(store, kind, errno, err);
	if (folder != NULL)
		closedir(folder);
	if (out->count > 1)
		qsort(out->items, out->count, sizeof(*out->items), by_text);
	return code;
}

void hr_store_names_release(struct hr_store_names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->items[i]);
	free(names->items);
	*names = (struct hr_store_names){ 0 };
}

/* --- files --- */

static enum hr_err no_such(const struct hr_store *store, enum hr_store_kind kind, const char *name,
                           struct hr_error *err)
{
	struct hr_suggestion nearest = { .wrong = hr_slice_of(name) };
	struct hr_store_names names;
	enum hr_err code = hr_store_list(store, kind, &names, err);

	for (size_t i = 0; code == HR_OK && i < names.count; i++)
		hr_suggest_try(&nearest, names.items[i]);
	if (code == HR_OK)
		code = hr_error_set(err, HR_ENODATA, "no %s '%s' in %s%s", kinds[kind].singular,
		                    name, store->folder,
		                    names.count > 0
		                            ? hr_suggest_hint(&nearest, kinds[kind].listed_by)
		                            : kinds[kind].made_by);
	hr_store_names_release(&names);
	return code;
}

static enum hr_err parse_file(struct hr_input *input, json_t **out, struct hr_error *err)
{
	struct hr_str text = { 0 };
	json_error_t json;
	enum hr_err code = hr_input_read_all(input, FILE_BYTES_MAX, "a file of the history", &text,
	                                     err);

	if (code == HR_OK) {
		*out = hr_json_parse(hr_str_slice(&text), &json);
		if (*out == NULL)
			code = hr_error_at(err, HR_EPARSE, hr_input_path(input),
			                   json.line > 0 ? (uint64_t)json.line : 0,
			                   json.column > 0 ? (uint64_t)json.column : 0, "%s",
			                   json.text);
	}
	if (code == HR_OK && !json_is_object(*out)) {
		json_decref(*out);
		*out = NULL;
		code = hr_error_at(err, HR_EPARSE, hr_input_path(input), 0, 0,
		                   "found no JSON object");
	}
	hr_str_release(&text);
	return code;
}

enum hr_err hr_store_load(const struct hr_store *store, enum hr_store_kind kind, const char *name,
                          json_t **out, struct hr_error *err)
{
	struct hr_input *input;
	char *path;
	bool found;
	enum hr_err code = hr_store_find(store, kind, name, &found, err);

	*out = NULL;
	if (code != HR_OK)
		return code;
	if (!found)
		return no_such(store, kind, name, err);
	path = hr_store_path(store, kind, name);
	code = hr_input_open(path, &input, err);
	free(path);
	if (code != HR_OK)
		return code;
	code = parse_file(input, out, err);
	hr_input_close(input);
	return code;
}

enum hr_err hr_store_write(struct hr_store *store, enum hr_store_kind kind, const char *name,
                           struct hr_slice text, struct hr_error *err)
{
	char *path;
	enum hr_err code;

	if (!hr_store_is_name(name))
		return hr_error_set(err, HR_EINVAL,
		                    "'%s' is no name for a %s: letters, digits and . _ - only, "
		                    "not beginning with a dot",
		                    name, kinds[kind].singular);
	path = hr_store_path(store, kind, name);
	code = hr_output_file(path, text, err);
	free(path);
	return code;
}

enum hr_err hr_store_remove(struct hr_store *store, enum hr_store_kind kind, const char *name,
                            struct hr_error *err)
{
	char *path;
	enum hr_err code = HR_OK;

	if (!hr_store_is_name(name))
		return no_such(store, kind, name, err);
	path = hr_store_path(store, kind, name);
	if (unlink(path) != 0 && errno != ENOENT)
		code = hr_error_at(err, HR_EIO, path, 0, 0, "cannot remove: %s", strerror(errno));
	free(path);
	return code;
}
