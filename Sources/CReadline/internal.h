// What the parts of the shim share.
#ifndef MFL_CREADLINE_INTERNAL_H
#define MFL_CREADLINE_INTERNAL_H

#include "shim.h"

extern struct mfl_client mfl_client;

// Whether a paste is being read.
extern int mfl_is_pasting;

// Makes readline read keys from here.
void mfl_input_setup(void);

// Whether a key has been read that readline has not got yet.
int mfl_input_is_held(void);

// Makes Tab ask the client.
void mfl_completion_setup(void);

// What `rl_redisplay_function` does: readline's own display, with colours over it where they fit.
void mfl_display(void);

// The look of the lines.
void mfl_display_set_look(enum mfl_look look);

// A line begins, behind a prompt of so many columns.
void mfl_display_begin(int columns);

// What is on the screen now was not painted.
void mfl_display_forget(void);

// The line was accepted and the cursor is below it.
void mfl_display_finish(const char *line);

#endif
