import TextAnalysis

/// Customer messages written for replyd, with their labels, on which an adapted model is compared
/// with the one it comes from. No model learns from them.
enum ShippedMessages {
  /// Those with a label of the model's first head.
  static func labelled(for model: LinearModel) -> [LabelledText] {
    let head = model.heads[0]
    return all.compactMap { message in
      let name = head.name == "sentiment" ? message.sentiment : message.intent
      guard let label = head.classes.firstIndex(of: name) else { return nil }
      let rest = [Int?](repeating: nil, count: model.heads.count - 1)
      return LabelledText(text: NormalizedText(message.text), labels: [label] + rest)
    }
  }

  private typealias Message = (text: String, intent: String, sentiment: String)

  private static let all: [Message] =
    complaints.map { ($0, "complaint", "negative") }
    + questions.map { ($0, "question", "neutral") } + praise.map { ($0, "praise", "positive") }
    + experiences.map { ($0, "experience", "neutral") } + others.map { ($0, "other", "neutral") }

  private static let complaints = [
    "Two hours on hold and then the line went dead.",
    "@shop my parcel has been stuck at the depot for nine days",
    "thanks for nothing, the replacement is broken as well",
    "You took the money out of my account twice!!",
    "The left shoe fell apart after one walk.",
    "Nobody has answered my last four messages.",
    "Still no refund. It was promised for Monday.",
    "The app logs me out every time I open it, so annoying",
    "Ordered green, got brown, and now I'm told to pay for the return?",
    "worst delivery I ever had, box was soaked and half open",
    "Your chat bot keeps sending me in circles",
    "The discount code doesn't work and your staff just shrugged.",
    "I cancelled in March and you are still charging me.",
    "The kettle leaks from the bottom since day one.",
    "Way to ruin a birthday. The gift never came.",
    "Third technician, third time it is not fixed.",
    "Why does checkout fail whenever I pay by card?",
    "Seat was dirty and the crew did not care.",
    "My complaint from last week was closed without a word.",
    "Poor quality, the colour came off on my trousers.",
    "Late again. Every single week.", "you lost my bag and then you lost my claim",
    "The manual is missing and two screws too.", "I was promised a call back. Nothing.",
  ]

  private static let questions = [
    "Do you deliver to the islands?", "What time does the store on Main Street open on Sunday?",
    "Is the blue one available in size 44?", "How do I change my delivery address?",
    "Can I pay with two gift cards at once?", "Which cable fits the older model?",
    "hi, how long is the warranty on your tents", "Could you tell me how to reset the router?",
    "Where do I find my invoice?", "Will the sale price apply online as well?",
    "Do I need a receipt to exchange a gift?", "Is there a student discount?",
    "Can somebody tell me if the pan works on induction?",
    "When is the next flight to Lisbon with free seats?", "what does the premium plan include",
    "Do you take old batteries back?", "Who do I ask about a group booking?",
    "Is it possible to add a name to the ticket?",
  ]

  private static let praise = [
    "Big thanks to Maria at the desk, she found my bag in ten minutes!",
    "Best support I have had in years.", "The new app is so quick, love it",
    "finally arrived 👏 and it looks fantastic", "You people are great, problem solved in one call.",
    "Lovely staff and a very clean hotel.", "Super happy with my new bike!",
    "Thank you for sorting that out so fast.", "this jacket is amazing, warm and light",
    "Five stars for the driver today.", "Great job with the redesign, much easier to use.",
    "My daughter adores the puzzle ❤️", "Fast delivery, well packed, will order again!",
    "Kudos to your team for staying late for us.", "Brilliant service from start to finish.",
    "so impressed with how you handled this",
  ]

  private static let experiences = [
    "Took the night train with you to Vienna yesterday.",
    "We have been using the tent since spring, mostly on the coast.",
    "Tried the new oat drink this morning with coffee.",
    "I ordered the large one and keep it in the garage.",
    "Flew with you to Oslo on Tuesday, seat 14C.", "Switched to the yearly plan last week.",
    "My mother bought the same mixer in 1998.", "Picked up the parcel at the corner shop today.",
    "Used the grill for the first time on Sunday.", "We stayed four nights in the old town house.",
  ]

  private static let others = [
    "It is an iPhone 12.", "Order number 4471, ordered on the 3rd.", "Sent you a DM.",
    "Good morning everyone", "RT: five things to do in the rain this weekend",
    "The match starts at eight.", "My email is in the form.", "ok",
    "New video is up on my page, link in bio", "Version 11.2 on Windows.",
    "Happy Friday to all who celebrate", "Yes, the second one.",
  ]
}
