import Foundation

/// Processes whose environment says that a test started them.
public enum MarkedProcesses {
  /// The variable; its value is a folder of the test's own.
  public static let variable = "HOSTED_IN"

  /// The ids of those that are alive; zombies are not.
  public static func alive(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { Int($0) != nil }
      .filter { id in
        let state = text("/proc/\(id)/stat").split(separator: ")").last ?? ""
        return !state.hasPrefix(" Z")
          && text("/proc/\(id)/environ").contains("\(variable)=\(folder)\0")
      }
  }

  private static func text(_ path: String) -> String {
    String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
  }
}
