/*
 * A reader turns the bytes of one format into records. It is a push parser: whoever holds the bytes
 * (a file, a pipe, a growing file, one chunk of many) feeds them in pieces of any size, so the same
 * reader serves files, streams and parallel chunks. A new format is one file and one row in
 * read/formats.c.
 */
#ifndef HR_READ_READER_H
#define HR_READ_READER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/instant.h"
#include "base/instant_memo.h"
#include "base/str.h"
#include "record/mapping.h"
#include "record/plain_row.h"
#include "record/sample.h"

struct hr_diag;
struct hr_forks;
struct hr_sink;

enum hr_carries { /* what a format can hold, for `help formats` */
	          HR_CARRIES_SAMPLES = 1 << 0,
	          HR_CARRIES_OBSERVATIONS = 1 << 1,
	          HR_CARRIES_HISTOGRAMS = 1 << 2,
	          HR_CARRIES_AGGREGATES = 1 << 3,
	          HR_CARRIES_EVENTS = 1 << 4,
};

enum hr_nested { HR_NESTED_SKIP, HR_NESTED_FLATTEN }; /* samples inside samples of JTL XML */

struct hr_read_options {
	const struct hr_zone *zone;               /* for times without one; never NULL */
	const struct hr_time_format *time_format; /* NULL: the format's own */
	enum hr_stamp stamp;
	enum hr_nested nested;
	char delimiter;               /* 0: guessed */
	bool reference;               /* read by libraries alone, without the fast ways */
	unsigned threads;             /* that may read one input; 0 is 1 */
	uint64_t chunk_bytes;         /* least size of what each gets; 0: a few MiB */
	const struct hr_forks *forks; /* sinks for them; NULL: one thread reads; borrowed */
	const struct hr_mapping
	        *mapping;     /* columns of generic CSV and JSON lines; NULL: by well-known names */
	struct hr_slice host; /* generator host where the input names none */
};

/* Where a reader reports to; borrowed by the reader. records, rejected and degraded are the input's
 * own counters. */
struct hr_read_context {
	const char *path;
	struct hr_read_options options;
	struct hr_sink *sink;
	struct hr_diag *diag;
	uint64_t records, rejected, degraded;
	struct hr_instant_memo times;
	struct hr_str assumptions; /* one line each: what --explain-input prints */
	bool in_order;             /* set by readers whose samples come in the order they end */
	int64_t first_end_ns, last_end_ns; /* of those, when they ended; 0 before the first */
};

/* A row that counts nowhere; a row that counts in totals only (call it once a row, besides pushing
 * the record); a remark. @reason is one sentence without values of the row, @text its start. */
void hr_read_reject(struct hr_read_context *context, const char *reason, uint64_t line,
                    struct hr_slice text);
void hr_read_degrade(struct hr_read_context *context, const char *reason, uint64_t line,
                     struct hr_slice text);
void hr_read_note(struct hr_read_context *context, const char *reason, uint64_t line,
                  struct hr_slice text);
/* A clock that goes back by more in samples that come in order was set, or recordings were joined.
 */
#define HR_READ_JUMP_NS (60 * HR_NS_PER_S)
/* The samples of @next, which were read apart, come after those of @context: is their order right?
 */
void hr_read_join_order(struct hr_read_context *context, struct hr_read_context *next);
/* A request that succeeded, by the load generator of the options, of which only @label (borrowed)
 * is known yet: weight 1, no time, nothing else. */
struct hr_sample hr_read_request(const struct hr_read_context *context, struct hr_slice label);
/* Push a record and count it. */
void hr_read_sample(struct hr_read_context *context, const struct hr_sample *sample);
/* The same for plain rows, whose groups the context's sink knows. */
void hr_read_rows(struct hr_read_context *context, const struct hr_plain_row *rows, size_t count);
void hr_read_observation(struct hr_read_context *context, const struct hr_observation *observation);
/* A time as hr_instant_parse() reads it, in the zone of the options where it has none of its own;
 * HR_INSTANT_NONE when it is none. */
int64_t hr_read_time(struct hr_read_context *context, struct hr_slice text);
/*
 * hr_read_value - the value of a series as text, times 10^@shift x @factor, in millionths; false
 * when it is no number or too large. A counter too large for a series is taken modulo 2^43: its
 * differences, which are all that counts, stay right but for the one in which it passes a multiple;
 * a note says so.
 */
bool hr_read_value(struct hr_read_context *context, struct hr_slice text, int shift, int64_t factor,
                   enum hr_series_kind kind, int64_t *out_micro);
/* One line for --explain-input. */
void hr_read_assume(struct hr_read_context *context, const char *format, ...) HR_PRINTF(2, 3);

struct hr_reader; /* each format's own state */

/* The first bytes of an input, at most HR_INPUT_PEEK_BYTES. */
struct hr_peek {
	struct hr_slice head;
	bool complete;                    /* nothing follows */
	const struct hr_mapping *mapping; /* as in the options */
	char delimiter;                   /* as in the options */
};

/*
 * For formats whose rows mean the same wherever reading begins: how to read a file in chunks
 * (read_chunks.h). All but border() expect a reader that has been fed whole rows.
 */
struct hr_chunking {
	/* A reader that reads on as @reader would, its lines counted from 1; NULL when that cannot
	 * be. */
	struct hr_reader *(*fork)(const struct hr_reader *reader, struct hr_read_context *context);
	/* Where the first likely row begins behind a line feed in @bytes; SIZE_MAX for nowhere. A
	 * guess: it may lie within a quoted field. */
	size_t (*border)(const struct hr_reader *reader, struct hr_slice bytes);
	/* Would @reader read on as a new fork of @origin? No when it stands inside of a row, too.
	 */
	bool (*is_at_border)(const struct hr_reader *reader, const struct hr_reader *origin);
	uint64_t (*lines)(const struct hr_reader *reader); /* so far */
	/* What @reader, a fork, has read comes after what @before read: its lines are counted on,
	 * and what it will have to tell of the whole at the end is told of both. */
	void (*follow)(struct hr_reader *reader, const struct hr_reader *before);
};

struct hr_format {
	const char *name;  /* for --input-format: "jtl-csv" */
	const char *title; /* "JMeter results, CSV" */
	unsigned carries;  /* enum hr_carries */
	/* How sure the format is that this is its own: 0 no, 1..49 could be, 50..99 looks like it,
	 * 100 certain. Content only, never the name. */
	int (*sniff)(const struct hr_peek *peek);
	/* @context is borrowed until free. */
	struct hr_reader *(*open)(struct hr_read_context *context);
	/* Errors are HR_ELIMIT (a cap was met) or HR_EPARSE (nothing of this can be read); bad rows
	 * are no errors. */
	enum hr_err (*feed)(struct hr_reader *reader, struct hr_slice bytes, struct hr_error *err);
	enum hr_err (*finish)(struct hr_reader *reader,
	                      struct hr_error *err); /* the last row may lack its newline */
	void (*free)(struct hr_reader *reader);
	const struct hr_chunking *chunks; /* NULL: one thread reads a file */
	/* The piece of a path that says what is recorded: files of equal content are two recordings
	 * when it differs. NULL: the content says it all. */
	struct hr_slice (*told_by_path)(const char *path);
};

extern const struct hr_format *const hr_formats[]; /* NULL-terminated, in the order of help */
const struct hr_format *hr_format_find(const char *name); /* NULL when unknown */
/*
 * hr_format_sniff - the format of an input.
 * Errors: HR_EPARSE naming the candidates when two are equally sure, or what was looked for when
 * none is.
 */
enum hr_err hr_format_sniff(const struct hr_peek *peek, const struct hr_format **out,
                            struct hr_error *err) HR_MUST_CHECK;

#endif
