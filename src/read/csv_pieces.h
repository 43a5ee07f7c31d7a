/*
 * CSV as it comes, in pieces cut anywhere, passed on in pieces that are good to read: a line is
 * whole unless it is long, and CR LF stays together. A line cut in two would have no place in an
 * index (csv_indexed.h) and take the long way, so what a piece ends in waits for its rest.
 */
#ifndef HR_READ_CSV_PIECES_H
#define HR_READ_CSV_PIECES_H

#include <stdbool.h>

#include "base/slice.h"
#include "base/str.h"

/* How much of a line is ever waited for. A build may ask for less: that of the fuzzer does, so that
 * small inputs have such borders, too. */
#ifndef HR_CSV_TAIL_BYTES
#define HR_CSV_TAIL_BYTES 4096
#endif

/* @bytes are borrowed for the call, and never none. */
typedef void hr_csv_piece_fn(void *context, struct hr_slice bytes);

/* With all others zero at the start. */
struct hr_csv_pieces {
	hr_csv_piece_fn *on_piece;
	void *context;
	struct hr_str tail; /* how the line begins that the last bytes ended in */
	bool in_line;       /* what was passed on ended inside a line */
	bool held_cr;       /* and that in a CR, which waits: the next byte may be its LF */
};

/*
 * hr_csv_pieces_feed - the next bytes.
 * A line of at most HR_CSV_TAIL_BYTES, with its LF, is passed on whole. Of a longer one there may
 * be parts; where they end depends on the pieces.
 */
void hr_csv_pieces_feed(struct hr_csv_pieces *pieces, struct hr_slice bytes);
/* The end: what has waited is passed on. */
void hr_csv_pieces_finish(struct hr_csv_pieces *pieces);
/* Does nothing wait? */
bool hr_csv_pieces_is_empty(const struct hr_csv_pieces *pieces);
void hr_csv_pieces_release(struct hr_csv_pieces *pieces);

#endif
