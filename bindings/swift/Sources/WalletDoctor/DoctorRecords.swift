import Foundation

// What is kept on this device alone: contacts with support, receipts and screenshots.
extension Doctor {
    /// Keeps a contact with support, on this device only.
    public func logContact(_ entry: ContactEntry) async throws {
        let handle = handle
        try await call(entry) { try await handle.logContact(entry: entry) }
    }

    /// Every contact that was logged, the oldest first.
    public func contactLog() async throws -> [ContactEntry] {
        let handle = handle
        return try await call { try await handle.contactLog() }
    }

    /// Deletes the contact log for good.
    public func forgetContacts() async throws {
        let handle = handle
        try await call { try await handle.forgetContacts() }
    }

    /// Keeps a receipt or a screenshot of a transaction, on this device only. The same once more is the same item.
    @discardableResult
    public func keepEvidence(_ transactionId: String, _ evidence: NewEvidence) async throws -> EvidenceId {
        let handle = handle
        return try await call(transactionId, evidence) {
            try await handle.keepEvidence(transactionId: transactionId, evidence: evidence)
        }
    }

    /// Everything that is kept, the oldest first. What is damaged is listed as that.
    public func evidence() async throws -> [KeptEvidence] {
        let handle = handle
        return try await call { try await handle.evidence() }
    }

    /// What is kept of the transactions that a diagnosis is about, the oldest first.
    public func evidenceFor(_ diagnosis: Diagnosis) async throws -> [KeptEvidence] {
        let handle = handle
        return try await call { try await handle.evidenceFor(diagnosis: diagnosis.handle) }
    }

    /// One item's file as it was kept, to show or to share. It stays the doctor's.
    public func evidenceFile(_ id: EvidenceId) async throws -> URL {
        let handle = handle
        return try await call(id) { URL(fileURLWithPath: try await handle.evidenceFile(id: id), isDirectory: false) }
    }

    /// Deletes one item for good. One that is not there counts as deleted.
    public func forgetEvidence(_ id: EvidenceId) async throws {
        let handle = handle
        try await call(id) { try await handle.forgetEvidence(id: id) }
    }
}
