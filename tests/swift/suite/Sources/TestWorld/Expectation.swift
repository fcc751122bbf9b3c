import WalletDoctor

/// What must come out of a scenario (tests/scenarios/README.md). Findings are not on this face and not judged here.
public struct Expectation: Decodable, Sendable {
    public let top: String?
    public let certaintyAtLeast: String?
    public let certaintyAtMost: String?
    public let order: [String]?
    public let also: [String]?
    public let never: [String]

    public init(
        top: String?, certaintyAtLeast: String? = nil, certaintyAtMost: String? = nil, order: [String]? = nil,
        also: [String]? = nil, never: [String] = []
    ) {
        (self.top, self.certaintyAtLeast, self.certaintyAtMost) = (top, certaintyAtLeast, certaintyAtMost)
        (self.order, self.also, self.never) = (order, also, never)
    }

    /// Everything that is wrong with these causes, in words. Empty if they are right.
    public func complaints(about causes: [(code: String, certainty: Certainty)]) -> [String] {
        let named = causes.map(\.code)
        let (order, also) = (order ?? [], also ?? [])
        var wrong: [String] = []
        if named.first != top {
            wrong.append("top cause: wanted \(top ?? "none"), got \(named)")
        }
        if let first = causes.first {
            let sure = rank(first.certainty)
            if let least = certaintyAtLeast, sure < rank(least) {
                wrong.append("\(first.code) is only \(first.certainty)")
            }
            if let most = certaintyAtMost, sure > rank(most) {
                wrong.append("\(first.code) is already \(first.certainty)")
            }
        }
        let places = order.map { named.firstIndex(of: $0) ?? -1 }
        if places.contains(-1) || places != places.sorted() {
            wrong.append("wanted in this order: \(order), got \(named)")
        }
        wrong += also.filter { !named.contains($0) }.map { "\($0) is not named, only \(named)" }
        let wanted = [top].compactMap { $0 } + order + also
        for never in never {
            let isMeant = { (code: String) in code == never || (never.hasSuffix(".") && code.hasPrefix(never)) }
            wrong += named.filter { isMeant($0) && !wanted.contains($0) }.map { "\($0) must not be named" }
        }
        return wrong
    }

    private func rank(_ certainty: Certainty) -> Int {
        switch certainty {
        case .possible: 0
        case .likely: 1
        case .almostCertain: 2
        }
    }

    private func rank(_ word: String) -> Int {
        ["possible", "likely", "almost_certain"].firstIndex(of: word) ?? -1
    }
}
