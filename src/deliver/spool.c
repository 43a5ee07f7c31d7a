#include <config.h>
#include "deliver/spool.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/input.h"
#include "base/mem.h"
#include "base/output.h"

#define REFUSED "refused"

/* A channel's name as part of a file's: letters and digits stay, the rest is %XX. */
static void put_channel(const char *channel, struct hr_str *out)
{
	for (; *channel != '\0'; channel++) {
		unsigned char c = (unsigned char)*channel;

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		    c == '-')
			hr_str_putc(out, (char)c);
		else
			hr_str_printf(out, "%%%02X", c);
	}
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Names are CHANNEL.TIME.NUMBER; CHANNEL holds no dot. */
static bool is_of(const char *name, struct hr_slice channel)
{
	return strncmp(name, channel.ptr, channel.length) == 0 && name[channel.length] == '.' &&
	       strchr(name, '~') == NULL && strstr(name, ".tmp") == NULL;
}

static enum hr_err list(const char *folder, struct hr_slice channel, struct hr_spool_list *out,
                        size_t *all, struct hr_error *err)
{
	DIR *open = opendir(folder);
	const struct dirent *entry;

	*out = (struct hr_spool_list){ 0 };
	*all = 0;
	if (open == NULL && errno == ENOENT)
		return HR_OK;
	if (open == NULL)
		return hr_error_at(err, HR_EIO, folder, 0, 0, "%s", strerror(errno));
	while ((entry = readdir(open)) != NULL) {
		*all += entry->d_name[0] != '.';
		if (!is_of(entry->d_name, channel))
			continue;
		out->names = hr_grow(out->names, out->count, &out->capacity, sizeof(*out->names));
		out->names[out->count++] = hr_strdup(entry->d_name);
	}
	closedir(open);
	if (out->count > 1)
		qsort(out->names, out->count, sizeof(*out->names), by_text);
	return HR_OK;
}

enum hr_err hr_spool_list(const char *folder, const char *channel, struct hr_spool_list *out,
                          struct hr_error *err)
{
	struct hr_str name = { 0 };
	size_t all;
	enum hr_err code;

	put_channel(channel, &name);
	code = list(folder, hr_str_slice(&name), out, &all, err);
	hr_str_release(&name);
	return code;
}

void hr_spool_list_release(struct hr_spool_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->names[i]);
	free(list->names);
	*list = (struct hr_spool_list){ 0 };
}

/* The number keeps messages of one instant apart and in order; the lock of the state keeps other
 * writers out. */
static size_t next_number(const struct hr_spool_list *list)
{
	const char *last = list->count > 0 ? strrchr(list->names[list->count - 1], '.') : NULL;
	size_t number = 0;

	for (; last != NULL && last[1] >= '0' && last[1] <= '9'; last++)
		number = number * 10 + (size_t)(last[1] - '0');
	return number + 1;
}

enum hr_err hr_spool_put(const char *folder, const char *channel, int64_t now_ns,
                         struct hr_slice message, struct hr_error *err)
{
	struct hr_str name = { 0 }, path = { 0 };
	struct hr_spool_list before = { 0 };
	size_t all;
	enum hr_err code;

	put_channel(channel, &name);
	code = list(folder, hr_str_slice(&name), &before, &all, err);
	if (code == HR_OK && all >= HR_SPOOL_MESSAGES_MAX)
		code = hr_error_at(err, HR_ELIMIT, folder, 0, 0,
		                   "the spool holds %zu messages, no more are kept", all);
	if (code == HR_OK)
		code = hr_output_make_folder(folder, err);
	if (code == HR_OK) {
		hr_str_printf(&path, "%s/%s.%020" PRId64 ".%08zu", folder, hr_str_text(&name),
		              now_ns, next_number(&before));
		code = hr_output_file(hr_str_text(&path), message, err);
	}
	hr_spool_list_release(&before);
	hr_str_release(&name);
	hr_str_release(&path);
	return code;
}

static void join(const char *folder, const char *name, struct hr_str *out)
{
	hr_str_printf(out, "%s/%s", folder, name);
}

enum hr_err hr_spool_get(const char *folder, const char *name, struct hr_str *out,
                         struct hr_error *err)
{
	struct hr_str path = { 0 };
	struct hr_input *input;
	enum hr_err code;

	join(folder, name, &path);
	code = hr_input_open(hr_str_text(&path), &input, err);
	if (code == HR_OK) {
		code = hr_input_read_all(input, HR_SPOOL_BYTES_MAX, "a spooled message", out, err);
		hr_input_close(input);
	}
	hr_str_release(&path);
	return code;
}

enum hr_err hr_spool_remove(const char *folder, const char *name, struct hr_error *err)
{
	struct hr_str path = { 0 };
	enum hr_err code = HR_OK;

	join(folder, name, &path);
	if (unlink(hr_str_text(&path)) != 0)
		code = hr_error_at(err, HR_EIO, hr_str_text(&path), 0, 0, "%s", strerror(errno));
	hr_str_release(&path);
	return code;
}

enum hr_err hr_spool_refuse(const char *folder, const char *name, struct hr_error *err)
{
	struct hr_str from = { 0 }, to = { 0 };
	enum hr_err code;

	join(folder, REFUSED, &to);
	code = hr_output_make_folder(hr_str_text(&to), err);
	join(folder, name, &from);
	hr_str_printf(&to, "/%s", name);
	if (code == HR_OK && rename(hr_str_text(&from), hr_str_text(&to)) != 0)
		code = hr_error_at(err, HR_EIO, hr_str_text(&from), 0, 0, "%s", strerror(errno));
	hr_str_release(&from);
	hr_str_release(&to);
	return code;
}
