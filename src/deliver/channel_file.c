/*
 * Console and file: a line a notice.
 */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/write_all.h"
#include "deliver/channel_part.h"
#include "render/escape.h"
#include "render/payload.h"

/* --- console --- */

static const struct mark {
	const char *colour;
} marks[] = {
	[HR_NOTICE_INFO] = { "\033[36m" },
	[HR_NOTICE_WARNING] = { "\033[33m" },
	[HR_NOTICE_ERROR] = { "\033[31m" },
	[HR_NOTICE_CRITICAL] = { "\033[1;31m" },
};

enum hr_err hr_pack_console(const struct hr_config_channel *channel,
                            const struct hr_bulletin *bulletin, const struct hr_notice *notice,
                            struct hr_str *out, struct hr_error *err)
{
	(void)channel;
	(void)notice;
	(void)err;
	for (size_t i = 0; i < bulletin->count; i++) {
		const struct hr_notice *item = &bulletin->notices[i];

		hr_str_puts(out,
		            item->resolved ? "resolved" : hr_notice_severity_name(item->severity));
		hr_str_puts(out, ": ");
		hr_escape_terminal(hr_slice_of(item->resolved ? item->title : item->message), out);
		if (item->level > 0)
			hr_str_printf(out, " (escalation level %u)", item->level);
		hr_str_putc(out, '\n');
	}
	return HR_OK;
}

static const char *colour_of(struct hr_slice line)
{
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		if (hr_slice_starts(line, hr_notice_severity_names[i]))
			return marks[i].colour;
	}
	return "\033[32m";
}

enum hr_sent hr_send_console(const struct hr_config_channel *channel, struct hr_slice message,
                             int64_t *retry_after_ns, struct hr_error *err)
{
	bool colour = isatty(STDERR_FILENO) == 1;
	struct hr_slice line;

	(void)channel;
	(void)retry_after_ns;
	(void)err;
	while (hr_slice_take(&message, '\n', &line))
		fprintf(stderr, "%s%.*s%s\n", colour ? colour_of(line) : "", (int)line.length,
		        line.ptr, colour ? "\033[0m" : "");
	return HR_SENT;
}

/* --- file --- */

static const char *const columns[] = {
	"time",  "suite",   "environment", "version", "state",   "severity", "level",
	"title", "message", "kind",        "metric",  "subject", "check",    "since",
};
#define COLUMNS (sizeof(columns) / sizeof(columns[0]))

static void put_csv_line(const json_t *notice, struct hr_str *out)
{
	for (size_t i = 0; i < COLUMNS; i++) {
		const json_t *value = json_object_get(notice, columns[i]);

		if (i > 0)
			hr_str_putc(out, ',');
		if (json_is_integer(value))
			hr_str_printf(out, "%d", (int)json_integer_value(value));
		else
			hr_escape_csv(hr_slice_of(json_string_value(value)), out);
	}
	hr_str_putc(out, '\n');
}

enum hr_err hr_pack_file(const struct hr_config_channel *channel,
                         const struct hr_bulletin *bulletin, const struct hr_notice *notice,
                         struct hr_str *out, struct hr_error *err)
{
	(void)notice;
	(void)err;
	for (size_t i = 0; i < bulletin->count; i++) {
		json_t *line = hr_notice_json(bulletin, &bulletin->notices[i]);

		if (channel->format == HR_CHANNEL_CSV) {
			put_csv_line(line, out);
			json_decref(line);
		} else {
			hr_payload_dump(line, out);
		}
	}
	return HR_OK;
}

/* FILE to FILE.1, FILE.1 to FILE.2 ... as far as kept ones go. */
static void rotate(const struct hr_config_channel *channel)
{
	for (uint64_t i = channel->keep; i > 0; i--) {
		struct hr_str from = { 0 }, to = { 0 };

		hr_str_puts(&from, channel->path);
		if (i > 1)
			hr_str_printf(&from, ".%llu", (unsigned long long)(i - 1));
		hr_str_printf(&to, "%s.%llu", channel->path, (unsigned long long)i);
		rename(hr_str_text(&from), hr_str_text(&to));
		hr_str_release(&from);
		hr_str_release(&to);
	}
	if (channel->keep == 0)
		unlink(channel->path);
}

/* On failure what was written is taken back: lines appear whole or not at all. */
static int append_whole(const char *path, struct hr_slice head, struct hr_slice message)
{
	int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
	struct stat info;
	int problem = 0;

	if (fd < 0)
		return errno;
	if (fstat(fd, &info) != 0) {
		problem = errno;
	} else if ((info.st_size == 0 && !hr_write_all(fd, head)) || !hr_write_all(fd, message) ||
	           fsync(fd) != 0) {
		problem = errno;
		/* A device that cannot be synchronised has taken the bytes all the same. */
		if (!S_ISREG(info.st_mode) && problem == EINVAL)
			problem = 0;
		else if (S_ISREG(info.st_mode) && ftruncate(fd, info.st_size) != 0)
			problem = errno;
	}
	if (close(fd) != 0 && problem == 0)
		problem = errno;
	return problem;
}

enum hr_sent hr_send_file(const struct hr_config_channel *channel, struct hr_slice message,
                          int64_t *retry_after_ns, struct hr_error *err)
{
	struct hr_str head = { 0 };
	struct stat info;
	int problem;

	(void)retry_after_ns;
	if (stat(channel->path, &info) == 0 && S_ISREG(info.st_mode) && info.st_size > 0 &&
	    (uint64_t)info.st_size + message.length > channel->max_bytes)
		rotate(channel);
	for (size_t i = 0; channel->format == HR_CHANNEL_CSV && i < COLUMNS; i++)
		hr_str_printf(&head, "%s%c", columns[i], i + 1 < COLUMNS ? ',' : '\n');
	problem = append_whole(channel->path, hr_str_slice(&head), message);
	hr_str_release(&head);
	if (problem == 0)
		return HR_SENT;
	hr_error_set(err, HR_EIO, "%s: %s", channel->path, strerror(problem));
	return HR_SENT_LATER;
}
