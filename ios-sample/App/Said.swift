import Foundation
import SampleModel

/// The app's own words in the person's language.
func said(_ key: String, _ arguments: any CVarArg...) -> String {
    String(format: NSLocalizedString(key, comment: ""), locale: .current, arguments: arguments)
}

extension Words.Screen {
    var text: String { said(rawValue) }
}
