package walletdoctor.android

import android.content.Context
import androidx.work.Worker
import androidx.work.WorkerParameters
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Job
import kotlinx.coroutines.runBlocking
import walletdoctor.DoctorException
import walletdoctor.android.phone.waitingReports

/**
 * Carries the outbox while no screen of the app is there. [ReportUploads] schedules it.
 *
 * It flushes the outbox and does not take `pendingUpload`: that is for a service which sends one file while the app is gone, and
 * WorkManager keeps the process. So what is sent stays in chunks with checksums, a report that was cut off goes on where it was,
 * and the budget of a day holds.
 */
class ReportUploadWorker(context: Context, parameters: WorkerParameters) : Worker(context, parameters) {
    /** Cancels this flush and nothing else: a diagnosis of the same doctor goes on. */
    private val stopping = Job()

    override fun doWork(): Result {
        val owner = applicationContext as? DoctorOwner
            ?: error("the app's Application has to be a walletdoctor.android.DoctorOwner")
        return try {
            runBlocking(stopping) { flush(owner) }
        } catch (_: CancellationException) {
            Result.retry()
        } catch (error: DoctorException) {
            afterError(error)
        }
    }

    override fun onStopped() = stopping.cancel()

    private suspend fun flush(owner: DoctorOwner): Result {
        val submissions = owner.doctor().flushOutbox()
        // What this flush held back may have to wait for another network than this worker's.
        ReportUploads.scheduleRest(applicationContext, submissions)
        val waiting = waitingReports(submissions)
        val mine = if (inputData.getBoolean(UNMETERED, false)) waiting.overUnmetered else waiting.overAny
        return if (mine) Result.retry() else Result.success()
    }

    private fun afterError(error: DoctorException): Result = when (error) {
        is DoctorException.TryAgain, is DoctorException.Cancelled -> Result.retry()
        // Nothing that time heals. The reports stay where they are, and are scheduled again when the app starts.
        is DoctorException.Config, is DoctorException.Input, is DoctorException.NeedsPerson, is DoctorException.Internal ->
            Result.failure()
    }

    internal companion object {
        const val UNMETERED = "unmetered"
    }
}
