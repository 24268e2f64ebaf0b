// The address of the frame that runs, from which the depth of the stack can be told.
#ifndef MFL_CSTACK_H
#define MFL_CSTACK_H

#include <stdint.h>

/// The address of the caller's frame on its thread's stack; inlined, it costs one move.
static inline uintptr_t mfl_frame_address(void) {
  return (uintptr_t)__builtin_frame_address(0);
}

#endif
