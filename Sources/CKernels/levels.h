// What the files of this target share: one table of kernels for each instruction set.
#ifndef MFL_LEVELS_H
#define MFL_LEVELS_H

#include "CKernels.h"

extern const mfl_kernels mfl_kernels_portable;
#if defined(__x86_64__)
extern const mfl_kernels mfl_kernels_avx2;
extern const mfl_kernels mfl_kernels_avx512;
#endif

#endif
