import Foundation
import WalletDoctor

/// A visit at the doctor's, from the complaint to the ticket: what the buttons do. The screen only shows ``state``. One thing is
/// done at a time: what is asked for meanwhile is not done, and the screen does not offer it.
@MainActor
public final class Visit {
    public internal(set) var state = VisitState() {
        didSet { onChange?(state) }
    }

    /// Told after every change.
    public var onChange: ((VisitState) -> Void)?

    let doctor: Doctor
    let attachments: @Sendable () -> [Attachment]
    let files: TemporaryFiles
    var draft: ReportDraft?
    var exported: [URL] = []
    private var hasStarted = false
    private var looking: Task<Diagnosis, any Error>?
    // A screen that still asks about a remedy of the diagnosis before must not mean one of this.
    private var nextRemedy = 0

    /// - Parameters:
    ///   - files: a folder for what lies in a file only until it is sent; emptied at ``start()``.
    ///   - attachments: what the app adds to a report, such as its log; asked for when one is drafted.
    public init(doctor: Doctor, files: URL, attachments: @escaping @Sendable () -> [Attachment] = { [] }) {
        self.doctor = doctor
        self.files = TemporaryFiles(folder: files)
        self.attachments = attachments
    }

    /// What an earlier start of the app has left: reports on their way, and what was cleared and is not decided on. Once for a
    /// visit, however often its screen appears.
    public func start() async {
        guard !hasStarted else { return }
        await attempt {
            hasStarted = true
            files.removeAll()
            state.submissions = newestFirst(try await doctor.submissions())
            try await lookAtSweeps()
        }
    }

    // MARK: The complaint

    public func choose(_ symptom: Symptom) { state.symptom = symptom }
    public func say(message: String) { state.message = message }
    public func say(note: String) { state.note = note }

    /// 'Diagnose problem'.
    public func diagnose() async {
        await attempt {
            forgetDraft()
            state = VisitState(asking: state)
            state.phase = .looking
            defer { state.phase = state.diagnosis == nil ? .asking : .answered }
            let showing = showProgress()
            defer { showing.cancel() }
            let looking = Task { [doctor, complaint] in try await doctor.diagnose(complaint) }
            self.looking = looking
            let diagnosis = try await looking.value
            state.diagnosis = diagnosis
            state.remedies = diagnosis.remedies.map { remedy in
                defer { nextRemedy += 1 }
                return RemedyLine(id: nextRemedy, remedy: remedy, standing: .offered)
            }
            // Those that were cleared for the diagnosis before are no remedies of this one. Who keeps nothing has none.
            try? await lookAtSweeps()
        }
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

    func showProgress() -> Task<Void, Never> {
        let events = doctor.progress
        return Task { [weak self] in
            for await event in events { self?.show(event) }
        }
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
        await attempt {
            set(id, .running)
            do {
                let outcome = try await doctor.runRemedy(line.remedy, agreement: agreement)
                set(id, outcome.cleared == nil ? .over(outcome) : .waiting(outcome))
            } catch DoctorError.Cancelled {
                set(id, .offered)
                throw DoctorError.Cancelled
            } catch {
                set(id, .failed)
                throw error
            }
        }
    }

    public func confirm(_ id: Int) async {
        guard case .waiting(let outcome) = line(id)?.standing, let cleared = outcome.cleared else { return }
        await attempt {
            try await doctor.confirm(cleared.sweep)
            set(id, .confirmed)
        }
    }

    public func undo(_ id: Int) async {
        guard case .waiting(let outcome) = line(id)?.standing, let cleared = outcome.cleared else { return }
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

    // MARK: What was cleared earlier

    public func confirm(sweep id: SweepId) async {
        await attempt {
            try await doctor.confirm(id)
            try await lookAtSweeps()
        }
    }

    public func undo(sweep id: SweepId) async {
        await attempt {
            try await doctor.undo(id)
            try await lookAtSweeps()
        }
    }

    /// Without those that a remedy's own line shows.
    private func lookAtSweeps() async throws {
        let shown = state.remedies.compactMap { line -> SweepId? in
            if case .waiting(let outcome) = line.standing { outcome.cleared?.sweep } else { nil }
        }
        state.sweeps = try await doctor.pendingSweeps().filter { !shown.contains($0.id) }
    }

    // MARK: What goes wrong

    /// Does one thing, if none is done already.
    @discardableResult
    func attempt(_ work: () async throws -> Void) async -> Bool {
        guard !state.isBusy else { return false }
        state.isBusy = true
        state.problem = nil
        defer { state.isBusy = false }
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
    /// Anew, with what the person has said and what is under way.
    init(asking before: VisitState) {
        self.init()
        (symptom, message, note) = (before.symptom, before.message, before.note)
        (submissions, sweeps, isBusy) = (before.submissions, before.sweeps, before.isBusy)
    }
}
