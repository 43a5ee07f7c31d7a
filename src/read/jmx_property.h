/*
 * Inside of the JMX reader: properties of elements, with variables and defaults put in.
 */
#ifndef HR_READ_JMX_PROPERTY_H
#define HR_READ_JMX_PROPERTY_H

#include <libxml/tree.h>

#include "record/plan.h"

/* A variable that the plan defines. */
struct hr_jmx_variable {
	char *name, *value;
};

struct hr_jmx {
	struct hr_plan *plan; /* borrowed */
	struct hr_jmx_variable *variables;
	size_t variable_count, variable_capacity;
};

void hr_jmx_release(struct hr_jmx *jmx);
/* The variables of an "Arguments" element (or a property that holds such). */
void hr_jmx_add_variables(struct hr_jmx *jmx, const xmlNode *element);

/* The next sibling element from @node on, itself included; NULL at the end. */
const xmlNode *hr_jmx_element(const xmlNode *node);
bool hr_jmx_is(const xmlNode *element, const char *name);
/* An attribute as it is; NULL when absent. xmlFree(). */
char *hr_jmx_attribute(const xmlNode *element, const char *name);
/* False when the element is switched off. */
bool hr_jmx_enabled(const xmlNode *element);
/* The property element of that name below @element; NULL when absent. */
const xmlNode *hr_jmx_property(const xmlNode *element, const char *name);

/* The text of a property with variables put in; NULL when absent or empty. free(). What cannot be
 * put in stays as it is written, and is noted in the plan as unresolved under @what ("threads"). */
char *hr_jmx_text(struct hr_jmx *jmx, const xmlNode *element, const char *name, const char *what);
/* The same of any text; never NULL. */
char *hr_jmx_expand(struct hr_jmx *jmx, const char *text, const char *what);
/* A number: NaN when absent, unresolved or none. */
double hr_jmx_number(struct hr_jmx *jmx, const xmlNode *element, const char *name,
                     const char *what);
/* A count: -1 likewise, or when negative or no whole number. */
int64_t hr_jmx_count(struct hr_jmx *jmx, const xmlNode *element, const char *name,
                     const char *what);
bool hr_jmx_flag(const xmlNode *element, const char *name);
/* The name of an element with variables put in, "" when it has none. free(). */
char *hr_jmx_name(struct hr_jmx *jmx, const xmlNode *element);

/* A thread group by its kind; false when the element is none. */
bool hr_jmx_group(struct hr_jmx *jmx, const xmlNode *element, struct hr_plan_group **out);

#endif
