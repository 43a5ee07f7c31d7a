#include <config.h>
#include "read/jtl_groups.h"

#include <stdlib.h>

#define PLACES (1u << HR_JTL_GROUP_BITS)
#define PROBES 4u /* places a group may take */

struct hr_jtl_groups *hr_jtl_groups_new(struct hr_sink *sink, unsigned carries)
{
	struct hr_jtl_groups *groups = hr_zalloc(1, sizeof(*groups));

	groups->sink = sink;
	groups->carries = carries;
	return groups;
}

static void fill(struct hr_jtl_groups *groups, struct hr_jtl_group *group,
                 const struct hr_jtl_texts *texts, struct hr_slice code)
{
	struct hr_plain_group asked = { texts->label, code, texts->host, groups->carries };

	group->texts = *texts;
	group->label = hr_strndup(texts->label.ptr, texts->label.length);
	group->host = hr_strndup(texts->host.ptr, texts->host.length);
	group->texts.label.ptr = group->label;
	group->texts.host.ptr = group->host;
	group->number = hr_sink_group(groups->sink, &asked);
}

uint32_t hr_jtl_groups_add(struct hr_jtl_groups *groups, const struct hr_jtl_texts *texts,
                           struct hr_slice code)
{
	uint32_t home = hr_jtl_groups_place(texts);

	if (texts->label_length == 0 || texts->code_length > HR_JTL_CODE_BYTES)
		return HR_PLAIN_NONE;
	for (uint32_t i = 0; i < PROBES; i++) {
		struct hr_jtl_group *group = &groups->places[(home + i) % PLACES];

		if (group->label == NULL)
			fill(groups, group, texts, code);
		else if (!hr_jtl_groups_is(&group->texts, texts))
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
