/* Units and names. */
#include <config.h>
#include "record/resource.h"

#include <string.h>
#include <strings.h>

#define KIB 1024.0
#define MIB (1024.0 * KIB)
#define GIB (1024.0 * MIB)

static const struct known_unit {
	const char *text;
	enum hr_quantity quantity;
	double factor;
} known_units[] = {
	{ "%", HR_QUANTITY_RATIO, 0.01 },
	{ "percent", HR_QUANTITY_RATIO, 0.01 },
	{ "ratio", HR_QUANTITY_RATIO, 1 },
	{ "B", HR_QUANTITY_BYTES, 1 },
	{ "bytes", HR_QUANTITY_BYTES, 1 },
	{ "kB", HR_QUANTITY_BYTES, 1e3 },
	{ "MB", HR_QUANTITY_BYTES, 1e6 },
	{ "GB", HR_QUANTITY_BYTES, 1e9 },
	{ "KiB", HR_QUANTITY_BYTES, KIB },
	{ "MiB", HR_QUANTITY_BYTES, MIB },
	{ "GiB", HR_QUANTITY_BYTES, GIB },
	{ "TiB", HR_QUANTITY_BYTES, 1024.0 * GIB },
	{ "B/s", HR_QUANTITY_BYTES_PER_S, 1 },
	{ "KiB/s", HR_QUANTITY_BYTES_PER_S, KIB },
	{ "MiB/s", HR_QUANTITY_BYTES_PER_S, MIB },
	{ "kB/s", HR_QUANTITY_BYTES_PER_S, 1e3 },
	{ "MB/s", HR_QUANTITY_BYTES_PER_S, 1e6 },
	{ "1/s", HR_QUANTITY_PER_S, 1 },
	{ "/s", HR_QUANTITY_PER_S, 1 },
	{ "ns", HR_QUANTITY_DURATION_MS, 1e-6 },
	{ "us", HR_QUANTITY_DURATION_MS, 1e-3 },
	{ "ms", HR_QUANTITY_DURATION_MS, 1 },
	{ "s", HR_QUANTITY_DURATION_MS, 1e3 },
	{ "seconds", HR_QUANTITY_DURATION_MS, 1e3 },
};

/* What grows by bytes grows by bytes a second; what counts up without a unit, by a number. */
static bool of_counter(const struct hr_series *series, const struct known_unit *known,
                       struct hr_resource_unit *out)
{
	if (series->unit[0] == '\0') {
		*out = (struct hr_resource_unit){ HR_QUANTITY_PER_S, 1 };
		return true;
	}
	if (known == NULL || known->quantity != HR_QUANTITY_BYTES)
		return false;
	*out = (struct hr_resource_unit){ HR_QUANTITY_BYTES_PER_S, known->factor };
	return true;
}

bool hr_resource_unit(const struct hr_series *series, struct hr_resource_unit *out)
{
	const struct known_unit *known = NULL;

	*out = (struct hr_resource_unit){ HR_QUANTITY_NUMBER, 1 };
	for (size_t i = 0; i < sizeof(known_units) / sizeof(known_units[0]) && known == NULL; i++)
		if (strcmp(series->unit, known_units[i].text) == 0)
			known = &known_units[i];
	if (series->kind == HR_SERIES_COUNTER)
		return of_counter(series, known, out);
	if (known != NULL)
		*out = (struct hr_resource_unit){ known->quantity, known->factor };
	return known != NULL;
}

/* Each row is one thing; the first name is what people call it. */
static const char *const known_names[][12] = {
	{ "cpu", "cpu.busy", "cpu_usage", "cpu_utilization", "cpu_utilisation", "cpu_percent",
	  "cpu.usage", "cpu.utilization", "system.cpu.utilization" },
	{ "memory", "memory.unavailable_share", "memory_usage", "memory_utilization",
	  "memory_utilisation", "memory_percent", "memory.usage", "mem", "mem_usage",
	  "mem_percent" },
	{ "instances", "instance_count", "healthy_instances", "replicas", "pods", "nodes" },
};

bool hr_resource_same_name(struct hr_slice a, const char *b)
{
	return a.length == strlen(b) && strncasecmp(a.ptr, b, a.length) == 0;
}

const char *hr_resource_known_name(struct hr_slice name, size_t i)
{
	for (size_t row = 0; row < sizeof(known_names) / sizeof(known_names[0]); row++) {
		const char *const *names = known_names[row];

		for (size_t k = 0; k < 12 && names[k] != NULL; k++)
			if (hr_resource_same_name(name, names[k]))
				return i < 12 ? names[i] : NULL;
	}
	return NULL;
}
