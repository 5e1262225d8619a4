import ArgumentParser

/// Answers a brand's customers: in time, every time, once, and never wrongly in public.
@main
struct Replyd: AsyncParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "replyd",
    abstract: "Answers a brand's customers, in time, once, and never wrongly in public.",
    version: version,
    subcommands: [
      RunCommand.self, DemoCommand.self, CheckCommand.self, DiffCommand.self,
      CalendarCommand.self, ConnectCommand.self, PluginsCommand.self, SchemaCommand.self,
      AnnotateCommand.self, ReplayCommand.self, DetectCommand.self, StatusCommand.self,
      WhyCommand.self,
      VerifyCommand.self, ReportCommand.self, HandoffsCommand.self, DraftsCommand.self,
      SilencesCommand.self, CorrectionsCommand.self, HoldCommand.self,
      ResumeCommand.self, IncidentsCommand.self, BackupCommand.self, RestoreCommand.self,
      ForgetCommand.self, UsersCommand.self, TokensCommand.self, AuditCommand.self,
      TrainCommand.self, EvalCommand.self, FAQCommand.self, BenchCommand.self,
      DocsCommand.self, ManualCommand.self,
    ])
}
