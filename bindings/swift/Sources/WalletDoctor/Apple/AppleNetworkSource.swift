#if canImport(Network)
    import CFNetwork
    import Foundation
    import Network

    /// What an Apple device says of its network, by `NWPathMonitor`. Asks for no permission.
    public final class AppleNetworkSource: NetworkSource {
        /// The first word of a new monitor comes within milliseconds.
        private static let patience = DispatchTimeInterval.seconds(2)

        private let monitor = NWPathMonitor()
        private let hasPath = DispatchSemaphore(value: 0)

        public init() {
            let hasPath = hasPath
            monitor.pathUpdateHandler = { _ in hasPath.signal() }
            monitor.start(queue: DispatchQueue(label: "wallet-doctor.network"))
        }

        deinit {
            monitor.cancel()
        }

        public func network() throws -> NetworkInfo {
            guard hasPath.wait(timeout: .now() + Self.patience) == .success else {
                throw HostError.Failed(reason: "the system said nothing of its network")
            }
            // For whoever asks next.
            hasPath.signal()
            return PathFacts(monitor.currentPath, proxySettings: Self.proxySettings()).info
        }

        private static func proxySettings() -> [String: Int] {
            guard let settings = CFNetworkCopySystemProxySettings()?.takeRetainedValue() as? [String: Any] else {
                return [:]
            }
            return settings.compactMapValues { ($0 as? NSNumber)?.intValue }
        }
    }

    extension PathFacts {
        init(_ path: NWPath, proxySettings: [String: Int]) {
            self.init(
                status: Status(path.status),
                interfaces: path.availableInterfaces.map { Interface(name: $0.name, kind: Kind($0.type)) },
                isExpensive: path.isExpensive,
                isConstrained: path.isConstrained,
                proxySettings: proxySettings
            )
        }
    }

    extension PathFacts.Status {
        init(_ status: NWPath.Status) {
            switch status {
            case .satisfied: self = .satisfied
            case .requiresConnection: self = .requiresConnection
            case .unsatisfied: self = .unsatisfied
            @unknown default: self = .requiresConnection
            }
        }
    }

    extension PathFacts.Kind {
        init(_ type: NWInterface.InterfaceType) {
            switch type {
            case .wifi: self = .wifi
            case .cellular: self = .cellular
            case .wiredEthernet: self = .wired
            case .loopback: self = .loopback
            case .other: self = .other
            @unknown default: self = .other
            }
        }
    }
#endif
