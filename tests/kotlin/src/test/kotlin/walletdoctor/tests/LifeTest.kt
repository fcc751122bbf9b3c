package walletdoctor.tests

import java.io.File
import java.lang.ref.WeakReference
import java.time.Duration
import java.time.Instant
import java.util.concurrent.CountDownLatch
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.supervisorScope
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.BeforeAll
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import walletdoctor.AccountSource
import walletdoctor.AccountState
import walletdoctor.Agreement
import walletdoctor.Attachment
import walletdoctor.Complaint
import walletdoctor.ContactEntry
import walletdoctor.Doctor
import walletdoctor.DoctorException
import walletdoctor.DoctorProgress
import walletdoctor.HostSources
import walletdoctor.Symptom
import walletdoctor.Urgency
import walletdoctor.now

/** Opening, closing, cancelling and forgetting a doctor, in every order and from many threads. */
class LifeTest {
    @TempDir
    private lateinit var folder: File

    private val dataDir get() = File(folder, "doctor").path

    private fun doctor(host: HostSources = HostSources()) = Doctor.open(CONFIG, host, dataDir)

    @Test
    fun `after it is closed every call says so, and closing again does nothing`() = runBlocking {
        val doctor = doctor()
        val diagnosis = doctor.diagnose(Complaint(Symptom.OTHER))
        val draft = doctor.draftReport(diagnosis)
        doctor.close()
        doctor.close()
        assertClosed { doctor.diagnose(Complaint(Symptom.OTHER)) }
        assertClosed { doctor.contacts(Urgency.NORMAL) }
        assertClosed { doctor.submit(draft, Agreement.now()) }
        assertClosed { doctor.settle() }
        assertClosed { doctor.cancel() }
        // What it gave lives on.
        assertTrue(draft.preview().files.isNotEmpty())
        draft.close()
        draft.close()
        assertClosed { draft.preview() }
        diagnosis.destroy()
        doctor().use { other -> assertClosed { other.draftReport(diagnosis) } }
    }

    @Test
    fun `closing ends what is under way at once, and the progress with it`() = runBlocking {
        val doctor = Doctor.open(silent.configJson)
        val began = Instant.now()
        val call = async(Dispatchers.Default) { ended { doctor.diagnose(Complaint(Symptom.OTHER)) } }
        doctor.progress.first { it is DoctorProgress.StepStarted }
        doctor.close()
        val error = call.await()
        assertTrue(error is DoctorException.Cancelled, "$error")
        assertTrue(Duration.between(began, Instant.now()) < Duration.ofSeconds(5), "the silent server was waited for")
    }

    @Test
    fun `cancel ends what is under way and nothing after it`() = runBlocking {
        Doctor.open(silent.configJson).use { doctor ->
            val call = async(Dispatchers.Default) { ended { doctor.diagnose(Complaint(Symptom.OTHER)) } }
            doctor.progress.first { it is DoctorProgress.StepStarted }
            doctor.cancel()
            assertTrue(call.await() is DoctorException.Cancelled)
            assertEquals("provider.unreachable_only_here", doctor.diagnose(Complaint(Symptom.OTHER)).causes.first().code)
        }
    }

    @Test
    fun `a cancelled coroutine gives its own call up and no other`() = runBlocking {
        val asked = CompletableDeferred<Unit>()
        val release = CountDownLatch(1)
        val host = HostSources(account = AccountSource {
            asked.complete(Unit)
            release.await()
            AccountState()
        })
        Doctor.open(CONFIG, host, dataDir).use { doctor ->
            val given = launch(Dispatchers.Default) { doctor.diagnose(Complaint(Symptom.OTHER)) }
            asked.await()
            val began = Instant.now()
            val kept = async(Dispatchers.Default) { doctor.diagnose(Complaint(Symptom.OTHER)) }
            given.cancelAndJoin()
            assertTrue(Duration.between(began, Instant.now()) < Duration.ofSeconds(5), "it was waited for")
            release.countDown()
            assertEquals(Symptom.OTHER, kept.await().complaint.symptom)
        }
    }

    @Test
    fun `cancelled again and again at any moment, it goes on working`() = runBlocking {
        doctor().use { doctor ->
            repeat(200) { round ->
                val call = launch(Dispatchers.Default) {
                    val diagnosis = doctor.diagnose(Complaint(Symptom.OTHER))
                    doctor.draftReport(diagnosis, listOf(Attachment.Text("a.log", "line\n".repeat(round)))).use { it.preview() }
                    doctor.logContact(ContactEntry(Instant.now(), "chat"))
                }
                repeat(round % 20) { Thread.onSpinWait() }
                if (round % 3 == 0) doctor.contactLog()
                call.cancelAndJoin()
            }
            assertEquals(Symptom.OTHER, doctor.diagnose(Complaint(Symptom.OTHER)).complaint.symptom)
        }
    }

    @Test
    fun `two on one folder and 64 coroutines and threads at once all get an answer`() = runBlocking {
        doctor().use { one ->
            doctor().use { other ->
                val coroutines = List(64) { number ->
                    async(Dispatchers.Default) {
                        val doctor = if (number % 2 == 0) one else other
                        when (number % 4) {
                            0 -> doctor.diagnose(Complaint(Symptom.OTHER)).destroy()
                            1 -> doctor.draftReport(doctor.diagnose(Complaint(Symptom.OTHER))).use { it.preview() }
                            2 -> doctor.contacts(Urgency.URGENT)
                            else -> untilFree { doctor.logContact(ContactEntry(Instant.now(), "chat $number")) }
                        }
                    }
                }
                val threads = Executors.newFixedThreadPool(64)
                repeat(64) { number -> threads.submit { runBlocking { untilFree { (if (number % 2 == 0) one else other).contactLog() } } } }
                coroutines.awaitAll()
                threads.shutdown()
                assertTrue(threads.awaitTermination(1, TimeUnit.MINUTES))
                assertEquals(16, one.contactLog().size)
                assertEquals(one.contactLog(), other.contactLog())
            }
        }
    }

    @Test
    fun `closed from many threads at once while it is called from others`() = runBlocking {
        repeat(50) {
            val doctor = doctor()
            val calls = List(8) { async(Dispatchers.Default) { ended { doctor.diagnose(Complaint(Symptom.OTHER)) } } }
            val closing = List(8) { launch(Dispatchers.IO) { doctor.close() } }
            closing.forEach { it.join() }
            for (call in calls) {
                val error = call.await()
                val isRight = error == null || error is DoctorException.Cancelled || (error as? DoctorException.Input)?.code == "closed"
                assertTrue(isRight, "$error")
            }
        }
    }

    @Test
    fun `a collector that hangs or throws is its own trouble`() = runBlocking {
        doctor().use { doctor ->
            supervisorScope {
                val hanging = launch(Dispatchers.Default, CoroutineStart.UNDISPATCHED) { doctor.progress.collect { awaitCancellation() } }
                val throwing = async(Dispatchers.Default, CoroutineStart.UNDISPATCHED) { doctor.progress.collect { error("mine") } }
                val blocked = CountDownLatch(1)
                val blocking = launch(Dispatchers.IO) { doctor.progress.collect { blocked.await() } }
                repeat(20) { withTimeout(20_000) { doctor.diagnose(Complaint(Symptom.OTHER)) } }
                assertEquals("mine", ended { throwing.await() }?.message)
                blocked.countDown()
                hanging.cancelAndJoin()
                blocking.cancelAndJoin()
            }
        }
    }

    @Test
    fun `what nobody holds any more is not freed under a call`() = runBlocking {
        val release = CountDownLatch(1)
        val asked = CompletableDeferred<Unit>()
        val call = async(Dispatchers.Default) { unheld(asked, release) }
        asked.await()
        repeat(20) {
            System.gc()
            System.runFinalization()
        }
        release.countDown()
        assertEquals(Symptom.OTHER, call.await())
    }

    private suspend fun unheld(asked: CompletableDeferred<Unit>, release: CountDownLatch): Symptom {
        val host = HostSources(account = AccountSource {
            asked.complete(Unit)
            release.await()
            AccountState(restricted = false)
        })
        return Doctor.open(CONFIG, host).diagnose(Complaint(Symptom.OTHER)).complaint.symptom
    }

    @Test
    fun `a closed doctor lets go of the app, also after calls that failed on the way`() {
        val app = Array<AccountSource?>(1) { AccountSource { AccountState(code()) } }
        val held = WeakReference(app[0])
        val doctor = Doctor.open(CONFIG, HostSources(account = app[0]), dataDir)
        runBlocking {
            doctor.diagnose(Complaint(Symptom.OTHER))
            repeat(100) {
                ended { doctor.diagnose(Complaint(Symptom.OTHER, note = "\uD83D")) }
                ended { doctor.undo("\uD83D") }
                ended { doctor.withdraw("none") }
            }
        }
        doctor.close()
        app[0] = null
        assertCollected(held)
    }

    // Holds the lambda apart from the test's own references.
    private fun code(): Boolean? = null

    @Test
    fun `a doctor that nobody closes lets go of the app too`() {
        assertCollected(forgotten())
    }

    private fun forgotten(): WeakReference<AccountSource> {
        val app = AccountSource { AccountState() }
        val doctor = Doctor.open(CONFIG, HostSources(account = app), dataDir)
        runBlocking { doctor.diagnose(Complaint(Symptom.OTHER)) }
        return WeakReference(app)
    }

    private fun assertCollected(held: WeakReference<*>) {
        val until = Instant.now().plusSeconds(30)
        while (held.get() != null && Instant.now() < until) System.gc()
        assertNull(held.get(), "something holds the app still")
    }

    @Test
    fun `hundreds of doctors leave no thread, no file and no memory behind`() = runBlocking {
        suspend fun round(times: Int) = repeat(times) {
            doctor().use { doctor ->
                val diagnosis = doctor.diagnose(Complaint(Symptom.OTHER))
                doctor.draftReport(diagnosis).use { it.preview() }
                diagnosis.destroy()
                doctor.contactLog()
            }
        }
        round(100)
        val before = Footing.now()
        round(400)
        val after = Footing.now()
        println("after 100 doctors: $before; after 400 more: $after")
        assertTrue(after.files <= before.files + 8, "files: $before, $after")
        assertTrue(after.threads <= before.threads + 8, "threads: $before, $after")
        assertTrue(after.residentKb <= before.residentKb + 16 * 1024, "memory: $before, $after")
    }

    /** What this process holds. */
    private data class Footing(val files: Int, val threads: Int, val residentKb: Long) {
        companion object {
            fun now(): Footing {
                System.gc()
                val status = File("/proc/self/status").readLines().associate { it.substringBefore(':') to it.substringAfter(':').trim() }
                val resident = status.getValue("VmRSS").removeSuffix(" kB").toLong()
                return Footing(File("/proc/self/fd").list()!!.size, status.getValue("Threads").toInt(), resident)
            }
        }
    }

    private suspend fun assertClosed(call: suspend () -> Unit) {
        val error = ended(call)
        assertEquals("closed", (error as? DoctorException.Input)?.code, "$error")
    }

    /** Tries again what another has to do first, which is what the error asks for. */
    private suspend fun <T> untilFree(call: suspend () -> T): T {
        while (true) {
            try {
                return call()
            } catch (busy: DoctorException.TryAgain) {
                if (busy.code != "busy") throw busy
            }
        }
    }

    private companion object {
        /** Asks nobody, so that it answers at once. */
        const val CONFIG = """{"provider_name": "Example Wallet"}"""

        lateinit var silent: Provider

        @BeforeAll
        @JvmStatic
        fun start() {
            silent = Provider("tcp_blackhole")
        }

        @AfterAll
        @JvmStatic
        fun stop() = silent.close()
    }
}
