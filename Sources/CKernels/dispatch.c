// The choice of an instruction set, made once, and the functions that go through it.
#include <stdatomic.h>

#include "levels.h"

const mfl_kernels *mfl_kernels_at(int level) {
  if (level == MFL_LEVEL_PORTABLE) return &mfl_kernels_portable;
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (level == MFL_LEVEL_AVX2 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
    return &mfl_kernels_avx2;
  if (level == MFL_LEVEL_AVX512 && mfl_kernels_at(MFL_LEVEL_AVX2) &&
      __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq"))
    return &mfl_kernels_avx512;
#endif
  return NULL;
}

int mfl_kernels_level(void) {
  int level = MFL_LEVEL_COUNT - 1;
  while (!mfl_kernels_at(level)) level--;
  return level;
}

// Threads that race here store the same pointer, to a table that never changes.
static const mfl_kernels *kernels(void) {
  static _Atomic(const mfl_kernels *) chosen;
  const mfl_kernels *table = atomic_load_explicit(&chosen, memory_order_relaxed);
  if (__builtin_expect(!table, 0)) {
    table = mfl_kernels_at(mfl_kernels_level());
    atomic_store_explicit(&chosen, table, memory_order_relaxed);
  }
  return table;
}

#define MAP(name) \
  void mfl_##name(const double *x, double *y, ptrdiff_t n) { kernels()->name(x, y, n); }
#define MAP_PAIR(name)                                                \
  void mfl_##name(const double *x, double *y, double *z, ptrdiff_t n) { \
    kernels()->name(x, y, z, n);                                      \
  }
#define PRODUCT(name)                                                                         \
  void mfl_##name(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const double *a, ptrdiff_t a_row,    \
                  ptrdiff_t a_column, const double *b, ptrdiff_t b_row, ptrdiff_t b_column,   \
                  double *c, ptrdiff_t c_row) {                                               \
    kernels()->name(m, n, k, a, a_row, a_column, b, b_row, b_column, c, c_row);               \
  }

MAP(exp)
MAP(expm1)
MAP(log)
MAP(log1p)
MAP(sin)
MAP(cos)
MAP(tanh)
MAP(tanh_slope)
MAP(sigmoid)
MAP(sigmoid_slope)
MAP(softplus)
MAP_PAIR(sin_and_cos)
MAP_PAIR(tanh_and_slope)
MAP_PAIR(sigmoid_and_slope)
PRODUCT(gemm_small)
PRODUCT(gemm_small_add)
