// Colours over a line that readline displays.
//
// Readline knows nothing of colours within the line. It displays the line as ever; when the line
// fits into one row, and only then, the same characters are written over it in colour and the
// cursor is put back to where readline left it. A line that no longer fits is displayed afresh,
// without colours.
#define _XOPEN_SOURCE 700

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include "internal.h"

static enum mfl_look look = MFL_PLAIN;

// The columns of the prompt; negative where the terminal does not echo, so that nothing is shown.
static int prompt_columns = -1;

// What is on the screen: a message of readline's in the place of the prompt, a line as readline
// shows it, or one that is to be painted.
enum kind { NOTHING, MESSAGE, LINE, ONE_ROW };
static enum kind shown = NOTHING;

// The colours over it, if it is one row of ours.
static char *painted;

// The columns of some bytes; -1 where they are not all characters of one or two columns.
static int columns(const char *text, size_t length) {
  mbstate_t state;
  memset(&state, 0, sizeof state);
  int total = 0;
  while (length > 0) {
    wchar_t character;
    size_t size = mbrtowc(&character, text, length, &state);
    if (size == 0 || size > length) return -1;
    int width = wcwidth(character);
    // Marks that combine, and controls that readline shows as ^X, are left to readline.
    if (width < 1) return -1;
    total += width;
    text += size;
    length -= size;
  }
  return total;
}

static int is_off(const char *variable) {
  const char *value = rl_variable_value(variable);
  return !value || strcasecmp(value, "off") == 0;
}

// What readline is about to show; one row is painted where the prompt and the line stand in it as
// they are.
static enum kind next_kind(void) {
  if (rl_display_prompt != rl_prompt) return MESSAGE;
  if (look != MFL_COLORED || prompt_columns < 0) return LINE;
  if (RL_ISSTATE(RL_STATE_ISEARCH | RL_STATE_NSEARCH | RL_STATE_NUMERICARG)) return LINE;
  if (!is_off("show-mode-in-prompt") || !is_off("mark-modified-lines")) return LINE;
  int rows = 0, width = 0;
  rl_get_screen_size(&rows, &width);
  int used = columns(rl_line_buffer, (size_t)rl_end);
  return used >= 0 && prompt_columns + used < width ? ONE_ROW : LINE;
}

static void forget(void) {
  free(painted);
  painted = NULL;
  shown = NOTHING;
}

static void paint(char *text, int cursor_columns) {
  fprintf(rl_outstream, "\r\033[%dC%s\033[0m\r\033[%dC", prompt_columns, text,
          prompt_columns + cursor_columns);
  fflush(rl_outstream);
  free(painted);
  painted = text;
}

// Within counts readline takes the first byte of a letter for a key of its own and inserts the
// others, which are no letter and which it cannot display.
static void drop_broken_letters(void) {
  mbstate_t state;
  memset(&state, 0, sizeof state);
  int position = 0;
  while (position < rl_end) {
    size_t size = mbrtowc(NULL, rl_line_buffer + position, (size_t)(rl_end - position), &state);
    if (size == (size_t)-1 || size == (size_t)-2) {
      memset(&state, 0, sizeof state);
      rl_delete_text(position, position + 1);
      if (rl_point > position) rl_point--;
    } else {
      position += size > 0 ? (int)size : 1;
    }
  }
}

void mfl_display(void) {
  drop_broken_letters();
  enum kind kind = next_kind();
  if (shown != NOTHING && shown != kind) {
    // Readline would keep what has not changed, colours and all, and it miscounts where a line
    // takes the place of a message.
    rl_clear_visible_line();
    rl_on_new_line();
    forget();
  }
  rl_redisplay();
  shown = kind;
  if (kind != ONE_ROW) return;
  int cursor_columns = columns(rl_line_buffer, (size_t)rl_point);
  char *text = mfl_client.paint(mfl_client.context, rl_line_buffer, rl_point);
  if (text && cursor_columns >= 0) {
    paint(text, cursor_columns);
  } else {
    free(text);
  }
}

void mfl_display_set_look(enum mfl_look wanted) { look = wanted; }

void mfl_display_begin(int columns_of_prompt) {
  struct termios modes;
  int echoes = tcgetattr(fileno(rl_instream ? rl_instream : stdin), &modes) == 0 &&
               (modes.c_lflag & ECHO) != 0;
  prompt_columns = echoes ? columns_of_prompt : -1;
  forget();
}

void mfl_display_forget(void) { forget(); }

void mfl_display_finish(const char *line) {
  if (!painted || !line) return;
  int rows = 0, width = 0;
  rl_get_screen_size(&rows, &width);
  // The brackets that stood out beside the cursor have no reason to any more.
  char *text = mfl_client.paint(mfl_client.context, line, -1);
  if (text && rows > 1 && strcmp(text, painted) != 0) {
    fprintf(rl_outstream, "\r\033[A\033[%dC%s\033[0m\r\n", prompt_columns, text);
    fflush(rl_outstream);
  }
  free(text);
  forget();
}
