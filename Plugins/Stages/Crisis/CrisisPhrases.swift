/// All shipped phrases and pairs. Each language stands in its own file; texts are matched against
/// all of them, because nobody knows the language of a cry for help for sure.
enum CrisisPhrases {
  static let all: [CrisisPhraseList] =
    EnglishCrisisPhrases.danger + EnglishCrisisPhrases.trouble + EnglishCrisisMore.all
    + EnglishCrisisGroups.all
    + SpanishCrisisPhrases.all + GermanCrisisPhrases.all + FrenchCrisisPhrases.all
    + CrisisIdioms.all

  static let pairs: [CrisisPair] = [
    .init(category: .safety, strength: .strong, first: .product, second: .fire, within: 8),
    .init(category: .safety, strength: .firm, first: .product, second: .heat, within: 6),
    .init(category: .safety, strength: .strong, first: .cause, second: .injury, within: 14),
    .init(category: .safety, strength: .strong, first: .product, second: .injury, within: 10),
    .init(category: .safety, strength: .firm, first: .victim, second: .injury, within: 8),
    .init(category: .safety, strength: .strong, first: .foreignBody, second: .food, within: 6),
    .init(category: .threat, strength: .strong, first: .intention, second: .violence, within: 4),
    .init(category: .threat, strength: .firm, first: .intention, second: .attack, within: 1),
    .init(category: .threat, strength: .firm, first: .violence, second: .target, within: 6),
    .init(category: .discrimination, strength: .strong, first: .blame, second: .trait, within: 2),
    .init(
      category: .discrimination, strength: .strong, first: .barred, second: .disability,
      within: 10),
    .init(category: .discrimination, strength: .strong, first: .barred, second: .people, within: 4),
    .init(category: .privacy, strength: .strong, first: .exposed, second: .personalData, within: 9),
    .init(category: .privacy, strength: .strong, first: .plural, second: .personalData, within: 3),
  ]
}
