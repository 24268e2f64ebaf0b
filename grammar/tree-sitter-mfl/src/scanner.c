// What spaces and line ends mean, which the grammar alone cannot say:
//
//   newline        a line's end that ends a statement: not before `|>`, `then` and `else`
//   apply          nothing but the fact that a name is applied to what follows: `rank A`
//   word_operator  `kron`, `dsum` and `dot` between two operands
//   word_compose   `compose` between two operands
//
// The scanner has no state.

#include <stdbool.h>
#include <string.h>
#include <wctype.h>

#include "tree_sitter/parser.h"

enum Token { NEWLINE, APPLY, WORD_OPERATOR, WORD_COMPOSE, ERROR_SENTINEL };

void *tree_sitter_mfl_external_scanner_create(void) { return NULL; }
void tree_sitter_mfl_external_scanner_destroy(void *payload) { (void)payload; }

unsigned tree_sitter_mfl_external_scanner_serialize(void *payload, char *buffer) {
  (void)payload;
  (void)buffer;
  return 0;
}

void tree_sitter_mfl_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
  (void)payload;
  (void)buffer;
  (void)length;
}

static bool is_space(int32_t c) { return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == 0xA0; }

static bool is_digit(int32_t c) { return c >= '0' && c <= '9'; }

// Signs beyond ASCII that are no part of a name.
static bool is_sign(int32_t c) {
  switch (c) {
    case 0x2264: case 0x2265: case 0x2260: case 0x2248: case 0x2212: case 0xB7: case 0x2192:
    case 0x1D40: case 0x2218: case 0x2297: case 0x2295: case 0x2207: case 0x2026: case 0xA0:
      return true;
    default: return false;
  }
}

static bool is_name_start(int32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  return !is_sign(c) && !iswspace((wint_t)c);
}

static bool is_name_part(int32_t c) { return is_digit(c) || is_name_start(c); }

// Reads a word into a buffer; one that does not fit is no word of the language.
static void read_word(TSLexer *lexer, char *word, unsigned size) {
  unsigned length = 0;
  while (is_name_part(lexer->lookahead)) {
    if (length < size - 1) word[length++] = lexer->lookahead < 0x80 ? (char)lexer->lookahead : '?';
    lexer->advance(lexer, false);
  }
  word[length] = 0;
}

static bool is_one_of(const char *word, const char *const *words) {
  for (; *words; words++) {
    if (strcmp(word, *words) == 0) return true;
  }
  return false;
}

static const char *const CONTINUING[] = {"then", "else", NULL};

// The words that are neither names nor values.
static const char *const KEYWORDS[] = {
    "if", "then", "else", "for", "while", "break", "continue", "return", "import", "assert",
    "and", "or", "not", "in", "is", NULL};

static const char *const WORD_OPERATORS[] = {"kron", "dsum", "dot", NULL};

// Whether an operand without a sign can begin here; `follows` is the character behind.
static bool begins_operand(int32_t c) {
  return is_digit(c) || c == '"' || c == '[' || c == 0x2207 || is_name_start(c);
}

// At a line's end: whether the statement ends with it.
static bool scan_newline(TSLexer *lexer) {
  lexer->advance(lexer, false);
  lexer->mark_end(lexer);
  while (true) {
    while (is_space(lexer->lookahead) || lexer->lookahead == '\n') lexer->advance(lexer, false);
    if (lexer->lookahead != '#') break;
    while (lexer->lookahead != '\n' && !lexer->eof(lexer)) lexer->advance(lexer, false);
  }
  if (lexer->lookahead == '|') {
    lexer->advance(lexer, false);
    if (lexer->lookahead == '>') return false;
  } else if (is_name_start(lexer->lookahead)) {
    char word[16];
    read_word(lexer, word, sizeof word);
    if (is_one_of(word, CONTINUING)) return false;
  }
  lexer->result_symbol = NEWLINE;
  return true;
}

bool tree_sitter_mfl_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid) {
  (void)payload;
  if (valid[ERROR_SENTINEL]) return false;
  bool has_space = false;
  while (is_space(lexer->lookahead)) {
    has_space = true;
    lexer->advance(lexer, true);
  }
  if (lexer->lookahead == '\n') return valid[NEWLINE] && scan_newline(lexer);
  if (!has_space || !(valid[APPLY] || valid[WORD_OPERATOR] || valid[WORD_COMPOSE])) return false;

  // An application has no text of its own.
  lexer->mark_end(lexer);
  int32_t first = lexer->lookahead;
  if (first == '.') {
    // `f .5` is an application, `f .* g` a product.
    lexer->advance(lexer, false);
    if (!valid[APPLY] || !is_digit(lexer->lookahead)) return false;
    lexer->result_symbol = APPLY;
    return true;
  }
  if (!begins_operand(first)) return false;
  if (is_name_start(first)) {
    char word[16];
    read_word(lexer, word, sizeof word);
    if (is_one_of(word, KEYWORDS) || strcmp(word, "_") == 0) return false;
    bool is_compose = strcmp(word, "compose") == 0;
    if (is_compose || is_one_of(word, WORD_OPERATORS)) {
      enum Token token = is_compose ? WORD_COMPOSE : WORD_OPERATOR;
      if (valid[token] && is_space(lexer->lookahead)) {
        lexer->mark_end(lexer);
        while (is_space(lexer->lookahead)) lexer->advance(lexer, false);
        int32_t next = lexer->lookahead;
        bool is_operand = begins_operand(next) || next == '(' || next == '{';
        if (is_name_start(next)) {
          read_word(lexer, word, sizeof word);
          is_operand = !is_one_of(word, KEYWORDS);
        }
        if (is_operand) {
          lexer->result_symbol = token;
          return true;
        }
        // A name like any other; an application would end where the word began.
        return false;
      }
    }
  }
  if (!valid[APPLY]) return false;
  lexer->result_symbol = APPLY;
  return true;
}
