import Foundation
import WalletDoctor

// The report: what is added to it, looked at, agreed to and sent, and what becomes of it.
extension Visit {
    /// Adds a picture to the report that is looked at next: PNG, JPEG or WebP. Nothing is what could not be read of one.
    public func attach(_ picture: Data?) async {
        guard state.report == nil else { return }
        await attempt {
            guard let picture else {
                throw DoctorError.NeedsPerson(code: "picture_unreadable", reason: "the picture could not be read")
            }
            state.pictures.append(try files.write(picture, named: "picture-\(state.pictures.count + 1)"))
        }
    }

    /// 'Look at the report'. Nothing leaves by this.
    public func prepareReport() async {
        guard let diagnosis = state.diagnosis else { return }
        await attempt {
            let pictures = state.pictures.map { Attachment.picture($0, name: $0.lastPathComponent) }
            let draft = try await doctor.draftReport(diagnosis, attachments: attachments() + pictures)
            // What can't be found of it keeps nobody from reporting.
            if let kept = try? await doctor.evidenceFor(diagnosis), !kept.isEmpty {
                try await draft.addEvidence(kept)
            }
            self.draft = draft
            try await look(at: draft)
        }
    }

    /// 'Discard'.
    public func discardReport() async {
        await attempt { forgetDraft() }
    }

    /// Covers parts of a picture, in the pixels of the file's `sizeToMask`.
    public func cover(_ picture: String, _ masks: [Mask]) async {
        await change { try await $0.mask(picture, masks) }
    }

    public func takeOut(_ item: String) async {
        await change { try await $0.takeOut(item) }
    }

    public func agree(_ agreed: Bool) {
        if !state.isBusy { state.report?.isAgreedTo = agreed }
    }

    public func sendWithoutCostOnly(_ unmeteredOnly: Bool) async {
        guard let draft else { return }
        await attempt {
            try await draft.setUnmeteredOnly(unmeteredOnly)
            state.report?.unmeteredOnly = unmeteredOnly
        }
    }

    /// The person has agreed, and taps 'Send'.
    public func send() async {
        guard let draft, state.report?.canBeSent == true else { return }
        let agreement = Agreement.now
        await attempt {
            state.report?.isSending = true
            defer { state.report?.isSending = false }
            let showing = showProgress()
            defer { showing.cancel() }
            put(try await doctor.submit(draft, agreement: agreement))
            forgetDraft()
            state.isReported = true
        }
    }

    /// Asks what support says of every report.
    public func askSupport() async {
        await attempt {
            try await doctor.flushOutbox()
            state.submissions = newestFirst(try await doctor.pollTickets())
        }
    }

    /// The sealed report as a file, for when the network is the problem. Whoever has shared it calls ``shared()``.
    public func export(_ id: ReportId) async -> URL? {
        var file: URL?
        await attempt { file = try await doctor.export(id, to: try files.ready()) }
        exported += [file].compactMap { $0 }
        return file
    }

    /// The share sheet is closed.
    public func shared() {
        for file in exported {
            files.remove(file)
        }
        exported = []
    }

    /// Agreeing is to what was seen, so whatever changes takes it back.
    private func change(_ change: (ReportDraft) async throws -> Void) async {
        guard let draft else { return }
        await attempt {
            state.report?.isAgreedTo = false
            try await change(draft)
            try await look(at: draft)
        }
    }

    private func look(at draft: ReportDraft) async throws {
        let preview = try await draft.preview()
        var pictures: [String: Data] = [:]
        for file in preview.files where file.isPicture {
            pictures[file.name] = try await draft.picture(file.name)
        }
        let unmeteredOnly = state.report?.unmeteredOnly ?? false
        state.report = ReportState(preview: preview, pictures: pictures, unmeteredOnly: unmeteredOnly)
    }

    /// The draft goes, and with it what lay in files for it alone.
    func forgetDraft() {
        draft = nil
        state.report = nil
        for picture in state.pictures {
            files.remove(picture)
        }
        state.pictures = []
    }

    private func put(_ submission: Submission) {
        state.submissions = newestFirst(state.submissions.filter { $0.id != submission.id } + [submission])
    }

    func newestFirst(_ submissions: [Submission]) -> [Submission] {
        submissions.sorted { $0.createdAt > $1.createdAt }
    }
}

/// What lies in files of the app's only until it is sent or shared.
struct TemporaryFiles {
    let folder: URL

    func ready() throws -> URL {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    func write(_ bytes: Data, named name: String) throws -> URL {
        let file = try ready().appendingPathComponent(name, isDirectory: false)
        try bytes.write(to: file)
        return file
    }

    // What is not there is as good as removed.
    func remove(_ file: URL) { try? FileManager.default.removeItem(at: file) }
    func removeAll() { try? FileManager.default.removeItem(at: folder) }
}
