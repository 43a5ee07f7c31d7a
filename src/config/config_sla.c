/* Thresholds on a metric: {"metric": ..., "objective": {"target", "operator", "unit"}}. */
#include <config.h>
#include "config/config_sla.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/num.h"
#include "base/str.h"
#include "config/config_criteria.h"
#include "config/config_slo.h"
#include "config/criterion.h"

struct objective {
	json_t *target;
	char *operator_text, *unit;
};

static void keep(struct hr_config_reader *reader, json_t *value, void *target)
{
	if (json_is_number(value))
		*(json_t **)target = value;
	else
		hr_config_wrong_type(reader, value, "a number");
}

static void read_operator(struct hr_config_reader *reader, json_t *value, void *target)
{
	static const char *const operators[] = { "<", "<=", ">", ">=", "==", "!=", "=", NULL };
	int word;

	if (hr_config_read_word(reader, value, operators, &word))
		hr_config_read_text(reader, value, target);
}

#define OF_OBJECTIVE(member) offsetof(struct objective, member)

static const struct hr_config_key objective_keys[] = {
	{ .name = "target",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF_OBJECTIVE(target),
	  .read = keep,
	  .form = "number" },
	{ .name = "operator",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF_OBJECTIVE(operator_text),
	  .read = read_operator,
	  .form = "string" },
	{ .name = "unit", .type = HR_CONFIG_TEXT, .offset = OF_OBJECTIVE(unit) },
	{ .name = NULL },
};

struct sla {
	struct hr_config_slo *slo;
	char *metric, *label;
	struct objective objective;
	bool has_objective;
};

static void read_objective(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct sla *sla = target;

	sla->has_objective = true;
	hr_config_read_object(reader, value, objective_keys, &sla->objective);
}

static void read_name(struct hr_config_reader *reader, json_t *value, void *target)
{
	hr_config_read_text(reader, value, &((struct sla *)target)->slo->name);
}

static void read_description(struct hr_config_reader *reader, json_t *value, void *target)
{
	hr_config_read_text(reader, value, &((struct sla *)target)->slo->description);
}

static void read_severity(struct hr_config_reader *reader, json_t *value, void *target)
{
	hr_config_read_text(reader, value, &((struct sla *)target)->slo->severity);
}

const struct hr_config_key hr_config_sla_keys[] = {
	{ .name = "name", .type = HR_CONFIG_CUSTOM, .read = read_name, .form = "string" },
	{ .name = "description",
	  .type = HR_CONFIG_CUSTOM,
	  .read = read_description,
	  .form = "string" },
	{ .name = "metric",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = offsetof(struct sla, metric),
	  .read = hr_config_read_judged,
	  .form = "string" },
	{ .name = "label", .type = HR_CONFIG_TEXT, .offset = offsetof(struct sla, label) },
	{ .name = "objective",
	  .type = HR_CONFIG_CUSTOM,
	  .read = read_objective,
	  .keys = objective_keys },
	{ .name = "severity", .type = HR_CONFIG_CUSTOM, .read = read_severity, .form = "string" },
	{ .name = NULL },
};

/* As a criterion: metric, operator, number and unit in a row. */
static bool set_criterion(struct hr_config_reader *reader, struct sla *sla)
{
	struct hr_str value = { 0 };
	struct hr_error error = { 0 };
	char number[32];

	hr_format_double(json_number_value(sla->objective.target), number, sizeof(number));
	hr_str_printf(&value, "%s%s", number,
	              sla->objective.unit != NULL ? sla->objective.unit : "");
	if (hr_criterion_make(sla->metric, sla->label,
	                      sla->objective.operator_text != NULL ? sla->objective.operator_text
	                                                           : "<",
	                      hr_str_text(&value), &sla->slo->criterion, &error) != HR_OK)
		hr_config_wrong(reader, "%s", error.text);
	hr_str_release(&value);
	return sla->slo->criterion.text != NULL;
}

void hr_config_read_sla(struct hr_config_reader *reader, json_t *item, void *target)
{
	struct sla sla = { .slo = target };
	size_t before = reader->errors->count + reader->errors->omitted;

	hr_config_slo_init(sla.slo);
	sla.slo->type = HR_SLI_THRESHOLD;
	hr_config_read_object(reader, item, hr_config_sla_keys, &sla);
	if (reader->errors->count + reader->errors->omitted == before) {
		if (sla.metric == NULL)
			hr_config_wrong(reader, "found no \"metric\" of the objective");
		else if (sla.objective.target == NULL)
			hr_config_wrong(reader, "found no \"objective\" with a \"target\"");
		else if (set_criterion(reader, &sla))
			hr_config_slo_finish(reader, sla.slo);
	}
	free(sla.metric);
	free(sla.label);
	free(sla.objective.operator_text);
	free(sla.objective.unit);
}
