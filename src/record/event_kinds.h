/*
 * Kinds of events that analyses look for. Readers of experiments write them; other kinds are marks
 * for people.
 */
#ifndef HR_RECORD_EVENT_KINDS_H
#define HR_RECORD_EVENT_KINDS_H

#define HR_EVENT_FAULT        "fault"      /* text: the experiment; while the fault lasted */
#define HR_EVENT_EXPERIMENT   "experiment" /* text: the experiment, and what its tool said of it */
#define HR_EVENT_ACTION       "action"     /* text: its name */
#define HR_EVENT_ROLLBACK     "rollback"   /* text: its name */
#define HR_EVENT_PROBE_PASSED "probe passed" /* text: its name */
#define HR_EVENT_PROBE_FAILED "probe failed" /* text: its name */

#endif
