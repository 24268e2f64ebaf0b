/// Where a name's value is found when compiled code runs.
enum Place {
  /// A slot of the running frame.
  case local(slot: Int, Fallback)
  /// A slot of the outermost level.
  case global(slot: Int, Fallback)
  /// The function that runs, by its own name.
  case ownFunction
  /// A value known when the program was compiled.
  case constant(Value)
  /// `ans`, the last value shown.
  case answer

  /// What a name means while its slot is empty.
  enum Fallback {
    /// Nothing: using it is an error.
    case none
    /// The global of that name, for functions made before it was bound.
    case global(GlobalSlot)
    /// The vocabulary's meaning, which the program shadows later.
    case constant(Value)
  }
}

/// Where a new function finds a value it captures, in the frame that makes it.
enum CaptureSource {
  case local(slot: Int)
  case global(slot: Int)
  case ownFunction
}
