#include <config.h>
#include "render/template_store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/data_dir.h"
#include "base/mem.h"
#include "base/message.h"
#include "base/str.h"
#include "base/suggest.h"
#include "base/utf8.h"
#include "mustache/mustache.h"

#define ENDING      ".mustache"
#define NAMES_MAX   10000
#define FOLDERS_MAX 4

struct entry {
	char *name; /* as asked for */
	char *text;
	struct hr_slice content; /* of text, without byte order mark */
	const char *folder;
};

struct hr_template_store {
	char *folders[FOLDERS_MAX]; /* in order of precedence */
	size_t folder_count;
	struct entry *entries;
	size_t count, capacity;
};

static void add_folder(struct hr_template_store *store, const char *base, const char *below)
{
	struct hr_str path = { 0 };

	if (base == NULL || base[0] == '\0')
		return;
	hr_str_puts(&path, base);
	hr_str_puts(&path, below);
	store->folders[store->folder_count++] = hr_str_detach(&path);
}

struct hr_template_store *hr_template_store_new(const char *template_dir)
{
	struct hr_template_store *store = hr_zalloc(1, sizeof(*store));
	const char *config = getenv("XDG_CONFIG_HOME");
	struct hr_str stock = { 0 };

	add_folder(store, template_dir, "");
	/* The base directory specification has relative paths ignored. */
	if (config != NULL && config[0] == '/')
		add_folder(store, config, "/headroom/templates");
	else
		add_folder(store, getenv("HOME"), "/.config/headroom/templates");
	add_folder(store, getenv("HEADROOM_TEMPLATES"), "");
	hr_data_path("templates", &stock);
	add_folder(store, hr_str_text(&stock), "");
	hr_str_release(&stock);
	return store;
}

void hr_template_store_free(struct hr_template_store *store)
{
	if (store == NULL)
		return;
	for (size_t i = 0; i < store->count; i++) {
		free(store->entries[i].name);
		free(store->entries[i].text);
	}
	for (size_t i = 0; i < store->folder_count; i++)
		free(store->folders[i]);
	free(store->entries);
	free(store);
}

static bool name_is_safe(const char *name)
{
	size_t length = strlen(name);

	if (length == 0 || length > NAME_MAX - strlen(ENDING) || name[0] == '.' ||
	    strstr(name, "..") != NULL)
		return false;
	for (size_t i = 0; i < length; i++)
		if (name[i] == '/' || (unsigned char)name[i] < 0x20)
			return false;
	return true;
}

static bool ends_with(const char *text, const char *ending)
{
	size_t n = strlen(text);
	size_t m = strlen(ending);

	return n > m && strcmp(text + n - m, ending) == 0;
}

/* @folder/@name@ending with all links followed, in @real (PATH_MAX bytes). False when there is no
 * such file; an error when it lies outside the folder. */
static bool locate(const char *folder, const char *name, const char *ending, char *real,
                   struct hr_error *err)
{
	char real_folder[PATH_MAX];
	struct hr_str path = { 0 };
	size_t n;
	bool found;

	if (realpath(folder, real_folder) == NULL)
		return false;
	hr_str_printf(&path, "%s/%s%s", folder, name, ending);
	found = realpath(hr_str_text(&path), real) != NULL;
	n = strlen(real_folder);
	if (found && (strncmp(real, real_folder, n) != 0 ||
	              (real[n] != '/' && strcmp(real_folder, "/") != 0))) {
		hr_error_at(err, HR_EINVAL, hr_str_text(&path), 0, 0,
		            "the template is a link that leads out of its folder, to %s", real);
		found = false;
	}
	hr_str_release(&path);
	return found;
}

static enum hr_err read_all(int fd, const char *path, struct hr_str *out, struct hr_error *err)
{
	char buffer[16384];
	struct stat status;

	if (fstat(fd, &status) != 0)
		return hr_error_at(err, HR_EIO, path, 0, 0, "%s", strerror(errno));
	if (!S_ISREG(status.st_mode))
		return hr_error_at(err, HR_EIO, path, 0, 0, "a template must be a regular file");
	out->limit = HR_MUSTACHE_TEMPLATE_BYTES;
	for (;;) {
		ssize_t n = read(fd, buffer, sizeof(buffer));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return hr_error_at(err, HR_EIO, path, 0, 0, "%s", strerror(errno));
		if (n == 0)
			break;
		hr_str_add(out, buffer, (size_t)n);
		if (out->truncated)
			return hr_error_at(err, HR_ELIMIT, path, 0, 0,
			                   "the template is larger than %zu bytes",
			                   HR_MUSTACHE_TEMPLATE_BYTES);
	}
	if (!hr_utf8_valid(hr_str_slice(out)))
		return hr_error_at(err, HR_EPARSE, path, 0, 0, "the template is not UTF-8 text");
	return HR_OK;
}

/* The path has no link left in it: one that appears meanwhile is not followed. O_NONBLOCK: a FIFO
 * must not hold us up before we see that it is one. */
static enum hr_err read_file(const char *path, struct hr_str *out, struct hr_error *err)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	enum hr_err rc;

	if (fd < 0)
		return hr_error_at(err, HR_EIO, path, 0, 0, "%s", strerror(errno));
	rc = read_all(fd, path, out, err);
	close(fd);
	return rc;
}

static enum hr_err not_found(struct hr_template_store *store, const char *name,
                             struct hr_error *err)
{
	char **names = hr_template_store_list(store);
	struct hr_suggestion near = { .wrong = hr_slice_of(name) };
	struct hr_str folders = { .limit = 300 };
	enum hr_err rc;

	for (char **one = names; *one != NULL; one++)
		hr_suggest_try(&near, *one);
	for (size_t i = 0; i < store->folder_count; i++)
		hr_str_printf(&folders, "%s%s", i > 0 ? ", " : "", store->folders[i]);
	rc = hr_error_set(err, HR_ENODATA, "no template '%s' in %s%s", hr_quoted(name).text,
	                  hr_str_text(&folders), hr_suggest_hint(&near, "headroom template list"));
	for (char **one = names; *one != NULL; one++)
		free(*one);
	free(names);
	hr_str_release(&folders);
	return rc;
}

/* Read @name from the first folder that has it. HR_ENODATA, silently, when none has. */
static enum hr_err load(struct hr_template_store *store, const char *name, struct entry *out,
                        struct hr_error *err)
{
	static const char *const endings[] = { "", ENDING };
	char real[PATH_MAX];

	for (size_t i = 0; i < store->folder_count; i++) {
		for (size_t k = 0; k < sizeof(endings) / sizeof(endings[0]); k++) {
			struct hr_str text = { 0 };
			struct hr_error outside = { 0 };
			size_t length;
			enum hr_err rc;

			if (!locate(store->folders[i], name, endings[k], real, &outside)) {
				if (outside.code == HR_OK)
					continue;
				return hr_error_at(err, outside.code, outside.source, 0, 0, "%s",
				                   outside.text);
			}
			rc = read_file(real, &text, err);
			if (rc != HR_OK) {
				hr_str_release(&text);
				return rc;
			}
			length = text.length;
			out->text = hr_str_detach(&text);
			out->content = hr_slice_skip_bom((struct hr_slice){ out->text, length });
			out->folder = store->folders[i];
			return HR_OK;
		}
	}
	return HR_ENODATA;
}

static enum hr_err find(struct hr_template_store *store, const char *name, struct entry **out,
                        struct hr_error *err)
{
	struct entry entry = { 0 };
	enum hr_err rc;

	for (size_t i = 0; i < store->count; i++) {
		if (strcmp(store->entries[i].name, name) == 0) {
			*out = &store->entries[i];
			return HR_OK;
		}
	}
	if (!name_is_safe(name))
		return hr_error_set(err, HR_EINVAL,
		                    "'%s' is no name of a template: a file name without '/' "
		                    "and '..' was expected",
		                    hr_quoted(name).text);
	rc = load(store, name, &entry, err);
	if (rc != HR_OK)
		return rc;
	entry.name = hr_strdup(name);
	store->entries = hr_grow(store->entries, store->count, &store->capacity, sizeof(entry));
	store->entries[store->count] = entry;
	*out = &store->entries[store->count++];
	return HR_OK;
}

enum hr_err hr_template_store_get(struct hr_template_store *store, const char *name,
                                  struct hr_slice *out, struct hr_error *err)
{
	struct hr_error own = { 0 };
	struct entry *entry;
	enum hr_err rc = find(store, name, &entry, &own);

	if (rc == HR_OK)
		*out = entry->content;
	else if (own.code == HR_OK)
		return not_found(store, name, err);
	else
		return hr_error_at(err, rc, own.source, own.line, own.column, "%s", own.text);
	return HR_OK;
}

const char *hr_template_store_where(struct hr_template_store *store, const char *name)
{
	struct entry *entry;

	return find(store, name, &entry, NULL) == HR_OK ? entry->folder : NULL;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static char **list_folder(const char *folder, char **names, size_t *count, size_t *capacity)
{
	DIR *dir = opendir(folder);
	char real[PATH_MAX];
	struct dirent *file;

	if (dir == NULL)
		return names;
	while (*count < NAMES_MAX && (file = readdir(dir)) != NULL) {
		if (!name_is_safe(file->d_name) ||
		    !(ends_with(file->d_name, ENDING) || ends_with(file->d_name, ".css")) ||
		    !locate(folder, file->d_name, "", real, NULL))
			continue;
		names = hr_grow(names, *count, capacity, sizeof(*names));
		names[(*count)++] = hr_strdup(file->d_name);
	}
	closedir(dir);
	return names;
}

char **hr_template_store_list(struct hr_template_store *store)
{
	char **names = NULL;
	size_t capacity = 0;
	size_t count = 0;
	size_t kept = 0;

	for (size_t i = 0; i < store->folder_count; i++)
		names = list_folder(store->folders[i], names, &count, &capacity);
	if (count > 0)
		qsort(names, count, sizeof(*names), compare_names);
	for (size_t i = 0; i < count; i++) {
		if (kept > 0 && strcmp(names[kept - 1], names[i]) == 0)
			free(names[i]);
		else
			names[kept++] = names[i];
	}
	names = hr_realloc_array(names, kept + 1, sizeof(*names));
	names[kept] = NULL;
	return names;
}
