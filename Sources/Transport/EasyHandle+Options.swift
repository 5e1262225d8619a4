internal import CCurl

/// Options that every protocol sets alike.
extension EasyHandle {
  /// What may be talked to, and whom to trust: TLS 1.2 or newer with verified certificates; no
  /// proxy, no netrc, no login in a URL.
  ///
  /// - Parameters:
  ///   - protocols: as CURLOPT_PROTOCOLS_STR wants them.
  ///   - caFile: PEM file of the authorities to trust *instead of* the system's.
  func setConnection(_ protocols: String, caFile: String?) {
    set(CURLOPT_PROTOCOLS_STR, protocols)
    set(CURLOPT_PROXY, "")
    set(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
    set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1)
    set(CURLOPT_SSL_VERIFYPEER, 1)
    set(CURLOPT_SSL_VERIFYHOST, 2)
    set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    if let caFile {
      set(CURLOPT_CAINFO, caFile)
      // Else the system's directory would be trusted as well.
      set(CURLOPT_CAPATH, nil as String?)
    }
  }

  func setTimeouts(_ timeouts: CallTimeouts) {
    set(CURLOPT_CONNECTTIMEOUT_MS, CallTimeouts.milliseconds(timeouts.connect))
    set(CURLOPT_TIMEOUT_MS, CallTimeouts.milliseconds(timeouts.total))
    set(CURLOPT_LOW_SPEED_LIMIT, 1)
    set(CURLOPT_LOW_SPEED_TIME, CallTimeouts.seconds(timeouts.stall))
  }

  /// - Parameter passwordOptions: the SASL mechanisms for a password, as CURLOPT_LOGIN_OPTIONS
  ///   wants them; nil: whatever the server offers.
  func setLogin(_ login: MailLogin, passwordOptions: String?) {
    set(CURLOPT_USERNAME, login.user)
    set(login.isToken ? CURLOPT_XOAUTH2_BEARER : CURLOPT_PASSWORD, login.secret)
    // Else a server that offers neither would get an empty password.
    let options = login.isToken ? "AUTH=OAUTHBEARER;AUTH=XOAUTH2" : passwordOptions
    if let options { set(CURLOPT_LOGIN_OPTIONS, options) }
  }
}
