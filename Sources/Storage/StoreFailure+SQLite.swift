import GRDB

extension StoreFailure {
  /// What an operator can do something about gets words for it; all else stays as it is. The SQL is
  /// left out: it helps nobody who runs replyd.
  static func naming(_ error: any Error) -> any Error {
    guard let error = error as? DatabaseError else { return error }
    let why = "\(error.message ?? "no words") (SQLite error \(error.extendedResultCode.rawValue))"
    return switch error.resultCode {
    case .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_READONLY: StoreFailure.cannotWrite(why)
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: StoreFailure.damaged(why)
    default: error
    }
  }
}
