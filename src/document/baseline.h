/*
 * Baselines: named lists of stored runs that later runs are compared with. A file of its own in the
 * history, schema headroom-baseline/1, that names its members by id and digest, the environment and
 * workload they share, its parent and the reason.
 */
#ifndef HR_DOCUMENT_BASELINE_H
#define HR_DOCUMENT_BASELINE_H

#include <jansson.h>
#include <stdbool.h>

#include "base/error.h"
#include "document/store.h"

#define HR_BASELINE_SCHEMA      "headroom-baseline/1"
#define HR_BASELINE_RUNS_MAX    1000
#define HR_BASELINE_PROVISIONAL 4 /* with fewer runs a baseline is provisional */

/* Texts are owned; NULL when not known. */
struct hr_baseline_run {
	char *id;
	char digest[17]; /* of the file's bytes in the store */
	char *started, *version;
};

struct hr_baseline {
	char *name, *created, *environment, *workload, *reason;
	char parent[17]; /* digest of the file this one took the place of; "" without */
	struct hr_baseline_run *runs;
	size_t count, capacity;
};

void hr_baseline_release(struct hr_baseline *baseline);
bool hr_baseline_is_provisional(const struct hr_baseline *baseline);

/*
 * hr_baseline_read - from the JSON of its file.
 * @source  what messages call it    @out  initialised by the call; released on error
 * Errors: HR_EPARSE, naming the place.
 */
enum hr_err hr_baseline_read(const json_t *value, const char *source, struct hr_baseline *out,
                             struct hr_error *err) HR_MUST_CHECK;
enum hr_err hr_baseline_load(const struct hr_store *store, const char *name,
                             struct hr_baseline *out, struct hr_error *err) HR_MUST_CHECK;
/*
 * hr_baseline_add - one more member.
 * @run     the stored run's document, of which environment, workload, start and version are taken
 * @digest  of its file
 * Does nothing when @id is a member. Errors: HR_EINVAL when environment or workload differ from
 * those of the members, saying both.
 */
enum hr_err hr_baseline_add(struct hr_baseline *baseline, const char *id, const json_t *run,
                            const char digest[17], struct hr_error *err) HR_MUST_CHECK;
/*
 * hr_baseline_check_run - may this run become a standard?
 * Errors: HR_EINVAL when its checks failed, or when it is fast because it failed: more than 5 % of
 * its requests failed, or more than 1 % did and failures took less time than successes. @source
 * names it in the message.
 */
enum hr_err hr_baseline_check_run(const json_t *document, const char *source,
                                  struct hr_error *err) HR_MUST_CHECK;
/* Write to the locked store under its name; the parent becomes the file that stood there. */
enum hr_err hr_baseline_save(struct hr_store *store, struct hr_baseline *baseline,
                             struct hr_error *err) HR_MUST_CHECK;
/* Digest of a file of the store; HR_ENODATA when it is not there. */
enum hr_err hr_store_digest(const struct hr_store *store, enum hr_store_kind kind, const char *name,
                            char out[17], struct hr_error *err) HR_MUST_CHECK;

#endif
