/*
 * Where the text of each look goes: drawn over the last one on a terminal, one behind the other
 * elsewhere.
 */
#ifndef HR_CLI_WATCH_SCREEN_H
#define HR_CLI_WATCH_SCREEN_H

#include "base/str.h"

/* Zero-initialise. */
struct hr_watch_screen {
	bool terminal;
	bool drawn; /* before */
	bool last;  /* nothing will be drawn over it: all of it is shown */
	struct hr_str text;
};

/*
 * hr_watch_screen_show - @text below @title.
 * On a terminal what is too long for it is cut off at the bottom.
 * Errors: HR_EIO.
 */
enum hr_err hr_watch_screen_show(struct hr_watch_screen *screen, struct hr_slice title,
                                 struct hr_slice text, struct hr_error *err) HR_MUST_CHECK;
/*
 * hr_watch_screen_lines - the bytes that draw at most @rows lines of @title and @text over what is
 * there, appended. Each line is cleared to its end, then the rest of the screen, so nothing
 * flickers.
 */
void hr_watch_screen_lines(struct hr_slice title, struct hr_slice text, unsigned rows,
                           struct hr_str *out);
void hr_watch_screen_release(struct hr_watch_screen *screen);

#endif
