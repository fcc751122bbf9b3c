package walletdoctor.android

import android.content.Context
import androidx.work.BackoffPolicy
import androidx.work.Constraints
import androidx.work.Data
import androidx.work.ExistingWorkPolicy
import androidx.work.NetworkType
import androidx.work.OneTimeWorkRequest
import androidx.work.WorkManager
import java.util.concurrent.TimeUnit
import walletdoctor.Doctor
import walletdoctor.Submission
import walletdoctor.android.phone.waitingReports

/** What an app's `Application` is, so that reports can be sent when no screen of it is there. */
interface DoctorOwner {
    /** The one doctor of this process: two would wait for each other at the outbox. */
    suspend fun doctor(): Doctor
}

/**
 * Has reports sent in the background once there is a network that they may use, also after the app was closed or the phone was
 * started anew. The app's `Application` has to be a [DoctorOwner].
 */
object ReportUploads {
    /** The doctor waits by itself as well; whichever wait is longer counts. */
    private const val FIRST_WAIT_S = 30L

    /** Of what waits for any network, and of what waits for one that costs nothing, each has its own wait. */
    private enum class Lane(val workName: String, val network: NetworkType) {
        ANY("walletdoctor.reports.any", NetworkType.CONNECTED),
        UNMETERED("walletdoctor.reports.unmetered", NetworkType.UNMETERED),
    }

    /**
     * Schedules what waits among these, such as `Doctor.submit` or `Doctor.submissions` gave. To be called after each report that
     * was not delivered at once, and when the app starts; it begins the wait anew.
     */
    fun schedule(context: Context, submissions: List<Submission>) = schedule(context, submissions, ExistingWorkPolicy.REPLACE)

    /** The same by a worker, which leaves alone what is scheduled already. */
    internal fun scheduleRest(context: Context, submissions: List<Submission>) =
        schedule(context, submissions, ExistingWorkPolicy.KEEP)

    /** Sends nothing in the background any more, such as after the person has signed out. The reports stay in the outbox. */
    fun cancel(context: Context) {
        val work = WorkManager.getInstance(context)
        Lane.entries.forEach { work.cancelUniqueWork(it.workName) }
    }

    private fun schedule(context: Context, submissions: List<Submission>, existing: ExistingWorkPolicy) {
        val waiting = waitingReports(submissions)
        val lanes = listOfNotNull(Lane.ANY.takeIf { waiting.overAny }, Lane.UNMETERED.takeIf { waiting.overUnmetered })
        if (lanes.isEmpty()) return
        val work = WorkManager.getInstance(context)
        lanes.forEach { work.enqueueUniqueWork(it.workName, existing, request(it)) }
    }

    private fun request(lane: Lane): OneTimeWorkRequest =
        OneTimeWorkRequest.Builder(ReportUploadWorker::class.java)
            .setConstraints(Constraints.Builder().setRequiredNetworkType(lane.network).build())
            .setBackoffCriteria(BackoffPolicy.EXPONENTIAL, FIRST_WAIT_S, TimeUnit.SECONDS)
            .setInputData(Data.Builder().putBoolean(ReportUploadWorker.UNMETERED, lane == Lane.UNMETERED).build())
            .build()
}
