package walletdoctor.sample

import android.app.Activity
import walletdoctor.ReportPreview
import walletdoctor.sample.model.DiagnosisModel
import walletdoctor.sample.model.DiagnosisState
import walletdoctor.sample.model.Part
import walletdoctor.sample.model.ReportView

/** The report before it is sent: exactly what support would get, and how to change it. */
internal class ReportSection(
    private val activity: Activity,
    private val model: DiagnosisModel,
    private val elsewhere: DiagnosisPage.Elsewhere,
) {
    fun lay(section: Section, state: DiagnosisState) {
        if (state.diagnosis == null) return
        section.heading(R.string.report)
        val report = state.report
        if (report == null) section.layOffer(state) else section.layReport(report)
    }

    private fun Section.layOffer(state: DiagnosisState) {
        text(words(R.string.report_explained))
        val pictures = state.pictures.size
        if (pictures > 0) text(activity.resources.getQuantityString(R.plurals.report_pictures, pictures, pictures))
        button(words(R.string.report_add_picture)) { elsewhere.choosePicture() }
        button(words(R.string.report_prepare)) { model.prepareReport() }
    }

    private fun Section.layReport(report: ReportView) {
        text(words(R.string.report_exactly))
        layFiles(report)
        layPictures(report)
        for (item in report.preview.items) button(words(R.string.report_take_out, item.text)) { model.takeOut(item.id) }
        layRedactions(report.preview)
        layLeftOut(report.preview)
        laySightings(report.preview)
        checkBox(words(R.string.report_unmetered), report.unmeteredOnly) { model.sendOverUnmeteredOnly(it) }
        button(words(R.string.report_add_picture)) { elsewhere.choosePicture() }
        // What still looks private would be refused; the button comes back when it is taken out.
        if (report.preview.sightings.isEmpty()) button(words(R.string.report_send)) { model.askSend() }
        button(words(R.string.report_discard)) { model.discardReport() }
    }

    private fun Section.layFiles(report: ReportView) {
        for (file in report.preview.files) {
            note(words(R.string.report_file, file.name, activity.size(file.size)))
            file.text?.let { text ->
                button(words(R.string.report_show, file.name)) { elsewhere.showText(file.name, text) }
            }
        }
    }

    private fun Section.layPictures(report: ReportView) {
        for (file in report.preview.files) {
            val size = file.sizeToMask ?: continue
            val bytes = report.pictures[file.name] ?: continue
            val picture = PictureView(activity, bytes, size) { model.cover(file.name, it) }
            picture.contentDescription = words(R.string.report_picture, file.name)
            picture.isFocusable = true
            view(picture)
            layCovers(picture, file.name, isCovered = file.name in report.masks)
        }
    }

    private fun Section.layCovers(picture: PictureView, name: String, isCovered: Boolean) {
        val cover = words(R.string.report_cover_part, name)
        toggle(cover, on = words(R.string.report_cover_end, name)) { picture.covering = it }
        button(words(R.string.report_cover_all, name)) { model.cover(name, Part.ALL) }
        if (isCovered) button(words(R.string.report_uncover, name)) { model.uncover(name) }
    }

    private fun Section.layRedactions(preview: ReportPreview) {
        subheading(words(R.string.report_redacted))
        val counts = preview.redactions.groupBy { redactionWords(it.rule) }.mapValues { (_, all) -> all.sumOf { it.count } }
        if (counts.isEmpty()) text(words(R.string.report_redacted_nothing))
        for ((rule, count) in counts) text(words(R.string.report_redacted_line, words(rule), count.toLong()))
    }

    private fun Section.layLeftOut(preview: ReportPreview) {
        if (preview.leftOut.isEmpty()) return
        subheading(words(R.string.report_left_out))
        for (left in preview.leftOut) text(words(R.string.report_left_out_line, left.name, left.text))
    }

    private fun Section.laySightings(preview: ReportPreview) {
        if (preview.sightings.isEmpty()) return
        subheading(words(R.string.report_sighted))
        for (file in preview.sightings.map { it.file }.distinct()) text(words(R.string.report_sighted_line, file))
    }

    private fun words(text: Int, vararg values: Any): String = activity.getString(text, *values)
}
