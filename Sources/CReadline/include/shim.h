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

// Answers the candidates for the word that ends at the byte `cursor` of `line`: their number, the
// array in `candidates` (it and its strings are freed by the caller), and where the word begins.
typedef int (*mfl_completer)(void *context, const char *line, int cursor, int *start,
                             char ***candidates);

// Readline's settings: no signal handlers of its own, and Tab asks the completer.
void mfl_readline_setup(mfl_completer completer, void *context);

// Shows the prompt and takes the terminal over.
void mfl_readline_begin(const char *prompt);

// Takes what was typed; true once the line is finished and the terminal given back.
int mfl_readline_step(void);

// The finished line, to be freed by the caller; NULL where the input ended.
char *mfl_readline_take(void);

// Gives up the line and gives the terminal back.
void mfl_readline_cancel(void);

// The terminal has another size now.
void mfl_readline_resize(void);

// The program goes on after it was stopped, and the terminal is in some other state.
void mfl_readline_resume(void);

// How many entries the history has.
static inline int mfl_history_count(void) { return history_length; }

// The newest entry of the history; NULL where it is empty.
static inline const char *mfl_history_newest(void) {
  HIST_ENTRY *entry = history_get(history_base + history_length - 1);
  return entry ? entry->line : NULL;
}

#endif
