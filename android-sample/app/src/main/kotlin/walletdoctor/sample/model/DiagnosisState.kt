package walletdoctor.sample.model

import java.io.File
import walletdoctor.Contact
import walletdoctor.ContactEntry
import walletdoctor.Diagnosis
import walletdoctor.Mask
import walletdoctor.PendingSweep
import walletdoctor.Remedy
import walletdoctor.RemedyOutcome
import walletdoctor.ReportPreview
import walletdoctor.StepKind
import walletdoctor.Submission
import walletdoctor.Symptom

/** Everything that the screen shows. */
data class DiagnosisState(
    val symptom: Symptom = Symptom.OTHER,
    /** The message or code that the person saw, in their words. */
    val messageSeen: String = "",
    /** Screenshots that the person wants to send along. */
    val pictures: List<Screenshot> = emptyList(),
    /** What is being done. One thing at a time. */
    val work: Work? = null,
    val steps: List<StepLine> = emptyList(),
    val diagnosis: Diagnosis? = null,
    val remedies: List<RemedyLine> = emptyList(),
    /** What was cleared and is neither undone nor confirmed, also since an earlier start. */
    val sweeps: List<PendingSweep> = emptyList(),
    /** What the person is being asked. */
    val question: Question? = null,
    val report: ReportView? = null,
    val sent: SentBytes? = null,
    val submission: Submission? = null,
    val contacts: List<Contact> = emptyList(),
    val contactLog: List<ContactEntry> = emptyList(),
    val problem: Problem? = null,
)

enum class Work { OPENING, DIAGNOSING, REPAIRING, DRAFTING, SENDING, ASKING_SUPPORT, KEEPING }

/** One line of the live list. */
data class StepLine(val kind: StepKind, val state: StepState)

enum class StepState { WAITING, RUNNING, FINE, TROUBLE }

/** A remedy, and what came of it once it was done. */
data class RemedyLine(val remedy: Remedy, val outcome: RemedyOutcome? = null)

/** What is done only if the person agrees. */
sealed interface Question {
    data class Repair(val remedy: Remedy) : Question

    data object Send : Question
}

/** The app's own copy of a screenshot that the person has chosen, which nothing covers yet: gone as soon as nobody needs it. */
data class Screenshot(val path: String) {
    internal fun delete() {
        File(path).delete()
    }
}

/** Exactly what would be sent. */
data class ReportView(
    val preview: ReportPreview,
    /** The pictures as they would be sent, by their names in the preview. */
    val pictures: Map<String, ByteArray>,
    val masks: Map<String, List<Mask>> = emptyMap(),
    val unmeteredOnly: Boolean = false,
)

data class SentBytes(val sent: ULong, val total: ULong)

/** Why something could not be done, as far as the person can act on it. The code is for support. */
data class Problem(val kind: ProblemKind, val code: String)

enum class ProblemKind { SETUP, REQUEST, TRY_AGAIN, NEEDS_PERSON, INTERNAL }
