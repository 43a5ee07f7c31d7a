/*
 * Being asked to stop: for work that goes on until it is told to end and then has something to put
 * in order. The signal only sets a flag; whoever works looks at it, at least ten times a second.
 */
#ifndef HR_BASE_STOP_H
#define HR_BASE_STOP_H

#include <stdbool.h>

/*
 * hr_stop_catch - from now on SIGINT and SIGTERM set the flag, and one that comes half a second
 * later or more ends the program at once. Calls that wait return with EINTR. A reader that went
 * away (SIGPIPE) and a file that is at its limit (SIGXFSZ) are errors of write() instead of ends of
 * the program. What the parent chose to ignore stays ignored. The flag is cleared.
 */
void hr_stop_catch(void);
/* The actions from before again. */
void hr_stop_release(void);
/* Has a signal asked to stop? For any thread. */
bool hr_stop_wanted(void);
/* Which signal asked, to pass it on; 0 when none did. */
int hr_stop_signal(void);
/* Ask for it as a signal would: a thread that cannot go on ends the others. */
void hr_stop_ask(void);

#endif
