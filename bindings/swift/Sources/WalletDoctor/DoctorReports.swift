import Foundation

// Reports: drafted, agreed to, kept until they have arrived, and answered.
extension Doctor {
    /// Drafts a report. It stays in memory until it is submitted; what can't be read of the attachments is named in it.
    public func draftReport(
        _ diagnosis: Diagnosis,
        attachments: [Attachment] = []
    ) async throws -> ReportDraft {
        let handle = handle
        return try await callCancellable(attachments) {
            let draft = try await handle.draftReport(
                diagnosis: diagnosis.handle, attachments: attachments, cancellation: $0)
            return ReportDraft(handle: draft)
        }
    }

    /// Redacts, looks again, seals and queues a report, then tries to send it. Once it is queued it is not lost: what becomes of
    /// it is in the submission's state, and ``flushOutbox()`` goes on with it. A draft that could not be sealed can be mended and
    /// submitted again; one that was queued is queued once.
    ///
    /// Cancelling stops what is not durable yet. Before the report is queued the call throws ``DoctorError/Cancelled`` and nothing
    /// is kept; the draft can be submitted again. Once it is queued the sending stops, and the call still gives the submission.
    public func submit(_ draft: ReportDraft, agreement: Agreement) async throws -> Submission {
        let (handle, listeners) = (handle, listeners)
        return try await callCancellable(agreement) {
            try await handle.submit(draft: draft.handle, agreement: agreement, progress: listeners, cancellation: $0)
        }
    }

    /// Sends what is due. Gives the state of every submission.
    @discardableResult
    public func flushOutbox() async throws -> [Submission] {
        let (handle, listeners) = (handle, listeners)
        return try await callCancellable {
            try await handle.flushOutbox(progress: listeners, cancellation: $0)
        }
    }

    /// Every report that is kept, sent or not.
    public func submissions() async throws -> [Submission] {
        let handle = handle
        return try await call { try await handle.submissions() }
    }

    /// Copies a sealed report to a file, or into a folder that is there, for when the network is the very problem. Gives the file.
    public func export(_ id: ReportId, to: URL) async throws -> URL {
        let handle = handle
        let path = to.path
        return try await call(id, path) {
            URL(fileURLWithPath: try await handle.export(id: id, to: path), isDirectory: false)
        }
    }

    /// Takes a report back that has not arrived. It is not sent, unless ``sendAgain(_:)`` says so.
    @discardableResult
    public func withdraw(_ id: ReportId) async throws -> Submission {
        let handle = handle
        return try await call(id) { try await handle.withdraw(id: id) }
    }

    /// Has a report sent after all that was withdrawn or has expired. Any other stays as it is.
    @discardableResult
    public func sendAgain(_ id: ReportId) async throws -> Submission {
        let handle = handle
        return try await call(id) { try await handle.sendAgain(id: id) }
    }

    /// Has a report sent only where data costs nothing, or anywhere.
    @discardableResult
    public func sendOverUnmeteredOnly(_ id: ReportId, _ unmeteredOnly: Bool) async throws -> Submission {
        let handle = handle
        return try await call(id) { try await handle.sendOverUnmeteredOnly(id: id, unmeteredOnly: unmeteredOnly) }
    }

    /// Deletes a report, with what is known of its ticket. One that is still to be sent has to be withdrawn before.
    public func forgetSubmission(_ id: ReportId) async throws {
        let handle = handle
        try await call(id) { try await handle.forgetSubmission(id: id) }
    }

    /// The one request that sends all that is left of the first report that is due, for the app to carry in the background; nil
    /// if nothing is due. The doctor leaves that report alone until ``uploadEnded(_:status:headers:)``, or for a day.
    /// `BackgroundUploads` does this for an iOS app.
    public func pendingUpload() async throws -> PendingUpload? {
        let handle = handle
        return try await callCancellable { try await handle.pendingUpload(cancellation: $0) }
    }

    /// Tells how an upload ended that the app has carried; no status if there was no answer. Nothing of it is believed but that
    /// support's server has all of it, in its own words.
    @discardableResult
    public func uploadEnded(
        _ id: ReportId,
        status: UInt16?,
        headers: [String: String] = [:]
    ) async throws -> Submission {
        let handle = handle
        return try await call(id, headers) {
            try await handle.uploadEnded(id: id, status: status, headers: headers)
        }
    }

    /// Asks what support says of every report that has a ticket. Without a network everything stays as it was. Gives every report
    /// that is kept.
    @discardableResult
    public func pollTickets() async throws -> [Submission] {
        let handle = handle
        return try await callCancellable { try await handle.pollTickets(cancellation: $0) }
    }

    /// Writes down that the person is done with a report that has arrived, and whether it helped if they say so.
    @discardableResult
    public func closeTicket(_ id: ReportId, helped: Bool? = nil) async throws -> Submission {
        let handle = handle
        return try await call(id) { try await handle.closeTicket(id: id, helped: helped) }
    }
}
