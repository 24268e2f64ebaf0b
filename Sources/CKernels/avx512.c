// The kernels for AVX-512, called only where the processor has them.
#if defined(__x86_64__)

#define LANES 16
#define TABLE mfl_kernels_avx512
#define HAS_FMA 1

#include "vectors.inc"

#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx2,fma"))), apply_to = function)

#include "exponentials.inc"

#include "logarithms.inc"

#include "trigonometry.inc"

#include "product.inc"

#pragma clang attribute pop

#include "table.inc"

#endif
