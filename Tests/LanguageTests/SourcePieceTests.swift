import Testing

@testable import Language

@Suite("Pieces of source")
struct SourcePieceTests {
  private func pieces(_ text: String) -> [String] {
    let source = Source(name: "<test>", text: text)
    return SourcePiece.pieces(of: source).map { "\($0.kind) \(source.text(in: $0.span))" }
  }

  @Test("are the tokens, the comments between them, and strings parted by what is within")
  func kinds() {
    #expect(
      pieces("f(x) = if x > 2.5 then \"a{x}b\" # why\n  else [1]")
        == [
          "name f", "bracket (", "name x", "bracket )", "mark =", "keyword if", "name x", "mark >",
          "number 2.5", "keyword then", "string \"a{", "name x", "string }b\"", "comment # why",
          "keyword else", "bracket [", "number 1", "bracket ]",
        ])
    #expect(pieces("x ** \"open # {a") == ["name x", "mistake **", "string \"open # {a"])
  }

  @Test(
    "follow one another within the source",
    arguments: [
      "", "\"{\"{\"{x}\"}\"}\"", "\"\\q\" + 1", "a\r\n#", "é \u{0} \"\n\"", "\"{}\"", "((]",
      "# \"\n# b",
    ])
  func order(text: String) {
    let source = Source(name: "<test>", text: text)
    var end = 0
    for piece in SourcePiece.pieces(of: source) {
      #expect(piece.span.start >= end && piece.span.end > piece.span.start)
      end = piece.span.end
    }
    #expect(end <= source.bytes.count)
  }

  @Test("of brackets know their partners, and those without have none")
  func partners() {
    let source = Source(name: "<test>", text: "([a]}) \"(\" ]")
    let pieces = SourcePiece.pieces(of: source)
    let partners = SourcePiece.partners(among: pieces, in: source)
    #expect(partners == [0: 5, 5: 0, 1: 3, 3: 1])
  }
}
