#include <config.h>
#include "record/series.h"
#include "run_dump.h"

#include <stdlib.h>

static void dump_u128(struct hr_str *out, hr_u128 value)
{
	hr_str_printf(out, " %llx:%llx", (unsigned long long)(value >> 64),
	              (unsigned long long)value);
}

static void dump_i64(struct hr_str *out, int64_t value)
{
	hr_str_printf(out, " %lld", (long long)value);
}

static void dump_timing(struct hr_str *out, const char *name, const struct hr_timing *timing)
{
	hr_str_printf(out, "  %s", name);
	dump_i64(out, (int64_t)timing->moments.count);
	dump_u128(out, timing->moments.sum_ns);
	dump_u128(out, timing->moments.sum_squares);
	dump_i64(out, timing->moments.min_ns);
	dump_i64(out, timing->moments.max_ns);
	hr_str_putc(out, ' ');
	if (timing->hist != NULL)
		hr_hist_encode(timing->hist, out);
	hr_str_putc(out, '\n');
}

static void dump_tally(struct hr_str *out, const char *name, const struct hr_tally *tally)
{
	const struct hr_tally_entry **entries = hr_tally_sorted(tally);

	hr_str_printf(out, "  %s rest %llu", name, (unsigned long long)tally->rest);
	for (size_t i = 0; i < tally->count; i++)
		hr_str_printf(out, " [%s]=%llu", entries[i]->text,
		              (unsigned long long)entries[i]->count);
	hr_str_putc(out, '\n');
	free(entries);
}

static void dump_cells(struct hr_str *out, const struct hr_cells *cells)
{
	hr_str_printf(out, "  cells %lld %zu\n", (long long)cells->first, cells->count);
	for (size_t i = 0; i < cells->count; i++) {
		const struct hr_cell *cell = &cells->cells[i];

		if (cell->count == 0)
			continue;
		hr_str_puts(out, "  cell");
		dump_i64(out, cells->first + (int64_t)i);
		dump_i64(out, (int64_t)cell->count);
		dump_i64(out, (int64_t)cell->errors);
		dump_i64(out, (int64_t)cell->timed);
		dump_u128(out, cell->sum_ns);
		dump_i64(out, cell->min_ns);
		dump_i64(out, cell->max_ns);
		dump_i64(out, (int64_t)cell->latency_count);
		dump_i64(out, (int64_t)cell->connect_count);
		dump_u128(out, cell->latency_sum_ns);
		dump_u128(out, cell->connect_sum_ns);
		dump_i64(out, (int64_t)cell->received_bytes);
		dump_i64(out, (int64_t)cell->sent_bytes);
		hr_str_putc(out, ' ');
		hr_sketch_encode(&cell->sketch, out);
		hr_str_putc(out, '\n');
	}
}

static void dump_label(struct hr_str *out, const struct hr_label *label)
{
	hr_str_printf(out, "label %d %s %d %d", label->kind, label->name, label->source,
	              label->sub_result);
	dump_i64(out, (int64_t)label->count);
	dump_i64(out, (int64_t)label->errors);
	dump_i64(out, (int64_t)label->received_count);
	dump_i64(out, (int64_t)label->sent_count);
	dump_u128(out, label->received_bytes);
	dump_u128(out, label->sent_bytes);
	dump_i64(out, label->start_ns);
	dump_i64(out, label->end_ns);
	hr_str_putc(out, '\n');
	dump_timing(out, "ok", &label->ok);
	dump_timing(out, "failed", &label->failed);
	dump_timing(out, "latency", &label->latency);
	dump_timing(out, "connect", &label->connect);
	dump_tally(out, "codes", &label->codes);
	dump_tally(out, "errors", &label->errors_exact);
	dump_tally(out, "groups", &label->error_groups);
	dump_cells(out, &label->cells);
}

static void dump_track(struct hr_str *out, const struct hr_track *track)
{
	hr_str_printf(out, "  track %s", track->text != NULL ? track->text : "(rest)");
	for (size_t i = 0; i < track->count; i++)
		if (track->values[i] != 0)
			hr_str_printf(out, " %lld=%llu", (long long)(track->first + (int64_t)i),
			              (unsigned long long)track->values[i]);
	hr_str_putc(out, '\n');
}

static void dump_tracks(struct hr_str *out, const char *name, const struct hr_tracks *tracks)
{
	hr_str_printf(out, "%s\n", name);
	for (size_t i = 0; i < tracks->count; i++)
		dump_track(out, &tracks->tracks[i]);
	dump_track(out, &tracks->rest);
}

static void dump_series(struct hr_str *out, const struct hr_series *series)
{
	hr_str_printf(out, "series %s|%s|%s %d %lld\n", series->name, series->host, series->unit,
	              series->kind, (long long)series->step_ns);
	for (size_t i = 0; i < series->count; i++) {
		const struct hr_point *point = &series->points[i];

		dump_i64(out, point->interval);
		dump_i64(out, (int64_t)point->count);
		dump_u128(out, (hr_u128)point->sum_micro);
		dump_i64(out, point->min_micro);
		dump_i64(out, point->max_micro);
		dump_i64(out, point->first_micro);
		dump_i64(out, point->last_micro);
		dump_i64(out, point->first_time_ns);
		dump_i64(out, point->last_time_ns);
		hr_str_putc(out, '\n');
	}
}

void run_dump(struct hr_run *run, struct hr_str *out)
{
	hr_str_truncate(out, 0);
	hr_run_classify(run);
	hr_str_printf(out, "run %llu %llu folded %llu grid %lld %d",
	              (unsigned long long)run->sample_count,
	              (unsigned long long)run->observation_count,
	              (unsigned long long)run->labels_folded, (long long)run->grid.step_ns,
	              run->grid.forced);
	dump_i64(out, run->grid.first);
	dump_i64(out, run->grid.last);
	dump_i64(out, run->start_ns);
	dump_i64(out, run->end_ns);
	hr_str_putc(out, '\n');
	for (size_t i = 0; i < run->label_count; i++)
		dump_label(out, run->labels[i]);
	dump_tracks(out, "codes", &run->codes);
	dump_tracks(out, "users", &run->users);
	for (size_t i = 0; i < run->series_count; i++)
		dump_series(out, &run->series[i]);
	for (size_t i = 0; i < run->event_count; i++)
		hr_str_printf(out, "event %lld %lld %s %s\n", (long long)run->events[i].start_ns,
		              (long long)run->events[i].end_ns, run->events[i].kind,
		              run->events[i].text);
	for (size_t i = 0; i < run->diag.count; i++) {
		const struct hr_diag_entry *entry = &run->diag.entries[i];

		hr_str_printf(out, "diag %s|%s %d %llu\n", entry->path, entry->reason,
		              entry->severity, (unsigned long long)entry->count);
		for (size_t j = 0; j < entry->n_first; j++)
			hr_str_printf(out, " %llu %s\n", (unsigned long long)entry->first[j].line,
			              entry->first[j].text);
	}
}
