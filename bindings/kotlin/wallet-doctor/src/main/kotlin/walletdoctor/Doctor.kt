package walletdoctor

import java.util.concurrent.atomic.AtomicBoolean
import kotlinx.coroutines.channels.BufferOverflow
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.MutableSharedFlow
import kotlinx.coroutines.flow.filterNotNull
import kotlinx.coroutines.flow.onSubscription
import kotlinx.coroutines.flow.takeWhile

/**
 * Finds out why a wallet does not do what it should, says what to do, and drafts a report for support.
 *
 * ```
 * val host = HostSources(account = AccountSource { session.accountState() })
 * Doctor.open(configJson, host, dataDir = File(context.noBackupFilesDir, "doctor").path).use { doctor ->
 *     val diagnosis = doctor.diagnose(Complaint(Symptom.WITHDRAWAL_FAILED))
 *     diagnosis.causes.forEach { println("${it.advice.headline} ${it.advice.steps}") }
 * }
 * ```
 *
 * Opened once and asked often: from any thread, the main one included, and calls may overlap. Every function throws [DoctorException],
 * whose variants say what can be done, and nothing else but the [kotlinx.coroutines.CancellationException] of a coroutine that was
 * cancelled: then the call is given up, and what was durable stays.
 *
 * [close] it when it is not needed any more. As long as it is open, what [HostSources] refers to stays in memory.
 */
public class Doctor private constructor(private val handle: DoctorHandle) : AutoCloseable {
    private val closed = AtomicBoolean()

    /** Never closed, but left to the garbage collector: a call may be about to be made with it. */
    private val closing = Cancellation()
    private val events = MutableSharedFlow<DoctorProgress?>(
        extraBufferCapacity = EVENTS,
        onBufferOverflow = BufferOverflow.DROP_OLDEST,
    )
    private val listener = object : ProgressListener {
        override fun onProgress(event: DoctorProgress) {
            events.tryEmit(event)
        }
    }

    /**
     * What this doctor is doing, of all its calls, from the moment of collecting on. A collector that is slow loses the oldest events
     * rather than holding anything up; what it throws is its own. Ends when the doctor is closed.
     */
    public val progress: Flow<DoctorProgress> =
        events.onSubscription { if (closed.get()) emit(null) }.takeWhile { it != null }.filterNotNull()

    /**
     * Diagnoses a complaint. Comes back within the config's deadline; what did not answer by then is not known. The diagnosis holds
     * what was observed, for a report: `destroy()` frees that at once, the garbage collector sooner or later.
     */
    public suspend fun diagnose(complaint: Complaint): Diagnosis = call {
        FfiConverterTypeComplaint.requireCrossable(complaint)
        handle.diagnose(complaint, listener, closing)
    }

    /**
     * Tells everything that stands in the way of what a person is about to do, with the figure by which it is missed and what to do.
     * What is not known is named as such, and never taken for 'fine'.
     */
    public suspend fun preflight(operation: WalletOperation): Preflight = call {
        FfiConverterTypeWalletOperation.requireCrossable(operation)
        handle.preflight(operation, closing)
    }

    /** Remembers what came of an attempt, so that the person can be warned before the one that trips a limit. */
    public suspend fun recordAttempt(operation: OperationKind, outcome: AttemptOutcome): Unit =
        call { handle.recordAttempt(operation, outcome) }

    /**
     * Does what a remedy of a diagnosis says. What is cleared goes into quarantine, until [confirm] or [undo]; a cancelled one is
     * undone.
     */
    public suspend fun runRemedy(remedy: Remedy, agreement: Agreement): RemedyOutcome = call {
        FfiConverterTypeRemedy.requireCrossable(remedy)
        handle.runRemedy(remedy, agreement, closing)
    }

    /** Brings back what was cleared. */
    public suspend fun undo(sweep: SweepId): Unit = callWith(sweep) { handle.undo(sweep) }

    /** Deletes what was cleared for good. */
    public suspend fun confirm(sweep: SweepId): Unit = callWith(sweep) { handle.confirm(sweep) }

    /** What was cleared and is neither undone nor confirmed yet, also since an earlier start. */
    public suspend fun pendingSweeps(): List<PendingSweep> = call { handle.pendingSweeps() }

    /**
     * Drafts a report. It stays in memory until it is submitted; [ReportDraft.preview] shows exactly what would be sent. Files are read
     * and pictures made anew now; what can't be read is named in the report.
     */
    public suspend fun draftReport(diagnosis: Diagnosis, attachments: List<Attachment> = emptyList()): ReportDraft = call {
        FfiConverterSequenceTypeAttachment.requireCrossable(attachments)
        ReportDraft(diagnosis.handle.held { handle.draftReport(it, attachments, closing) })
    }

    /**
     * Redacts, looks again, seals and queues a report, then tries to send it. Once it is queued it is not lost: whatever happens to the
     * upload is in the submission's state, and [flushOutbox] goes on with it. A draft that could not be sealed can be mended and
     * submitted again; one that was queued is queued once. One that is cancelled before it is queued is not sent; [submissions] tells.
     */
    public suspend fun submit(draft: ReportDraft, agreement: Agreement): Submission =
        call { draft.submitted.held { handle.submit(it, agreement, listener, closing) } }

    /** Sends what is due. Gives the state of every submission. */
    public suspend fun flushOutbox(): List<Submission> = call { handle.flushOutbox(listener, closing) }

    /** Every report that is kept, sent or not. */
    public suspend fun submissions(): List<Submission> = call { handle.submissions() }

    /**
     * Copies a sealed report to where the person wants it, for when the network is the very problem: the path of a file, or of a folder
     * that is there. Gives the path of the file.
     */
    public suspend fun export(id: ReportId, to: FilePath): FilePath = callWith(id, to) { handle.export(id, to) }

    /**
     * Takes a report back that has not arrived: it is not sent, unless [sendAgain] says so, and support's server is asked to forget
     * what it has of it.
     */
    public suspend fun withdraw(id: ReportId): Submission = callWith(id) { handle.withdraw(id) }

    /** Has a report sent after all that was withdrawn or has expired. Any other stays as it is. */
    public suspend fun sendAgain(id: ReportId): Submission = callWith(id) { handle.sendAgain(id) }

    /** Has a report sent only where data costs nothing, or anywhere. */
    public suspend fun sendOverUnmeteredOnly(id: ReportId, unmeteredOnly: Boolean): Submission =
        callWith(id) { handle.sendOverUnmeteredOnly(id, unmeteredOnly) }

    /** Deletes a report, with what is known of its ticket. One that is still to be sent has to be withdrawn before. */
    public suspend fun forgetSubmission(id: ReportId): Unit = callWith(id) { handle.forgetSubmission(id) }

    /**
     * Gives the app the one request that sends all that is left of the first report that is due, to be carried in the background. None
     * if nothing is due. The doctor leaves that report alone until [uploadEnded], or for a day.
     */
    public suspend fun pendingUpload(): PendingUpload? = call { handle.pendingUpload(closing) }

    /**
     * Tells the doctor how an upload ended that the app has carried: the answer's status and headers, none if there was no answer.
     * Nothing is believed but that support's server has all of it, in its own words.
     */
    public suspend fun uploadEnded(id: ReportId, status: UShort?, headers: Map<String, String>): Submission = callWith(id) {
        FfiConverterMapStringString.requireCrossable(headers)
        handle.uploadEnded(id, status, headers)
    }

    /** Asks what support says of every report that has a ticket. Without a network everything stays as it was. */
    public suspend fun pollTickets(): List<Submission> = call { handle.pollTickets(closing) }

    /** Writes down that the person is done with a report that has arrived, and whether it helped if they say so. */
    public suspend fun closeTicket(id: ReportId, helped: Boolean?): Submission = callWith(id) { handle.closeTicket(id, helped) }

    /** How to reach support, what to try first at the front. Needs no network. A diagnosis, which knows more, has its own. */
    public suspend fun contacts(urgency: Urgency): List<Contact> = call { handle.contacts(urgency) }

    /** Keeps a contact with support, on this device only. */
    public suspend fun logContact(entry: ContactEntry): Unit = call {
        FfiConverterTypeContactEntry.requireCrossable(entry)
        handle.logContact(entry)
    }

    /** Every contact that was logged, the oldest first. */
    public suspend fun contactLog(): List<ContactEntry> = call { handle.contactLog() }

    /** Deletes the contact log for good. */
    public suspend fun forgetContacts(): Unit = call { handle.forgetContacts() }

    /** Keeps a receipt or a screenshot of a transaction, on this device only. The same once more is the same item. */
    public suspend fun keepEvidence(transactionId: String, evidence: NewEvidence): EvidenceId = callWith(transactionId) {
        FfiConverterTypeNewEvidence.requireCrossable(evidence)
        handle.keepEvidence(transactionId, evidence)
    }

    /** Everything that is kept, the oldest first. What is damaged is listed as that. */
    public suspend fun evidence(): List<KeptEvidence> = call { handle.evidence() }

    /** What is kept of the transactions that a diagnosis is about, the oldest first. */
    public suspend fun evidenceFor(diagnosis: Diagnosis): List<KeptEvidence> =
        call { diagnosis.handle.held { handle.evidenceFor(it) } }

    /** The path of one item's file, as it was kept, for the app to show or to share. It stays the doctor's. */
    public suspend fun evidenceFile(id: EvidenceId): FilePath = callWith(id) { handle.evidenceFile(id) }

    /** Deletes one item for good. One that is not there counts as deleted. */
    public suspend fun forgetEvidence(id: EvidenceId): Unit = callWith(id) { handle.forgetEvidence(id) }

    /** Deletes for good what is remembered of balances. */
    public suspend fun forgetBalances(): Unit = call { handle.forgetBalances() }

    /**
     * Waits for what is still being written. For an app that is about to be stopped; nothing is lost that was promised if it does not
     * wait.
     */
    public suspend fun settle(): Unit = call { handle.settle() }

    /**
     * Stops whatever this doctor is doing: every call that is under way ends with [DoctorException.Cancelled]. What was durable stays,
     * and the doctor may be asked again. To give up one call, cancel its coroutine.
     */
    public fun cancel(): Unit = translated { handle.cancel() }

    /**
     * Stops what it is doing as [cancel] does, ends [progress] and frees it. Does not wait and throws nothing; may be called again, from
     * any thread. Every call after it ends with [DoctorException.Input] and the code `closed`.
     */
    override fun close() {
        if (!closed.compareAndSet(false, true)) return
        // Both: the one ends what is under way, the other what was about to begin.
        closing.cancel()
        handle.cancel()
        events.tryEmit(null)
        handle.close()
    }

    private suspend fun <T> call(work: suspend () -> T): T = crossing {
        if (closed.get()) throw closed()
        work()
    }

    private suspend fun <T> callWith(vararg texts: String, work: suspend () -> T): T = call {
        texts.forEach { FfiConverterString.requireCrossable(it) }
        work()
    }

    public companion object {
        /** More than a diagnosis tells, so that only a collector that stands still loses any. */
        private const val EVENTS = 64

        /**
         * Opens a doctor. Checks the config; reads no file, asks nobody and starts no thread. The first one in a process also loads the
         * native library and, on Android, hands it the verifier of certificates, which is better not done on the main thread. If that
         * fails, it ends with [DoctorException.Config] and the code `library_not_loaded` or `not_initialised`, and may be tried again.
         *
         * @param configJson what the provider's endpoints are and where support is; docs/schemas/case.schema.json, under `doctor`
         * @param host what the app answers; what it leaves out is not checked
         * @param dataDir a folder of the app's own, private and not backed up, in which the doctor keeps what it remembers and what is to
         *   be sent. Without it, here or in the config, nothing is remembered, cleared or sent.
         * @param language the person's language; the config's by default
         */
        @JvmStatic
        @JvmOverloads
        @Throws(DoctorException::class)
        public fun open(
            configJson: String,
            host: HostSources = HostSources(),
            dataDir: FilePath? = null,
            language: Language? = null,
        ): Doctor = translated {
            Platform.makeReady()
            Doctor(DoctorHandle.open(DoctorSettings(configJson, dataDir, language), host.guarded()))
        }
    }
}
