public import Language

/// What came of the search for the operation that first gave NaN or infinity.
public enum NaNSearch: Sendable {
  /// No statement ran yet.
  case nothingRan
  /// Every number was finite, in so many operations on tensors.
  case clean(operations: Int)
  /// An operation gave NaN or infinity, and nothing of it is left in what the statement gave.
  case masked(Diagnostic, operations: Int)
  /// An operation gave what is not finite in what the statement gave.
  case found(Diagnostic)
  /// What is not finite was there before the statement ran.
  case given(Diagnostic)
  /// The statement fails for another reason.
  case failed(Diagnostic)
}
