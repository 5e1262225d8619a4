internal import CCurl
import Foundation

/// A pooled libcurl easy handle, with what every protocol needs of one: a count of the bytes that
/// left, the rule about addresses, the rule about repeats, and the error text.
final class EasyHandle {
  let pointer: UnsafeMutableRawPointer
  private(set) var call: CurlCall.ID = 0
  /// The first option that libcurl did not accept.
  private(set) var refusal: CURLoption?
  /// Request bytes handed to the kernel or the TLS layer, over all attempts.
  fileprivate(set) var bytesOut = 0
  fileprivate(set) var openedSockets = 0
  fileprivate(set) var blockedTargets = 0
  /// libcurl tried to send again what it had sent in part, and was stopped.
  fileprivate(set) var repeatWasRefused = false
  var allowsPrivateTargets = false
  /// Whether libcurl may silently send the request again on a fresh connection.
  var allowsRepeat = false
  /// Whether `sever` must work. Set it only where no connection outlives its transfer.
  var isSeverable = false
  /// Second descriptors of the opened sockets, which stay ours whenever libcurl closes its own.
  fileprivate var duplicates: [Int32] = []

  fileprivate var transfer: (any CurlTransfer)?
  private let errorText: UnsafeMutablePointer<CChar>

  init?() {
    guard let pointer = curl_easy_init() else { return nil }
    self.pointer = pointer
    errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
  }

  deinit {
    curl_easy_cleanup(pointer)
    errorText.deallocate()
  }

  /// The handle behind libcurl's pointer, while a transfer is on it.
  static func of(_ pointer: UnsafeMutableRawPointer) -> EasyHandle? {
    var user: UnsafeMutableRawPointer?
    guard ccurl_get_pointer(pointer, CURLINFO_PRIVATE, &user) == CURLE_OK, let user else {
      return nil
    }
    return Unmanaged<EasyHandle>.fromOpaque(user).takeUnretainedValue()
  }

  var written: Written { bytesOut > 0 ? .maybe : .never }

  /// libcurl's own words, fit for a log: printable ASCII, at most 200 bytes.
  var errorDetail: String {
    let bytes = UnsafeBufferPointer(start: errorText, count: Int(CURL_ERROR_SIZE))
      .lazy.map { UInt8(bitPattern: $0) }.prefix { $0 != 0 }.prefix(200)
      .map { (0x20...0x7E).contains($0) ? $0 : 0x3F }
    return String(decoding: bytes, as: UTF8.self)
  }

  func begin(_ call: CurlCall.ID, _ transfer: any CurlTransfer) {
    self.call = call
    self.transfer = transfer
    (refusal, bytesOut, openedSockets, blockedTargets) = (nil, 0, 0, 0)
    (repeatWasRefused, allowsPrivateTargets, allowsRepeat) = (false, false, false)
    isSeverable = false
    errorText[0] = 0
    curl_easy_reset(pointer)
    let user = Unmanaged.passUnretained(self).toOpaque()
    set(CURLOPT_PRIVATE, user)
    set(CURLOPT_ERRORBUFFER, errorText)
    set(CURLOPT_NOSIGNAL, 1)
    // Else removing a transfer that still resolves its name would stop the whole loop.
    set(CURLOPT_QUICK_EXIT, 1)
    // The debug function is the only place where libcurl tells what it really wrote.
    set(CURLOPT_VERBOSE, 1)
    set(CURLOPT_DEBUGDATA, user)
    note(ccurl_set_debug(pointer, countBytesOut), CURLOPT_DEBUGFUNCTION)
    set(CURLOPT_OPENSOCKETDATA, user)
    note(ccurl_set_opensocket(pointer, openSocket), CURLOPT_OPENSOCKETFUNCTION)
    set(CURLOPT_PREREQDATA, user)
    note(ccurl_set_prerequest(pointer, refuseRepeat), CURLOPT_PREREQFUNCTION)
    transfer.prepare(self)
  }

  /// Makes sure that nothing more leaves, where removing a transfer would have libcurl send the end
  /// of what it has begun: a mail that is cut in the middle would count as whole.
  func sever() { for socket in duplicates { shutdown(socket, Int32(SHUT_RDWR)) } }

  func end(_ ending: TransferEnding) {
    let ended = transfer
    transfer = nil
    for socket in duplicates { close(socket) }
    duplicates = []
    ended?.finish(ending, self)
  }
}

extension EasyHandle {
  func set(_ option: CURLoption, _ value: Int) {
    note(ccurl_set_long(pointer, option, value), option)
  }

  func setOffset(_ option: CURLoption, _ value: Int) {
    note(ccurl_set_offset(pointer, option, curl_off_t(value)), option)
  }

  func set(_ option: CURLoption, _ value: String?) {
    note(ccurl_set_string(pointer, option, value), option)
  }

  func set(_ option: CURLoption, _ value: UnsafeMutableRawPointer?) {
    note(ccurl_set_pointer(pointer, option, value), option)
  }

  /// For the write, header and read functions.
  func set(_ option: CURLoption, _ callback: @escaping CurlTransferCallback) {
    note(ccurl_set_transfer(pointer, option, callback), option)
  }

  func offset(_ info: CURLINFO) -> Int? {
    var value: curl_off_t = 0
    return ccurl_get_offset(pointer, info, &value) == CURLE_OK ? Int(value) : nil
  }

  /// A function whose answer, if it is not 0, ends the transfer; libcurl asks often, also while it
  /// waits.
  func setProgress(_ user: UnsafeMutableRawPointer, _ callback: @escaping CurlProgressCallback) {
    set(CURLOPT_XFERINFODATA, user)
    set(CURLOPT_NOPROGRESS, 0)
    note(ccurl_set_progress(pointer, callback), CURLOPT_XFERINFOFUNCTION)
  }

  /// Marks the transfer as impossible to start.
  func refuse(_ option: CURLoption) {
    if refusal == nil { refusal = option }
  }

  private func note(_ code: CURLcode, _ option: CURLoption) {
    if code != CURLE_OK { refuse(option) }
  }
}

typealias CurlTransferCallback =
  @convention(c) (
    UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?
  ) -> Int

typealias CurlProgressCallback =
  @convention(c) (
    UnsafeMutableRawPointer?, curl_off_t, curl_off_t, curl_off_t, curl_off_t
  ) -> Int32

private func handle(_ user: UnsafeMutableRawPointer?) -> EasyHandle? {
  user.map { Unmanaged<EasyHandle>.fromOpaque($0).takeUnretainedValue() }
}

private func countBytesOut(
  _: UnsafeMutableRawPointer?, type: curl_infotype, bytes: UnsafeMutablePointer<CChar>?, size: Int,
  user: UnsafeMutableRawPointer?
) -> Int32 {
  guard type == CURLINFO_HEADER_OUT || type == CURLINFO_DATA_OUT, let handle = handle(user) else {
    return 0
  }
  handle.bytesOut += size
  if type == CURLINFO_HEADER_OUT {
    handle.transfer?.wroteCommand(UnsafeRawBufferPointer(start: bytes, count: size))
  }
  return 0
}

/// Looks at the address after resolution, so no name can lead around the rule.
private func openSocket(
  user: UnsafeMutableRawPointer?, _: curlsocktype, target: UnsafeMutablePointer<curl_sockaddr>?
) -> curl_socket_t {
  guard let handle = handle(user), let target else { return -1 }
  if !handle.allowsPrivateTargets {
    let isPublic = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16) { bytes in
      bytes.initialize(repeating: 0)
      let length = ccurl_copy_ip_address(target, bytes.baseAddress)
      return TargetAddress(bytes.prefix(length))?.isPublic ?? false
    }
    guard isPublic else {
      handle.blockedTargets += 1
      return -1
    }
  }
  handle.openedSockets += 1
  let type = target.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
  let descriptor = socket(target.pointee.family, type, target.pointee.protocol)
  guard descriptor >= 0, handle.isSeverable else { return descriptor }
  let duplicate = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
  guard duplicate >= 0 else {
    close(descriptor)
    return -1
  }
  handle.duplicates.append(duplicate)
  return descriptor
}

/// Runs before each attempt on an open connection. libcurl repeats a request by itself when a
/// kept-alive connection closes before the response; only a safe request may go out twice.
private func refuseRepeat(
  user: UnsafeMutableRawPointer?, _: UnsafeMutablePointer<CChar>?,
  _: UnsafeMutablePointer<CChar>?, _: Int32, _: Int32
) -> Int32 {
  guard let handle = handle(user) else { return CURL_PREREQFUNC_ABORT }
  guard handle.bytesOut > 0, !handle.allowsRepeat else { return CURL_PREREQFUNC_OK }
  handle.repeatWasRefused = true
  return CURL_PREREQFUNC_ABORT
}
