// The kernels for AVX2 and FMA, called only where the processor has them.
#if defined(__x86_64__)

#define LANES 8
#define TABLE mfl_kernels_avx2
#define HAS_FMA 1

#include "vectors.inc"

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

#include "exponentials.inc"

#include "logarithms.inc"

#include "trigonometry.inc"

#include "product.inc"

#pragma clang attribute pop

#include "table.inc"

#endif
