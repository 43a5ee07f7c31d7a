#include <config.h>
#include "read/jtl_groups.h"

#include <stdlib.h>

#include "base/mem.h"

#define PLACES (1u << HR_JTL_GROUP_BITS)
#define PROBES 4u /* places a group may take */

struct hr_jtl_groups *hr_jtl_groups_new(struct hr_sink *sink, bool hosts)
{
	struct hr_jtl_groups *groups = hr_zalloc(1, sizeof(*groups));

	groups->sink = sink;
	groups->hosts = hosts;
	return groups;
}

static void fill(struct hr_jtl_groups *groups, struct hr_jtl_group *group,
                 const struct hr_jtl_words *words, const struct hr_plain_group *texts)
{
	*group = (struct hr_jtl_group){
		.words = *words,
		.number = hr_sink_group(groups->sink, texts),
		.label = hr_strndup(texts->label.ptr, texts->label.length),
		.host = hr_strndup(texts->host.ptr, texts->host.length),
		.label_length = texts->label.length,
		.host_length = (uint32_t)texts->host.length,
	};
}

uint32_t hr_jtl_groups_add(struct hr_jtl_groups *groups, const struct hr_plain_group *texts)
{
	struct hr_jtl_words words;
	uint32_t home;

	/* nothing is known of the bytes of an empty label, nor of the first of a long code */
	if (texts->label.length == 0 || texts->code.length > HR_JTL_CODE_BYTES)
		return HR_PLAIN_NONE;
	words = hr_jtl_words_of(texts->label, texts->code);
	home = hr_jtl_groups_place(&words);
	for (uint32_t i = 0; i < PROBES; i++) {
		struct hr_jtl_group *group = &groups->places[(home + i) % PLACES];

		if (group->label == NULL)
			fill(groups, group, &words, texts);
		else if (!hr_jtl_groups_is(groups, group, &words, texts->label, texts->host))
			continue;
		return group->number;
	}
	return HR_PLAIN_NONE;
}

void hr_jtl_groups_free(struct hr_jtl_groups *groups)
{
	if (groups == NULL)
		return;
	for (uint32_t i = 0; i < PLACES; i++) {
		free(groups->places[i].label);
		free(groups->places[i].host);
	}
	free(groups);
}
