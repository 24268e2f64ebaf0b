// The library's choice of kernels. A library older than the processor, or one inside a virtual
// machine, may not know it and fall back to kernels without AVX, four times slower.
#include <stdlib.h>
#include <string.h>

#include "shim.h"

#if defined(__x86_64__) && defined(__linux__)

// What builds that carry kernels for many processors export; absent from others.
char *openblas_get_corename(void) __attribute__((weak));
void gotoblas_dynamic_init(void) __attribute__((weak));
void gotoblas_dynamic_quit(void) __attribute__((weak));

static const char variable[] = "OPENBLAS_CORETYPE";

// The processor to be named to the library, or NULL where what it found is as good.
static const char *better_core(void) {
  if (!openblas_get_corename || !gotoblas_dynamic_init || !gotoblas_dynamic_quit) return NULL;
  // A choice the user made stays.
  if (getenv(variable) || strcmp(openblas_get_corename(), "Prescott") != 0) return NULL;
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return NULL;
  const int has_512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
                      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
                      __builtin_cpu_supports("avx512cd");
  return has_512 ? "SkylakeX" : "Haswell";
}

void mfl_openblas_choose_kernels(void) {
  const char *core = better_core();
  if (!core) return;
  gotoblas_dynamic_quit();
  setenv(variable, core, 1);
  gotoblas_dynamic_init();
  unsetenv(variable);
}

#else

void mfl_openblas_choose_kernels(void) {}

#endif
