/* Members in the one order of headroom/1. */
#include <config.h>
#include "document/document_part.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "document/jsonx.h"

/* The one order of top-level members. */
static const char *const member_order[] = {
	"schema",     "tool",   "generated", "seed",        "settings",  "run",
	"comparison", "trend",  "slo",       "gate",        "alerts",    "forecast",
	"capacity",   "stress", "stability", "reliability", "incidents", "chaos",
};
static const char *const last_members[] = { "checks", "verdict", "exit" };

static void move_member(json_t *from, json_t *to, const char *key)
{
	json_t *value = json_object_get(from, key);

	if (value == NULL)
		return;
	hr_json_set(to, key, json_incref(value));
	json_object_del(from, key);
}

static int compare_keys(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void hr_document_move_sorted(json_t *from, json_t *to)
{
	size_t n = 0;
	const char **keys = hr_alloc_array(json_object_size(from), sizeof(*keys));
	const char *key;
	json_t *value;

	json_object_foreach(from, key, value)
	{
		keys[n++] = key;
	}
	qsort(keys, n, sizeof(*keys), compare_keys);
	for (size_t i = 0; i < n; i++)
		hr_json_set(to, keys[i], json_incref(json_object_get(from, keys[i])));
	free(keys);
	json_object_clear(from);
}

void hr_document_order(json_t *document)
{
	json_t *from = json_copy(document);
	json_t *last = json_object();

	json_object_clear(document);
	for (size_t i = 0; i < sizeof(last_members) / sizeof(last_members[0]); i++)
		move_member(from, last, last_members[i]);
	for (size_t i = 0; i < sizeof(member_order) / sizeof(member_order[0]); i++)
		move_member(from, document, member_order[i]);
	hr_document_move_sorted(from, document);
	json_object_update(document, last);
	json_decref(last);
	json_decref(from);
}
