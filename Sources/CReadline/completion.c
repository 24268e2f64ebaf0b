// Tab: candidates of the client, listed by their labels.
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

// The answer for the place being completed, kept until the next one for its labels.
static struct mfl_candidates answer;

// The whole line up to the cursor with each of the candidates at its end.
static char **lines;
static int next_line;

static void free_strings(char **strings, int count) {
  if (!strings) return;
  for (int i = 0; i < count; i++) free(strings[i]);
  free(strings);
}

static void forget_answer(void) {
  free_strings(lines, answer.count);
  free_strings(answer.texts, answer.count);
  free_strings(answer.labels, answer.count);
  lines = NULL;
  memset(&answer, 0, sizeof answer);
}

// Readline would find the word by walking back to one of these characters. Where the word begins is
// the client's business, and may depend on all that stands before it, so readline is to take the
// whole line for the word.
static char *word_breaks(void) {
  static char none[1] = "";
  return none;
}

static char *next_match(const char *text, int state) {
  (void)text;
  if (state == 0) next_line = 0;
  return next_line < answer.count ? strdup(lines[next_line++]) : NULL;
}

static char *joined(const char *head, size_t length, const char *tail) {
  char *whole = malloc(length + strlen(tail) + 1);
  if (!whole) return NULL;
  memcpy(whole, head, length);
  strcpy(whole + length, tail);
  return whole;
}

static char **matches(const char *text, int start, int end) {
  // Without this readline would fall back on the names of files.
  rl_attempted_completion_over = 1;
  rl_completion_suppress_append = 1;
  // The client says which come first.
  rl_sort_completion_matches = 0;
  forget_answer();
  if (start != 0) return NULL;
  mfl_client.complete(mfl_client.context, rl_line_buffer, end, &answer);
  if (answer.count <= 0 || answer.start < 0 || answer.start > end) return NULL;
  lines = calloc((size_t)answer.count, sizeof *lines);
  if (!lines) return NULL;
  for (int i = 0; i < answer.count; i++) {
    lines[i] = joined(text, (size_t)answer.start, answer.texts[i]);
    if (!lines[i]) {
      forget_answer();
      return NULL;
    }
  }
  return rl_completion_matches(text, next_match);
}

// The next key; EOF where the input ended or a signal came, which is left for the caller's loop.
static int next_key(void) {
  struct pollfd sources[] = {{fileno(rl_instream), POLLIN, 0}, {mfl_client.wake_up, POLLIN, 0}};
  while (poll(sources, 2, -1) < 0) {
    if (errno != EINTR) return EOF;
  }
  return sources[1].revents ? EOF : rl_read_key();
}

static int is_long_list_wanted(int count) {
  if (rl_completion_query_items <= 0 || count < rl_completion_query_items) return 1;
  rl_crlf();
  fprintf(rl_outstream, "Show all %d? (y or n)", count);
  fflush(rl_outstream);
  while (1) {
    switch (next_key()) {
      case 'y': case 'Y': case ' ': case '\t': return 1;
      case 'n': case 'N': case 'q': case '\033': case '\007': case '\177': case '\r': case '\n':
      case EOF: return 0;
      default: rl_ding();
    }
  }
}

static int by_line(const void *one, const void *other) {
  int a = *(const int *)one, b = *(const int *)other;
  int order = strcmp(lines[a], lines[b]);
  return order != 0 ? order : a - b;
}

// The candidates by their lines, so that each is found at once; NULL without memory.
static int *sorted_candidates(void) {
  if (!lines || answer.count <= 0) return NULL;
  int *order = calloc((size_t)answer.count, sizeof *order);
  if (!order) return NULL;
  for (int i = 0; i < answer.count; i++) order[i] = i;
  qsort(order, (size_t)answer.count, sizeof *order, by_line);
  return order;
}

// What a list calls a match: the label of the first candidate with this line.
static const char *label(const char *match, const int *order) {
  int low = 0, high = answer.count;
  while (low < high) {
    int middle = low + (high - low) / 2;
    if (strcmp(lines[order[middle]], match) < 0) low = middle + 1;
    else high = middle;
  }
  int is_found = low < answer.count && strcmp(lines[order[low]], match) == 0;
  return is_found ? answer.labels[order[low]] : match;
}

// Lists the candidates by their labels; the first of the matches is what they share.
static void list(char **matches, int count, int longest) {
  (void)longest;
  char **labels = calloc((size_t)count + 2, sizeof *labels);
  if (labels && is_long_list_wanted(count)) {
    int widest = 0;
    labels[0] = "";
    int *order = sorted_candidates();
    for (int i = 1; i <= count; i++) {
      labels[i] = (char *)(order ? label(matches[i], order) : matches[i]);
      int length = (int)strlen(labels[i]);
      if (length > widest) widest = length;
    }
    free(order);
    rl_display_match_list(labels, count, widest);
  } else {
    rl_crlf();
  }
  free(labels);
  mfl_display_forget();
  rl_forced_update_display();
}

void mfl_completion_setup(void) {
  rl_attempted_completion_function = matches;
  rl_completion_word_break_hook = word_breaks;
  rl_completer_quote_characters = "";
  rl_completion_display_matches_hook = list;
}
