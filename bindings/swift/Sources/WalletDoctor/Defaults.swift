import Foundation

// What an app may leave out, so that it writes what it has and no more.

extension BalanceSource {
    /// Left to the config's `balances`.
    public func synced() throws -> BalanceSheet { throw HostError.NotOffered }
    /// The app does not fetch on request.
    public func resync() throws { throw HostError.NotOffered }
}

extension TransactionSource {
    /// The app looks nothing up.
    public func lookUp(ids: [String]) throws -> LookedUp { throw HostError.NotOffered }
    /// The app lists nothing.
    public func recent() throws -> [TransactionRecord] { throw HostError.NotOffered }
}

// Only for caches that are no folder.
extension CacheSource {
    public func setAside(cacheId: String) throws { throw HostError.NotOffered }
    public func restore(cacheId: String) throws { throw HostError.NotOffered }
    public func discard(cacheId: String) throws { throw HostError.NotOffered }
}

extension Agreement {
    /// That the person has agreed just now: made where they tapped, and for one thing.
    public static var now: Agreement { Agreement(at: Date()) }
}

extension Attachment {
    /// A log or another text in a file, which may still be written to.
    public static func file(_ file: URL, name: String? = nil) -> Attachment {
        .file(name: name, path: file.path)
    }

    /// A screenshot or another picture, with what is covered in it.
    public static func picture(_ file: URL, name: String? = nil, masks: [Mask] = []) -> Attachment {
        .picture(name: name, path: file.path, masks: masks)
    }
}

extension NewEvidence {
    /// A screenshot, or a picture of a receipt. It is copied.
    public static func image(_ file: URL, name: String? = nil) -> NewEvidence {
        .image(name: name, path: file.path)
    }
}

extension CacheRegistration {
    /// A folder that may be emptied when it is due.
    public static func folder(
        _ folder: URL,
        id: String,
        label: String,
        kind: CacheKind,
        policy: CachePolicy = CachePolicy(clear: .whenDue),
        damaged: Bool = false,
        schemaVersion: UInt32? = nil
    ) -> CacheRegistration {
        CacheRegistration(
            id: id, label: label, kind: kind, root: folder.path, policy: policy, damaged: damaged,
            schemaVersion: schemaVersion)
    }
}

/// Caches that are folders, which the doctor clears itself.
public final class CacheFolders: CacheSource {
    private let registered: @Sendable () -> [CacheRegistration]

    /// Asked anew at each diagnosis, since what is damaged may have changed.
    public init(_ registered: @escaping @Sendable () -> [CacheRegistration]) {
        self.registered = registered
    }

    public func caches() throws -> [CacheRegistration] { registered() }
}
