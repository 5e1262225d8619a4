/// A model loaded into ONNX Runtime.
final class ONNXSession: Sendable {
  /// `ONNX_TENSOR_ELEMENT_DATA_TYPE_...`
  private static let (float32, int64): (Int32, Int32) = (1, 7)
  /// `ORT_LOGGING_LEVEL_FATAL`: what fails is in the status of its call.
  private static let logLevel: Int32 = 4
  private typealias Pointer = ONNXLibrary.Pointer
  private typealias Status = ONNXLibrary.Status

  private let library: ONNXLibrary
  /// What the runtime made for it.
  private struct Made {
    var environment: ONNXLibrary.Pointer
    var session: ONNXLibrary.Pointer
    var memory: ONNXLibrary.Pointer
  }

  // Made in `init`, released in `deinit`, and the runtime lets several threads use them between.
  private nonisolated(unsafe) let made: Made
  let inputs: [String]
  let outputs: [String]

  /// - Parameters:
  ///   - model: the file's bytes; not needed afterwards.
  ///   - threads: that one run may use, the caller's among them.
  init(_ library: ONNXLibrary, model: [UInt8], threads: Int) throws(EncoderFailure) {
    self.library = library
    typealias CreateEnv = @convention(c) (Int32, UnsafePointer<CChar>, ONNXLibrary.Out) -> Status
    let environment = try library.make { out in
      library(.createEnv, as: CreateEnv.self)(Self.logLevel, "replyd", out)
    }
    var release: [(Pointer, ONNXLibrary.Function)] = [(environment, .releaseEnv)]
    do throws(EncoderFailure) {
      let options = try Self.options(library, threads: threads)
      defer { library.release(options, by: .releaseSessionOptions) }
      typealias Create =
        @convention(c) (Pointer, UnsafeRawPointer?, Int, Pointer, ONNXLibrary.Out) -> Status
      let session = try library.make { out in
        model.withUnsafeBytes { bytes in
          library(.createSessionFromArray, as: Create.self)(
            environment, bytes.baseAddress, bytes.count, options, out)
        }
      }
      release.append((session, .releaseSession))
      typealias CreateInfo = @convention(c) (Int32, Int32, ONNXLibrary.Out) -> Status
      let memory = try library.make { out in
        library(.createCpuMemoryInfo, as: CreateInfo.self)(0, 0, out)
      }
      release.append((memory, .releaseMemoryInfo))
      inputs = try Self.names(library, session, .sessionGetInputCount, .sessionGetInputName)
      outputs = try Self.names(library, session, .sessionGetOutputCount, .sessionGetOutputName)
      made = Made(environment: environment, session: session, memory: memory)
    } catch {
      for (object, function) in release.reversed() { library.release(object, by: function) }
      throw error
    }
  }

  deinit {
    library.release(made.memory, by: .releaseMemoryInfo)
    library.release(made.session, by: .releaseSession)
    library.release(made.environment, by: .releaseEnv)
  }

  /// The first output for inputs of one shape; they are in the order of `inputs`.
  ///
  /// - Parameter body: gets the numbers and their shape; they are gone afterwards.
  func run<Result>(
    _ numbers: [[Int64]], shape: [Int64],
    _ body: (UnsafeBufferPointer<Float>, [Int64]) throws(EncoderFailure) -> Result
  ) throws(EncoderFailure) -> Result {
    var values: [Pointer?] = []
    defer { for case let value? in values { library.release(value, by: .releaseValue) } }
    // The runtime reads them where they lie.
    let count = numbers.first?.count ?? 0
    let data = UnsafeMutablePointer<Int64>.allocate(capacity: max(1, count * numbers.count))
    defer { data.deallocate() }
    for (place, input) in numbers.enumerated() {
      let start = data + place * count
      start.initialize(from: input, count: count)
      values.append(try tensor(start, count, shape))
    }
    let output = try Self.withNames(inputs) { names throws(EncoderFailure) in
      try Self.withNames([outputs[0]]) { outputNames throws(EncoderFailure) in
        typealias Run =
          @convention(c) (
            Pointer, Pointer?, UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<Pointer?>, Int,
            UnsafePointer<UnsafePointer<CChar>?>, Int, ONNXLibrary.Out
          ) -> Status
        return try library.make { out in
          library(.run, as: Run.self)(
            made.session, nil, names, values, values.count, outputNames, 1, out)
        }
      }
    }
    defer { library.release(output, by: .releaseValue) }
    let found = try self.shape(of: output)
    typealias GetData = @convention(c) (Pointer, ONNXLibrary.Out) -> Status
    let result = try library.make { out in
      library(.getTensorMutableData, as: GetData.self)(output, out)
    }
    let size = Int(found.reduce(1, *))
    return try body(
      UnsafeBufferPointer(start: result.assumingMemoryBound(to: Float.self), count: size), found)
  }
}

extension ONNXSession {
  private static func options(
    _ library: ONNXLibrary, threads: Int
  ) throws(EncoderFailure) -> Pointer {
    typealias Create = @convention(c) (ONNXLibrary.Out) -> Status
    typealias Set = @convention(c) (Pointer, Int32) -> Status
    typealias Do = @convention(c) (Pointer) -> Status
    typealias Add =
      @convention(c) (Pointer, UnsafePointer<CChar>, UnsafePointer<CChar>) -> Status
    let options = try library.make { library(.createSessionOptions, as: Create.self)($0) }
    do throws(EncoderFailure) {
      try library.check(library(.setIntraOpNumThreads, as: Set.self)(options, Int32(threads)))
      try library.check(library(.setInterOpNumThreads, as: Set.self)(options, 1))
      // Texts differ in length: a plan or an arena for each would only grow.
      try library.check(library(.disableMemPattern, as: Do.self)(options))
      try library.check(library(.disableCpuMemArena, as: Do.self)(options))
      // Idle threads sleep.
      try library.check(
        library(.addSessionConfigEntry, as: Add.self)(
          options, "session.intra_op.allow_spinning", "0"))
      return options
    } catch {
      library.release(options, by: .releaseSessionOptions)
      throw error
    }
  }

  private static func names(
    _ library: ONNXLibrary, _ session: Pointer, _ count: ONNXLibrary.Function,
    _ name: ONNXLibrary.Function
  ) throws(EncoderFailure) -> [String] {
    typealias GetCount = @convention(c) (Pointer, UnsafeMutablePointer<Int>) -> Status
    typealias GetName = @convention(c) (Pointer, Int, Pointer, ONNXLibrary.Out) -> Status
    typealias GetAllocator = @convention(c) (ONNXLibrary.Out) -> Status
    typealias Free = @convention(c) (Pointer, Pointer) -> Status
    // The default allocator is the runtime's own, and is not released.
    let allocator = try library.make {
      library(.getAllocatorWithDefaultOptions, as: GetAllocator.self)($0)
    }
    var number = 0
    try library.check(library(count, as: GetCount.self)(session, &number))
    var names: [String] = []
    for index in 0..<number {
      let text = try library.make { library(name, as: GetName.self)(session, index, allocator, $0) }
      names.append(String(cString: text.assumingMemoryBound(to: CChar.self)))
      try library.check(library(.allocatorFree, as: Free.self)(allocator, text))
    }
    return names
  }

  private func tensor(
    _ data: UnsafeMutablePointer<Int64>, _ count: Int, _ shape: [Int64]
  ) throws(EncoderFailure) -> Pointer {
    typealias Create =
      @convention(c) (
        Pointer, UnsafeMutableRawPointer, Int, UnsafePointer<Int64>, Int, Int32, ONNXLibrary.Out
      ) -> Status
    return try library.make { out in
      library(.createTensorWithData, as: Create.self)(
        made.memory, data, count * MemoryLayout<Int64>.size, shape, shape.count, Self.int64, out)
    }
  }

  /// Of numbers of 32 bits; another type is refused.
  private func shape(of value: Pointer) throws(EncoderFailure) -> [Int64] {
    typealias GetShape = @convention(c) (Pointer, ONNXLibrary.Out) -> Status
    typealias GetType = @convention(c) (Pointer, UnsafeMutablePointer<Int32>) -> Status
    typealias GetCount = @convention(c) (Pointer, UnsafeMutablePointer<Int>) -> Status
    typealias GetSizes = @convention(c) (Pointer, UnsafeMutablePointer<Int64>, Int) -> Status
    let info = try library.make { library(.getTensorTypeAndShape, as: GetShape.self)(value, $0) }
    defer { library.release(info, by: .releaseTensorTypeAndShapeInfo) }
    var type: Int32 = 0
    try library.check(library(.getTensorElementType, as: GetType.self)(info, &type))
    guard type == Self.float32 else { throw .model("its output has no 32-bit numbers") }
    var count = 0
    try library.check(library(.getDimensionsCount, as: GetCount.self)(info, &count))
    var sizes = [Int64](repeating: 0, count: count)
    try library.check(library(.getDimensions, as: GetSizes.self)(info, &sizes, count))
    return sizes
  }

  /// As C reads a list of strings.
  private static func withNames<Result>(
    _ names: [String],
    _ body: (UnsafePointer<UnsafePointer<CChar>?>) throws(EncoderFailure) -> Result
  ) throws(EncoderFailure) -> Result {
    let copies = names.map { name in
      let bytes = Array(name.utf8CString)
      let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
      copy.initialize(from: bytes, count: bytes.count)
      return copy
    }
    defer { for copy in copies { copy.deallocate() } }
    return try body(copies.map { UnsafePointer($0) as UnsafePointer<CChar>? })
  }
}
