// The kernels for the instruction set every processor of the architecture has.
#define LANES 4
#define TABLE mfl_kernels_portable
#if defined(__aarch64__)
#define HAS_FMA 1
#else
#define HAS_FMA 0
#endif

#include "vectors.inc"

#include "exponentials.inc"

#include "logarithms.inc"

#include "trigonometry.inc"

#include "product.inc"

#include "table.inc"
