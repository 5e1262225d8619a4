import TextAnalysis

/// Messages written for replyd, where public data has none: above all accounts of use.
enum IntentExamples {
  static let texts: [(intent: IntentClass, texts: [String])] = [
    (.complaint, complaints), (.question, questions), (.praise, praise),
    (.experience, experiences), (.other, others),
  ]

  private static let complaints = [
    "My order still hasn't arrived and nobody answers my emails.",
    "The zipper broke on the second day. Not what I paid for.",
    "Third time this month that my delivery is late.",
    "I was charged twice for the same order.",
    "Your app crashes every time I open the cart.",
    "The jacket arrived with a hole in the sleeve.",
    "Been on hold for an hour and then got cut off.",
    "You sent me the wrong size again.",
    "I returned the boots three weeks ago and still have no refund.",
    "The tent leaks. We spent the whole night wet.",
    "The courier says delivered but there is nothing here.",
    "Your chat closed on me without an answer. Very disappointed.",
    "The website ate my voucher and now says it was used.",
    "Quality has gone downhill, the seams came apart after one wash.",
    "How can you sell a product that stops working after a week?",
  ]

  private static let questions = [
    "When will the blue backpack be back in stock?", "Do you ship to Norway?",
    "Can I change the address of an order I placed this morning?",
    "What is the return policy for sale items?", "Is the rain jacket machine washable?",
    "Which size should I take if I am between medium and large?",
    "Are your stores open on Sunday?", "How do I reset my password?",
    "Hi, could you tell me where I can find the user manual?",
    "Does the warranty cover normal wear?", "Is there a student discount?",
    "Can I pick up my order in the store?", "How long does delivery take to Austria?",
    "What's the difference between the two models?", "Do gift cards expire?",
    "I'd like to know whether the stove works with other gas canisters.",
    "Looking for a tent for four people, which one do you recommend?",
  ]

  private static let praise = [
    "Love my new boots, best purchase this year!", "Thank you for the quick help today!",
    "Your support team is fantastic, sorted in five minutes.",
    "Great service as always, thanks!", "The new app is so much better, well done.",
    "Shout out to the lady at your store who found my size.",
    "Super fast delivery, thank you!", "Best customer service I have ever had.",
    "This backpack is amazing, worth every penny.", "You guys rock!",
    "Really impressed with the packaging, no plastic at all. Thanks!",
    "My kids adore the little tent. Thank you so much.",
  ]

  private static let experiences = [
    "Took the new tent to the lake this weekend, set it up in about ten minutes.",
    "Wearing my jacket from you on the train to work today.",
    "I have had these boots for two years now and walk in them every day.",
    "We used the stove on our trip through Iceland last summer.",
    "Just unpacked my order, trying it on tonight.",
    "Day three with the new backpack: carried it up the hill and back.",
    "I switched from the old model to the new one last month.",
    "I wear a medium in the fleece and a large in the shell.",
    "Picked up my parcel at the shop this morning.",
    "Bought the grey one in the end, my brother has the green one.",
    "Used the headlamp for a night run yesterday, about two hours on one charge.",
    "My daughter takes the bottle to school each day.",
    "Camped at minus five in your sleeping bag last night.",
    "I ordered on Monday and it came on Thursday.",
    "Running with the new shoes since May, about 300 miles so far.",
    "Installed the update this morning and went through the new menus.",
    "We stayed two nights and had breakfast both days.",
    "Flying with you to Boston this afternoon, seat 14C.",
    "On board now, heading home.", "I've been a member since 2015.",
    "Packed the rucksack for the weekend: tent, stove, two bottles.",
    "Washed the jacket for the first time, with the soap from your site.",
    "I use it mostly for commuting by bike.", "We replaced our old stove with yours.",
    "Tried the vegan boots in the store today, they run a bit wide.",
    "The new phone is set up and everything moved over from the old one.",
  ]

  private static let others = [
    "Win a free gift card, click here", "Follow me for more deals", "lol", "ok", "good morning",
    "Check out my new song", "Who else is watching the game tonight", "Happy Friday everyone",
    "We are hiring a designer in Leeds", "New blog post: ten tips for spring",
    "RT to enter our giveaway", "Happy birthday mum", "this weather though", "brb",
    "Stocks closed higher on Monday", "Traffic on the A4 after an accident",
  ]
}
