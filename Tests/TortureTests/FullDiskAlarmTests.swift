import Foundation
import PluginKit
import PluginTesting
import TestSupport
import Testing

/// Somebody is told that the disk is full, and that it is over.
@Suite(.serialized) struct FullDiskAlarmTests {
  @Test func aFullDiskMakesItUnreadyAndIsToldOnceUntilThereIsSpace() async throws {
    let server = try LoopbackMastodonProcess(["--post-limit", "0"])
    let pager = try LoopbackReceiver { _ in .init(204) }
    let setup = try DaemonSetup(
      server: server.server, limits: ["coalesce": "20ms"],
      more: [
        "alarms": ["notify": ["pager"], "checkEvery": "200ms", "overAfter": "1s"],
        "notifiers": [
          "chat": ["plugin": "log"],
          "pager": [
            "plugin": "webhook",
            "settings": ["url": ["file": "hook"], "allowPrivateTargets": true],
          ],
        ],
      ])
    try setup.folder.write("\(pager.url)/hook", to: "hook", mode: 0o600)
    let disk: SmallDisk
    do {
      disk = try SmallDisk(over: setup.folder.path(of: "var"), megabytes: 8)
    } catch let refusal as SmallDisk.NotPermitted {
      return print("NOT RUN: a full disk: this user may not mount a tmpfs (\(refusal))")
    }
    func told(_ type: String) throws -> Int {
      try pager.requests.map { try JSONReader.read($0.body).plain }.count {
        $0["type"]?.string == type && $0["data"]?["alarm"]?.string == "storeNotWritable"
      }
    }
    let daemon = try await setup.started()
    try await eventually("it is ready") { try await setup.page("/readyz").status == 200 }
    try disk.fill()
    // Far more than the store's own reserve.
    try await server.load(
      (0..<1500).map { ["author": .string("c\($0)@a.example"), "text": "A fine flight"] })
    try await eventually("it is not ready") {
      let page = try await setup.page("/readyz")
      return page.status == 503 && page.text.contains("storeNotWritable")
    }
    try await eventually("the alarm is told") { try told("alarm.raised") == 1 }
    let scrape = try await setup.page("/metrics").text
    #expect(scrape.contains("replyd_incidents{kind=\"storeNotWritable\"} 1\n"))
    try await eventually("the daemon's own writes fail and are counted") {
      let scrape = try await setup.page("/metrics").text
      return !scrape.contains("replyd_errors_total{kind=\"store\"} 0\n")
    }
    try disk.free()
    try await eventually("it is ready again") { try await setup.page("/readyz").status == 200 }
    try await eventually("that it is over is told") { try told("alarm.over") == 1 }
    #expect(try told("alarm.raised") == 1)
    _ = try await daemon.terminate(within: .seconds(setup.drain + 5))
  }
}
