/*
 * Exponential smoothing as innovations state space models, ETS(error, trend, season): R. Hyndman,
 * A. Koehler, J. Ord, R. Snyder, Forecasting with Exponential Smoothing, Springer 2008. Missing
 * values leave the states to move on by themselves.
 */
#ifndef HR_MODEL_ETS_H
#define HR_MODEL_ETS_H

#include "model/fit.h"

enum hr_ets_part { HR_ETS_NONE, HR_ETS_ADDITIVE, HR_ETS_MULTIPLICATIVE };

/* trend is none or additive, error additive or multiplicative. */
struct hr_ets_form {
	enum hr_ets_part error, trend, season;
	bool damped;
};

struct hr_ets_weights {
	double alpha, beta, gamma, phi; /* beta, gamma 0 without the part; phi 1 when not damped */
};

/* A state: level, slope, then the season in the order of use: states[2] belongs to the next step.
 * period values of season, 1 without any. */
#define HR_ETS_STATES(period) (2 + (period))

/* What a pass over the values sums up. */
struct hr_ets_sums {
	size_t used;     /* values that were there */
	double sse;      /* squared one-step errors */
	double relative; /* squared innovations: of relative errors where these are multiplicative
	                  */
	double log_f;    /* sum of log |forecast|, multiplicative errors only */
	bool negative;   /* a forecast was not positive, multiplicative errors only */
};

struct hr_ets {
	struct hr_ets_form form;
	struct hr_ets_weights weights;
	size_t period;
	double *first, *last; /* states before the first and after the last value; owned */
	struct hr_ets_sums sums;
	double sigma2;
	size_t parameters; /* k, with the variance */
	double criterion;  /* -2 logLik but for constants */
};

/* How the parameters are chosen. */
struct hr_ets_options {
	bool states;  /* optimise the initial states, too; else they are the decomposition's */
	bool squares; /* minimise the sum of squared one-step errors instead of the likelihood */
	bool rough;   /* stop at a coarse optimum: for selection */
};

/*
 * hr_ets_sweep - run the recursions over @n values.
 * @states     in: before the first value; out: after the last
 * @residuals  @n one-step errors (NaN where missing), or NULL
 */
void hr_ets_sweep(const struct hr_ets_form *form, size_t period,
                  const struct hr_ets_weights *weights, const double *y, size_t n, double *states,
                  double *residuals, struct hr_ets_sums *sums);

/* -2 logLik but for constants; infinite where the model does not hold. */
double hr_ets_criterion(const struct hr_ets_form *form, const struct hr_ets_sums *sums);

/*
 * hr_ets_start - initial states from a classical decomposition and a straight line through the
 * first max(10, 2 periods) seasonally adjusted values (their mean when there is no trend).
 * @y  without gaps     @n  at least 2 periods when the form has a season
 */
void hr_ets_start(const struct hr_ets_form *form, size_t period, const double *y, size_t n,
                  double *states);

/*
 * hr_ets_fit - choose the parameters of one form.
 * alpha in [1e-4, 0.9999], beta <= alpha, gamma <= 1 - alpha, phi in [0.8, 0.98], and the
 * characteristic equation has no root outside the unit circle (the admissible region).
 * @ets  release it after HR_FIT_OK only
 */
enum hr_fit_status hr_ets_fit(const struct hr_ets_form *form, const struct hr_history *history,
                              const struct hr_ets_options *options, struct hr_ets *ets);
void hr_ets_release(struct hr_ets *ets);
/* AICc of a fit by hr_ets_fit; infinite when the values are too few. */
double hr_ets_aicc(const struct hr_ets *ets);

/* No root of the characteristic equation lies outside the unit circle (Hyndman et al., chapter 10;
 * by the recursion of Schur and Cohn). */
bool hr_ets_admissible(const struct hr_ets_form *form, size_t period,
                       const struct hr_ets_weights *weights);

void hr_ets_mean(const struct hr_ets *ets, size_t horizon, double *out);
/* Variances of forecast errors: class 1 and 2 by the formulas of chapter 6, class 3 by the exact
 * recursion of second moments with normal innovations. */
void hr_ets_variance(const struct hr_ets *ets, size_t horizon, double *out);
/* One future; normal innovations. Relative ones are kept above -1. */
void hr_ets_path(const struct hr_ets *ets, struct hr_random *random, size_t horizon, double *out);

/* "ETS(M,Ad,M)" into @out, 40 bytes. */
void hr_ets_label(const struct hr_ets_form *form, char *out);

/* Make a fit of it: residuals, criteria, label. Takes @ets. */
void hr_ets_to_fit(struct hr_ets *ets, const struct hr_history *history, struct hr_fit *fit);

#endif
