#include <config.h>
#include "read/instruction_set.h"

const char *hr_instruction_set_name(enum hr_instruction_set set)
{
	static const char *const names[HR_INSTRUCTION_SETS] = { "avx512", "avx2", "sse2",
		                                                "portable" };

	return names[set];
}

bool hr_instruction_set_runs(enum hr_instruction_set set)
{
	switch (set) {
#ifdef HR_MASKS_X86
	case HR_INSTRUCTIONS_AVX512:
		return hr_instruction_set_runs(HR_INSTRUCTIONS_AVX2) &&
		       __builtin_cpu_supports("avx512bw");
	case HR_INSTRUCTIONS_AVX2:
		return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
		       __builtin_cpu_supports("popcnt");
	case HR_INSTRUCTIONS_SSE2:
#endif
	case HR_INSTRUCTIONS_PORTABLE:
		return true;
	default:
		return false;
	}
}

enum hr_instruction_set hr_instruction_set_best(void)
{
	enum hr_instruction_set set = 0;

	while (!hr_instruction_set_runs(set))
		set++;
	return set;
}
