import PluginKit
import StageKit

struct SentimentSettings: Settings {
  let names: BrandNames

  init(_ f: inout Fields) {
    names = BrandNames(&f)
  }
}
