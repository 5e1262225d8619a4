/// Why a model could not be trained.
public enum TrainingError: Error, Equatable, Sendable, CustomStringConvertible {
  case unreadable(path: String, reason: String)
  case badLine(path: String, line: Int, reason: String)
  case badLabel(path: String, label: String)
  case noRows(String)

  public var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "\(path) cannot be read (\(reason)); pass the folder of labelled data with --data."
    case .badLine(let path, let line, let reason):
      "\(path):\(line) is no labelled row (\(reason)); correct the line."
    case .badLabel(let path, let label):
      "\(path) has the unknown label \"\(label)\"; correct it."
    case .noRows(let what): "There are no rows for \(what); check the data folder."
    }
  }
}
