import Foundation
import WalletDoctor

/// A visit at the doctor's, from the complaint to the ticket: what the buttons do. The screen only shows ``state``.
@MainActor
public final class Visit {
    public private(set) var state = VisitState() {
        didSet { onChange?(state) }
    }

    /// Told after every change.
    public var onChange: ((VisitState) -> Void)?

    private let doctor: Doctor
    private let attachments: @Sendable () -> [Attachment]
    private var draft: ReportDraft?
    private var looking: Task<Diagnosis, any Error>?

    /// `attachments` is what the app adds to a report, such as its log; asked for when one is drafted.
    public init(doctor: Doctor, attachments: @escaping @Sendable () -> [Attachment] = { [] }) {
        self.doctor = doctor
        self.attachments = attachments
    }

    // MARK: The complaint

    public func choose(_ symptom: Symptom) { state.symptom = symptom }
    public func say(message: String) { state.message = message }
    public func say(note: String) { state.note = note }

    /// 'Diagnose problem'.
    public func diagnose() async {
        begin()
        state = VisitState(asking: state)
        state.phase = .looking
        let events = doctor.progress
        let showing = Task { [weak self] in
            for await event in events { self?.show(event) }
        }
        defer { showing.cancel() }
        let looking = Task { [doctor, complaint] in try await doctor.diagnose(complaint) }
        self.looking = looking
        await attempt {
            let diagnosis = try await looking.value
            state.diagnosis = diagnosis
            state.remedies = diagnosis.remedies.enumerated().map {
                RemedyLine(id: $0.offset, remedy: $0.element, standing: .offered)
            }
        }
        state.phase = state.diagnosis == nil ? .asking : .answered
    }

    /// 'Stop'.
    public func stop() {
        looking?.cancel()
    }

    private var complaint: Complaint {
        Complaint(
            symptom: state.symptom,
            messageSeen: state.message.isEmpty ? nil : state.message,
            note: state.note.isEmpty ? nil : state.note)
    }

    private func show(_ event: DoctorProgress) {
        switch event {
        case .planned(let steps):
            state.steps = steps.map { VisitState.Step(kind: $0, standing: .waiting) }
        case .stepStarted(let step):
            set(step, .running)
        case .stepFinished(let step, _, let trouble):
            set(step, trouble ? .trouble : .fine)
        case .judging:
            break
        case .uploading(let sent, let total):
            state.report?.sent = (sent, total)
        }
    }

    private func set(_ step: StepKind, _ standing: VisitState.Standing) {
        guard let index = state.steps.firstIndex(where: { $0.kind == step }) else { return }
        state.steps[index].standing = standing
    }

    // MARK: Remedies

    /// The person has agreed to this one. What it clears can be brought back until they say that it is right.
    public func run(_ id: Int) async {
        guard let line = line(id), line.standing == .offered else { return }
        let agreement = Agreement.now
        begin()
        set(id, .running)
        let done = await attempt {
            let outcome = try await doctor.runRemedy(line.remedy, agreement: agreement)
            set(id, outcome.cleared == nil ? .confirmed : .done(outcome))
        }
        if !done { set(id, .failed) }
    }

    public func confirm(_ id: Int) async {
        guard case .done(let outcome) = line(id)?.standing, let cleared = outcome.cleared else { return }
        begin()
        await attempt {
            try await doctor.confirm(cleared.sweep)
            set(id, .confirmed)
        }
    }

    public func undo(_ id: Int) async {
        guard case .done(let outcome) = line(id)?.standing, let cleared = outcome.cleared else { return }
        begin()
        await attempt {
            try await doctor.undo(cleared.sweep)
            set(id, .undone)
        }
    }

    private func line(_ id: Int) -> RemedyLine? { state.remedies.first { $0.id == id } }

    private func set(_ id: Int, _ standing: RemedyLine.Standing) {
        guard let index = state.remedies.firstIndex(where: { $0.id == id }) else { return }
        state.remedies[index].standing = standing
    }

    // MARK: The report

    /// 'Look at the report'. Nothing leaves by this.
    public func prepareReport() async {
        guard let diagnosis = state.diagnosis else { return }
        begin()
        await attempt {
            let draft = try await doctor.draftReport(diagnosis, attachments: attachments())
            // What can't be found of it keeps nobody from reporting.
            if let kept = try? await doctor.evidenceFor(diagnosis), !kept.isEmpty {
                try await draft.addEvidence(kept)
            }
            self.draft = draft
            try await look(at: draft)
        }
    }

    /// Covers parts of a picture, in the pixels of the file's `sizeToMask`.
    public func cover(_ picture: String, _ masks: [Mask]) async {
        await change { try await $0.mask(picture, masks) }
    }

    public func takeOut(_ item: String) async {
        await change { try await $0.takeOut(item) }
    }

    public func agree(_ agreed: Bool) { state.report?.isAgreedTo = agreed }

    public func sendWithoutCostOnly(_ unmeteredOnly: Bool) async {
        guard let draft else { return }
        begin()
        await attempt {
            try await draft.setUnmeteredOnly(unmeteredOnly)
            state.report?.unmeteredOnly = unmeteredOnly
        }
    }

    /// The person has agreed, and taps 'Send'.
    public func send() async {
        guard let draft, state.report?.canBeSent == true else { return }
        let agreement = Agreement.now
        begin()
        state.report?.isSending = true
        let events = doctor.progress
        let showing = Task { [weak self] in
            for await event in events { self?.show(event) }
        }
        defer { showing.cancel() }
        let sent = await attempt {
            state.submission = try await doctor.submit(draft, agreement: agreement)
        }
        state.report?.isSending = false
        if sent {
            self.draft = nil
            state.report = nil
        }
    }

    /// Asks what support says of it.
    public func askSupport() async {
        guard let id = state.submission?.id else { return }
        begin()
        await attempt {
            try await doctor.flushOutbox()
            let all = try await doctor.pollTickets()
            state.submission = all.first { $0.id == id } ?? state.submission
        }
    }

    /// The sealed report as a file, for when the network is the problem.
    public func export(to folder: URL) async -> URL? {
        guard let id = state.submission?.id else { return nil }
        begin()
        var file: URL?
        await attempt { file = try await doctor.export(id, to: folder) }
        return file
    }

    /// Agreeing is to what was seen, so whatever changes takes it back.
    private func change(_ change: (ReportDraft) async throws -> Void) async {
        guard let draft else { return }
        begin()
        await attempt {
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

    // MARK: What goes wrong

    private func begin() { state.problem = nil }

    @discardableResult
    private func attempt(_ work: () async throws -> Void) async -> Bool {
        do {
            try await work()
            return true
        } catch {
            state.problem = Problem(error)
            return false
        }
    }
}

extension VisitState {
    /// Anew, with what the person has said.
    init(asking said: VisitState) {
        self.init()
        (symptom, message, note) = (said.symptom, said.message, said.note)
    }
}
