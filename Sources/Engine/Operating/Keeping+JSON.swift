public import PluginKit

extension BackupReport {
  public var json: JSONValue {
    .object([
      .init("path", .string(path)), .init("at", .time(at)), .init("messages", .int(messages)),
      .init("bytes", .int(bytes)),
    ])
  }
}

extension ForgetReport {
  public var json: JSONValue {
    .object([
      .init("author", .string(author)), .init("removed", .counts(removed)),
      .init("underWay", .int(underWay)), .init("residue", .optional(residue)),
      .init(
        "backups",
        .array(
          backups.map {
            .object([
              .init("path", .string($0.path)), .init("at", .time($0.at)),
              .init("isThere", .bool($0.isThere)),
            ])
          })),
    ])
  }
}

extension RestoreReport {
  public var json: JSONValue {
    .object([
      .init("messages", .int(messages)), .init("open", .int(open)), .init("newest", .time(newest)),
      .init(
        "cursors", .object(cursors.map { JSONValue.Member($0.connector, .time($0.at)) })),
      .init("unknown", .int(unknown)), .init("forgotten", .int(forgotten)),
      .init("kept", .optional(kept)),
    ])
  }
}
