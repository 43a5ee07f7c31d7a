/*
 * The level of a daily (or otherwise equally spaced) series and where it is heading: least squares
 * of a straight line or of constant growth, an effect for each position of the season, and a shift
 * of level (and, when wanted, of slope) wherever one is plain to see. Made for dates of limits:
 * standard errors allow for correlated noise, and are widened by what the same line got wrong in
 * its own past.
 *
 * Shifts: the largest reduction of squares among all days, D. Andrews, Econometrica 61 (1993).
 * Correlated noise: errors of order 1, variances times (1 + r) / (1 - r), G. Milliken in
 * B. Santer et al., Journal of Geophysical Research 105 (2000).
 */
#ifndef HR_MODEL_LEVEL_TREND_H
#define HR_MODEL_LEVEL_TREND_H

#include "model/history.h"

#define HR_TREND_POINTS_MIN 14
#define HR_TREND_SEASON_MAX 31
#define HR_TREND_SHIFTS_MAX 5

enum hr_trend_status {
	HR_TREND_OK,
	HR_TREND_TOO_SHORT, /* fewer than HR_TREND_POINTS_MIN values or two seasons */
	HR_TREND_CONSTANT,  /* every value is the same: level known, slope 0 */
};

enum hr_trend_form {
	HR_TREND_LINE,
	HR_TREND_GROWTH,          /* constant growth, noise in proportion to the level */
	HR_TREND_GROWTH_ADDITIVE, /* constant growth, noise of the same size at every level */
	HR_TREND_FORMS
};
/* "line" ... */
const char *hr_trend_form_name(enum hr_trend_form form);

struct hr_level_trend {
	enum hr_trend_form form;
	bool logarithmic; /* a form of growth: everything below but sigma is of the logarithm */
	bool bends;       /* the slope changes at shifts, too */
	size_t count, used, season; /* season 1: none */
	/* Of the regime after the last shift, at the last value of the history: the level of the
	 * busiest position of the season, and its change per step. */
	double level, slope, slope_se;
	double level_var, level_slope_cov, slope_var; /* with correlated noise, without widening */
	double df;                                    /* degrees of freedom of Student's t */
	double sigma; /* standard deviation of the noise of one value; of its logarithm with
	               * HR_TREND_GROWTH only */
	double noise_correlation;
	double effects[HR_TREND_SEASON_MAX]; /* by position: index of the value modulo season; 0 is
	                                      * the busiest, others are below */
	size_t shift_count;
	size_t shifts[HR_TREND_SHIFTS_MAX]; /* first index of the new level, ascending */
	double shift_sizes[HR_TREND_SHIFTS_MAX];
	double widening;  /* factor of the standard errors from the rolling origins, >= 1 */
	double criterion; /* AICc, comparable between linear and logarithmic */
};

struct hr_trend_options {
	enum hr_trend_form form; /* forms of growth need positive values */
	size_t season;           /* that is tried; 0 or 1 = none */
	bool season_is_known;    /* keep it without asking */
	bool bends;
};

/*
 * hr_level_trend_fit - fit one form. Missing values are left out, the season only stays when it
 * lowers the AICc. Additive growth is fitted by iterated reweighting (McCullagh, Nelder,
 * Generalized Linear Models, 1989, section 2.5).
 * @out  filled whenever the status is not HR_TREND_TOO_SHORT
 * Cost: linear in the values, times the square of 2 + season + shifts.
 */
enum hr_trend_status hr_level_trend_fit(const struct hr_history *history,
                                        const struct hr_trend_options *options,
                                        struct hr_level_trend *out);

/* Level of the busiest position (or, @position < season, of that one) @ahead steps after the last
 * value, in the unit of the values. */
double hr_level_trend_peak(const struct hr_level_trend *trend, double ahead);
double hr_level_trend_value(const struct hr_level_trend *trend, size_t ahead);
/* Standard error of the level @ahead steps after the last value, widened; of the logarithm when
 * logarithmic. */
double hr_level_trend_se(const struct hr_level_trend *trend, double ahead);
/* The @p-quantile of a single value then: error of the level and noise. */
double hr_level_trend_quantile(const struct hr_level_trend *trend, size_t ahead, double p);

#endif
