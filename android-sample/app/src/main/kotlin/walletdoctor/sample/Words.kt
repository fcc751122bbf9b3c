package walletdoctor.sample

import walletdoctor.Certainty
import walletdoctor.StepKind
import walletdoctor.SubmissionState
import walletdoctor.Symptom
import walletdoctor.sample.model.ProblemKind
import walletdoctor.sample.model.StepState

// What the app itself says. Causes, advice and contacts come in the person's language from the doctor.

internal fun Symptom.words(): Int = when (this) {
    Symptom.WITHDRAWAL_FAILED -> R.string.symptom_withdrawal_failed
    Symptom.TRANSFER_FAILED -> R.string.symptom_transfer_failed
    Symptom.PAYMENT_FAILED -> R.string.symptom_payment_failed
    Symptom.PAYMENT_NOT_RECEIVED -> R.string.symptom_payment_not_received
    Symptom.TRANSACTION_DELAYED -> R.string.symptom_transaction_delayed
    Symptom.BALANCE_INCORRECT -> R.string.symptom_balance_incorrect
    Symptom.HISTORY_UNAVAILABLE -> R.string.symptom_history_unavailable
    Symptom.SIGN_IN_FAILED -> R.string.symptom_sign_in_failed
    Symptom.VERIFICATION_FAILED -> R.string.symptom_verification_failed
    Symptom.ACCOUNT_RESTRICTED -> R.string.symptom_account_restricted
    Symptom.ACCOUNT_OPENING_FAILED -> R.string.symptom_account_opening_failed
    Symptom.FUNDS_MISSING -> R.string.symptom_funds_missing
    Symptom.APP_ERROR -> R.string.symptom_app_error
    Symptom.OTHER -> R.string.symptom_other
}

internal fun StepKind.words(): Int = when (this) {
    StepKind.NETWORK -> R.string.step_network
    StepKind.ENDPOINTS -> R.string.step_endpoints
    StepKind.QUALITY -> R.string.step_quality
    StepKind.PORTAL -> R.string.step_portal
    StepKind.SERVICE -> R.string.step_service
    StepKind.ACCOUNT -> R.string.step_account
    StepKind.BALANCES -> R.string.step_balances
    StepKind.CACHES -> R.string.step_caches
}

internal fun StepState.words(): Int = when (this) {
    StepState.WAITING -> R.string.step_waiting
    StepState.RUNNING -> R.string.step_running
    StepState.FINE -> R.string.step_fine
    StepState.TROUBLE -> R.string.step_trouble
}

internal fun Certainty.words(): Int = when (this) {
    Certainty.ALMOST_CERTAIN -> R.string.certainty_almost_certain
    Certainty.LIKELY -> R.string.certainty_likely
    Certainty.POSSIBLE -> R.string.certainty_possible
}

internal fun ProblemKind.words(): Int = when (this) {
    ProblemKind.SETUP -> R.string.problem_setup
    ProblemKind.REQUEST -> R.string.problem_request
    ProblemKind.TRY_AGAIN -> R.string.problem_try_again
    ProblemKind.NEEDS_PERSON -> R.string.problem_needs_person
    ProblemKind.INTERNAL -> R.string.problem_internal
}

/** Takes the time of the next try where there is one. */
internal fun SubmissionState.words(): Int = when (this) {
    is SubmissionState.Queued -> R.string.submission_queued
    is SubmissionState.Uploading -> R.string.submission_uploading
    is SubmissionState.Delivered -> R.string.submission_delivered
    is SubmissionState.Answered -> R.string.submission_answered
    is SubmissionState.Closed -> R.string.submission_closed
    is SubmissionState.Failed -> R.string.submission_failed
    is SubmissionState.Expired -> R.string.submission_expired
    is SubmissionState.Withdrawn -> R.string.submission_withdrawn
}

/** What a rule of redaction takes out, by its code in the ledger: docs/reports.md. */
internal fun redactionWords(rule: String): Int = when (rule) {
    "seed_phrase" -> R.string.rule_seed_phrase
    "private_key", "api_key" -> R.string.rule_key
    "bearer", "authorization", "jwt", "cookie", "url_credentials", "password", "token", "one_time_code" ->
        R.string.rule_credential
    "card" -> R.string.rule_card
    "resident_id" -> R.string.rule_resident_id
    "email" -> R.string.rule_email
    "phone" -> R.string.rule_phone
    "mac", "ip" -> R.string.rule_address
    "home_folder" -> R.string.rule_home_folder
    "account" -> R.string.rule_account
    "taken_out" -> R.string.rule_taken_out
    else -> R.string.rule_own
}
