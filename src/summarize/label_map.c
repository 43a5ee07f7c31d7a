/* Rules that give labels new names. */
#include <config.h>
#include "summarize/label_map.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/input.h"
#include "base/mem.h"
#include "base/pattern.h"
#include "base/str.h"
#include "record/slots.h"

#define RULES_MAX      10000
#define FILE_BYTES_MAX ((size_t)4 << 20)
#define MEMO_MAX       65536
#define MEMO_BYTES     1024 /* longer labels are matched each time */
#define NO_RULE        SIZE_MAX

struct rule {
	struct hr_pattern *pattern;
	char *name;
};

struct memo {
	uint64_t hash;
	char *label;
	size_t length;
	size_t rule;
};

struct hr_label_map {
	struct rule *rules;
	size_t rule_count, rule_capacity;
	struct memo *memos;
	size_t memo_count, memo_capacity;
	struct hr_slots memo_slots;
	pthread_mutex_t lock; /* of the memos */
};

struct hr_label_map *hr_label_map_new(void)
{
	struct hr_label_map *map = hr_zalloc(1, sizeof(*map));

	pthread_mutex_init(&map->lock, NULL);
	return map;
}

static void forget(struct hr_label_map *map)
{
	for (size_t i = 0; i < map->memo_count; i++)
		free(map->memos[i].label);
	map->memo_count = 0;
	hr_slots_clear(&map->memo_slots);
}

void hr_label_map_free(struct hr_label_map *map)
{
	if (map == NULL)
		return;
	forget(map);
	for (size_t i = 0; i < map->rule_count; i++) {
		hr_pattern_free(map->rules[i].pattern);
		free(map->rules[i].name);
	}
	free(map->rules);
	free(map->memos);
	hr_slots_release(&map->memo_slots);
	pthread_mutex_destroy(&map->lock);
	free(map);
}

enum hr_err hr_label_map_add(struct hr_label_map *map, struct hr_slice pattern,
                             struct hr_slice name, struct hr_error *err)
{
	struct hr_pattern *compiled;
	enum hr_err result;

	if (map->rule_count == RULES_MAX)
		return hr_error_set(err, HR_ELIMIT, "more than %d label rules", RULES_MAX);
	if (name.length == 0)
		return hr_error_set(err, HR_EINVAL,
		                    "a label rule without a name: expected PATTERN=NAME");
	result = hr_pattern_compile(pattern, &compiled, err);
	if (result != HR_OK)
		return result;
	forget(map);
	map->rules = hr_grow(map->rules, map->rule_count, &map->rule_capacity, sizeof(*map->rules));
	map->rules[map->rule_count++] = (struct rule){ compiled,
		                                       hr_strndup(name.ptr, name.length) };
	return HR_OK;
}

/* At the last separator: patterns of URLs hold '=', names seldom do. */
static enum hr_err add_split(struct hr_label_map *map, struct hr_slice rule, char separator,
                             struct hr_error *err)
{
	size_t at = rule.length;

	while (at > 0 && rule.ptr[at - 1] != separator)
		at--;
	if (at == 0)
		return hr_error_set(err, HR_EPARSE, "a label rule is expected: PATTERN=NAME");
	return hr_label_map_add(map, hr_slice_trim((struct hr_slice){ rule.ptr, at - 1 }),
	                        hr_slice_trim((struct hr_slice){ rule.ptr + at, rule.length - at }),
	                        err);
}

static enum hr_err add_lines(struct hr_label_map *map, struct hr_slice text, const char *path,
                             struct hr_error *err)
{
	struct hr_slice line;

	for (uint64_t number = 1; hr_slice_take(&text, '\n', &line); number++) {
		enum hr_err result;

		if (line.length > 0 && line.ptr[line.length - 1] == '\r')
			line.length--;
		line = hr_slice_trim(line);
		if (line.length == 0 || line.ptr[0] == '#')
			continue;
		result = add_split(map, line, memchr(line.ptr, '\t', line.length) ? '\t' : '=',
		                   err);
		if (result != HR_OK) {
			hr_error_locate(err, path);
			if (err != NULL && err->line == 0)
				err->line = number;
			return result;
		}
	}
	return HR_OK;
}

enum hr_err hr_label_map_add_text(struct hr_label_map *map, const char *text, struct hr_error *err)
{
	struct hr_input *input;
	struct hr_str content = { 0 };
	enum hr_err result;

	if (strchr(text, '=') != NULL)
		return add_split(map, hr_slice_of(text), '=', err);
	result = hr_input_open(text, &input, NULL);
	if (result != HR_OK)
		return hr_error_set(err, result,
		                    "'%s' is neither a rule PATTERN=NAME nor a file of rules that "
		                    "can be opened",
		                    text);
	result = hr_input_read_all(input, FILE_BYTES_MAX, "a file of label rules", &content, err);
	if (result == HR_OK)
		result = add_lines(map, hr_str_slice(&content), text, err);
	hr_str_release(&content);
	hr_input_close(input);
	return result;
}

static size_t match(const struct hr_label_map *map, struct hr_slice label)
{
	for (size_t i = 0; i < map->rule_count; i++)
		if (hr_pattern_match(map->rules[i].pattern, label))
			return i;
	return NO_RULE;
}

static size_t rule_of(struct hr_label_map *map, struct hr_slice label)
{
	uint64_t hash = hr_table_hash(label);
	uint32_t at = (uint32_t)hash;
	size_t i, rule;

	while (hr_slots_next(&map->memo_slots, hash, &at, &i))
		if (map->memos[i].hash == hash &&
		    hr_slice_equal((struct hr_slice){ map->memos[i].label, map->memos[i].length },
		                   label))
			return map->memos[i].rule;
	rule = match(map, label);
	if (map->memo_count < MEMO_MAX && label.length <= MEMO_BYTES) {
		map->memos = hr_grow(map->memos, map->memo_count, &map->memo_capacity,
		                     sizeof(*map->memos));
		hr_slots_put(&map->memo_slots, hash, map->memo_count);
		map->memos[map->memo_count++] = (struct memo){ hash,
			                                       hr_strndup(label.ptr, label.length),
			                                       label.length, rule };
	}
	return rule;
}

struct hr_slice hr_label_map_apply(struct hr_label_map *map, struct hr_slice label)
{
	size_t rule;

	pthread_mutex_lock(&map->lock);
	rule = rule_of(map, label);
	pthread_mutex_unlock(&map->lock);
	return rule != NO_RULE ? hr_slice_of(map->rules[rule].name) : label;
}
