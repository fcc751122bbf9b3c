import Foundation

/// What a bundle and the system tell, apart from the system's own types.
struct AppFacts: Equatable {
    var shortVersion: String?
    var systemName: String
    var systemVersion: String
    var model: String
    var freeBytes: Int64?
    var timeZone: String

    func info(_ told: AppDetails) -> AppInfo {
        AppInfo(
            appVersion: shortVersion,
            appMinimumVersion: told.minimumVersion,
            appLatestVersion: told.latestVersion,
            os: "\(systemName) \(systemVersion)",
            osVersion: systemVersion,
            osMinimumVersion: told.osMinimumVersion,
            // Nobody has less than nothing; the system says so of a volume that it could not look at.
            freeStorageBytes: freeBytes.flatMap(UInt64.init(exactly:)),
            device: model.isEmpty ? nil : model,
            accountRef: told.accountRef,
            timeZone: timeZone
        )
    }

    /// A system's version as it is written: `18.6`, and `18.6.2`.
    static func written(_ version: OperatingSystemVersion) -> String {
        let parts = [version.majorVersion, version.minorVersion, version.patchVersion]
        return parts.prefix(version.patchVersion == 0 ? 2 : 3).map(String.init).joined(separator: ".")
    }

    /// The model's identifier, such as `iPhone15,2`: what `uname` calls the machine.
    static func machine() -> String {
        var system = utsname()
        guard uname(&system) == 0 else { return "" }
        return withUnsafeBytes(of: &system.machine) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}

/// What only the app knows of itself.
public struct AppDetails: Sendable {
    /// The lowest version that the provider still serves.
    public var minimumVersion: String?
    /// The newest one in the store.
    public var latestVersion: String?
    /// The lowest version of the system on which the app works.
    public var osMinimumVersion: String?
    /// The account, in the provider's terms. A report holds only a pseudonym of it.
    public var accountRef: String?

    public init(
        minimumVersion: String? = nil,
        latestVersion: String? = nil,
        osMinimumVersion: String? = nil,
        accountRef: String? = nil
    ) {
        self.minimumVersion = minimumVersion
        self.latestVersion = latestVersion
        self.osMinimumVersion = osMinimumVersion
        self.accountRef = accountRef
    }
}
