// The keys as readline gets them.
#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "internal.h"

enum { ESCAPE = 033 };

// A key that was read too early; EOF where there is none.
static int held = EOF;

static int has_input(FILE *stream, int milliseconds) {
  struct pollfd source = {fileno(stream), POLLIN, 0};
  return poll(&source, 1, milliseconds) > 0;
}

static int next_byte(FILE *stream) {
  unsigned char byte;
  while (1) {
    // Only in the middle of a paste is it possible to give up here.
    struct pollfd sources[] = {{fileno(stream), POLLIN, 0}, {mfl_client.wake_up, POLLIN, 0}};
    if (poll(sources, mfl_is_pasting ? 2 : 1, -1) < 0 && errno != EINTR) return EOF;
    if (sources[0].revents == 0) {
      if (mfl_is_pasting && sources[1].revents != 0) return EOF;
      continue;
    }
    ssize_t count = read(fileno(stream), &byte, 1);
    if (count == 1) return byte;
    if (count == 0 || (errno != EINTR && errno != EAGAIN)) return EOF;
  }
}

// Readline takes Escape and the first byte of a letter for one key, and loses its way in what is
// left of the letter; no such key is bound to anything, so the letter alone is typed.
static int next_key(FILE *stream) {
  int key = held;
  held = EOF;
  if (key == EOF) key = next_byte(stream);
  if (key != ESCAPE || !has_input(stream, 0)) return key;
  int next = next_byte(stream);
  if (next >= 0x80) return next;
  held = next;
  return key;
}

static int is_input_available(void) {
  // Readline tells how long it would wait, in microseconds, only to whoever sets it.
  int patience = rl_set_keyboard_input_timeout(0);
  rl_set_keyboard_input_timeout(patience);
  return held != EOF || has_input(rl_instream, patience / 1000);
}

int mfl_input_is_held(void) { return held != EOF; }

void mfl_input_setup(void) {
  rl_getc_function = next_key;
  rl_input_available_hook = is_input_available;
}
