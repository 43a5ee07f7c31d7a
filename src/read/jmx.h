/*
 * JMeter test plans (JMX): what a test was to do. Nothing in a plan is run: variables and the
 * defaults of properties are put in, every other function stays as it is written and is named as
 * unresolved.
 */
#ifndef HR_READ_JMX_H
#define HR_READ_JMX_H

#include "base/error.h"
#include "record/plan.h"

#define HR_JMX_BYTES_MAX ((size_t)64 << 20)

/*
 * hr_jmx_read - the plan of a whole file.
 * @path  noted in the plan
 * @out   initialised by the call; hr_plan_release(), also after an error
 * Errors: HR_EPARSE when it is no XML, has a document type, or is no JMeter plan; HR_ELIMIT above
 * HR_JMX_BYTES_MAX. Elements beyond the caps of record/plan.h are left out.
 */
enum hr_err hr_jmx_read(struct hr_slice text, const char *path, struct hr_plan *out,
                        struct hr_error *err) HR_MUST_CHECK;

#endif
