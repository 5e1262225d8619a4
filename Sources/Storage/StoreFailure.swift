/// Why the store cannot be used, with what to do.
public enum StoreFailure: Error, Sendable, Hashable, CustomStringConvertible {
  case inUse(path: String, pid: Int32?)
  case cannotOpen(path: String, String)
  case cannotGuarantee(String)
  /// A full disk, most likely. It passes: whoever writes tries again.
  case cannotWrite(String)
  case damaged(String)
  case cannotBackUp(String)
  case cannotRestore(String)

  public var description: String {
    switch self {
    case .inUse(let path, let pid):
      "\(path) is in use by another replyd\(pid.map { " (process \($0))" } ?? ""); stop it first, "
        + "or ask it through its console"
    case .cannotOpen(let path, let why):
      "cannot open the store \(path): \(why); check the folder, its owner and the free space, or "
        + "restore a backup"
    case .cannotGuarantee(let what):
      "refusing to start: SQLite did not accept \(what), without which messages could be lost"
    case .cannotWrite(let why):
      "cannot write the store: \(why); free space on its disk: until then nothing is taken in or "
        + "sent, afterwards all goes on by itself"
    case .damaged(let why):
      "the store is damaged: \(why); stop replyd and restore a backup"
    case .cannotBackUp(let why): "no backup was made: \(why)"
    case .cannotRestore(let why): "nothing was restored: \(why)"
    }
  }
}
