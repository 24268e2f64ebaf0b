// Chooses the instruction set, divides matrices into groups, and mends what lanes cannot.
#include "CSmallSVD.h"

#include <math.h>
#include <stdlib.h>

// Matrices are scaled by a power of two so that the greatest entry lies in [2^230, 2^231): then the
// square of a product of columns with 2^28 rows stays below 2^1023.
#define SCALED_EXPONENT 230

// A reflection is left out where all it would remove is shorter than 2^-450, which is 2^-680 of the
// greatest entry.
#define NEGLIGIBLE 0x1p-900

// Columns shorter than 2^-200, which is 2^-430 of the greatest entry, are not turned: the squares
// of longer ones have all their digits. A left vector comes from a column twice as long at least;
// the others have no reliable direction, and vectors orthogonal to the rest replace them.
#define LEAST_SQUARE 0x1p-400
#define LEAST_LENGTH 0x1p-199

// Jacobi takes some ten sweeps at n = 32; a lane that needs more than this is given up.
#define SWEEPS 60

// From this size on the values are found from a bidiagonal matrix instead of by Jacobi.
#define BIDIAGONAL_FROM 8

// Makes the flagged ones of k vectors of length m (entries `step` apart, vectors `next` apart) unit
// vectors orthogonal to all others: the unit vector least covered by them, orthogonalised twice.
static void complete(double *q, int64_t m, int64_t k, int64_t step, int64_t next,
                     uint8_t *missing) {
  for (int64_t r = 0; r < k; r++) {
    if (!missing[r]) continue;
    int64_t best = 0;
    double least = INFINITY;
    for (int64_t i = 0; i < m; i++) {
      double covered = 0;
      for (int64_t j = 0; j < k; j++) {
        if (!missing[j]) covered += q[j * next + i * step] * q[j * next + i * step];
      }
      if (covered < least) least = covered, best = i;
    }
    double *own = q + r * next;
    for (int64_t i = 0; i < m; i++) own[i * step] = i == best;
    for (int round = 0; round < 2; round++) {
      for (int64_t j = 0; j < k; j++) {
        if (missing[j]) continue;
        double dot = 0;
        for (int64_t i = 0; i < m; i++) dot += q[j * next + i * step] * own[i * step];
        for (int64_t i = 0; i < m; i++) own[i * step] -= dot * q[j * next + i * step];
      }
      double square = 0;
      for (int64_t i = 0; i < m; i++) square += own[i * step] * own[i * step];
      double factor = 1 / sqrt(square);
      for (int64_t i = 0; i < m; i++) own[i * step] *= factor;
    }
    missing[r] = 0;
  }
}

// Turns each pair of vectors so that the first greatest component of the left one is positive.
static void fix_signs(double *u, double *vt, int64_t rows, int64_t columns, int64_t k) {
  for (int64_t r = 0; r < k; r++) {
    double greatest = 0;
    for (int64_t i = 0; i < rows; i++) {
      if (fabs(u[i * k + r]) > fabs(greatest)) greatest = u[i * k + r];
    }
    double sign = greatest < 0 ? -1 : 1;
    // Adding zero turns −0, which may depend on the neighbours of a lane, into 0.
    for (int64_t i = 0; i < rows; i++) u[i * k + r] = sign * u[i * k + r] + 0.0;
    for (int64_t i = 0; i < columns; i++) vt[r * columns + i] = sign * vt[r * columns + i] + 0.0;
  }
}

#define JOINED(x, y) x##_##y
#define JOIN(x, y) JOINED(x, y)
#define NAME(x) JOIN(x, SUFFIX)

#if defined(__aarch64__)
#define FUSED
#endif
#define LANES 2
#define SUFFIX portable2
#include "SmallSVD.inc"
#define LANES 4
#define SUFFIX portable4
#include "SmallSVD.inc"

#if defined(__x86_64__)
#define FUSED
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define LANES 2
#define SUFFIX avx2x2
#include "SmallSVD.inc"
#define LANES 8
#define SUFFIX avx2x8
#include "SmallSVD.inc"
#pragma clang attribute pop
#endif

// One group: `used` of the lanes hold matrices, the others repeat the last one.
typedef int64_t Group(const double *a, int64_t rows, int64_t columns, int64_t used, double *s,
                      double *u, double *vt, void *scratch);

// What an instruction set offers: a wide group for many matrices, and one of two lanes for few.
typedef struct {
  Group *wide, *narrow;
  int64_t lanes;
} Kernel;

static Kernel choose(int instructions) {
#if defined(__x86_64__)
  if (instructions != small_svd_portable) {
    __builtin_cpu_init();
    // AVX-512 was measured 1.1 to 1.2 times as fast, not worth a further copy of everything.
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
      return (Kernel){group_avx2x8, group_avx2x2, 8};
    }
  }
#endif
  return (Kernel){group_portable4, group_portable2, 4};
}

int64_t small_svd(const double *a, int64_t rows, int64_t columns, int64_t count, double *s,
                  double *u, double *vt, int instructions) {
  Kernel kernel = choose(instructions);
  int64_t k = rows < columns ? rows : columns, failures = 0;
  int64_t lanes = count > 2 ? kernel.lanes : 2;
  // The matrix and U, a square for V or R, and 17 numbers a column.
  int64_t bytes = lanes * 8 * ((u ? 2 : 1) * rows * columns + k * k + 17 * k);
  _Alignas(64) char local[1 << 14];
  void *scratch = local;
  if (bytes > (int64_t)sizeof local) scratch = aligned_alloc(64, (bytes + 63) / 64 * 64);
  if (!scratch) return -1;
  for (int64_t done = 0; done < count;) {
    int64_t left = count - done;
    Group *group = left > 2 ? kernel.wide : kernel.narrow;
    int64_t width = left > 2 ? kernel.lanes : 2, used = left < width ? left : width;
    failures += group(a + done * rows * columns, rows, columns, used, s + done * k,
                      u ? u + done * rows * k : 0, vt ? vt + done * k * columns : 0, scratch);
    done += used;
  }
  if (scratch != local) free(scratch);
  return failures;
}

int64_t first_not_finite(const double *x, int64_t count) {
  typedef double Four __attribute__((vector_size(32), aligned(8)));
  int64_t start = 0;
  // Zero times a number is zero unless the number is infinite or NaN.
  for (; start + 32 <= count; start += 32) {
    Four sum = {};
    for (int64_t i = 0; i < 32; i += 4) sum += *(const Four *)(x + start + i) * 0.0;
    if ((sum[0] + sum[1]) + (sum[2] + sum[3]) != 0) break;
  }
  for (; start < count; start++) {
    if (x[start] * 0.0 != 0) return start;
  }
  return -1;
}
