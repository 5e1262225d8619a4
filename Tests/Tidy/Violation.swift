/// A place where a house rule is broken, and what to write instead.
struct Violation: CustomStringConvertible, Hashable {
  var path: String
  var line: Int
  var message: String
  var description: String { "\(path):\(line): \(message)" }
}
