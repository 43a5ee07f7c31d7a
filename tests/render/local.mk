# Pictures to look at: tests/render/chart_gallery > gallery.html draws all charts of the synthetic
# runs that tests/unit/test_charts checks.
SYNTHETIC_SOURCES = tests/render/synthetic.c tests/render/synthetic.h
check_PROGRAMS += tests/render/chart_gallery
tests_render_chart_gallery_SOURCES = tests/render/chart_gallery.c $(SYNTHETIC_SOURCES)
tests_render_chart_gallery_LDADD = libheadroom.a $(HR_LIBS)
EXTRA_DIST += tests/render/font_widths.py
