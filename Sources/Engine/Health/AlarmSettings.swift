public import PluginKit

/// When replyd says that something is wrong with it, and to whom.
public struct AlarmSettings: Settings {
  /// Nobody, unless notifiers are named: alarms are then in the log, `/readyz` and `/metrics` only.
  public var notify: [String] = []
  public var repeatEvery: Duration = .hours(4)
  public var silentPolls = 4
  public var silentAtLeast: Duration = .minutes(1)
  public var stageFailures = 3
  public var checkEvery: Duration = .seconds(10)
  public var overAfter: Duration = .minutes(1)

  public init() {}

  public init(_ f: inout Fields) {
    notify = f.references(
      "notify", to: .notifiers, default: [], help: "ids of notifiers that are told of alarms")
    repeatEvery = f.duration(
      "repeatEvery", default: .hours(4), in: .seconds(1) ... .hours(24 * 7),
      help: "an alarm that lasts is repeated this often")
    silentPolls = f.integer(
      "silentPolls", default: 4, in: 1...10_000, unit: "polls",
      help: "a connector is silent after so many poll intervals without a successful poll")
    silentAtLeast = f.duration(
      "silentAtLeast", default: .minutes(1), in: .milliseconds(100) ... .hours(24),
      help: "but never before this time")
    stageFailures = f.integer(
      "stageFailures", default: 3, in: 1...1000, unit: "failures in a row",
      help: "a stage that fails so often without a success in between raises an alarm")
    checkEvery = f.duration(
      "checkEvery", default: .seconds(10), in: .milliseconds(50) ... .minutes(10),
      help: "pause between two looks, and between two test writes to the store")
    overAfter = f.duration(
      "overAfter", default: .minutes(1), in: .zero ... .hours(24),
      help: "how long a trouble must be gone before its alarm is over")
  }
}
