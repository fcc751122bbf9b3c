package walletdoctor.sample.model

import java.time.Instant
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import walletdoctor.Agreement
import walletdoctor.Complaint
import walletdoctor.Contact
import walletdoctor.ContactEntry
import walletdoctor.Doctor
import walletdoctor.DoctorException
import walletdoctor.Remedy
import walletdoctor.Submission
import walletdoctor.SweepId
import walletdoctor.Symptom
import walletdoctor.Urgency
import walletdoctor.now

/**
 * The one screen of the sample without its views: what it shows is [state], and what a person can do are the functions. It holds
 * no Android, so the tests play it against a real provider on the JVM.
 *
 * Everything runs in [parent]'s dispatcher, the main thread of an app; the doctor itself never works there.
 *
 * @param open gives the doctor, which stays its owner's. It is asked each time, since the owner may have opened another one.
 * @param sendLater is told of reports that were queued and have not arrived.
 */
class DiagnosisModel(
    parent: CoroutineScope,
    private val open: suspend () -> Doctor,
    private val sendLater: (List<Submission>) -> Unit = {},
) : AutoCloseable {
    private val scope = CoroutineScope(parent.coroutineContext + SupervisorJob(parent.coroutineContext[Job]))
    private val mutable = MutableStateFlow(DiagnosisState())
    private val drafting = Drafting(mutable)
    private var opened: Doctor? = null
    private var running: Job? = null

    val state: StateFlow<DiagnosisState> = mutable.asStateFlow()

    /** Shows what waits since an earlier start, and whom to ask; needs no network. */
    fun start() = work(Work.OPENING) { doctor ->
        val contacts = doctor.contacts(Urgency.NORMAL)
        val submissions = doctor.submissions()
        val log = doctor.contactLog()
        mutable.update { it.copy(contacts = contacts, submission = submissions.lastOrNull(), contactLog = log) }
        // What waits since an earlier start waits for nobody else: a phone may have forgotten what was scheduled.
        sendLater(submissions)
        showSweeps(doctor)
    }

    fun choose(symptom: Symptom) = mutable.update { it.copy(symptom = symptom) }

    fun describe(messageSeen: String) = mutable.update { it.copy(messageSeen = messageSeen) }

    /**
     * Adds a screenshot, to be seen and covered before it is sent, as soon as nothing else is being done: it may be chosen while a
     * start is under way. A report that was prepared is prepared anew. From here on the file is the model's to delete.
     */
    fun attach(picture: Screenshot) = whenIdle(givenUp = picture::delete) {
        mutable.update { it.copy(pictures = it.pictures + picture) }
        if (state.value.report != null) prepareReport()
    }

    /** The button. */
    fun diagnose() = work(Work.DIAGNOSING) { doctor ->
        forgetDiagnosis()
        val complaint = Complaint(
            symptom = state.value.symptom,
            messageSeen = state.value.messageSeen.trim().ifEmpty { null },
        )
        val diagnosis = doctor.diagnose(complaint)
        mutable.update {
            it.copy(
                diagnosis = diagnosis,
                remedies = diagnosis.remedies.map(::RemedyLine),
                contacts = diagnosis.contacts,
            )
        }
    }

    /** Gives up what is being done. What was durable stays: a report that is queued by then is shown, and can be taken back. */
    fun stop() {
        running?.cancel()
    }

    fun askRepair(remedy: Remedy) = ask(Question.Repair(remedy))

    fun askSend() = ask(Question.Send)

    fun decline() = mutable.update { it.copy(question = null) }

    /** The person agrees to what they are being asked, now. */
    fun agree() {
        val question = state.value.question ?: return
        val agreement = Agreement.now()
        decline()
        when (question) {
            is Question.Repair -> repair(question.remedy, agreement)
            is Question.Send -> send(agreement)
        }
    }

    /** Deletes what was cleared for good. */
    fun confirm(sweep: SweepId) = settle(sweep) { it.confirm(sweep) }

    /** Brings back what was cleared. */
    fun undo(sweep: SweepId) = settle(sweep) { it.undo(sweep) }

    /** Prepares the report and shows exactly what would be sent. */
    fun prepareReport() {
        val diagnosis = state.value.diagnosis ?: return
        work(Work.DRAFTING) { doctor -> drafting.begin(doctor, diagnosis) }
    }

    fun takeOut(item: String) = work(Work.DRAFTING) { drafting.takeOut(item) }

    /** Covers one more part of a picture, by its name in the preview. */
    fun cover(picture: String, part: Part) = work(Work.DRAFTING) { drafting.cover(picture, part) }

    /** Shows a picture as it was. */
    fun uncover(picture: String) = work(Work.DRAFTING) { drafting.uncover(picture) }

    fun sendOverUnmeteredOnly(unmeteredOnly: Boolean) = work(Work.DRAFTING) { drafting.setUnmeteredOnly(unmeteredOnly) }

    /** Throws the draft away, and its screenshots; nothing of it is kept. */
    fun discardReport() {
        if (state.value.work == null) drafting.discard()
    }

    /** Asks what support says. */
    fun refreshTicket() = work(Work.ASKING_SUPPORT) { doctor ->
        showSubmission(doctor.pollTickets())
    }

    /** Says whether support's answer helped. */
    fun closeTicket(helped: Boolean) = withSubmission { doctor, id -> doctor.closeTicket(id, helped) }

    /** Takes a report back that has not arrived. */
    fun withdraw() = withSubmission { doctor, id -> doctor.withdraw(id) }

    /**
     * Copies the sealed report to a folder, for when the network is the very problem, as soon as nothing else is being done; then
     * `give` gets its path, or null if there is none.
     */
    fun export(folder: String, give: (String?) -> Unit) = whenIdle(givenUp = { give(null) }) {
        val id = state.value.submission?.id
        var sealed: String? = null
        if (id == null) give(null)
        else work(Work.KEEPING, ended = { give(sealed) }) { doctor -> sealed = doctor.export(id, folder) }
    }

    /** Tries to send what waits, such as after the person has stopped it. */
    fun sendNow() = work(Work.SENDING) { doctor ->
        val submissions = doctor.flushOutbox()
        showSubmission(submissions)
        sendLater(submissions)
    }

    /** Writes down that the person has reached support on a channel. */
    fun logContact(contact: Contact) {
        val at = Instant.now()
        work(Work.KEEPING) { doctor ->
            doctor.logContact(ContactEntry(at = at, channel = contact.name))
            val log = doctor.contactLog()
            mutable.update { it.copy(contactLog = log) }
        }
    }

    /** Stops everything. The doctor stays open: it is not the screen's. */
    override fun close() {
        scope.cancel()
        forgetDiagnosis()
        drafting.discard()
    }

    private fun ask(question: Question) {
        if (state.value.work == null) mutable.update { it.copy(question = question) }
    }

    private fun repair(remedy: Remedy, agreement: Agreement) = work(Work.REPAIRING) { doctor ->
        val outcome = doctor.runRemedy(remedy, agreement)
        mutable.update { now ->
            now.copy(remedies = now.remedies.map { if (it.remedy == remedy) it.copy(outcome = outcome) else it })
        }
        showSweeps(doctor)
    }

    private fun settle(sweep: SweepId, how: suspend (Doctor) -> Unit) {
        if (state.value.sweeps.none { it.id == sweep }) return
        work(Work.REPAIRING) { doctor ->
            how(doctor)
            showSweeps(doctor)
        }
    }

    private fun send(agreement: Agreement) = work(Work.SENDING) { doctor ->
        // One that was stopped is not scheduled: the person decides, by taking it back or sending it now.
        val stopped = { submission: Submission -> mutable.update { it.copy(submission = submission) } }
        val submission = drafting.submit(doctor, agreement, stopped) ?: return@work
        mutable.update { it.copy(submission = submission) }
        sendLater(listOf(submission))
    }

    private fun withSubmission(act: suspend (Doctor, String) -> Submission) {
        val id = state.value.submission?.id ?: return
        work(Work.ASKING_SUPPORT) { doctor -> showSubmission(listOf(act(doctor, id))) }
    }

    private fun showSubmission(all: List<Submission>) = mutable.update { now ->
        now.copy(submission = all.firstOrNull { it.id == now.submission?.id } ?: now.submission)
    }

    private suspend fun showSweeps(doctor: Doctor) {
        val sweeps = doctor.pendingSweeps()
        mutable.update { it.copy(sweeps = sweeps) }
    }

    private fun forgetDiagnosis() {
        drafting.close()
        state.value.diagnosis?.destroy()
        mutable.update { it.copy(diagnosis = null, remedies = emptyList(), steps = emptyList()) }
    }

    /** Does it at once or, while something else is being done, after that; `givenUp` if this is closed before. */
    private fun whenIdle(givenUp: () -> Unit, act: () -> Unit) {
        scope.launch(start = CoroutineStart.UNDISPATCHED) {
            try {
                // Of two that have waited, the first may have begun something.
                while (state.value.work != null) state.first { it.work == null }
                ensureActive()
            } catch (closed: CancellationException) {
                givenUp()
                throw closed
            }
            act()
        }
    }

    /** Does one thing, unless another is being done: every button is disabled then. However it goes, it has `ended` then. */
    private fun work(kind: Work, ended: () -> Unit = {}, task: suspend (Doctor) -> Unit) {
        if (state.value.work != null) return
        mutable.update { it.copy(work = kind, problem = null) }
        running = scope.launch {
            try {
                val doctor = open()
                if (doctor !== opened) listenTo(doctor)
                task(doctor)
            } catch (error: DoctorException) {
                mutable.update { it.copy(problem = problemOf(error)) }
            } finally {
                mutable.update { it.copy(work = null, sent = null) }
            }
        }.also { job -> job.invokeOnCompletion { ended() } }
    }

    private fun listenTo(doctor: Doctor) {
        opened = doctor
        // Undispatched, so that it listens before the doctor is asked anything.
        scope.launch(start = CoroutineStart.UNDISPATCHED) {
            doctor.progress.collect { event -> mutable.update { it.after(event) } }
        }
    }
}
