import Foundation

/// ONNX Runtime's C API, from a shared library that is opened when it is needed: whoever has none
/// can run replyd as well.
///
/// `GetApi` hands out a table of functions whose order never changes, only grows; the numbers below
/// are places in it. Source: `onnxruntime_c_api.h`, struct `OrtApi`, version 16.
struct ONNXLibrary: Sendable {
  typealias Pointer = UnsafeMutableRawPointer
  typealias Status = UnsafeMutableRawPointer?
  typealias Out = UnsafeMutablePointer<Pointer?>

  private static let version: UInt32 = 16

  // Never freed and never changed: the library stays open as long as the process lives.
  private nonisolated(unsafe) let table: UnsafePointer<UnsafeRawPointer?>
  /// Of the library, such as `1.31.1`.
  let versionName: String

  /// - Parameter path: of a library whose bytes are known to be whole; one that is cut short could
  ///   end the process as soon as it is mapped.
  init(path: String) throws(EncoderFailure) {
    guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
      throw .library(dlerror().map { String(cString: $0) } ?? "dlopen fails")
    }
    guard let symbol = dlsym(handle, "OrtGetApiBase") else {
      dlclose(handle)
      throw .library("\(path) has no OrtGetApiBase")
    }
    typealias GetTables = @convention(c) () -> UnsafePointer<UnsafeRawPointer>?
    typealias GetAPI = @convention(c) (UInt32) -> UnsafePointer<UnsafeRawPointer?>?
    typealias GetVersion = @convention(c) () -> UnsafePointer<CChar>?
    guard let base = unsafeBitCast(symbol, to: GetTables.self)() else {
      throw .library("\(path) hands out no API")
    }
    versionName =
      unsafeBitCast(base[1], to: GetVersion.self)().map { String(cString: $0) } ?? "unknown"
    guard let table = unsafeBitCast(base[0], to: GetAPI.self)(Self.version) else {
      throw .library("\(path), version \(versionName), lacks version \(Self.version) of its API")
    }
    self.table = table
  }

  /// A function of the table.
  enum Function: Int {
    case getErrorMessage = 2
    case createEnv = 3
    case createSessionFromArray = 8
    case run = 9
    case createSessionOptions = 10
    case disableMemPattern = 17
    case disableCpuMemArena = 19
    case setIntraOpNumThreads = 24
    case setInterOpNumThreads = 25
    case sessionGetInputCount = 30
    case sessionGetOutputCount = 31
    case sessionGetInputName = 36
    case sessionGetOutputName = 37
    case createTensorWithData = 49
    case getTensorMutableData = 51
    case getTensorElementType = 60
    case getDimensionsCount = 61
    case getDimensions = 62
    case getTensorTypeAndShape = 65
    case createCpuMemoryInfo = 69
    case allocatorFree = 76
    case getAllocatorWithDefaultOptions = 78
    case releaseEnv = 92
    case releaseStatus = 93
    case releaseMemoryInfo = 94
    case releaseSession = 95
    case releaseValue = 96
    case releaseTensorTypeAndShapeInfo = 99
    case releaseSessionOptions = 100
    case addSessionConfigEntry = 130
  }

  /// - Parameter type: the function's C signature; the header has it.
  func callAsFunction<Signature>(_ function: Function, as type: Signature.Type) -> Signature {
    unsafeBitCast(table[function.rawValue], to: type)
  }

  /// Throws what a call's status says, and releases it.
  func check(_ status: Status) throws(EncoderFailure) {
    guard let status else { return }
    typealias GetMessage = @convention(c) (Pointer) -> UnsafePointer<CChar>
    let text = String(cString: self(.getErrorMessage, as: GetMessage.self)(status))
    release(status, by: .releaseStatus)
    throw .model(String(text.prefix(300)))
  }

  func release(_ object: Pointer, by function: Function) {
    self(function, as: (@convention(c) (Pointer) -> Void).self)(object)
  }

  /// Calls a function that makes something.
  func make(_ call: (Out) -> Status) throws(EncoderFailure) -> Pointer {
    var made: Pointer?
    try check(call(&made))
    guard let made else { throw .model("the runtime made nothing") }
    return made
  }
}
