// The few BLAS and LAPACK routines the Tensors module calls, as OpenBLAS (LP64) exports them.
//
// The library is loaded at the first call for it: with its own libraries it takes longer to load
// than most programs take to run. So the routines are reached through `mfl_openblas_load`; calling
// them by their names does not link.
//
// LAPACK is Fortran: every argument is a pointer, matrices are column-major, and each CHARACTER
// argument has a hidden length appended to the argument list.
#ifndef MFL_COPENBLAS_SHIM_H
#define MFL_COPENBLAS_SHIM_H

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

void openblas_set_num_threads(int count);

// CBLAS. `order` is 101 for row-major; a transposition flag is 111 (as stored) or 112 (transposed).
void cblas_dgemm(int order, int transa, int transb, int m, int n, int k, double alpha,
                 const double *a, int lda, const double *b, int ldb, double beta, double *c,
                 int ldc);

// Singular values: divide and conquer, and the slower QR iteration as its fallback.
void dgesdd_(const char *jobz, const int32_t *m, const int32_t *n, double *a, const int32_t *lda,
             double *s, double *u, const int32_t *ldu, double *vt, const int32_t *ldvt,
             double *work, const int32_t *lwork, int32_t *iwork, int32_t *info, size_t jobz_length);
void dgesvd_(const char *jobu, const char *jobvt, const int32_t *m, const int32_t *n, double *a,
             const int32_t *lda, double *s, double *u, const int32_t *ldu, double *vt,
             const int32_t *ldvt, double *work, const int32_t *lwork, int32_t *info,
             size_t jobu_length, size_t jobvt_length);

// Eigenvalues: symmetric by divide and conquer, general by the QR algorithm.
void dsyevd_(const char *jobz, const char *uplo, const int32_t *n, double *a, const int32_t *lda,
             double *w, double *work, const int32_t *lwork, int32_t *iwork, const int32_t *liwork,
             int32_t *info, size_t jobz_length, size_t uplo_length);
void dgeev_(const char *jobvl, const char *jobvr, const int32_t *n, double *a, const int32_t *lda,
            double *wr, double *wi, double *vl, const int32_t *ldvl, double *vr,
            const int32_t *ldvr, double *work, const int32_t *lwork, int32_t *info,
            size_t jobvl_length, size_t jobvr_length);

// Orthogonal factorisation by Householder reflections.
void dgeqrf_(const int32_t *m, const int32_t *n, double *a, const int32_t *lda, double *tau,
             double *work, const int32_t *lwork, int32_t *info);
void dorgqr_(const int32_t *m, const int32_t *n, const int32_t *k, double *a, const int32_t *lda,
             const double *tau, double *work, const int32_t *lwork, int32_t *info);

// Cholesky, LU, solving with LU, and the reciprocal condition number from LU.
void dpotrf_(const char *uplo, const int32_t *n, double *a, const int32_t *lda, int32_t *info,
             size_t uplo_length);
void dgetrf_(const int32_t *m, const int32_t *n, double *a, const int32_t *lda, int32_t *ipiv,
             int32_t *info);
void dgetrs_(const char *trans, const int32_t *n, const int32_t *nrhs, const double *a,
             const int32_t *lda, const int32_t *ipiv, double *b, const int32_t *ldb, int32_t *info,
             size_t trans_length);
void dgecon_(const char *norm, const int32_t *n, const double *a, const int32_t *lda,
             const double *anorm, double *rcond, double *work, int32_t *iwork, int32_t *info,
             size_t norm_length);

#define MFL_OPENBLAS_ROUTINES(ROUTINE) \
  ROUTINE(openblas_set_num_threads) \
  ROUTINE(cblas_dgemm) \
  ROUTINE(dgesdd_) \
  ROUTINE(dgesvd_) \
  ROUTINE(dsyevd_) \
  ROUTINE(dgeev_) \
  ROUTINE(dgeqrf_) \
  ROUTINE(dorgqr_) \
  ROUTINE(dpotrf_) \
  ROUTINE(dgetrf_) \
  ROUTINE(dgetrs_) \
  ROUTINE(dgecon_)

// The routines of the loaded library, by their names.
struct mfl_openblas {
#define MFL_MEMBER(name) __typeof__(name) *name;
  MFL_OPENBLAS_ROUTINES(MFL_MEMBER)
#undef MFL_MEMBER
};

// Loads the library and has it use the kernels of this processor where it does not know the
// processor and fell back to the oldest it has. To be called once.
//
// A process without the library ends here and says so, as one linked to it would at its start.
struct mfl_openblas mfl_openblas_load(void);

#pragma clang assume_nonnull end

#endif
