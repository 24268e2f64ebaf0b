import Synchronization

/// The bytes somebody's values hold, and how many they may be.
public final class MemoryAccount: Sendable {
  /// The most bytes that may be held at once.
  public let limit: Int
  private let held = Atomic<Int>(0)

  /// An account with nothing on it.
  public init(limit: Int) { self.limit = limit }

  /// The bytes held now.
  public var bytes: Int { held.load(ordering: .relaxed) }

  /// Charges bytes; false, nothing being charged, when that would be more than the limit.
  public func charge(_ bytes: Int) -> Bool {
    let (_, total) = held.wrappingAdd(bytes, ordering: .relaxed)
    if total <= limit { return true }
    release(bytes)
    return false
  }

  /// Charges bytes that are held already, whatever the limit.
  func chargeRegardless(_ bytes: Int) { held.wrappingAdd(bytes, ordering: .relaxed) }

  /// Gives bytes back.
  public func release(_ bytes: Int) { held.wrappingSubtract(bytes, ordering: .relaxed) }
}

/// Bytes charged to an account for as long as this lives.
public final class MemoryCharge: Sendable {
  private let account: MemoryAccount
  private let bytes: Int

  private init(_ account: MemoryAccount, _ bytes: Int) {
    self.account = account
    self.bytes = bytes
  }

  deinit { account.release(bytes) }

  /// Charges bytes to the account of the current thread; nil where nobody counts.
  ///
  /// - Throws: `.memoryLimit` when they are too many.
  public static func of(_ bytes: Int) throws(TensorError) -> MemoryCharge? {
    guard let account = Supervision.current?.memory else { return nil }
    guard account.charge(bytes) else { throw .memoryLimit(limit: account.limit) }
    return MemoryCharge(account, bytes)
  }
}
