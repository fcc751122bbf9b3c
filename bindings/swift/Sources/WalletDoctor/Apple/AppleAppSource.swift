#if os(iOS) || os(macOS)
    import Foundation

    /// What an app's bundle and an Apple device say of themselves. Asks for no permission.
    public final class AppleAppSource: AppSource {
        private let details: @Sendable () -> AppDetails

        /// `details` is what only the app knows; it is asked anew each time, off the main thread.
        public init(details: @escaping @Sendable () -> AppDetails = { AppDetails() }) {
            self.details = details
        }

        public func app() throws -> AppInfo {
            let version = ProcessInfo.processInfo.operatingSystemVersion
            let facts = AppFacts(
                shortVersion: Bundle.main.object(forInfoDictionaryKey: "CFBundleShortVersionString") as? String,
                systemName: Self.systemName,
                systemVersion: AppFacts.written(version),
                model: AppFacts.machine(),
                freeBytes: Self.freeBytes(),
                timeZone: TimeZone.current.identifier
            )
            return facts.info(details())
        }

        #if os(iOS)
            private static let systemName = "iOS"
        #else
            private static let systemName = "macOS"
        #endif

        /// With what the system would clear away for something that a person asked for.
        private static func freeBytes() -> Int64? {
            let home = URL(fileURLWithPath: NSHomeDirectory(), isDirectory: true)
            let values = try? home.resourceValues(forKeys: [.volumeAvailableCapacityForImportantUsageKey])
            return values?.volumeAvailableCapacityForImportantUsage
        }
    }
#endif
