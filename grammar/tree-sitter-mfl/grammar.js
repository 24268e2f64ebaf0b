/// The grammar of mfl for tree-sitter: the rules of ../mfl.ebnf, level by level.
///
/// What depends on spaces and line ends is decided in src/scanner.c: whether a line's end ends a
/// statement, whether a space applies a name to what follows, and whether a word such as `dot` is an
/// operator. Some programs the language refuses are accepted here, such as `[1 -2]`.

const list = (item) => seq(item, repeat(seq(',', item)), optional(','));

const left = ($, operators, operand, next) =>
  seq(field('left', operand), field('operator', operators), field('right', next));

const statements = ($) => [
  repeat(choice(';', seq($._statement, choice(';', $._newline)))), optional($._statement),
];

module.exports = grammar({
  name: 'mfl',

  externals: ($) => [
    $._newline,
    $._apply,
    $.word_operator,
    $.word_compose,
    $._error_sentinel,
  ],

  extras: ($) => [/[\s\u00a0]/, $.comment, $.documentation],

  word: ($) => $.name,

  conflicts: ($) => [
    [$.parameter, $.field],
    [$.parameter, $._primary],
    [$.parameter, $.names, $._primary],
    [$.parameter, $.names],
    [$.definition, $._primary],
  ],

  rules: {
    program: ($) => seq(...statements($)),

    _statement: ($) =>
      choice(
        $.definition, $.binding, $.for, $.while, $.break, $.continue, $.return, $.import, $.assert,
        $.expression_statement,
      ),

    expression_statement: ($) => $._expression,

    definition: ($) =>
      seq(
        field('name', $.name), field('parameters', alias($.immediate_parameters, $.parameters)), '=',
        field('body', $._expression),
      ),

    immediate_parameters: ($) => seq(token.immediate('('), optional(list($.parameter)), ')'),

    parameters: ($) => seq('(', optional(list($.parameter)), ')'),

    parameter: ($) =>
      seq(
        field('name', choice($.name, $.hole)), optional(seq(':', field('space', $._expression))),
        optional(seq('=', field('default', $._expression))),
      ),

    binding: ($) =>
      seq(
        field('names', choice($.names, seq('(', $.names, ')'))), '=', field('value', $._expression),
      ),

    names: ($) => seq(choice($.name, $.hole), repeat(seq(',', choice($.name, $.hole)))),

    for: ($) =>
      seq('for', field('names', $.names), 'in', field('sequence', $._expression), field('body', $.block)),

    while: ($) => seq('while', field('condition', $._expression), field('body', $.block)),

    break: () => 'break',

    continue: () => 'continue',

    return: ($) => seq('return', optional($._expression)),

    import: ($) => seq('import', field('path', $.string), optional(seq('as', field('alias', $.name)))),

    assert: ($) =>
      seq('assert', field('condition', $._expression), optional(seq(',', field('message', $._expression)))),

    block: ($) => seq('{', ...statements($), '}'),

    // Expressions, loosest first.

    _expression: ($) => choice($.lambda, $.conditional, $._disjunction),

    lambda: ($) =>
      seq(
        field('parameters', choice($.name, $.hole, $.parameters)), choice('->', '→'),
        field('body', $._expression),
      ),

    conditional: ($) =>
      prec.right(
        seq(
          'if', field('condition', $._expression),
          choice(seq('then', field('then', $._expression)), field('then', $.block)),
          optional(seq('else', field('else', $._expression))),
        ),
      ),

    _disjunction: ($) => choice($.disjunction, $._conjunction),
    disjunction: ($) => left($, 'or', $._disjunction, $._conjunction),

    _conjunction: ($) => choice($.conjunction, $._negation),
    conjunction: ($) => left($, 'and', $._conjunction, $._negation),

    _negation: ($) => choice($.negation, $._comparison),
    negation: ($) => seq('not', field('operand', $._negation)),

    _comparison: ($) => choice($.comparison, $.property, $._pipeline),
    comparison: ($) =>
      left(
        $,
        choice('==', '!=', '≠', '<', '<=', '≤', '>', '>=', '≥', '~=', '≈', 'in', seq('not', 'in')),
        $._pipeline, $._pipeline,
      ),
    property: ($) =>
      seq(
        field('subject', $._pipeline), 'is', optional('not'), field('property', $.name),
        optional(seq(choice('at', 'on'), field('place', $._pipeline))),
      ),

    _pipeline: ($) => choice($.pipeline, $._range),
    pipeline: ($) => left($, '|>', $._pipeline, $._range),

    _range: ($) => choice($.range, $._sum),
    range: ($) => left($, choice('..<', '...', '…'), $._sum, $._sum),

    _sum: ($) => choice($.sum, $._product),
    sum: ($) => left($, choice('+', '-', '−', '.+', '.-'), $._sum, $._product),

    _product: ($) => choice($.product, $._prefix),
    product: ($) =>
      left(
        $, choice('*', '/', '\\', '.*', './', '⊗', '⊕', '·', '%', $.word_operator), $._product,
        $._prefix,
      ),

    _prefix: ($) => choice($.prefix, $._application),
    prefix: ($) => seq(choice('-', '−', '+'), field('operand', $._prefix)),

    _application: ($) => choice($.application, $._power),
    application: ($) =>
      seq(field('function', choice($.name, $.member)), $._apply, field('argument', $._application)),

    _power: ($) => choice($.power, $._composition),
    power: ($) => left($, choice('^', '.^'), $._composition, $._exponent),
    _exponent: ($) => choice($._power, alias($.signed_exponent, $.prefix)),
    signed_exponent: ($) => seq(choice('-', '−', '+'), field('operand', $._exponent)),

    _composition: ($) => choice($.composition, $._postfix),
    composition: ($) => left($, choice('∘', $.word_compose), $._postfix, $._composition),

    _postfix: ($) => choice($.call, $.index, $.member, $.transpose, $._primary),
    call: ($) =>
      seq(field('function', $._postfix), field('arguments', alias($.call_arguments, $.arguments))),
    call_arguments: ($) => seq(token.immediate('('), optional(list($.argument)), ')'),
    argument: ($) =>
      seq(optional(seq(field('name', $.name), ':')), field('value', choice($._expression, $.hole))),
    index: ($) =>
      seq(
        field('base', $._postfix), token.immediate('['), list(choice($.whole_axis, $._expression)),
        ']',
      ),
    whole_axis: () => ':',
    member: ($) =>
      seq(field('base', $._postfix), token.immediate('.'), field('name', choice($.name, $.keyword_name))),
    // After a dot a word of the language is a name.
    keyword_name: ($) =>
      choice(
        'if', 'then', 'else', 'for', 'while', 'break', 'continue', 'return', 'import', 'assert',
        'and', 'or', 'not', 'in', 'is', 'true', 'false',
      ),
    transpose: ($) => seq(field('base', $._postfix), choice(token.immediate("'"), token.immediate('ᵀ'))),

    _primary: ($) =>
      choice(
        $.number, $.string, $.boolean, $.name, $.tuple, $.list, $.comprehension, $.block, $.gradient,
      ),

    gradient: ($) => seq('∇', field('operand', $._primary)),

    boolean: () => choice('true', 'false'),

    tuple: ($) => seq('(', optional(list(alias($.field, $.argument))), ')'),
    field: ($) => seq(optional(seq(field('name', $.name), ':')), field('value', $._expression)),

    list: ($) =>
      seq('[', optional(seq($.row, repeat(seq(';', $.row)), optional(';'))), ']'),
    row: ($) => list($._expression),

    comprehension: ($) =>
      seq('[', field('element', $._expression), $.generator, repeat(choice($.generator, $.filter)), ']'),
    generator: ($) => seq('for', $.names, 'in', $._disjunction),
    filter: ($) => seq('if', $._disjunction),

    string: ($) =>
      seq(
        '"', repeat(choice($.string_content, $.escape, $.interpolation)), token.immediate('"'),
      ),
    string_content: () => token.immediate(prec(1, /[^"\\{\n]+/)),
    escape: () => token.immediate(/\\([nt"\\{}]|u\{[0-9a-fA-F]+\})/),
    interpolation: ($) => seq(token.immediate('{'), $._expression, '}'),

    number: () => /(\d+(\.\d+)?|\.\d+)([eE][+-]?\d+)?/,

    hole: () => '_',

    name: () => /[\p{XID_Start}_][[\p{XID_Continue}₀-₉]--[ᵀ·]]*/,

    comment: () => token(prec(-1, /#[^\n]*/)),
    documentation: () => token(/##[^\n]*/),
  },
});
