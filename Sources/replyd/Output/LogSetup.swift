import Logging

/// The one log format of the process, also for loggers that plugins and libraries make.
enum LogSetup {
  /// Call it once, before the config is read: plugins may make their loggers then.
  static func start(_ level: Logger.Level) -> Logger {
    LoggingSystem.bootstrap { label in
      var handler = LineLogHandler(label: label)
      handler.logLevel = level
      return handler
    }
    return Logger(label: "replyd")
  }
}
