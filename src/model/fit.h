/*
 * The one interface of all forecast models. A method (simple exponential smoothing, Theta, a line)
 * is a row of functions; fitting it to a history gives a fit, which answers for its residuals, its
 * information criterion, its mean forecast, its prediction distribution and simulated paths.
 *
 *	struct hr_fit fit;
 *	enum hr_fit_status status = hr_fit_new(&hr_method_holt, &history, &fit);
 *	if (status == HR_FIT_OK) {
 *		hr_fit_mean(&fit, 12, mean);
 *		...
 *	}
 *	hr_fit_release(&fit);
 */
#ifndef HR_MODEL_FIT_H
#define HR_MODEL_FIT_H

#include "model/history.h"
#include "stats/random.h"

/* Not being able to fit is an answer, not an error. */
enum hr_fit_status {
	HR_FIT_OK,
	HR_FIT_TOO_SHORT,    /* fewer values than parameters need */
	HR_FIT_NO_SEASON,    /* the method needs a season and the history names none */
	HR_FIT_NOT_POSITIVE, /* the method takes logarithms or ratios */
	HR_FIT_NO_SOLUTION,  /* the optimiser found none that is finite */
};

/* "too_short" ... */
const char *hr_fit_status_name(enum hr_fit_status status);

struct hr_fit;

struct hr_method {
	const char *name;  /* as --model takes it */
	const char *title; /* one line for people */
	enum hr_fit_status (*fit)(const struct hr_history *history, struct hr_fit *fit);
	/* Conditional mean (for models of logarithms the median) of steps 1..horizon. */
	void (*mean)(const struct hr_fit *fit, size_t horizon, double *out);
	/* Variance of the forecast error of the steps (of the logarithm where fit->logarithmic). */
	void (*variance)(const struct hr_fit *fit, size_t horizon, double *out);
	/* One possible future. NULL: the mean, independent noise of the first step's variance, and
	 * a random walk for what the variance grows by. */
	void (*path)(const struct hr_fit *fit, struct hr_random *random, size_t horizon,
	             double *out);
	void (*release)(struct hr_fit *fit); /* frees fit->own; NULL: free() */
	const void *variant;                 /* what tells methods apart that share functions */
};

/*
 * A fitted model. k counts smoothing parameters, coefficients and initial states that were chosen,
 * and the variance. Criteria follow Hyndman et al. (2008): -2 logLik + penalty, where logLik leaves
 * out the constants that depend on the number of values only, as R's ets does; they compare models
 * fitted to the same values only.
 */
struct hr_fit {
	const struct hr_method *method;
	size_t count;      /* of the history */
	size_t used;       /* values with a residual */
	size_t parameters; /* k */
	double sse;        /* sum of squared one-step errors, in the unit of the values squared */
	double sigma2; /* variance of the innovations; relative ones for multiplicative errors */
	double loglik, aic, aicc, bic; /* NaN where the method has no likelihood */
	double degrees;                /* of freedom of the distribution, Student's t; 0: normal */
	bool logarithmic;              /* the distribution is that of the logarithm */
	double *residuals;      /* owned; count values, value - one-step forecast, NaN where none */
	double slope, slope_se; /* trend per step with its standard error; NaN without */
	char label[40];         /* the form that was chosen: "ETS(M,Ad,M)" */
	void *own;              /* the method's */
};

/*
 * hr_fit_new - fit a method to a history.
 * @fit  initialised by the call in any case; release it in any case
 */
enum hr_fit_status hr_fit_new(const struct hr_method *method, const struct hr_history *history,
                              struct hr_fit *fit);
void hr_fit_release(struct hr_fit *fit);

/* Mean of the steps 1..@horizon into @out. Always finite. */
void hr_fit_mean(const struct hr_fit *fit, size_t horizon, double *out);
/* Standard deviation of the forecast errors, in the unit of the values. Finite, >= 0, and at
 * most HR_FIT_SPREAD_MAX times what the forecast and a random walk of the residuals would have:
 * multiplicative variances explode. */
void hr_fit_deviation(const struct hr_fit *fit, size_t horizon, double *out);
/* The @p-quantile of the prediction distribution of each step: normal or Student's t, of the
 * values or of their logarithms. 0 < @p < 1. */
void hr_fit_quantile(const struct hr_fit *fit, size_t horizon, double p, double *out);
/* One simulated future of @horizon steps. */
void hr_fit_path(const struct hr_fit *fit, struct hr_random *random, size_t horizon, double *out);

#define HR_FIT_SPREAD_MAX 10

/* For methods: residuals of @count NaN, and the criteria from -2 logLik + const, k and used. */
void hr_fit_begin(struct hr_fit *fit, const struct hr_history *history);
void hr_fit_criteria(struct hr_fit *fit, double minus_two_loglik, size_t parameters);
/* For methods with normal errors: sse and used from the residuals, sigma2 = sse / (used - estimated
 * coefficients), the likelihood used * log(sse). @coefficients without the variance. */
void hr_fit_normal(struct hr_fit *fit, size_t coefficients);

#endif
