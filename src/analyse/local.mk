libheadroom_a_SOURCES +=
