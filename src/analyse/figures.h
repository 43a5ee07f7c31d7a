/*
 * What runs are compared by: the figures of one run, row by row, without what made them. They come
 * from a document (document/document_figures.h), so a run in memory, a run in a file and a stored
 * run are compared alike.
 */
#ifndef HR_ANALYSE_FIGURES_H
#define HR_ANALYSE_FIGURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct hr_hist;
struct hr_metric;

/* Metrics that are compared, in the order they are shown; all of them are in the metric table. */
enum hr_figure {
	HR_FIGURE_MEAN,
	HR_FIGURE_P50,
	HR_FIGURE_P90,
	HR_FIGURE_P95,
	HR_FIGURE_P99,
	HR_FIGURE_P999,
	HR_FIGURE_ERROR_RATIO,
	HR_FIGURE_THROUGHPUT,
	HR_FIGURE_RECEIVED,
	HR_FIGURE_SENT,
	HR_FIGURES
};
const struct hr_metric *hr_figure_metric(enum hr_figure figure);

enum hr_row_kind { HR_ROW_TOTAL, HR_ROW_REQUEST, HR_ROW_TRANSACTION, HR_ROW_RESOURCE };
const char *hr_row_kind_name(enum hr_row_kind kind); /* "total", "request" ... */

/* Of resources the name tells: most are used up, a few (free, idle ...) are good to have. */
bool hr_resource_higher_is_better(const char *name);

/* One figure of one row. */
struct hr_figure_value {
	double value; /* in the metric's unit; NaN when the run does not know it */
	double error; /* relative standard error within the run, from windows in time; NaN unknown
	               */
};

/* A label, the total, or a resource series, of which only the mean is known, in its own unit. */
struct hr_figure_row {
	char *name; /* of a resource "name host"; owned */
	char *unit; /* of a resource; owned, else NULL */
	enum hr_row_kind kind;
	uint64_t count, errors;
	double dispersion;                 /* of errors over time (hr_dispersion()), at least 1 */
	double ok_mean_ms, failed_mean_ms; /* NaN without such requests */
	bool whole_ms;                     /* every elapsed time was a whole millisecond */
	struct hr_figure_value figures[HR_FIGURES];
	struct hr_hist *elapsed; /* owned; NULL when there is none, or it was not asked for */
};

/* Texts are owned; NULL when not known. */
struct hr_figures {
	char *source; /* file or id, for messages */
	char *name, *environment, *version, *workload, *started;
	int64_t start_ns; /* HR_INSTANT_NONE when not known */
	double duration_s;
	double users;               /* median number of active users; NaN when not known */
	bool failed;                /* its own checks failed */
	struct hr_figure_row *rows; /* total first, then by kind and name */
	size_t count, capacity;
};

void hr_figures_release(struct hr_figures *figures);
/* A new row, all of it unknown; its texts are NULL. Valid until the next one. */
struct hr_figure_row *hr_figures_add(struct hr_figures *figures);
/* Order by kind, then name bytes; before the first look-up. */
void hr_figures_sort(struct hr_figures *figures);
/* NULL when there is none. */
const struct hr_figure_row *hr_figures_find(const struct hr_figures *figures, enum hr_row_kind kind,
                                            const char *name);

#endif
