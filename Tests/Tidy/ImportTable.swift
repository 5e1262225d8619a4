/// Which modules each part may import: imports point one way. This is the one place to change it.
enum ImportTable {
  /// Allowed everywhere.
  static let everywhere: Set<String> = ["Foundation", "Synchronization"]

  /// By folder; `Plugins` stands for every plugin.
  static let allowed: [String: Set<String>] = [
    "Sources/PluginKit": [],
    "Sources/TextAnalysis": ["CStemmer"],
    "Sources/Embedding": ["PluginKit", "Crypto"],
    "Sources/Matching": ["PluginKit", "TextAnalysis"],
    "Sources/Training": ["Matching", "PluginKit", "TextAnalysis"],
    "Sources/StageKit": ["PluginKit", "TextAnalysis", "Mustache"],
    "Sources/ConnectorKit": ["PluginKit", "Transport"],
    "Sources/NotifierKit": ["PluginKit", "Transport", "Crypto"],
    "Sources/Markup": [],
    "Sources/MailKit": ["Markup", "PluginKit", "Transport", "Crypto"],
    "Sources/Transport": ["CCurl"],
    "Sources/Guide": ["PluginKit", "TextAnalysis"],
    "Sources/PluginTesting": ["PluginKit"],
    "Sources/PluginConformance": ["PluginHosting", "PluginKit", "PluginTesting", "Logging"],
    "Sources/PluginHosting": [
      "CProcess", "PluginKit", "DequeModule", "Logging", "Subprocess", "SystemPackage",
    ],
    "Sources/ConfigLoading": ["PluginKit", "Crypto"],
    "Sources/Detection": ["TextAnalysis", "DequeModule"],
    "Sources/Engine": ["Detection", "PluginKit", "DequeModule"],
    "Sources/Simulation": ["Engine", "PluginKit", "DequeModule"],
    "Sources/Storage": ["Engine", "PluginKit", "Crypto", "GRDB", "GRDBSQLite"],
    "Sources/Console": [
      "Engine", "PluginKit", "Hummingbird", "Logging", "ServiceLifecycle", "HTTPTypes", "NIOCore",
      "CoreMetrics", "Crypto", "HummingbirdCore", "HummingbirdTLS", "NIOHTTPTypes", "NIOSSL",
      "ConsoleAssets", "CSodium", "Mustache",
    ],
    "Plugins": [
      "PluginKit", "TextAnalysis", "Matching", "Transport", "ConnectorKit", "StageKit",
      "NotifierKit", "MailKit", "Markup", "Models", "Crypto", "Logging",
    ],
  ]

  /// The executable puts everything together.
  static let unrestricted: Set<String> = ["Sources/replyd"]

  static func allowed(for module: String) -> Set<String>? {
    let key = module.hasPrefix("Plugins/") ? "Plugins" : module
    return allowed[key].map { $0.union(everywhere) }
  }
}
