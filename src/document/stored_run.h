/*
 * The stored form of a run: a run document small enough to keep for years and fit for git. It has
 * no intervals and no analyses; histograms are coarser, texts and series few; figures are those of
 * the whole run, untouched. One label a line, so that a diff shows which one changed.
 */
#ifndef HR_DOCUMENT_STORED_RUN_H
#define HR_DOCUMENT_STORED_RUN_H

#include <jansson.h>

#include "base/error.h"
#include "base/str.h"
#include "document/store.h"

#define HR_STORED_RUN_BYTES_MAX ((size_t)100 * 1000)
/* <started>-<hash>: "20261120T020000Z-0123456789abcdef", or "undated-..." */
#define HR_STORED_RUN_ID_BYTES 48

/*
 * hr_stored_run_new - the stored form of a document's run.
 * @document  a whole document; borrowed
 * @text      replaced by its text, at most HR_STORED_RUN_BYTES_MAX bytes: histograms get coarser
 *            (relative error 0.4 % to 6 %), series shorter, and last the labels with the fewest
 *            requests are folded into HR_OTHER_LABEL, until it fits
 * Keeps verdict and exit, and the checks that failed without their evidence.
 * Errors: HR_EPARSE when the document's run is malformed; HR_ELIMIT when it cannot be made to fit.
 */
enum hr_err hr_stored_run_new(const json_t *document, struct hr_str *text,
                              struct hr_error *err) HR_MUST_CHECK;
/*
 * hr_stored_run_id - the name of a run in the store, from what it measured: start, label sums,
 * histograms, resources. How it was named, where its files lay and which checks were made does not
 * matter, so the same measurement is stored once, also when it comes from another store.
 */
void hr_stored_run_id(const json_t *document, char out[HR_STORED_RUN_ID_BYTES]);

/*
 * hr_stored_run_add - a document's run into the store, which gets locked.
 * @known  it was there already; then nothing is written
 * Errors: HR_ENODATA when the run holds nothing; those of hr_stored_run_new() and of the store.
 */
enum hr_err hr_stored_run_add(struct hr_store *store, const json_t *document,
                              char id[HR_STORED_RUN_ID_BYTES], bool *known,
                              struct hr_error *err) HR_MUST_CHECK;

#endif
