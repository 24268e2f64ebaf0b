// Loading OpenBLAS, and its choice of kernels.
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shim.h"

static const char library_name[] = "libopenblas.so.0";

#if defined(__x86_64__) && defined(__linux__)

// A library older than the processor, or one inside a virtual machine, may not know it and fall
// back to kernels without AVX, four times slower.
static const char variable[] = "OPENBLAS_CORETYPE";

// The processor to be named to the library, or NULL where what it found is as good.
static const char *better_core(const char *found) {
  // A choice the user made stays.
  if (getenv(variable) || strcmp(found, "Prescott") != 0) return NULL;
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return NULL;
  const int has_512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
                      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
                      __builtin_cpu_supports("avx512cd");
  return has_512 ? "SkylakeX" : "Haswell";
}

static void choose_kernels(void *library) {
  // What builds that carry kernels for many processors export; absent from others.
  char *(*core_name)(void) = (char *(*)(void))dlsym(library, "openblas_get_corename");
  void (*start)(void) = (void (*)(void))dlsym(library, "gotoblas_dynamic_init");
  void (*quit)(void) = (void (*)(void))dlsym(library, "gotoblas_dynamic_quit");
  if (!core_name || !start || !quit) return;
  const char *core = better_core(core_name());
  if (!core) return;
  quit();
  setenv(variable, core, 1);
  start();
  unsetenv(variable);
}

#else

static void choose_kernels(void *library) { (void)library; }

#endif

static void leave_unless(int is_found) {
  if (is_found) return;
  fprintf(stderr, "OpenBLAS cannot be loaded: %s\n", dlerror());
  exit(EXIT_FAILURE);
}

struct mfl_openblas mfl_openblas_load(void) {
  void *library = dlopen(library_name, RTLD_NOW | RTLD_LOCAL);
  leave_unless(library != NULL);
  choose_kernels(library);
  struct mfl_openblas routines;
#define MFL_FIND(name) \
  routines.name = (__typeof__(name) *)dlsym(library, #name); \
  leave_unless(routines.name != NULL);
  MFL_OPENBLAS_ROUTINES(MFL_FIND)
#undef MFL_FIND
  return routines;
}
