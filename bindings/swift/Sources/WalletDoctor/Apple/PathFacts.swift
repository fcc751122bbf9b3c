import Foundation

/// What the system tells of a network path, apart from the system's own types: what is made of it can be tested anywhere.
struct PathFacts: Equatable {
    enum Status {
        case satisfied
        case unsatisfied
        case requiresConnection
    }

    enum Kind {
        case wifi
        case cellular
        case wired
        case loopback
        case other
    }

    struct Interface: Equatable {
        let name: String
        let kind: Kind
    }

    var status: Status
    /// In the order in which the system would use them.
    var interfaces: [Interface]
    var isExpensive: Bool
    /// Low Data Mode.
    var isConstrained: Bool
    /// The system's proxy settings, by `kCFNetworkProxies…` names.
    var proxySettings: [String: Int]

    /// Tunnels are of kind `other` and have these names.
    private static let tunnels = ["utun", "ipsec", "ppp", "tun", "tap"]
    private static let proxySwitches = ["HTTPEnable", "HTTPSEnable", "SOCKSEnable", "ProxyAutoConfigEnable"]

    var info: NetworkInfo {
        NetworkInfo(
            transport: transport,
            // iOS tells no app.
            airplaneMode: nil,
            vpn: vpn,
            proxy: Self.proxySwitches.contains { proxySettings[$0] == 1 },
            metered: status == .satisfied ? isExpensive : nil,
            backgroundRestricted: status == .satisfied ? isConstrained : nil,
            validated: validated,
            // It shows its own sign-in page, and tells no app either.
            captivePortal: nil,
            signalLevel: nil
        )
    }

    private var transport: String? {
        if status == .unsatisfied { return "none" }
        // What carries the tunnel, if there is one.
        return interfaces.lazy.compactMap { interface in
            switch interface.kind {
            case .wifi: "wifi"
            case .cellular: "cellular"
            case .wired: "ethernet"
            case .loopback, .other: nil
            }
        }.first
    }

    /// By the interface that would be used first. A guess, and evidence only: the system has tunnels of its own.
    private var vpn: Bool? {
        guard let first = interfaces.first else { return nil }
        return first.kind == .other && Self.tunnels.contains { first.name.hasPrefix($0) }
    }

    /// The system leaves a Wi-Fi that leads nowhere, so a path that it calls satisfied is one that it believes in.
    private var validated: Bool? {
        switch status {
        case .satisfied: true
        case .unsatisfied: false
        case .requiresConnection: nil
        }
    }
}
