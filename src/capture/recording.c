#include <config.h>
#include "capture/recording.h"

#include "base/instant.h"
#include "base/stop.h"

enum hr_err hr_recording_open(struct hr_recording *recording, const char *path,
                              const struct hr_record_form *form, struct hr_error *err)
{
	enum hr_err code = hr_output_open_growing(path, &recording->output, err);

	if (code == HR_OK)
		hr_writer_init(&recording->writer, form, recording->output, &recording->error);
	return code;
}

enum hr_err hr_recording_write(struct hr_recording *recording, struct hr_slice rows)
{
	enum hr_err code = hr_writer_flush(&recording->writer);

	recording->has_rows = recording->has_rows || rows.length > 0;
	if (code == HR_OK)
		code = hr_output_write(recording->output, rows, &recording->error);
	if (code != HR_OK)
		recording->writer.status = code;
	return code;
}

static enum hr_err hand_on(struct hr_recording *recording)
{
	enum hr_err code = hr_writer_flush(&recording->writer);

	if (code == HR_OK)
		code = hr_output_flush(recording->output, &recording->error);
	if (code != HR_OK)
		recording->writer.status = code; /* nothing is written after it */
	return code;
}

enum hr_err hr_recording_tick(struct hr_recording *recording, int64_t monotonic_ns,
                              struct hr_error *err)
{
	if (recording->writer.status == HR_OK && monotonic_ns - recording->flushed_ns < HR_NS_PER_S)
		return HR_OK;
	recording->flushed_ns = monotonic_ns;
	if (recording->writer.status != HR_OK || hand_on(recording) != HR_OK)
		return hr_error_at(err, recording->writer.status, recording->error.source, 0, 0,
		                   "%s", recording->error.text);
	return HR_OK;
}

static bool is_empty(const struct hr_recording *recording)
{
	return recording->writer.status == HR_OK && !recording->has_rows &&
	       recording->writer.samples == 0 && recording->writer.observations == 0;
}

enum hr_err hr_recording_close(struct hr_recording *recording, struct hr_error *err)
{
	enum hr_err code;

	if (recording->output == NULL)
		return HR_OK;
	if (is_empty(recording) && hr_stop_wanted() && hr_output_is_growing(recording->output)) {
		hr_recording_abort(recording);
		return HR_OK;
	}
	if (recording->writer.status == HR_OK)
		hand_on(recording);
	code = hr_writer_finish(&recording->writer);
	if (code != HR_OK) {
		hr_error_at(err, code, recording->error.source, 0, 0, "%s; %s",
		            recording->error.text, hr_output_left(recording->output));
		hr_output_abort(recording->output);
	} else {
		code = hr_output_commit(recording->output, err);
	}
	recording->output = NULL;
	return code;
}

void hr_recording_abort(struct hr_recording *recording)
{
	if (recording->output == NULL)
		return;
	hr_str_release(&recording->writer.row);
	hr_output_discard(recording->output);
	recording->output = NULL;
}
