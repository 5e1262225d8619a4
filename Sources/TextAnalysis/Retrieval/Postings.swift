import Foundation

/// The inverted index: for each feature the questions that have it. Words and characters are summed
/// apart, so that a question's lengths divide once at the end and a posting is just its number.
struct Postings: Sendable {
  private let questionCount: Int
  private let isCharacters: [Bool]
  private let idf: [Float]
  /// Feature `f` has the postings `starts[f]..<starts[f + 1]`.
  private let starts: [Int]
  private let questions: [UInt32]
  /// Each question's 1 / length in words, and in characters; 0 for none.
  private let wordFactors: [Float]
  private let characterFactors: [Float]

  /// - Parameter keys: for each question its features, sorted, each once.
  static func build(keys: [[UInt32]]) -> (FeatureLookup, Postings) {
    var pairs: [UInt64] = []
    for (question, features) in keys.enumerated() {
      pairs.append(contentsOf: features.map { UInt64($0) << 32 | UInt64(question) })
    }
    pairs.sort()
    var (unique, starts): ([UInt32], [Int]) = ([], [])
    for (position, pair) in pairs.enumerated() where unique.last != UInt32(pair >> 32) {
      unique.append(UInt32(pair >> 32))
      starts.append(position)
    }
    starts.append(pairs.count)
    let questions = pairs.map { UInt32(truncatingIfNeeded: $0) }
    let postings = Postings(
      unique: unique, starts: starts, questions: questions, questionCount: keys.count)
    return (FeatureLookup(unique: unique), postings)
  }

  private init(unique: [UInt32], starts: [Int], questions: [UInt32], questionCount: Int) {
    let isCharacters = unique.map(FeatureKeys.isCharacters)
    let idf = unique.indices.map { feature in
      let frequency = Double(starts[feature + 1] - starts[feature])
      return Float(log((1 + Double(questionCount)) / (1 + frequency)) + 1)
    }
    var words = [Float](repeating: 0, count: questionCount)
    var characters = words
    for feature in unique.indices {
      let square = idf[feature] * idf[feature]
      for question in questions[starts[feature]..<starts[feature + 1]] {
        if isCharacters[feature] {
          characters[Int(question)] += square
        } else {
          words[Int(question)] += square
        }
      }
    }
    self.questionCount = questionCount
    (self.isCharacters, self.idf, self.starts) = (isCharacters, idf, starts)
    self.questions = questions
    wordFactors = words.map(Self.inverseLength)
    characterFactors = characters.map(Self.inverseLength)
  }

  /// Each question's similarity to a text with these features.
  func scores(of features: [Int]) -> [Float] {
    let words = sums(features.filter { !isCharacters[$0] }, share: TFIDFIndex.wordShare)
    let characters = sums(features.filter { isCharacters[$0] }, share: 1 - TFIDFIndex.wordShare)
    return (0..<questionCount).map { question in
      words[question] * wordFactors[question]
        + characters[question] * characterFactors[question]
    }
  }

  /// Each question's product with the text's features, made of length `share`.
  private func sums(_ features: [Int], share: Float) -> [Float] {
    let factor = share * Self.inverseLength(features.reduce(0) { $0 + idf[$1] * idf[$1] })
    var sums = [Float](repeating: 0, count: questionCount)
    sums.withUnsafeMutableBufferPointer { sums in
      questions.withUnsafeBufferPointer { questions in
        for feature in features {
          let value = factor * idf[feature] * idf[feature]
          for position in starts[feature]..<starts[feature + 1] {
            sums[Int(questions[position])] += value
          }
        }
      }
    }
    return sums
  }

  private static func inverseLength(_ squares: Float) -> Float {
    squares > 0 ? 1 / squares.squareRoot() : 0
  }
}
