import Foundation
import WalletDoctor

/// A case in a file: the doctor's config, and what an app would answer (docs/schemas/case.schema.json). `wallet-doctor provider`
/// prints one.
public struct CaseFile: Sendable {
    public var configJson: String
    public var answers: RecordedAnswers
    /// Whether its servers have certificates of an authority of their own, as a provider in a box has. The system's trust store
    /// knows nothing of that one.
    public var hasOwnAuthority: Bool

    public struct Unreadable: Error {
        public let why: String
    }

    public init(json: Data) throws {
        guard let file = try JSONSerialization.jsonObject(with: json) as? [String: Any],
            let config = file["doctor"]
        else { throw Unreadable(why: "no object with a 'doctor' in it") }
        try self.init(config: config, app: file["app"] ?? [String: Any]())
    }

    /// The same from what is parsed already.
    public init(config: Any, app: Any) throws {
        let trust = (config as? [String: Any])?["trust"] as? [String: Any]
        let roots = trust?["extra_roots"] as? [Any] ?? []
        let config = try JSONSerialization.data(withJSONObject: config)
        configJson = String(decoding: config, as: UTF8.self)
        hasOwnAuthority = !roots.isEmpty
        answers = try RecordedJson.decode(RecordedAnswers.self, from: app, under: "app")
    }
}

/// What an app would answer. What is left out is not offered.
public struct RecordedAnswers: Codable, Sendable {
    public var cachedBalances: BalanceSheet?
    public var syncedBalances: BalanceSheet?
    public var pendingTransactions: [PendingTransaction]?
    public var transactions: [TransactionRecord]?
    public var account: AccountState?
    public var network: NetworkInfo?
    public var info: AppInfo?
    public var caches: [CacheRegistration]?

    public init() {}
}

extension CaseFile {
    /// The case of another machine for this one: each cache is a folder here, with a file in it that is a day old.
    public func moved(into caches: URL) throws -> CaseFile {
        var here = self
        here.answers.caches = try answers.caches?.map { cache in
            guard cache.root != nil else { return cache }
            let root = caches.appendingPathComponent("sample-\(cache.id)", isDirectory: true)
            try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
            let file = root.appendingPathComponent("kept.json")
            try Data("{}".utf8).write(to: file)
            let yesterday = Date(timeIntervalSinceNow: -25 * 60 * 60)
            try FileManager.default.setAttributes([.modificationDate: yesterday], ofItemAtPath: file.path)
            return CacheRegistration(
                id: cache.id, label: cache.label, kind: cache.kind, root: root.path, policy: cache.policy,
                damaged: cache.damaged, schemaVersion: cache.schemaVersion, contents: cache.contents)
        }
        return here
    }
}
