/*
 * The history: a folder of plain JSON files, fit for git.
 *
 *   runs/<started>-<hash>.json   stored runs (document/stored_run.h)
 *   baselines/<name>.json        which of them are the standard (document/baseline.h)
 *   events/<id>.json             changes found in the history
 *   lock                         held while something is written
 *
 * Every file appears whole or not at all and is never changed in place, so reading needs no lock;
 * what is read and then written again is done under the lock of one writer.
 */
#ifndef HR_DOCUMENT_STORE_H
#define HR_DOCUMENT_STORE_H

#include <jansson.h>
#include <stdbool.h>

#include "base/error.h"
#include "base/slice.h"

#define HR_STORE_FOLDER     "headroom-history" /* where nothing else is said */
#define HR_STORE_FILES_MAX  100000             /* of one kind */
#define HR_STORE_NAME_BYTES 128                /* of a file's name without its ending */

enum hr_store_kind { HR_STORE_RUNS, HR_STORE_BASELINES, HR_STORE_EVENTS };

struct hr_store; /* opaque */

/* @folder need not exist: then the store is empty. What is there and cannot be read is an error of
 * the calls below. Gives a store (hr_store_close(), which takes
 * NULL too). */
struct hr_store *hr_store_open(const char *folder);
void hr_store_close(struct hr_store *store);
const char *hr_store_folder(const struct hr_store *store);

/*
 * hr_store_lock - become the one writer, waiting for another to end; until hr_store_close().
 * Makes the folders, and removes temporary files that a killed writer left. Errors: HR_EIO.
 */
enum hr_err hr_store_lock(struct hr_store *store, struct hr_error *err) HR_MUST_CHECK;

/* Names without ".json", ascending: runs are in order of their start. Texts are owned. */
struct hr_store_names {
	char **items;
	size_t count, capacity;
};
/* Errors: HR_EIO; HR_ELIMIT beyond HR_STORE_FILES_MAX. @out is initialised by the call; release it
 * also after an error. Files with other endings, and names no store would give, are passed over. */
enum hr_err hr_store_list(const struct hr_store *store, enum hr_store_kind kind,
                          struct hr_store_names *out, struct hr_error *err) HR_MUST_CHECK;
void hr_store_names_release(struct hr_store_names *names);

/* Letters, digits and . _ - only, not beginning with a dot, at most HR_STORE_NAME_BYTES. */
bool hr_store_is_name(const char *name);
/* The file of a name, "FOLDER/runs/NAME.json" (free()). */
char *hr_store_path(const struct hr_store *store, enum hr_store_kind kind, const char *name);
/* Is there one of this name? What is no name is not there. Errors: HR_EIO when that cannot be told.
 */
enum hr_err hr_store_find(const struct hr_store *store, enum hr_store_kind kind, const char *name,
                          bool *found, struct hr_error *err) HR_MUST_CHECK;

/*
 * hr_store_load - one file. Gives a reference.
 * Errors: HR_ENODATA when there is no such file (it may have been pruned since it was listed), with
 * the nearest name; HR_EPARSE when it is no JSON object; HR_EIO.
 */
enum hr_err hr_store_load(const struct hr_store *store, enum hr_store_kind kind, const char *name,
                          json_t **out, struct hr_error *err) HR_MUST_CHECK;
/*
 * Write or replace, remove. Only after hr_store_lock(). A file appears whole or not at all;
 * removing what is not there is no error.
 * Errors: HR_EINVAL when @name cannot be one (hr_store_is_name()); HR_EIO.
 */
enum hr_err hr_store_write(struct hr_store *store, enum hr_store_kind kind, const char *name,
                           struct hr_slice text, struct hr_error *err) HR_MUST_CHECK;
enum hr_err hr_store_remove(struct hr_store *store, enum hr_store_kind kind, const char *name,
                            struct hr_error *err) HR_MUST_CHECK;

#endif
