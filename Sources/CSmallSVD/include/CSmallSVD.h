// Singular value decompositions of many small matrices at once, one matrix per SIMD lane.
#ifndef MFL_CSMALLSVD_H
#define MFL_CSMALLSVD_H

#include <stdint.h>

// Which instructions a call may use: those every machine has, or the widest this machine has.
enum { small_svd_portable = 0, small_svd_widest = 1 };

// Decomposes `count` contiguous row-major matrices of finite numbers, both extents at least 1.
//
// With k = min(rows, columns), s takes count × k values, each matrix's descending. u takes
// count × rows × k and vt count × k × columns numbers, row-major; both may be null for the values
// alone. The first component of greatest magnitude of each column of U is positive.
//
// Returns 0; a positive number of matrices that did not converge, whose first value is NaN; or −1
// when the system refused memory for the work.
int64_t small_svd(const double *a, int64_t rows, int64_t columns, int64_t count, double *s,
                  double *u, double *vt, int instructions);

// The position of the first number that is infinite or NaN, −1 if there is none.
int64_t first_not_finite(const double *x, int64_t count);

#endif
