import Engine
import Foundation
import Storage

/// A small daemon over the real Engine and Storage that is killed at every failpoint, and the
/// check that nothing was lost or said twice. One bug can be turned on in it; the
/// check has to find it.
///
/// Exit 0: clean. Exit 1: a broken promise, one a line. Exit 2: the harness itself failed.
@main
enum PlantedCommand {
  static func main() async {
    let arguments = CommandLine.arguments
    do {
      if arguments.count == 4, arguments[1] == "daemon" {
        exit(try await SmallDaemon(folder: arguments[2], isHoldDrill: arguments[3] == "hold").run())
      }
      let harness = KillHarness(program: arguments[0])
      let broken = try await harness.run()
      say("\(harness.kills) kills at \(harness.points) failpoints, \(harness.stores) stores")
      if broken.isEmpty { say("clean") }
      for promise in broken { say("broken: \(promise)") }
      exit(broken.isEmpty ? 0 : 1)
    } catch let failure as StoreFailure {
      say("\(failure)")
      exit(SmallDaemon.refused)
    } catch {
      say("the harness failed: \(error)")
      exit(2)
    }
  }

  static func say(_ line: String) { FileHandle.standardOutput.write(Data("\(line)\n".utf8)) }
}
