/*
 * A recording: records as they arrive, in a file that others can read meanwhile. It grows as
 * PATH.part, whole rows at a time, and gets its name at the end; a run that is killed leaves the
 * part, which is valid up to its last row. "-" and what is no regular file are written straight.
 */
#ifndef HR_CAPTURE_RECORDING_H
#define HR_CAPTURE_RECORDING_H

#include "write/writer.h"

/* Zero-initialise. Records go to recording.writer.sink, by one thread. */
struct hr_recording {
	struct hr_writer writer;
	struct hr_output *output;
	struct hr_error error; /* of the first failed write */
	int64_t flushed_ns;    /* monotonic */
	bool has_rows;         /* that were made elsewhere */
};

/*
 * hr_recording_open - begin @path, "-" for stdout, in @form (hr_record_form_find).
 * Errors: HR_EIO when it cannot be written; HR_EINVAL when another program is recording to it.
 */
enum hr_err hr_recording_open(struct hr_recording *recording, const char *path,
                              const struct hr_record_form *form,
                              struct hr_error *err) HR_MUST_CHECK;
/*
 * hr_recording_write - rows made elsewhere by the same form, whole ones.
 * Errors: HR_EIO as of hr_recording_tick(); hr_recording_close() has the text.
 */
enum hr_err hr_recording_write(struct hr_recording *recording, struct hr_slice rows) HR_MUST_CHECK;
/*
 * hr_recording_tick - hand on what waits when a second has passed; call it a few times a second.
 * Errors: HR_EIO once a write has failed (disk full): what was written until then is whole rows.
 */
enum hr_err hr_recording_tick(struct hr_recording *recording, int64_t monotonic_ns,
                              struct hr_error *err) HR_MUST_CHECK;
/*
 * hr_recording_close - write what waits and give the file its name; released in any case. One that
 * was stopped before its first record takes nobody's place: an older recording of the name stays.
 * Errors: HR_EIO, also of an earlier write: the part stays, and the text says so.
 */
enum hr_err hr_recording_close(struct hr_recording *recording, struct hr_error *err) HR_MUST_CHECK;
/* Nothing was recorded: no file appears and no part stays. */
void hr_recording_abort(struct hr_recording *recording);

#endif
