package walletdoctor.sample.model

import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.update
import walletdoctor.Agreement
import walletdoctor.Attachment
import walletdoctor.Diagnosis
import walletdoctor.Doctor
import walletdoctor.ReportDraft
import walletdoctor.Submission

/** The report while it is a draft: kept in memory alone, and shown as it would be sent. */
internal class Drafting(private val state: MutableStateFlow<DiagnosisState>) {
    private var draft: ReportDraft? = null

    /** By their names, to which the report adds a folder and an ending. */
    private var attached: Map<String, Screenshot> = emptyMap()

    suspend fun begin(doctor: Doctor, diagnosis: Diagnosis) {
        discard()
        attached = state.value.pictures.mapIndexed { at, picture -> "screenshot-${at + 1}" to picture }.toMap()
        val pictures = attached.map { (name, picture) -> Attachment.Picture(name, picture.path, masks = emptyList()) }
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
        val screenshot = attached[picture.substringAfterLast('/').substringBeforeLast('.')] ?: return@change view
        // All of them, since the draft takes the latest ones for all that is covered.
        val masks = view.masks[picture].orEmpty() + part.maskOf(screenshot)
        draft.mask(picture, masks)
        view.copy(masks = view.masks + (picture to masks))
    }

    suspend fun setUnmeteredOnly(unmeteredOnly: Boolean) = change { draft, view ->
        draft.setUnmeteredOnly(unmeteredOnly)
        view.copy(unmeteredOnly = unmeteredOnly)
    }

    /** Null if there is no draft. A draft that could not be sealed stays, to be mended. */
    suspend fun submit(doctor: Doctor, agreement: Agreement): Submission? {
        val submitted = draft ?: return null
        val submission = doctor.submit(submitted, agreement)
        discard()
        state.update { it.copy(pictures = emptyList()) }
        return submission
    }

    fun discard() {
        draft?.close()
        draft = null
        state.update { it.copy(report = null) }
    }

    private suspend fun change(act: suspend (ReportDraft, ReportView) -> ReportView) {
        val draft = draft ?: return
        val view = state.value.report ?: return
        show(draft, act(draft, view))
    }

    /** What is shown is read back from the draft each time, so that it can't differ from what is sent. */
    private suspend fun show(draft: ReportDraft, view: ReportView) {
        val preview = draft.preview()
        val pictures = preview.files.filter { it.isPicture }.associate { it.name to draft.picture(it.name) }
        state.update { it.copy(report = view.copy(preview = preview, pictures = pictures)) }
    }
}
