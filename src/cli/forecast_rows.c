#include <config.h>
#include "cli/forecast_rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"

#define DIGITS 9 /* significant: more would be those of the compiler */

static void add_text(const char *text, struct hr_str *out)
{
	if (strpbrk(text, ",\"\r\n") == NULL) {
		hr_str_puts(out, text);
		return;
	}
	hr_str_putc(out, '"');
	for (; *text != '\0'; text++) {
		if (*text == '"')
			hr_str_putc(out, '"');
		hr_str_putc(out, *text);
	}
	hr_str_putc(out, '"');
}

/* What is no number stays empty. */
static void add_number(double value, struct hr_str *out)
{
	char text[32];

	hr_str_putc(out, ',');
	if (!isfinite(value))
		return;
	hr_str_add(out, text,
	           hr_format_double(hr_round_significant(value, DIGITS), text, sizeof(text)));
}

void hr_forecast_rows_header(bool crossing, struct hr_str *out)
{
	hr_str_puts(out, "id,step,mean,lo95,hi95,lo80,hi80");
	hr_str_puts(out, crossing ? ",p_exceed\n" : "\n");
}

void hr_forecast_rows(const struct hr_forecast *forecast, const struct hr_forecast_subject *subject,
                      struct hr_str *out)
{
	static const double p[] = { 0.025, 0.975, 0.1, 0.9 };
	size_t horizon = forecast->horizon;
	bool usable = hr_forecast_usable(forecast->state);
	double *quantiles;

	if (forecast->state == HR_FORECAST_NO_DATA)
		return;
	quantiles = hr_alloc_array(4 * horizon, sizeof(*quantiles));
	for (size_t i = 0; i < 4; i++)
		hr_forecast_quantile(forecast, p[i], quantiles + i * horizon);
	for (size_t h = 0; h < horizon; h++) {
		add_text(subject->id, out);
		hr_str_printf(out, ",%zu", h + 1);
		add_number(forecast->mean[h], out);
		for (size_t i = 0; i < 4; i++)
			add_number(usable ? quantiles[i * horizon + h] : (double)NAN, out);
		if (subject->crossing != NULL)
			add_number(usable ? subject->crossing[h] : (double)NAN, out);
		hr_str_putc(out, '\n');
	}
	free(quantiles);
}

void hr_backtest_rows_header(struct hr_str *out)
{
	hr_str_puts(out, "id,model,weight,origins,mase,smape,coverage95,status\n");
}

static void backtest_row(const char *id, const char *model, double weight, size_t origins,
                         const struct hr_accuracy *accuracy, double scale, const char *status,
                         struct hr_str *out)
{
	add_text(id, out);
	hr_str_putc(out, ',');
	add_text(model, out);
	add_number(weight, out);
	hr_str_printf(out, ",%zu", accuracy->steps > 0 ? origins : 0);
	add_number(hr_accuracy_mase(accuracy, scale), out);
	add_number(hr_accuracy_smape(accuracy), out);
	add_number(hr_accuracy_coverage(accuracy), out);
	hr_str_printf(out, ",%s\n", status);
}

void hr_backtest_rows(const struct hr_forecast *forecast, const struct hr_forecast_subject *subject,
                      struct hr_str *out)
{
	backtest_row(subject->id, "(chosen)", 1, forecast->origins, &forecast->accuracy,
	             forecast->scale, hr_forecast_state_name(forecast->state), out);
	for (size_t m = 0; m < forecast->member_count; m++) {
		const struct hr_member *member = &forecast->members[m];

		backtest_row(subject->id, member->method->name, member->weight, forecast->origins,
		             &member->accuracy, forecast->scale, hr_fit_status_name(member->status),
		             out);
	}
}
