#include <config.h>
#include "cli/watch_screen.h"

#include <limits.h>
#include <stdbool.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/output.h"

#define ROWS_USUAL 24
/* ECMA-48: cursor to the start, clear to the end of the line, of the screen, all of it. */
#define HOME        "\033[H"
#define CLEAR_LINE  "\033[K"
#define CLEAR_BELOW "\033[J"
#define CLEAR_ALL   "\033[2J"

static unsigned terminal_rows(void)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row >= 4)
		return size.ws_row;
	return ROWS_USUAL;
}

void hr_watch_screen_lines(struct hr_slice title, struct hr_slice text, unsigned rows,
                           struct hr_str *out)
{
	struct hr_slice line = title;
	unsigned row = 0;

	hr_str_puts(out, HOME);
	do {
		hr_str_add_slice(out, line);
		hr_str_puts(out, CLEAR_LINE "\n");
	} while (++row + 1 < rows && hr_slice_take(&text, '\n', &line));
	hr_str_puts(out, CLEAR_BELOW);
}

enum hr_err hr_watch_screen_show(struct hr_watch_screen *screen, struct hr_slice title,
                                 struct hr_slice text, struct hr_error *err)
{
	hr_str_truncate(&screen->text, 0);
	if (screen->terminal) {
		if (!screen->drawn)
			hr_str_puts(&screen->text, CLEAR_ALL);
		hr_watch_screen_lines(title, text, screen->last ? UINT_MAX : terminal_rows(),
		                      &screen->text);
	} else {
		if (title.length > 0)
			hr_str_printf(&screen->text, "%s%.*s\n", screen->drawn ? "\n" : "",
			              (int)title.length, title.ptr);
		hr_str_add_slice(&screen->text, text);
	}
	screen->drawn = true;
	return hr_output_file("-", hr_str_slice(&screen->text), err);
}

void hr_watch_screen_release(struct hr_watch_screen *screen)
{
	hr_str_release(&screen->text);
}
