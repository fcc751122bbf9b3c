package walletdoctor.sample

import android.app.Activity
import android.content.Intent
import android.net.Uri
import android.text.format.DateUtils
import java.time.Duration
import java.time.Instant
import walletdoctor.ChannelKind
import walletdoctor.Contact
import walletdoctor.Diagnosis
import walletdoctor.HeldBack
import walletdoctor.Remedy
import walletdoctor.RemedyOutcome
import walletdoctor.Resync
import walletdoctor.Submission
import walletdoctor.SubmissionState
import walletdoctor.sample.model.DiagnosisModel
import walletdoctor.sample.model.DiagnosisState

/** What was found, the surest first, and what it means for the person's money. */
internal fun Section.layFindings(activity: Activity, diagnosis: Diagnosis) {
    heading(R.string.findings)
    diagnosis.nothingFound?.let(::text)
    if (diagnosis.urgentSteps.isNotEmpty()) {
        subheading(activity.getString(R.string.at_once))
        bullets(diagnosis.urgentSteps)
    }
    for (cause in diagnosis.causes) {
        subheading(cause.advice.headline)
        text(activity.getString(R.string.how_sure, activity.getString(cause.certainty.words())))
        if (cause.advice.steps.isNotEmpty()) {
            note(activity.getString(R.string.what_to_do))
            bullets(cause.advice.steps)
        }
        cause.advice.retry?.let(::text)
        if (cause.evidenceFor.isNotEmpty()) {
            note(activity.getString(R.string.why))
            cause.evidenceFor.forEach { note(activity.getString(R.string.bullet, it.text)) }
        }
        if (cause.advice.haveReady.isNotEmpty()) {
            note(activity.getString(R.string.have_ready))
            cause.advice.haveReady.forEach { note(activity.getString(R.string.bullet, it)) }
        }
    }
    subheading(activity.getString(R.string.money))
    text(diagnosis.money)
    if (diagnosis.announcements.isNotEmpty()) subheading(activity.getString(R.string.announcements))
    for (announcement in diagnosis.announcements) {
        text(announcement.title)
        listOf(announcement.`when`, announcement.body).filter(String::isNotBlank).forEach(::note)
    }
}

/** What came of a remedy. */
internal fun Section.layOutcome(activity: Activity, remedy: Remedy, outcome: RemedyOutcome) {
    subheading(activity.words(remedy))
    outcome.cleared?.let {
        val files = it.files.toInt()
        text(activity.resources.getQuantityString(R.plurals.outcome_cleared, files, files))
    }
    when (outcome.resync) {
        Resync.DONE -> text(activity.getString(R.string.outcome_resync_done))
        Resync.FAILED -> text(activity.getString(R.string.outcome_resync_failed))
        Resync.NOT_OFFERED -> Unit
    }
    outcome.helped?.let { text(activity.getString(if (it) R.string.outcome_helped else R.string.outcome_not_helped)) }
}

/** Whom to ask, who fits and is open first. */
internal fun Section.layContacts(
    activity: Activity,
    state: DiagnosisState,
    model: DiagnosisModel,
    elsewhere: DiagnosisPage.Elsewhere,
) {
    if (state.contacts.isEmpty()) return
    heading(R.string.contacts)
    for (contact in state.contacts) {
        text(contact.text)
        button(activity.getString(R.string.contact_open, contact.address)) { elsewhere.reach(contact) }
        button(activity.getString(R.string.contact_log, contact.name)) { model.logContact(contact) }
    }
    for (entry in state.contactLog) note(activity.getString(R.string.contact_logged, activity.moment(entry.at), entry.channel))
}

/** Null for an address that is not safe to open: a link of another scheme could start anything on this phone. */
internal fun Contact.intent(): Intent? = when (kind) {
    ChannelKind.PHONE -> Intent(Intent.ACTION_DIAL, Uri.fromParts("tel", address, null))
    ChannelKind.EMAIL -> Intent(Intent.ACTION_SENDTO, Uri.fromParts("mailto", address, null))
    ChannelKind.CHAT, ChannelKind.SOCIAL, ChannelKind.FORM ->
        Uri.parse(address).takeIf { "https".equals(it.scheme, ignoreCase = true) }?.let { Intent(Intent.ACTION_VIEW, it) }
}

/** Where the report stands and what support says. */
internal fun Section.layTicket(
    activity: Activity,
    submission: Submission,
    model: DiagnosisModel,
    elsewhere: DiagnosisPage.Elsewhere,
) {
    heading(R.string.ticket)
    val state = submission.state
    text(if (submission.heldBack == HeldBack.METERED) activity.getString(R.string.submission_held_back) else activity.words(state))
    if (state is SubmissionState.Delivered) {
        state.ticket?.let { text(activity.getString(R.string.ticket_id, it)) }
        state.expectedReplyS?.let { seconds ->
            val hours = maxOf(1, Duration.ofSeconds(seconds.toLong()).toHours().toInt())
            text(activity.resources.getQuantityString(R.plurals.ticket_expected, hours, hours))
        }
    }
    submission.ticket?.answers.orEmpty().forEach {
        text(activity.getString(R.string.ticket_answer, activity.moment(it.at), it.text))
    }
    val arrived = state is SubmissionState.Delivered || state is SubmissionState.Answered
    if (arrived) {
        button(activity.getString(R.string.ticket_refresh)) { model.refreshTicket() }
        button(activity.getString(R.string.ticket_helped)) { model.closeTicket(helped = true) }
        button(activity.getString(R.string.ticket_not_helped)) { model.closeTicket(helped = false) }
    } else if (state !is SubmissionState.Closed && state !is SubmissionState.Withdrawn) {
        // One that has failed has its own time, and one that waits for another network would only wait again.
        val canGo = state is SubmissionState.Queued || state is SubmissionState.Uploading
        if (canGo && submission.heldBack == null) button(activity.getString(R.string.ticket_send_now)) { model.sendNow() }
        button(activity.getString(R.string.ticket_withdraw)) { model.withdraw() }
    }
    button(activity.getString(R.string.ticket_export)) { elsewhere.saveReport("${submission.id}.wdr") }
}

private fun Activity.words(state: SubmissionState): String =
    if (state is SubmissionState.Failed) getString(state.words(), moment(state.retryAt)) else getString(state.words())

internal fun Activity.moment(at: Instant): String = DateUtils.formatDateTime(
    this,
    at.toEpochMilli(),
    DateUtils.FORMAT_SHOW_DATE or DateUtils.FORMAT_SHOW_TIME or DateUtils.FORMAT_ABBREV_MONTH,
)
