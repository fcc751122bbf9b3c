import Foundation

/// Looks at what is about to be passed to the library. Generated code ends the app over a time that no calendar has and over
/// two gigabytes of text; here both are refused like anything else that is not acceptable.
enum Crossing {
    /// The years that the library knows, -9999 to 9999, in seconds since 1970.
    static let times = -377_705_023_201.0...253_402_207_200.0
    /// Lengths cross in 31 bits. What the lengths themselves take is within the other half.
    static let maxBytes = Int(Int32.max) / 2

    struct Refusal: Error {
        let code: String
        let reason: String
    }

    /// Throws a ``Refusal``.
    static func check(_ value: any Encodable) throws {
        try Walk(Count(), []).see(value)
    }
}

private final class Count {
    private var bytes = 0

    func add(_ more: Int) throws {
        bytes += more
        if bytes > Crossing.maxBytes {
            throw Crossing.Refusal(
                code: "too_large", reason: "too large; accepted: \(Crossing.maxBytes) bytes altogether")
        }
    }
}

/// An encoder that writes nothing and so comes by everything: a field that is added later is looked at as well.
private struct Walk: Encoder {
    let count: Count
    let codingPath: [any CodingKey]
    let userInfo: [CodingUserInfoKey: Any] = [:]

    init(_ count: Count, _ codingPath: [any CodingKey]) {
        self.count = count
        self.codingPath = codingPath
    }

    func see(_ value: any Encodable, at key: (any CodingKey)? = nil) throws {
        switch value {
        case let text as String:
            try count.add(text.utf8.count)
        case let time as Date:
            if !Crossing.times.contains(time.timeIntervalSince1970) {
                let place = (codingPath + [key].compactMap { $0 }).map(\.stringValue).joined(separator: ".")
                let what = place.isEmpty ? "a time" : place
                throw Crossing.Refusal(
                    code: "bad_input", reason: "\(what) is not acceptable; accepted: a time of the years -9999 to 9999")
            }
        case is any BinaryInteger, is any BinaryFloatingPoint, is Bool:
            try count.add(MemoryLayout<UInt64>.size)
        default:
            try value.encode(to: Walk(count, codingPath + [key].compactMap { $0 }))
        }
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(Fields<Key>(walk: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer { Elements(walk: self) }
    func singleValueContainer() -> any SingleValueEncodingContainer { Single(walk: self) }
}

private struct Fields<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let walk: Walk
    var codingPath: [any CodingKey] { walk.codingPath }

    private func under(_ key: Key) -> Walk { Walk(walk.count, walk.codingPath + [key]) }

    mutating func encodeNil(forKey key: Key) {}
    mutating func encode<T: Encodable>(_ value: T, forKey key: Key) throws { try walk.see(value, at: key) }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        under(key).container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        under(key).unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder { walk }
    mutating func superEncoder(forKey key: Key) -> any Encoder { under(key) }
}

private struct Elements: UnkeyedEncodingContainer {
    let walk: Walk
    var codingPath: [any CodingKey] { walk.codingPath }
    private(set) var count = 0

    init(walk: Walk) {
        self.walk = walk
    }

    mutating func encodeNil() {}

    mutating func encode<T: Encodable>(_ value: T) throws {
        count += 1
        try walk.see(value)
    }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        walk.container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { walk.unkeyedContainer() }
    mutating func superEncoder() -> any Encoder { walk }
}

private struct Single: SingleValueEncodingContainer {
    let walk: Walk
    var codingPath: [any CodingKey] { walk.codingPath }

    mutating func encodeNil() {}
    mutating func encode<T: Encodable>(_ value: T) throws { try walk.see(value) }
}
