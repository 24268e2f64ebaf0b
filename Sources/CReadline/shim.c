#include "shim.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

struct mfl_client mfl_client;
int mfl_is_pasting;

static int is_finished;
static char *finished_line;

static void finish(char *line) {
  mfl_display_finish(line);
  rl_callback_handler_remove();
  finished_line = line;
  is_finished = 1;
}

// A paste in brackets: the client may take out what is not code.
static int paste(int count, int key) {
  int start = rl_point;
  mfl_is_pasting = 1;
  int status = rl_bracketed_paste_begin(count, key);
  mfl_is_pasting = 0;
  if (rl_point <= start) return status;
  char *text = rl_copy_text(start, rl_point);
  char *cleaned = text ? mfl_client.clean(mfl_client.context, text) : NULL;
  if (cleaned && strcmp(cleaned, text) != 0) {
    rl_begin_undo_group();
    rl_delete_text(start, rl_point);
    rl_point = start;
    rl_insert_text(cleaned);
    rl_end_undo_group();
  }
  free(cleaned);
  free(text);
  return status;
}

static int use_display(void) {
  rl_redisplay_function = mfl_display;
  return 0;
}

static void bind_setting(const char *setting) {
  // parse_and_bind writes into its argument.
  char line[80];
  strncpy(line, setting, sizeof line - 1);
  line[sizeof line - 1] = '\0';
  rl_parse_and_bind(line);
}

// Settings before readline reads ~/.inputrc, which has the last word.
static void prefer_defaults(enum mfl_look look) {
  static const char *preferences[] = {
      "set show-all-if-ambiguous on",
      // A list that fits no screen is asked about, not paged.
      "set page-completions off",
      // What is pasted is coloured as what is typed is.
      "set enable-active-region off",
      // Up and Down recall the entries that begin as the line does; \\eO is their other spelling.
      "\"\\e[A\": history-search-backward",
      "\"\\e[B\": history-search-forward",
      "\"\\eOA\": history-search-backward",
      "\"\\eOB\": history-search-forward",
  };
  for (size_t i = 0; i < sizeof preferences / sizeof *preferences; i++) {
    bind_setting(preferences[i]);
  }
  // Colours show which brackets belong together; without them the cursor goes there and back.
  if (look == MFL_PLAIN) bind_setting("set blink-matching-paren on");
  rl_bind_keyseq_in_map("\033[200~", paste, emacs_standard_keymap);
  rl_bind_keyseq_in_map("\033[200~", paste, vi_insertion_keymap);
}

void mfl_readline_setup(struct mfl_client client, enum mfl_look look) {
  // The program's text is UTF-8 whatever the locale says; readline would drop what is typed.
  setlocale(LC_CTYPE, "");
  if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0) {
    setenv("LC_ALL", "C.UTF-8", 1);
    setlocale(LC_CTYPE, "");
  }
  mfl_client = client;
  rl_readline_name = "mfl";
  rl_catch_signals = 0;
  rl_catch_sigwinch = 0;
  // Before it knows the terminal, a display of one's own keeps readline from asking about it.
  rl_startup_hook = use_display;
  mfl_display_set_look(look);
  mfl_completion_setup();
  mfl_input_setup();
  using_history();
  prefer_defaults(look);
}

void mfl_readline_set_look(enum mfl_look look) { mfl_display_set_look(look); }

void mfl_readline_begin(const char *prompt, int columns) {
  is_finished = 0;
  finished_line = NULL;
  // The size may have changed while nobody was reading.
  if (rl_instream) rl_reset_screen_size();
  mfl_display_begin(columns);
  rl_callback_handler_install(prompt, finish);
}

int mfl_readline_step(void) {
  do {
    rl_callback_read_char();
  } while (!is_finished && mfl_input_is_held());
  return is_finished;
}

char *mfl_readline_take(void) {
  char *line = finished_line;
  finished_line = NULL;
  return line;
}

void mfl_readline_cancel(void) {
  // A search is over, and the line stands behind the prompt again.
  rl_callback_sigcleanup();
  rl_point = rl_end;
  rl_clear_message();
  // The terminal is given back with the cursor at the start of a row.
  fputs("^C", rl_outstream);
  mfl_display_forget();
  rl_redisplay_function = rl_redisplay;
  rl_free_line_state();
  rl_cleanup_after_signal();
  rl_callback_handler_remove();
  rl_redisplay_function = mfl_display;
}

void mfl_readline_resize(void) {
  mfl_display_forget();
  // Readline itself knows which rows the old width took, but only when it displays by itself.
  rl_redisplay_function = rl_redisplay;
  rl_resize_terminal();
  rl_redisplay_function = mfl_display;
  mfl_display();
}

void mfl_readline_suspend(void) { rl_cleanup_after_signal(); }

void mfl_readline_resume(void) {
  // Whoever had the terminal in between has left it in a state of its own.
  if (rl_deprep_term_function) rl_deprep_term_function();
  rl_reset_after_signal();
  rl_reset_screen_size();
  fputs("\r", rl_outstream);
  mfl_display_forget();
  rl_forced_update_display();
}
