// Signatures alone of what is used of androidx.work 2.11.2, which is not on Maven Central. They stand in where the sources are
// compiled without an Android SDK; they are never run and never shipped.

@file:Suppress("UNUSED_PARAMETER")

package androidx.work

import android.content.Context
import java.util.concurrent.TimeUnit

class WorkerParameters private constructor()

abstract class ListenableWorker(appContext: Context, workerParams: WorkerParameters) {
    val applicationContext: Context get() = signatureOnly()
    val inputData: Data get() = signatureOnly()

    open fun onStopped() = Unit

    abstract class Result private constructor() {
        companion object {
            @JvmStatic
            fun success(): Result = signatureOnly()

            @JvmStatic
            fun retry(): Result = signatureOnly()

            @JvmStatic
            fun failure(): Result = signatureOnly()
        }
    }
}

abstract class Worker(context: Context, workerParams: WorkerParameters) : ListenableWorker(context, workerParams) {
    abstract fun doWork(): Result
}

class Data private constructor() {
    fun getBoolean(key: String, defaultValue: Boolean): Boolean = signatureOnly()

    class Builder {
        fun putBoolean(key: String, value: Boolean): Builder = signatureOnly()

        fun build(): Data = signatureOnly()
    }
}

enum class NetworkType { CONNECTED, UNMETERED }

enum class BackoffPolicy { EXPONENTIAL }

enum class ExistingWorkPolicy { REPLACE, KEEP }

class Constraints private constructor() {
    class Builder {
        fun setRequiredNetworkType(networkType: NetworkType): Builder = signatureOnly()

        fun build(): Constraints = signatureOnly()
    }
}

abstract class WorkRequest private constructor() {
    abstract class Builder<B : Builder<B, W>, W> internal constructor() {
        fun setConstraints(constraints: Constraints): B = signatureOnly()

        fun setBackoffCriteria(backoffPolicy: BackoffPolicy, backoffDelay: Long, timeUnit: TimeUnit): B = signatureOnly()

        fun setInputData(inputData: Data): B = signatureOnly()

        fun build(): W = signatureOnly()
    }
}

class OneTimeWorkRequest private constructor() {
    class Builder(workerClass: Class<out ListenableWorker>) : WorkRequest.Builder<Builder, OneTimeWorkRequest>()
}

interface Operation

abstract class WorkManager private constructor() {
    abstract fun enqueueUniqueWork(
        uniqueWorkName: String,
        existingWorkPolicy: ExistingWorkPolicy,
        request: OneTimeWorkRequest,
    ): Operation

    abstract fun cancelUniqueWork(uniqueWorkName: String): Operation

    companion object {
        @JvmStatic
        fun getInstance(context: Context): WorkManager = signatureOnly()
    }
}

private fun signatureOnly(): Nothing = error("a signature, not an implementation")
