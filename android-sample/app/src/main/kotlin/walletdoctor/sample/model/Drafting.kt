package walletdoctor.sample.model

import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.withContext
import walletdoctor.Agreement
import walletdoctor.Attachment
import walletdoctor.Diagnosis
import walletdoctor.Doctor
import walletdoctor.DoctorException
import walletdoctor.ReportDraft
import walletdoctor.Submission

/** The report while it is a draft: kept in memory alone, and shown as it would be sent. */
internal class Drafting(private val state: MutableStateFlow<DiagnosisState>) {
    private var draft: ReportDraft? = null

    suspend fun begin(doctor: Doctor, diagnosis: Diagnosis) {
        close()
        val pictures = state.value.pictures.mapIndexed { at, picture ->
            Attachment.Picture("screenshot-${at + 1}", picture.path, masks = emptyList())
        }
        val begun = doctor.draftReport(diagnosis, pictures)
        draft = begun
        // What was said to support belongs to the case; the person can take each entry out.
        begun.setContactLog(doctor.contactLog())
        show(begun, ReportView(begun.preview(), emptyMap()))
    }

    suspend fun takeOut(item: String) = change { draft, view ->
        draft.takeOut(item)
        view
    }

    suspend fun cover(picture: String, part: Part) = change { draft, view ->
        val size = view.preview.files.find { it.name == picture }?.sizeToMask ?: return@change view
        // All of them, since the draft takes the latest ones for all that is covered.
        val masks = view.masks[picture].orEmpty() + part.maskOf(size)
        draft.mask(picture, masks)
        view.copy(masks = view.masks + (picture to masks))
    }

    suspend fun uncover(picture: String) = change { draft, view ->
        draft.mask(picture, emptyList())
        view.copy(masks = view.masks - picture)
    }

    suspend fun setUnmeteredOnly(unmeteredOnly: Boolean) = change { draft, view ->
        draft.setUnmeteredOnly(unmeteredOnly)
        view.copy(unmeteredOnly = unmeteredOnly)
    }

    /**
     * Null if there is no draft. A draft that could not be sealed stays, to be mended.
     *
     * @param stopped is told of the report if this was cancelled when it was queued already: it is in the outbox, and the person has
     *   to see it to take it back.
     */
    suspend fun submit(doctor: Doctor, agreement: Agreement, stopped: (Submission) -> Unit): Submission? {
        val submitted = draft ?: return null
        val before = doctor.submissions().map { it.id }
        val submission = try {
            doctor.submit(submitted, agreement)
        } catch (cancelled: CancellationException) {
            withContext(NonCancellable) { queuedSince(before, doctor) }?.let {
                discard()
                stopped(it)
            }
            throw cancelled
        }
        discard()
        return submission
    }

    /** Throws the draft and its screenshots away. */
    fun discard() {
        close()
        state.value.pictures.forEach { it.delete() }
        state.update { it.copy(pictures = emptyList()) }
    }

    /** Throws the draft away; another one can have the same screenshots. */
    fun close() {
        draft?.close()
        draft = null
        state.update { it.copy(report = null) }
    }

    /** Null also if it can't be told; the next start tells then. */
    private suspend fun queuedSince(before: List<String>, doctor: Doctor): Submission? = try {
        // What was being queued at that moment is being written still.
        doctor.settle()
        doctor.submissions().lastOrNull { it.id !in before }
    } catch (_: DoctorException) {
        null
    }

    private suspend fun change(act: suspend (ReportDraft, ReportView) -> ReportView) {
        val draft = draft ?: return
        val view = state.value.report ?: return
        val changed = act(draft, view)
        // At once: what the draft has taken has to be known also if it can't be read back.
        state.update { it.copy(report = changed) }
        show(draft, changed)
    }

    /** What is shown is read back from the draft each time, so that it can't differ from what is sent. */
    private suspend fun show(draft: ReportDraft, view: ReportView) {
        val preview = draft.preview()
        val pictures = preview.files.filter { it.sizeToMask != null }.associate { it.name to draft.picture(it.name) }
        state.update { it.copy(report = view.copy(preview = preview, pictures = pictures)) }
    }
}
