import PluginKit
import StageKit

struct IntentSettings: Settings {
  let names: BrandNames

  init(_ f: inout Fields) {
    names = BrandNames(&f)
  }
}
