// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is built with these.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let coreMetrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let deque = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(
  name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let lifecycle = Target.Dependency.product(
  name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")

func library(
  _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = [],
  settings more: [SwiftSetting] = []
) -> Target {
  .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict + more)
}

/// Always optimised: it trains when it is used, and without would take the tests' whole time.
let optimized: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// A plugin's folder is `Plugins/<kind>s/<name>`, its module `<name><kind>Plugin`: names are
/// global, and a platform may be both connector and notifier.
func plugin(
  _ kind: String, _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []
) -> Target {
  .target(
    name: "\(name)\(kind)Plugin", dependencies: ["PluginKit"] + dependencies,
    path: "Plugins/\(kind)s/\(name)", exclude: ["README.md", "sample.json"] + exclude,
    swiftSettings: strict)
}

func tests(
  _ name: String, _ dependencies: [Target.Dependency], path: String? = nil, exclude: [String] = []
) -> Target {
  .testTarget(
    name: name, dependencies: dependencies, path: path, exclude: exclude, swiftSettings: strict)
}

let plugins: [Target] = [
  plugin("Connector", "Email", ["ConnectorKit", "MailKit", "Transport"]),
  plugin("Connector", "Mastodon", ["ConnectorKit", "Transport"]),
  plugin("Connector", "Matrix", ["ConnectorKit", "Transport", crypto]),
  plugin("Connector", "Replay", []),
  plugin("Notifier", "Discord", ["NotifierKit", "Transport"]),
  plugin("Notifier", "Email", ["MailKit", "NotifierKit", "Transport", crypto, logging]),
  plugin("Notifier", "Log", [logging]),
  plugin("Notifier", "MicrosoftTeams", ["NotifierKit", "Transport"]),
  plugin("Notifier", "PagerDuty", ["NotifierKit", "Transport"]),
  plugin("Notifier", "Slack", ["NotifierKit", "Transport"]),
  plugin("Notifier", "Telegram", ["NotifierKit", "Transport"]),
  plugin("Notifier", "Webhook", ["NotifierKit", "Transport", crypto]),
  plugin("Stage", "Courses", ["StageKit"], exclude: ["courses.json"]),
  plugin("Stage", "Crisis", ["Models", "StageKit", "TextAnalysis"]),
  plugin(
    "Stage", "FAQ", ["Matching", "Models", "StageKit", "TextAnalysis"], exclude: ["orders.json"]),
  plugin("Stage", "Handoff", []),
  plugin("Stage", "Intent", ["StageKit", "TextAnalysis", "Models"]),
  plugin("Stage", "Language", ["TextAnalysis", "Models"]),
  plugin("Stage", "Sentiment", ["StageKit", "TextAnalysis", "Models"]),
]
let allPlugins = plugins.map { Target.Dependency.target(name: $0.name) }
let connectors = dependencies(on: "Connector", among: plugins)
let notifiers = dependencies(on: "Notifier", among: plugins)
let stages = dependencies(on: "Stage", among: plugins)

func dependencies(on kind: String, among plugins: [Target]) -> [Target.Dependency] {
  plugins.map(\.name).filter { $0.hasSuffix("\(kind)Plugin") }.map { .target(name: $0) }
}

let sources: [Target] = [
  .systemLibrary(
    name: "CCurl", path: "Sources/CCurl", pkgConfig: "libcurl",
    providers: [.apt(["libcurl4-openssl-dev"])]),
  .systemLibrary(name: "CMalloc", path: "Sources/CMalloc"),
  .systemLibrary(
    name: "CSodium", path: "Sources/CSodium", pkgConfig: "libsodium",
    providers: [.apt(["libsodium-dev"])]),
  .target(
    name: "Models",
    exclude: [
      "complaint-meaning.model", "crisis.model", "faq.model", "intent.model", "language.model",
      "sentiment-languages.model", "sentiment.model",
    ]),
  .target(name: "ConsoleAssets", exclude: ["files"]),
  .target(name: "PluginTemplates", exclude: ["files"]),
  library("PluginKit", []),
  library("Transport", ["CCurl"]),
  .systemLibrary(
    name: "CStemmer", path: "Sources/CStemmer", providers: [.apt(["libstemmer-dev"])]),
  library("TextAnalysis", ["CStemmer"]),
  library("Embedding", ["PluginKit", crypto], settings: optimized),
  library("Matching", ["PluginKit", "TextAnalysis"], settings: optimized),
  library("Training", ["Matching", "PluginKit", "TextAnalysis"]),
  library("StageKit", ["PluginKit", "TextAnalysis", mustache]),
  library("ConnectorKit", ["PluginKit", "Transport"]),
  library("NotifierKit", ["PluginKit", "Transport", crypto]),
  library("Markup", [], settings: optimized),
  library("MailKit", ["Markup", "PluginKit", "Transport", crypto], settings: optimized),
  library("Detection", ["TextAnalysis", deque], settings: optimized),
  library("Engine", ["Detection", "PluginKit", deque]),
  library("Guide", ["PluginKit", "TextAnalysis"]),
  library("Storage", ["Engine", "PluginKit", crypto, grdb, grdbSQLite]),
  library(
    "Console",
    [
      "CSodium", "ConsoleAssets", "Engine", "PluginKit", coreMetrics, crypto, hummingbird,
      hummingbirdCore, hummingbirdTLS, httpTypes, lifecycle, logging, mustache, nioCore,
      nioHTTPTypes, nioSSL,
    ]),
  library("Simulation", ["Engine", "PluginKit", deque]),
  library("ConfigLoading", ["PluginKit", crypto]),
  .target(name: "CProcess"),
  library(
    "PluginHosting", ["CProcess", "PluginKit", deque, logging, subprocess, systemPackage]),
  library("PluginTesting", ["PluginKit"]),
  library("PluginConformance", ["PluginHosting", "PluginKit", "PluginTesting", logging]),
  .executableTarget(
    name: "replyd",
    dependencies: [
      "CMalloc", "ConfigLoading", "ConnectorKit", "Console", "Detection", "Embedding", "Engine",
      "Guide", "Matching", "PluginConformance",
      "PluginHosting", "PluginKit", "PluginTemplates", "Simulation", "Storage", "TextAnalysis",
      "Training", "Transport", arguments, coreMetrics, lifecycle, logging, signals,
    ] + allPlugins,
    swiftSettings: strict),
]

/// What the tests run against: servers and harnesses of our own.
let testing: [Target] = [
  .executableTarget(
    name: "LoopbackMastodon",
    dependencies: [arguments, deque, nioCore, nioHTTP1, nioPosix],
    path: "Tests/Servers/LoopbackMastodon", exclude: ["README.md"], swiftSettings: strict),
  .target(
    name: "TestSupport", dependencies: ["PluginKit", "PluginTesting", "Transport"],
    path: "Tests/Support", swiftSettings: strict),
  tests("PluginKitTests", ["PluginKit", "PluginTesting"]),
  tests("PluginTestingTests", ["PluginKit", "PluginTesting"]),
  tests("ConfigLoadingTests", ["ConfigLoading", "PluginKit", "PluginTesting"]),
  tests("GuideTests", ["Guide", "PluginKit", "PluginTesting"]),
  tests("TransportTests", ["PluginKit", "TestSupport", "Transport"]),
  .target(name: "TestStreams", path: "Tests/Streams", swiftSettings: strict),
  tests("DetectionTests", ["Detection", "TestStreams"]),
  .executableTarget(
    name: "DetectBench", dependencies: ["Detection", "TestStreams"], path: "Tests/Bench/Detect",
    swiftSettings: strict),
  tests("TextAnalysisTests", ["TextAnalysis", "Models"]),
  .executableTarget(
    name: "EncoderProbe", dependencies: ["Embedding", "PluginKit"],
    path: "Tests/Embedding/Probe", swiftSettings: strict),
  tests("EmbeddingTests", ["Embedding", "PluginKit", "PluginTesting", "TestSupport", crypto]),
  tests("MatchingTests", ["Matching", "Models", "PluginKit", "TextAnalysis"]),
  tests("TrainingTests", ["Models", "TextAnalysis", "Training"]),
  tests(
    "ConnectorTests",
    [
      "ConnectorKit", "LoopbackMastodon", "MailKit", "PluginKit", "PluginTesting", "TestSupport",
      "Transport",
    ] + connectors),
  tests(
    "NotifierTests",
    [
      "MailKit", "NotifierKit", "PluginKit", "PluginTesting", "TestSupport", "Transport", crypto,
      logging,
    ] + notifiers),
  tests(
    "MailKitTests",
    ["MailKit", "Markup", "PluginKit", "PluginTesting", "Transport"],
    exclude: ["Shapes", "read_mail.py"]),
  tests(
    "StageTests",
    [
      "Embedding", "Models", "PluginKit", "PluginTesting", "StageKit", "TestSupport",
      "TextAnalysis",
    ] + stages),
  .executableTarget(
    name: "CrashingDaemon", dependencies: ["Engine", "PluginKit", "Storage"],
    path: "Tests/Servers/CrashingDaemon", swiftSettings: strict),
  tests("StorageTests", ["Engine", "PluginKit", "PluginTesting", "Storage", grdb]),
  tests(
    "EngineTests",
    [
      "CrashingDaemon", "Engine", "PluginKit", "PluginTesting", "Simulation", "Storage",
      "TestSupport",
    ], exclude: ["zoneinfo_reference.py"]),
  tests(
    "ConsoleTests",
    [
      "Console", "Engine", "PluginKit", "PluginTesting", "Storage", "TestSupport", "Transport",
      coreMetrics, logging,
    ]),
  .executableTarget(
    name: "PlantedBugs", dependencies: ["Engine", "PluginKit", "Storage"], path: "Tests/Planted",
    swiftSettings: strict),
  .target(
    name: "TestRecords", dependencies: ["TestSupport", grdb], path: "Tests/Records",
    swiftSettings: strict),
  tests(
    "TortureTests", ["Engine", "PluginKit", "PluginTesting", "TestRecords", "TestSupport", grdb],
    exclude: ["README.md"]),
  tests(
    "CommandTests", ["PluginKit", "PluginTesting", "TestSupport", "Transport"],
    exclude: ["rules-test.yml"]),
  tests(
    "ConfigurationTests", ["ConfigLoading", "PluginKit", "PluginTesting", "TestSupport", "replyd"],
    exclude: ["BrokenConfigs", "schema.py", "schema.sh"]),
  tests("SoakTests", ["PluginKit", "PluginTesting", "TestRecords", "TestSupport"]),
  .executableTarget(
    name: "FAQBench", dependencies: ["Matching", "Models", "TextAnalysis"],
    path: "Tests/Bench/FAQ", swiftSettings: strict),
  .executableTarget(
    name: "EndToEndBench", dependencies: ["PluginKit", "PluginTesting", "TestSupport", arguments],
    path: "Tests/Bench",
    exclude: [
      "Detect", "Echo", "FAQ", "crisis.py", "faq.sh", "faq_rate.py", "mailboxes.py",
      "opsdroid_rate.py", "programs.json",
      "understanding.json", "understanding.sh",
      "vader_rate.py",
    ], swiftSettings: strict),
  tests(
    "ScenarioTests", ["Engine", "Guide", "PluginKit", "PluginTesting", "Simulation", "Storage"]),
  tests(
    "ReportTests",
    [
      "ConfigLoading", "Engine", "PluginKit", "PluginTesting", "ReplayConnectorPlugin",
      "Simulation", "Storage", "TestSupport", "replyd", grdb,
    ], exclude: ["count.py"]),
  tests("LoopbackMastodonTests", ["LoopbackMastodon", nioCore]),
  tests(
    "PluginHostingTests",
    ["PluginHosting", "PluginKit", "PluginTesting", "TestSupport", logging]),
  tests("Tidy", []),
]

let package = Package(
  name: "replyd",
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: sources + plugins + testing,
  cLanguageStandard: .gnu2x
)
