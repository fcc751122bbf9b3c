import Foundation
import WalletDoctor

/// Reads what was recorded in the engine's own words, which are not Swift's: enums are words in snake case, what is empty is
/// left out, and times have fractions of any length.
public enum RecordedJson {
    public static func decode<T: Decodable>(_ type: T.Type, from json: Any, under name: String) throws -> T {
        let data = try JSONSerialization.data(
            withJSONObject: swiftly(json, under: name), options: [.fragmentsAllowed])
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        decoder.dateDecodingStrategy = .custom { decoder in
            let text = try decoder.singleValueContainer().decode(String.self)
            guard let time = time(text) else {
                throw DecodingError.dataCorrupted(
                    .init(codingPath: decoder.codingPath, debugDescription: "not a time: \(text)"))
            }
            return time
        }
        return try decoder.decode(type, from: data)
    }

    /// RFC 3339 in UTC, with any fraction or none.
    public static func time(_ text: String) -> Date? {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let whole = parts.count == 2 ? parts[0] + "Z" : parts[0]
        guard let seconds = ISO8601DateFormatter().date(from: String(whole)) else { return nil }
        guard parts.count == 2 else { return seconds }
        guard parts[1].count > 1, parts[1].hasSuffix("Z"), let fraction = Double("0." + parts[1].dropLast()) else { return nil }
        return seconds.addingTimeInterval(fraction)
    }

    /// What holds a word of an enum, alone or in a list.
    private static let words: Set<String> = [
        "clear", "days", "direction", "elsewhere", "failure", "kind", "mode", "operation", "operations", "place", "reason",
        "reasons", "required_for", "session", "state", "symptom", "taken",
    ]

    /// Lists that may be left out where they are empty, by what holds them.
    private static let lists: [String: [String]] = [
        "account": ["unreadable"],
        "cached_balances": ["balances", "unreadable"],
        "complaint": ["transaction_ids", "not_mine"],
        "free_during": ["weekly", "holidays"],
        "holidays": ["windows"],
        "identity": ["required_for", "missing"],
        "opening": ["reasons", "missing"],
        "restrictions": ["operations"],
        "synced_balances": ["balances", "unreadable"],
        "transactions": ["stages"],
        "two_factor": ["required_for"],
        "weekly": ["days"],
    ]

    private static func swiftly(_ json: Any, under name: String) -> Any {
        switch json {
        case let list as [Any]:
            return list.map { swiftly($0, under: name) }
        case let object as [String: Any]:
            var read: [String: Any] = [:]
            for (key, value) in object {
                read[key] = swiftly(value, under: key)
            }
            for list in lists[name] ?? [] where read[list] == nil {
                read[list] = [Any]()
            }
            if name == "pending_transactions", read["state"] == nil {
                read["state"] = ["pending": [String: Any]()]
            }
            return read
        case let word as String where words.contains(name):
            return [camelCase(word): [String: Any]()]
        default:
            return json
        }
    }

    private static func camelCase(_ word: String) -> String {
        let parts = word.split(separator: "_")
        return parts.prefix(1).joined() + parts.dropFirst().map(\.capitalized).joined()
    }
}
