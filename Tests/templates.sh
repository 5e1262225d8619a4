#!/usr/bin/env bash
# The Swift plugins that `replyd plugins new` makes, registered in a small package with the
# contracts and the suites alone, built and tested as they are.
set -euo pipefail
cd "$(dirname "$0")/.."

replyd="${REPLYD_RELEASE:-$PWD/.build/release}/replyd"
folder=.build-templates
# What was built stays: most of it is the same the next time.
rm -rf "$folder"/checkout/{Plugins,Tests,Sources}
mkdir -p "$folder/checkout/Sources/replyd"
cp -r Sources/PluginKit Sources/PluginTesting "$folder/checkout/Sources/"
cat > "$folder/checkout/Sources/replyd/Catalog.swift" << 'SWIFT'
import PluginKit

@main
enum Catalog {
  static let connectors: [ConnectorPlugin] = [

  ]

  static let stages: [StagePlugin] = [

  ]

  static let notifiers: [NotifierPlugin] = [

  ]

  static func main() {
    let names = connectors.map(\.name) + stages.map(\.name) + notifiers.map(\.name)
    precondition(names == ["folder", "loud", "told"], "registered: \(names)")
  }
}
SWIFT
cat > "$folder/checkout/Package.swift" << 'SWIFT'
// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

func plugin(_ kind: String, _ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(
    name: "\(name)\(kind)Plugin", dependencies: ["PluginKit"], path: "Plugins/\(kind)s/\(name)",
    exclude: ["README.md", "sample.json"], swiftSettings: strict)
}

let plugins: [Target] = [

]
let all = plugins.map { Target.Dependency.target(name: $0.name) } + ["PluginKit", "PluginTesting"]

let package = Package(
  name: "replyd",
  targets: plugins + [
    .target(name: "PluginKit", swiftSettings: strict),
    .target(name: "PluginTesting", dependencies: ["PluginKit"], swiftSettings: strict),
    .executableTarget(name: "replyd", dependencies: all, swiftSettings: strict),
    .testTarget(name: "StageTests", dependencies: all, swiftSettings: strict),
    .testTarget(name: "NotifierTests", dependencies: all, swiftSettings: strict),
    .testTarget(name: "ConnectorTests", dependencies: all, swiftSettings: strict),
  ])
SWIFT
for plugin in "loud stage" "told notifier" "folder connector"; do
  read -r name kind <<< "$plugin"
  "$replyd" plugins new "$name" --kind "$kind" --language swift --output "$folder/checkout" > /dev/null
done
swift test --package-path "$folder/checkout" --scratch-path "$folder/build" --disable-xctest
"$folder/build/debug/replyd"
