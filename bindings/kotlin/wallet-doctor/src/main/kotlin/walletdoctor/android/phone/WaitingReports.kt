package walletdoctor.android.phone

import walletdoctor.HeldBack
import walletdoctor.Submission
import walletdoctor.SubmissionState

/** Over which networks there is something to send. */
data class WaitingReports(val overAny: Boolean, val overUnmetered: Boolean)

/** What of these reports waits to be sent. */
fun waitingReports(submissions: List<Submission>): WaitingReports {
    val waiting = submissions.filter { it.state.isToBeSent() }
    return WaitingReports(
        overAny = waiting.any { !it.waitsForUnmetered() },
        // A budget that is used up is there again tomorrow over any network, and at once where data costs nothing.
        overUnmetered = waiting.any { it.waitsForUnmetered() || it.heldBack == HeldBack.DATA_BUDGET },
    )
}

private fun Submission.waitsForUnmetered() = unmeteredOnly || heldBack == HeldBack.METERED

private fun SubmissionState.isToBeSent(): Boolean = when (this) {
    is SubmissionState.Queued, is SubmissionState.Uploading, is SubmissionState.Failed -> true
    is SubmissionState.Delivered, is SubmissionState.Answered, is SubmissionState.Closed,
    is SubmissionState.Expired, is SubmissionState.Withdrawn -> false
}
