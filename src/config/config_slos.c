/* Lists of objectives: "slos", and "slas" or what of them stands among the others. */
#include <config.h>
#include "base/zone.h"
#include "base/message.h"
#include "config/config_read.h"
#include "config/config_sla.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "config/config_list.h"
#include "config/config_slo.h"

/* The zone counts for times that may stand before it. */
static void read_slo(struct hr_config_reader *reader, json_t *item, void *target)
{
	struct hr_config_slo *slo = target;
	const struct hr_zone *outer = reader->zone;
	const json_t *zone = json_object_get(item, "timezone");
	size_t before = reader->errors->count + reader->errors->omitted;

	if (json_object_get(item, "objective") != NULL) {
		hr_config_read_sla(reader, item, target);
		return;
	}
	hr_config_slo_init(slo);
	if (json_is_string(zone) &&
	    hr_zone_open(hr_slice_of(json_string_value(zone)), &slo->zone, NULL) == HR_OK)
		reader->zone = slo->zone;
	hr_config_read_object(reader, item, hr_config_slo_keys, slo);
	if (json_is_object(item) && reader->errors->count + reader->errors->omitted == before)
		hr_config_slo_finish(reader, slo);
	reader->zone = outer;
}

static void reject_twins(struct hr_config_reader *reader, const struct hr_config_slos *slos,
                         size_t from)
{
	for (size_t i = from; i < slos->count; i++)
		for (size_t j = 0; j < i; j++) {
			size_t mark;

			if (slos->items[i].name == NULL || slos->items[j].name == NULL ||
			    strcmp(slos->items[i].name, slos->items[j].name) != 0)
				continue;
			mark = hr_config_enter_index(reader, i - from);
			hr_config_enter(reader, "name");
			hr_config_wrong(reader, "found a second objective called \"%s\"",
			                hr_quoted(slos->items[i].name).text);
			hr_config_leave(reader, mark);
			break;
		}
}

static void append(struct hr_config_reader *reader, json_t *value, struct hr_config_slos *slos,
                   void (*read)(struct hr_config_reader *, json_t *, void *))
{
	size_t more, before = slos->count;
	struct hr_config_slo *items = hr_config_read_list(reader, value, HR_CONFIG_SLOS_MAX,
	                                                  "a list of objectives", sizeof(*items),
	                                                  &more, read);

	if (more == 0) {
		free(items);
		return;
	}
	slos->items = hr_realloc_array(slos->items, before + more, sizeof(*slos->items));
	memcpy(slos->items + before, items, more * sizeof(*items));
	slos->count += more;
	free(items);
	reject_twins(reader, slos, before);
}

bool hr_config_slos_add(struct hr_config_slos *slos, struct hr_config_slo *slo)
{
	if (slos->count == HR_CONFIG_SLOS_MAX) {
		hr_config_slo_release(slo);
		return false;
	}
	slos->items = hr_realloc_array(slos->items, slos->count + 1, sizeof(*slos->items));
	slos->items[slos->count++] = *slo;
	return true;
}

void hr_config_read_slos(struct hr_config_reader *reader, json_t *value, void *target)
{
	append(reader, value, target, read_slo);
}

void hr_config_read_slas(struct hr_config_reader *reader, json_t *value, void *target)
{
	append(reader, value, target, hr_config_read_sla);
}
