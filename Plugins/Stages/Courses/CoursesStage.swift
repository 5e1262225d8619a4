import PluginKit

/// Runs the first course that matches; silent when none does.
struct CoursesStage: Stage {
  private let courses: [Course]

  init(_ settings: CoursesSettings) throws(PluginFailure) {
    var problems: [String] = []
    courses = settings.file.courses.map {
      Course($0, defaultLanguage: settings.defaultLanguage, problems: &problems)
    }
    guard problems.isEmpty else {
      throw PluginFailure(problems.joined(separator: "; "), field: "file")
    }
  }

  func evaluate(_ message: Message, in context: StageContext) async throws -> Opinion {
    guard let course = courses.first(where: { $0.matches(message, in: context) }) else {
      return .none
    }
    return Opinion(proposals: course.proposals(for: message, in: context))
  }
}
