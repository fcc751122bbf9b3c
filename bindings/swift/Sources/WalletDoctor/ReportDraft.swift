import Foundation

/// A report before it is sent: seen, changed and agreed to by the person. It lives in memory and is gone with this object.
public final class ReportDraft: Sendable {
    let handle: DraftHandle

    init(handle: DraftHandle) {
        self.handle = handle
    }

    /// Exactly what would be sent, and what was taken out.
    public func preview() async throws -> ReportPreview {
        let handle = handle
        return try await call { try await handle.preview() }
    }

    /// A picture of the preview, PNG or JPEG, as it would be sent.
    public func picture(_ name: String) async throws -> Data {
        let handle = handle
        return try await call(name) { try await handle.picture(name: name) }
    }

    /// Covers parts of a picture, by its name in the preview: opaque, before it is sealed. Replaces what covered it. Masks are in
    /// the pixels of the preview file's `sizeToMask`; what ``picture(_:)`` gives may be smaller.
    public func mask(_ name: String, _ masks: [Mask]) async throws {
        let handle = handle
        try await call(name, masks) { try await handle.mask(name: name, masks: masks) }
    }

    /// Takes an item out, by its id in the preview. A transaction's id is taken out wherever it stands.
    public func takeOut(_ item: String) async throws {
        let handle = handle
        try await call(item) { try await handle.takeOut(item: item) }
    }

    /// Adds kept evidence that the person wants to send, such as ``Doctor/evidenceFor(_:)`` finds.
    public func addEvidence(_ items: [KeptEvidence]) async throws {
        let handle = handle
        try await call(items) { try await handle.addEvidence(items: items) }
    }

    /// Puts contacts with support into the report, in the place of those of an earlier call; without it none goes in.
    public func setContactLog(_ entries: [ContactEntry]) async throws {
        let handle = handle
        try await call(entries) { try await handle.setContactLog(entries: entries) }
    }

    /// Has it sent only where data costs nothing, such as on Wi-Fi, or anywhere, which is the default.
    public func setUnmeteredOnly(_ unmeteredOnly: Bool) async throws {
        let handle = handle
        try await call { try await handle.setUnmeteredOnly(unmeteredOnly: unmeteredOnly) }
    }
}
