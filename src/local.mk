# Everything but main.c is one library: the program, the tests and the fuzz targets link it.
noinst_LIBRARIES += libheadroom.a
libheadroom_a_SOURCES =

include src/base/local.mk
include src/stats/local.mk
include src/model/local.mk
include src/mustache/local.mk
include src/net/local.mk
include src/record/local.mk
include src/read/local.mk
include src/write/local.mk
include src/config/local.mk
include src/capture/local.mk
include src/summarize/local.mk
include src/analyse/local.mk
include src/document/local.mk
include src/render/local.mk
include src/deliver/local.mk
include src/cli/local.mk

bin_PROGRAMS += headroom
headroom_SOURCES = %D%/main.c
headroom_LDADD = libheadroom.a $(HR_LIBS)
