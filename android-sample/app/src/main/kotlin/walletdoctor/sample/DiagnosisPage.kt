package walletdoctor.sample

import android.app.Activity
import android.text.format.Formatter
import android.view.View
import android.widget.AdapterView
import android.widget.ArrayAdapter
import android.widget.Button
import android.widget.EditText
import android.widget.Spinner
import android.widget.TextView
import walletdoctor.Contact
import walletdoctor.Remedy
import walletdoctor.Symptom
import walletdoctor.sample.model.DiagnosisModel
import walletdoctor.sample.model.DiagnosisState
import walletdoctor.sample.model.Question
import walletdoctor.sample.model.StepState
import walletdoctor.sample.model.Work

/** Puts the model's state on the page, from top to bottom. */
internal class DiagnosisPage(
    private val activity: Activity,
    private val model: DiagnosisModel,
    private val elsewhere: Elsewhere,
) {
    /** What leaves the page. */
    interface Elsewhere {
        fun showText(title: String, text: String)

        fun choosePicture()

        fun saveReport(name: String)

        fun reach(contact: Contact)
    }

    /** What a person is asked before anything is done. */
    class Consent(val title: Int, val message: String, val agree: Int)

    private val symptom = activity.findViewById<Spinner>(R.id.symptom)
    private val message = activity.findViewById<EditText>(R.id.message)
    private val diagnose = activity.findViewById<Button>(R.id.diagnose)
    private val stop = activity.findViewById<Button>(R.id.stop)
    private val status = activity.findViewById<TextView>(R.id.status)
    private val steps = Section(activity.findViewById(R.id.steps))
    private val findings = Section(activity.findViewById(R.id.findings))
    private val remedies = Section(activity.findViewById(R.id.remedies))
    private val contacts = Section(activity.findViewById(R.id.contacts))
    private val report = Section(activity.findViewById(R.id.report))
    private val ticket = Section(activity.findViewById(R.id.ticket))

    private val reportSection = ReportSection(activity, model, elsewhere)

    init {
        val names = Symptom.entries.map { activity.getString(it.words()) }
        symptom.adapter = ArrayAdapter(activity, android.R.layout.simple_spinner_dropdown_item, names)
        symptom.setSelection(model.state.value.symptom.ordinal)
        symptom.onItemSelectedListener = object : AdapterView.OnItemSelectedListener {
            override fun onItemSelected(parent: AdapterView<*>?, view: View?, position: Int, id: Long) =
                model.choose(Symptom.entries[position])

            override fun onNothingSelected(parent: AdapterView<*>?) = Unit
        }
        message.setText(model.state.value.messageSeen)
        diagnose.setOnClickListener {
            model.describe(message.text.toString())
            model.diagnose()
        }
        stop.setOnClickListener { model.stop() }
    }

    fun show(state: DiagnosisState) {
        val idle = state.work == null
        diagnose.isEnabled = idle
        stop.visibility = if (idle) View.GONE else View.VISIBLE
        showStatus(state)
        steps.show(state.steps) { layStepsOf(state) }
        findings.show(state.diagnosis) { state.diagnosis?.let { layFindings(activity, it) } }
        remedies.show(state.remedies to state.sweeps) { layRemediesOf(state) }
        contacts.show(state.contacts to state.contactLog) { layContacts(activity, state, model, elsewhere) }
        report.show(Triple(state.diagnosis, state.report, state.pictures)) { reportSection.lay(this, state) }
        ticket.show(state.submission) { state.submission?.let { layTicket(activity, it, model, elsewhere) } }
        listOf(remedies, contacts, report, ticket).forEach { it.enable(idle) }
    }

    fun consent(question: Question): Consent = when (question) {
        is Question.Send ->
            Consent(R.string.consent_send_title, activity.getString(R.string.consent_send), R.string.consent_send_agree)
        is Question.Repair -> Consent(R.string.consent_title, consentTo(question.remedy), R.string.agree)
    }

    private fun consentTo(remedy: Remedy): String = when (remedy) {
        is Remedy.ClearCache -> activity.getString(R.string.consent_clear_cache, remedy.label)
        is Remedy.Resync -> activity.getString(R.string.consent_resync)
        is Remedy.SignInAgain -> activity.getString(R.string.consent_sign_in_again)
    }

    /** Only where it differs: the screen reader reads it out each time that it is set. */
    private fun showStatus(state: DiagnosisState) {
        val text = statusOf(state)
        if (status.text.toString() != text) status.text = text
        status.visibility = if (text.isEmpty()) View.GONE else View.VISIBLE
    }

    private fun statusOf(state: DiagnosisState): String {
        state.work?.let { return working(it, state) }
        state.problem?.let { return activity.getString(it.kind.words(), it.code) }
        val diagnosis = state.diagnosis ?: return ""
        val causes = diagnosis.causes.size
        return diagnosis.nothingFound ?: activity.resources.getQuantityString(R.plurals.done_causes, causes, causes)
    }

    private fun working(work: Work, state: DiagnosisState): String = when (work) {
        Work.OPENING -> activity.getString(R.string.working_opening)
        Work.DIAGNOSING -> {
            val done = state.steps.count { it.state == StepState.FINE || it.state == StepState.TROUBLE }
            if (state.steps.isEmpty()) activity.getString(R.string.working_opening)
            else if (done == state.steps.size) activity.getString(R.string.working_judging)
            else activity.getString(R.string.working_diagnosing, done, state.steps.size)
        }
        Work.REPAIRING -> activity.getString(R.string.working_repairing)
        Work.DRAFTING -> activity.getString(R.string.working_drafting)
        Work.SENDING -> state.sent?.let {
            activity.getString(R.string.working_sending_part, activity.size(it.sent), activity.size(it.total))
        } ?: activity.getString(R.string.working_sending)
        Work.ASKING_SUPPORT -> activity.getString(R.string.working_asking)
        Work.KEEPING -> activity.getString(R.string.working_keeping)
    }

    private fun Section.layStepsOf(state: DiagnosisState) {
        if (state.steps.isEmpty()) return
        heading(R.string.steps)
        for (step in state.steps) {
            val name = activity.getString(step.kind.words())
            text(activity.getString(R.string.step_line, name, activity.getString(step.state.words())))
        }
    }

    private fun Section.layRemediesOf(state: DiagnosisState) {
        if (state.remedies.isNotEmpty()) heading(R.string.remedies)
        for (line in state.remedies) {
            val outcome = line.outcome
            if (outcome == null) button(activity.words(line.remedy)) { model.askRepair(line.remedy) }
            else layOutcome(activity, line.remedy, outcome)
        }
        if (state.sweeps.isNotEmpty()) heading(R.string.sweeps)
        for (sweep in state.sweeps) {
            val name = sweep.cacheId?.let { activity.getString(R.string.sweep_of, it) } ?: activity.getString(R.string.sweep_unknown)
            text(name)
            val undo = activity.getString(R.string.undo)
            val confirm = activity.getString(R.string.confirm)
            button(undo, spoken = activity.getString(R.string.step_line, undo, name)) { model.undo(sweep.id) }
            button(confirm, spoken = activity.getString(R.string.step_line, confirm, name)) { model.confirm(sweep.id) }
        }
    }
}

internal fun Activity.size(bytes: ULong): String = Formatter.formatShortFileSize(this, bytes.toLong())

internal fun Activity.words(remedy: Remedy): String = when (remedy) {
    is Remedy.ClearCache -> getString(R.string.remedy_clear_cache, remedy.label, size(remedy.bytes))
    is Remedy.Resync -> getString(R.string.remedy_resync)
    is Remedy.SignInAgain -> getString(R.string.remedy_sign_in_again)
}
