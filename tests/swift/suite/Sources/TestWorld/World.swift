import Foundation
import SampleCase
import WalletDoctor

/// A wallet provider with faults, a support desk and a person's phone, on this machine.
public final class World: Sendable {
    private let provider: Program
    public let caseFile: CaseFile
    /// The phone: `data` is the doctor's, `desk` is support's.
    public let folder: Folder

    public init(_ faults: [String] = ["none"]) throws {
        folder = try Folder()
        let desk = folder.url.appendingPathComponent("desk", isDirectory: true)
        try FileManager.default.createDirectory(at: desk, withIntermediateDirectories: true)
        provider = try Program(
            "WALLET_DOCTOR_PROGRAM", ["provider", "--desk", desk.path] + faults.flatMap { ["--fault", $0] })
        caseFile = try CaseFile(json: provider.hear())
    }

    public var data: URL { folder.url.appendingPathComponent("data", isDirectory: true) }
    /// For what is in a file only until it is sent.
    public var files: URL { folder.url.appendingPathComponent("files", isDirectory: true) }
    public var desk: URL { folder.url.appendingPathComponent("desk", isDirectory: true) }

    /// An app that shows what the case says, and fetches the provider's own balances when it is asked to.
    public func app() -> RecordedApp {
        let shown = caseFile.answers.cachedBalances
        return RecordedApp(caseFile.answers) {
            guard let shown else { throw HostError.NotOffered }
            return World.true(shown)
        }
    }

    public func doctor(_ host: HostSources? = nil, language: Language = .en) throws -> Doctor {
        try Doctor.open(
            configJson: caseFile.configJson, host: host ?? app().host, dataDir: data, language: language)
    }

    /// The config with its top-level keys replaced; `nil` takes one out.
    public func config(_ changes: [String: Any?]) throws -> String {
        let parsed = try JSONSerialization.jsonObject(with: Data(caseFile.configJson.utf8))
        guard var config = parsed as? [String: Any] else { return "" }
        for (key, value) in changes {
            config[key] = value
        }
        return String(decoding: try JSONSerialization.data(withJSONObject: config), as: UTF8.self)
    }

    /// What the provider in the box has of CNY, whatever the app shows.
    private static func `true`(_ shown: BalanceSheet) -> BalanceSheet {
        let balances = shown.balances.map { balance in
            balance.asset == "CNY"
                ? AssetBalance(asset: "CNY", total: "1280.50", available: "1180.50", held: "100.00") : balance
        }
        return BalanceSheet(account: shown.account, asOf: Date(), sequence: 8812, balances: balances)
    }
}

/// A folder that goes with this object.
public final class Folder: Sendable {
    public let url: URL

    public init() throws {
        url = FileManager.default.temporaryDirectory
            .appendingPathComponent("wallet-doctor-\(UUID().uuidString)", isDirectory: true)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    public func write(_ name: String, _ bytes: Data) throws -> URL {
        let file = url.appendingPathComponent(name, isDirectory: false)
        try bytes.write(to: file)
        return file
    }
}

extension World {
    /// What a stream has told up to the first event of that kind.
    public static func told(
        _ progress: AsyncStream<DoctorProgress>, until isLast: (DoctorProgress) -> Bool
    ) async -> [DoctorProgress] {
        var told: [DoctorProgress] = []
        for await event in progress {
            told.append(event)
            if isLast(event) { break }
        }
        return told
    }
}

extension DoctorProgress {
    public var isUpload: Bool {
        if case .uploading = self { true } else { false }
    }
}
