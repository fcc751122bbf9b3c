import Foundation

/// The engine: opened once, asked often, from any task. Its calls may overlap.
///
/// Every call throws a ``DoctorError`` and nothing else (without saying so in its type: Swift 6.0 fails to compile who catches
/// one case of a typed error). A call that waits is cancelled with its task and then throws
/// ``DoctorError/Cancelled``, the same as for ``cancel()``: who catches that one has caught both. Only ``submit(_:agreement:)``
/// differs, once its report is queued.
///
/// The doctor keeps what the host gives it. A host that knows its doctor holds it weakly, or neither goes.
public final class Doctor: Sendable {
    let handle: DoctorHandle
    let listeners: ProgressListeners

    private init(handle: DoctorHandle, listeners: ProgressListeners) {
        self.handle = handle
        self.listeners = listeners
    }

    deinit {
        listeners.finish()
    }

    /// Opens a doctor. Checks the config; reads no file, asks nobody and starts no thread, so it may be called at the app's start.
    ///
    /// - Parameters:
    ///   - configJson: what the provider's endpoints are and where support is (docs/schemas/case.schema.json, `doctor`).
    ///   - host: what the app answers. What it leaves out is not checked, which is never taken for 'no'.
    ///   - dataDir: a folder of the app's own, such as ``DoctorFolder`` prepares. Without it nothing is remembered, cleared or
    ///     sent.
    ///   - language: the person's. Replaces the config's.
    public static func open(
        configJson: String,
        host: HostSources = HostSources(),
        dataDir: URL? = nil,
        language: Language? = nil
    ) throws -> Doctor {
        let settings = DoctorSettings(configJson: configJson, dataDir: dataDir?.path, language: language)
        let handle = try callNow(settings) { try DoctorHandle.open(settings: settings, host: host.guarded) }
        return Doctor(handle: handle, listeners: ProgressListeners())
    }

    /// What this doctor is doing from now on, whichever call it is for. Each reader has a stream of its own, of which the newest
    /// 64 events wait for it; it ends with the doctor.
    public var progress: AsyncStream<DoctorProgress> {
        listeners.stream()
    }

    /// Diagnoses a complaint, within the config's deadline. What did not answer by then is not known.
    public func diagnose(_ complaint: Complaint) async throws -> Diagnosis {
        let (handle, listeners) = (handle, listeners)
        return try await callCancellable(complaint) {
            try await handle.diagnose(complaint: complaint, progress: listeners, cancellation: $0)
        }
    }

    /// Tells everything that stands in the way of what the person is about to do, and by how much.
    public func preflight(_ operation: WalletOperation) async throws -> Preflight {
        let handle = handle
        return try await callCancellable(operation) {
            try await handle.preflight(operation: operation, cancellation: $0)
        }
    }

    /// Remembers what came of an attempt, so that the person is warned before the one that trips a limit.
    public func recordAttempt(_ operation: OperationKind, _ outcome: AttemptOutcome) async throws {
        let handle = handle
        try await call { try await handle.recordAttempt(operation: operation, outcome: outcome) }
    }

    /// Does what a remedy says. What it clears waits in quarantine for ``confirm(_:)`` or ``undo(_:)``; a cancelled one is undone.
    public func runRemedy(_ remedy: Remedy, agreement: Agreement) async throws -> RemedyOutcome {
        let handle = handle
        return try await callCancellable(remedy, agreement) {
            try await handle.runRemedy(remedy: remedy, agreement: agreement, cancellation: $0)
        }
    }

    /// Brings back what was cleared.
    public func undo(_ sweep: SweepId) async throws {
        let handle = handle
        try await call(sweep) { try await handle.undo(sweep: sweep) }
    }

    /// Deletes what was cleared for good.
    public func confirm(_ sweep: SweepId) async throws {
        let handle = handle
        try await call(sweep) { try await handle.confirm(sweep: sweep) }
    }

    /// What was cleared and is neither undone nor confirmed yet, also since an earlier start.
    public func pendingSweeps() async throws -> [PendingSweep] {
        let handle = handle
        return try await call { try await handle.pendingSweeps() }
    }

    /// How to reach support, what to try first at the front. Needs no network. A diagnosis, which knows more, has its own.
    public func contacts(_ urgency: Urgency) throws -> [Contact] {
        try callNow { try handle.contacts(urgency: urgency) }
    }

    /// Deletes for good what is remembered of balances.
    public func forgetBalances() async throws {
        let handle = handle
        try await call { try await handle.forgetBalances() }
    }

    /// Waits for what is still being written: for an app that is about to be stopped. Nothing that was promised is lost without.
    public func settle() async throws {
        let handle = handle
        try await call { try await handle.settle() }
    }

    /// Stops whatever this doctor is doing: every call under way throws ``DoctorError/Cancelled``. What was durable stays, and
    /// the doctor can be asked again.
    public func cancel() throws {
        try callNow { try handle.cancel() }
    }
}
