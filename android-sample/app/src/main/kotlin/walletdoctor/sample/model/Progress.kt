package walletdoctor.sample.model

import walletdoctor.DoctorException
import walletdoctor.DoctorProgress
import walletdoctor.StepKind
import walletdoctor.stableCode

/** The state after an event of the doctor's. */
internal fun DiagnosisState.after(event: DoctorProgress): DiagnosisState = when (event) {
    is DoctorProgress.Planned -> copy(steps = event.steps.map { StepLine(it, StepState.WAITING) })
    is DoctorProgress.StepStarted -> withStep(event.step, StepState.RUNNING)
    is DoctorProgress.StepFinished -> withStep(event.step, if (event.trouble) StepState.TROUBLE else StepState.FINE)
    is DoctorProgress.Judging -> this
    is DoctorProgress.Uploading -> copy(sent = SentBytes(event.sent, event.total))
}

private fun DiagnosisState.withStep(kind: StepKind, state: StepState) =
    copy(steps = steps.map { if (it.kind == kind) it.copy(state = state) else it })

/** What to say of an error; nothing of one that the person has asked for. */
internal fun problemOf(error: DoctorException): Problem? {
    val kind = when (error) {
        is DoctorException.Cancelled -> return null
        is DoctorException.Config -> ProblemKind.SETUP
        is DoctorException.Input -> ProblemKind.REQUEST
        is DoctorException.TryAgain -> ProblemKind.TRY_AGAIN
        is DoctorException.NeedsPerson -> ProblemKind.NEEDS_PERSON
        is DoctorException.Internal -> ProblemKind.INTERNAL
    }
    return Problem(kind, error.stableCode)
}
