// GNU readline for the prompt: one line at a time, driven by the caller's own poll loop.
//
// Swift 6 cannot touch readline's mutable globals, so everything goes through these functions.
// Readline is not reentrant; all of them belong to one thread.
#ifndef MFL_CREADLINE_SHIM_H
#define MFL_CREADLINE_SHIM_H

// Readline's headers use FILE without declaring it.
#include <stdio.h>

#include <readline/history.h>
#include <readline/readline.h>

// What could stand at the cursor. The arrays and their strings are freed by whoever asked.
struct mfl_candidates {
  // Where the candidates begin, a byte of the line.
  int start;
  int count;
  // What would stand in the line, and what a list calls it.
  char **texts;
  char **labels;
};

// Whom readline asks. Strings that are answered are freed by the shim.
struct mfl_client {
  void *context;
  // Fills in what could stand at the byte `cursor` of `line`.
  void (*complete)(void *context, const char *line, int cursor, struct mfl_candidates *answer);
  // The line with its colours, as escape sequences that move nothing; the brackets beside the
  // byte `cursor` stand out, unless it is negative.
  char *(*paint)(void *context, const char *line, int cursor);
  // What pasted text becomes; NULL where it stays.
  char *(*clean)(void *context, const char *text);
  // Readable when a signal has arrived.
  int wake_up;
};

// How lines look.
enum mfl_look { MFL_PLAIN, MFL_COLORED };

// Readline's settings: no signal handlers of its own, and Tab asks the client.
void mfl_readline_setup(struct mfl_client client, enum mfl_look look);

// Lines look like this from now on.
void mfl_readline_set_look(enum mfl_look look);

// Shows the prompt, which takes so many columns, and takes the terminal over.
void mfl_readline_begin(const char *prompt, int columns);

// Takes what was typed; true once the line is finished and the terminal given back.
int mfl_readline_step(void);

// The finished line, to be freed by the caller; NULL where the input ended.
char *mfl_readline_take(void);

// Gives up the line, which ends in ^C from now on, and gives the terminal back.
void mfl_readline_cancel(void);

// The terminal has another size now.
void mfl_readline_resize(void);

// Gives the terminal back while the program is stopped.
void mfl_readline_suspend(void);

// The program goes on after it was stopped, and the terminal is in some other state.
void mfl_readline_resume(void);

#endif
