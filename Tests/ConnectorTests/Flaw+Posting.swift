import PluginKit

extension Flaw {
  static let postingFlaws: [Flaw] = [
    Flaw("gives all replies one receipt", noticedBy: "each reply is out once") { flaw in
      flaw.post = { inner, reply throws(DeliveryFailure) in
        _ = try await inner.post(reply)
        return Receipt(remote: "1")
      }
    },
    Flaw("answers the thread's first message", noticedBy: "it was written for") { flaw in
      flaw.post = { inner, reply throws(DeliveryFailure) in
        // What it posted before takes the place of the parent.
        let first = try await inner.post(reply)
        var reply = reply
        reply.key += "-2"
        reply.parent.id.remote = first.remote
        return try await inner.post(reply)
      }
    },
    Flaw("finds nothing", noticedBy: "found again", "never calls it absent", "leaves exactly") {
      flaw in
      flaw.receipt = { _, _ in .absent }
      flaw.reply { $0.key += String(UInt64.random(in: 0 ... .max)) }
    },
    Flaw("finds anything", noticedBy: "found again") { flaw in
      flaw.receipt = { _, _ in .found(Receipt(remote: "1")) }
    },
    Flaw("forgets keys", noticedBy: "a repeated key") { flaw in
      flaw.reply { $0.key += String(UInt64.random(in: 0 ... .max)) }
    },
    Flaw("posts anything to anybody", noticedBy: "wider than its parent", "far beyond") { flaw in
      flaw.reply { reply in
        reply.parent.visibility = .public
        reply.text = String(reply.text.prefix(100))
      }
    },
    Flaw("posts in public", noticedBy: "written in private") { flaw in
      flaw.reply { reply in
        reply.visibility = .public
        reply.parent.visibility = .public
      }
    },
  ]

  static let failureFlaws: [Flaw] = [
    Flaw(
      "calls an unknown post retryable",
      noticedBy: "a post that meets a connection that ends after", "a post that meets half",
      "although the platform acted"
    ) { flaw in
      flaw.failure { (failure: DeliveryFailure) in
        if case .unknown(let why) = failure { .retry(after: nil, why) } else { failure }
      }
      flaw.receipt = { _, _ in .absent }
    },
    Flaw("posts twice after a lost answer", noticedBy: "of a post leaves exactly") { flaw in
      flaw.post = { inner, reply throws(DeliveryFailure) in
        do throws(DeliveryFailure) {
          return try await inner.post(reply)
        } catch .unknown {
          var reply = reply
          reply.key += "-2"
          return try await inner.post(reply)
        }
      }
    },
    Flaw("calls what never left unknown", noticedBy: "a post that meets a closed door is told") {
      flaw in
      flaw.failure { (failure: DeliveryFailure) in .unknown("\(failure)") }
    },
    Flaw(
      "rejects whatever fails", noticedBy: "before the platform acts is told", "a post heeds",
      "an answer is told"
    ) { flaw in
      flaw.failure { (failure: DeliveryFailure) in .rejected("\(failure)") }
    },
    Flaw(
      "waits for no limit", noticedBy: "heeds a rate limit that names", "heeds a rate limit told"
    ) {
      flaw in
      flaw.failure { (failure: DeliveryFailure) in
        if case .retry(_, let why) = failure { .retry(after: nil, why) } else { failure }
      }
      flaw.failure { (failure: PollFailure) in
        if case .retry(_, let why) = failure { .retry(after: nil, why) } else { failure }
      }
    },
    Flaw(
      "gives up on a failed poll", noticedBy: "a poll that meets a closed",
      "a poll that meets a web",
      "a poll heeds"
    ) { flaw in
      flaw.failure { (failure: PollFailure) in .malformed("\(failure)") }
    },
    Flaw("takes a failed poll for an empty page", noticedBy: "revoked credentials") { flaw in
      flaw.swallowFailures()
    },
    Flaw("calls refused credentials a passing trouble", noticedBy: "credentials are told") { flaw in
      flaw.failure { (failure: PollFailure) in .retry(after: nil, "\(failure)") }
    },
    Flaw("loses the page when a first start fails", noticedBy: "a first start that fails") { flaw in
      flaw.messages { messages, _ in messages.removeAll { $0.text.hasPrefix("After start") } }
    },
  ]

  static let lengthFlaws: [Flaw] = [
    Flaw("counts too little", noticedBy: "fits up to the limit") { flaw in
      flaw.traits = {
        var traits = $0
        traits.maxLength = traits.maxLength * 4
        return traits
      }
    },
    Flaw("counts only ASCII", noticedBy: "of emoji", "of Chinese", "of flags") { flaw in
      flaw.traits = {
        var traits = $0
        traits.length = { $0.unicodeScalars.count(where: \.isASCII) }
        return traits
      }
    },
    Flaw("cuts what is too long", noticedBy: "far beyond the limit") { flaw in
      flaw.reply { $0.text = String($0.text.prefix(400)) }
    },
    Flaw("reads what is private as an answer to all", noticedBy: "may be answered in private") {
      flaw in
      flaw.reply { reply in reply.visibility = reply.parent.visibility }
    },
  ]
}
