// Elementwise functions and small matrix products on float64, in the widest vectors there are.
//
// Every kernel is written once, on a vector type, and compiled for several instruction sets; the
// best one the processor has is chosen at the first call. What a kernel gives for an element is
// fixed by that element alone: neither its position nor the number of elements matters, so a batch
// gives bit for bit what its points give one by one. Between instruction sets results may differ
// by units in the last place, as only some of them multiply and add with one rounding.
#ifndef MFL_CKERNELS_H
#define MFL_CKERNELS_H

#include <stddef.h>

/// The instruction sets, each including those before it.
enum {
  MFL_LEVEL_PORTABLE = 0,  // what the compiler assumes: SSE2 on x86-64
  MFL_LEVEL_AVX2 = 1,      // AVX2 and FMA
  MFL_LEVEL_AVX512 = 2,    // AVX-512 F and DQ
  MFL_LEVEL_COUNT = 3
};

/// A function of n contiguous numbers; y may be x.
typedef void mfl_map(const double *x, double *y, ptrdiff_t n);

/// Two functions of the same n numbers, which share most of the work; y may be x.
typedef void mfl_map_pair(const double *x, double *y, double *z, ptrdiff_t n);

/// C = A B or C += A B for A: [m, k], B: [k, n]; the strides count elements, rows of C are
/// contiguous. Each element is summed in the order of k with one accumulator.
typedef void mfl_product(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const double *a, ptrdiff_t a_row,
                         ptrdiff_t a_column, const double *b, ptrdiff_t b_row,
                         ptrdiff_t b_column, double *c, ptrdiff_t c_row);

/// The kernels of one instruction set.
///
/// `tanh_slope` is 1/cosh² x, `sigmoid` 1/(1 + e⁻ˣ), `sigmoid_slope` σ(x) σ(−x), `softplus`
/// log(1 + eˣ). All are within 4 units in the last place over the whole range of float64.
typedef struct {
  mfl_map *exp, *expm1, *log, *log1p, *sin, *cos;
  mfl_map *tanh, *tanh_slope, *sigmoid, *sigmoid_slope, *softplus;
  mfl_map_pair *sin_and_cos, *tanh_and_slope, *sigmoid_and_slope;
  mfl_product *gemm_small, *gemm_small_add;
} mfl_kernels;

/// The kernels of a level, or NULL when this processor or this build does not have it.
const mfl_kernels *mfl_kernels_at(int level);

/// The level the functions below use: the best there is.
int mfl_kernels_level(void);

mfl_map mfl_exp, mfl_expm1, mfl_log, mfl_log1p, mfl_sin, mfl_cos;
mfl_map mfl_tanh, mfl_tanh_slope, mfl_sigmoid, mfl_sigmoid_slope, mfl_softplus;
mfl_map_pair mfl_sin_and_cos, mfl_tanh_and_slope, mfl_sigmoid_and_slope;
mfl_product mfl_gemm_small, mfl_gemm_small_add;

#endif
