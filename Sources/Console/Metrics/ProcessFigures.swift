import Foundation

/// What the kernel says about this process, under the names that Prometheus clients agreed on
/// (prometheus.io/docs/instrumenting/writing_clientlibs, "Standard and runtime collectors").
/// A figure that cannot be read is left out.
enum ProcessFigures {
  static func write(into page: inout Exposition) {
    let fields = statFields()
    let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
    if fields.count > 21, ticks > 0 {
      write(
        into: &page, "process_cpu_seconds_total", .counter, "Processor time, user and system.",
        (number(fields[11]) + number(fields[12])) / ticks)
      if let boot = bootTime() {
        write(
          into: &page, "process_start_time_seconds", .gauge, "When it started, since 1970.",
          boot + number(fields[19]) / ticks)
      }
      write(
        into: &page, "process_virtual_memory_bytes", .gauge, "Address space.", number(fields[20]))
      write(
        into: &page, "process_resident_memory_bytes", .gauge, "Memory that is resident.",
        number(fields[21]) * Double(sysconf(Int32(_SC_PAGESIZE))))
    }
    if let open = openDescriptors() {
      write(into: &page, "process_open_fds", .gauge, "Open file descriptors.", Double(open))
    }
    var limit = rlimit()
    if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
      write(
        into: &page, "process_max_fds", .gauge, "Descriptors that may be open.",
        Double(limit.rlim_cur))
    }
  }

  private static func write(
    into page: inout Exposition, _ name: String, _ kind: Exposition.Kind, _ help: String,
    _ value: Double
  ) {
    page.family(name, kind, help)
    page.sample(name, [], value)
  }

  /// The fields of proc(5)'s `stat` from the third on: the second, a name, may hold anything.
  private static func statFields() -> [Substring] {
    guard let text = read("/proc/self/stat"), let end = text.lastIndex(of: ")") else { return [] }
    return text[text.index(after: end)...].split(separator: " ")
  }

  private static func bootTime() -> Double? {
    read("/proc/stat")?.split(separator: "\n").first { $0.hasPrefix("btime ") }
      .flatMap { Double($0.dropFirst(6)) }
  }

  private static func openDescriptors() -> Int? {
    do {
      // Without the one that reads them.
      return try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count - 1
    } catch { return nil }
  }

  private static func number(_ field: Substring) -> Double { Double(field) ?? 0 }

  private static func read(_ path: String) -> String? {
    do {
      return try String(contentsOfFile: path, encoding: .utf8)
    } catch { return nil }
  }
}
