libheadroom_a_SOURCES += \
	%D%/demand_model.c %D%/demand_model.h \
	%D%/accuracy.c %D%/accuracy.h \
	%D%/crossing.c %D%/crossing.h \
	%D%/passing.c %D%/passing.h \
	%D%/trend_paths.c %D%/trend_paths.h \
	%D%/level_trend.c %D%/level_trend.h \
	%D%/adjust.c %D%/adjust.h \
	%D%/backtest.c %D%/backtest.h \
	%D%/damped_adjusted.c \
	%D%/decompose.c %D%/decompose.h \
	%D%/ets.c %D%/ets.h \
	%D%/ets_fit.c \
	%D%/ets_start.c \
	%D%/ets_sweep.c \
	%D%/ets_variance.c \
	%D%/fit.c %D%/fit.h \
	%D%/forecast.c %D%/forecast.h \
	%D%/forecast_combine.c %D%/forecast_part.h \
	%D%/forecast_paths.c \
	%D%/history.c %D%/history.h \
	%D%/holt_winters.c %D%/holt_winters.h \
	%D%/line.c %D%/line.h \
	%D%/methods.c %D%/methods.h \
	%D%/minimize.c %D%/minimize.h \
	%D%/naive.c %D%/naive.h \
	%D%/quality.c %D%/quality.h \
	%D%/queueing.c %D%/queueing.h \
	%D%/scenario.c %D%/scenario.h \
	%D%/saturation.c %D%/saturation.h \
	%D%/season.c %D%/season.h \
	%D%/seasonal_decomposition.c %D%/seasonal_decomposition.h \
	%D%/seasonal_regression.c %D%/seasonal_regression.h \
	%D%/smoothing.c %D%/smoothing.h \
	%D%/theta.c %D%/theta.h \
	%D%/trend_test.c %D%/trend_test.h \
	%D%/usl.c %D%/usl.h
