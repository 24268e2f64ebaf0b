#include "shim.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

static mfl_completer completer;
static void *completer_context;

// The answer for the word being completed, kept from when readline asks where the word begins
// until it has taken the candidates.
static char **candidates;
static int candidate_count;
static int next_candidate;

static int is_finished;
static char *finished_line;

static void forget_candidates(void) {
  for (int i = 0; i < candidate_count; i++) free(candidates[i]);
  free(candidates);
  candidates = NULL;
  candidate_count = 0;
}

// Readline finds the word by walking back from the cursor to a character of the string given
// here. Where the word begins is the completer's business, so the string holds just the byte
// before it.
static char *word_breaks(void) {
  static char breaks[2];
  int start = rl_point;
  forget_candidates();
  if (completer) {
    candidate_count = completer(completer_context, rl_line_buffer, rl_point, &start, &candidates);
  }
  if (start < 0 || start > rl_point) start = rl_point;
  // At the start of the line any byte that cannot be typed will do.
  breaks[0] = start > 0 ? rl_line_buffer[start - 1] : '\n';
  return breaks;
}

static char *next_match(const char *text, int state) {
  (void)text;
  if (state == 0) next_candidate = 0;
  return next_candidate < candidate_count ? strdup(candidates[next_candidate++]) : NULL;
}

static char **matches(const char *text, int start, int end) {
  (void)start;
  (void)end;
  // Without this readline would fall back on the names of files.
  rl_attempted_completion_over = 1;
  char **found = candidate_count > 0 ? rl_completion_matches(text, next_match) : NULL;
  forget_candidates();
  return found;
}

static void finish(char *line) {
  rl_callback_handler_remove();
  finished_line = line;
  is_finished = 1;
}

// Settings before readline reads ~/.inputrc, which has the last word.
static void prefer_defaults(void) {
  // parse_and_bind writes into its argument.
  char preferences[][64] = {
      "set show-all-if-ambiguous on",
      // Up and Down recall the entries that begin as the line does; \\eO is their other spelling.
      "\"\\e[A\": history-search-backward",
      "\"\\e[B\": history-search-forward",
      "\"\\eOA\": history-search-backward",
      "\"\\eOB\": history-search-forward",
  };
  for (size_t i = 0; i < sizeof preferences / sizeof *preferences; i++) {
    rl_parse_and_bind(preferences[i]);
  }
}

void mfl_readline_setup(mfl_completer function, void *context) {
  // The program's text is UTF-8 whatever the locale says; readline would drop what is typed.
  setlocale(LC_CTYPE, "");
  if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0) setenv("LC_ALL", "C.UTF-8", 1);
  completer = function;
  completer_context = context;
  rl_readline_name = "mfl";
  rl_catch_signals = 0;
  rl_catch_sigwinch = 0;
  rl_attempted_completion_function = matches;
  rl_completion_word_break_hook = word_breaks;
  rl_completer_quote_characters = "";
  rl_completion_append_character = '\0';
  // With times before them, entries of several lines are told apart in the file.
  history_comment_char = '#';
  history_write_timestamps = 1;
  using_history();
  prefer_defaults();
}

void mfl_readline_begin(const char *prompt) {
  is_finished = 0;
  finished_line = NULL;
  rl_callback_handler_install(prompt, finish);
}

int mfl_readline_step(void) {
  rl_callback_read_char();
  return is_finished;
}

char *mfl_readline_take(void) {
  char *line = finished_line;
  finished_line = NULL;
  return line;
}

void mfl_readline_cancel(void) {
  rl_free_line_state();
  rl_callback_sigcleanup();
  rl_cleanup_after_signal();
  rl_callback_handler_remove();
}

void mfl_readline_resize(void) { rl_resize_terminal(); }

void mfl_readline_resume(void) {
  rl_reset_after_signal();
  rl_forced_update_display();
}
