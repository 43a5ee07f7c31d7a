/*
 * Forecasts as rows of CSV.
 */
#ifndef HR_CLI_FORECAST_ROWS_H
#define HR_CLI_FORECAST_ROWS_H

#include "base/str.h"
#include "document/document_forecast.h"

/* id,step,mean,lo95,hi95,lo80,hi80[,p_exceed]; intervals of a history that does not suffice are
 * empty. */
void hr_forecast_rows_header(bool crossing, struct hr_str *out);
void hr_forecast_rows(const struct hr_forecast *forecast, const struct hr_forecast_subject *subject,
                      struct hr_str *out);

/* id,model,weight,origins,mase,smape,coverage95,status: how each model did in the backtest, and the
 * combination under the name "(chosen)". */
void hr_backtest_rows_header(struct hr_str *out);
void hr_backtest_rows(const struct hr_forecast *forecast, const struct hr_forecast_subject *subject,
                      struct hr_str *out);

#endif
