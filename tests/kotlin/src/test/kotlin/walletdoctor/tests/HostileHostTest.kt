package walletdoctor.tests

import java.time.Duration
import java.time.Instant
import java.util.concurrent.CountDownLatch
import java.util.concurrent.atomic.AtomicReference
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.BeforeAll
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.DynamicTest.dynamicTest
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory
import walletdoctor.AccountSource
import walletdoctor.AccountState
import walletdoctor.AppInfo
import walletdoctor.AppSource
import walletdoctor.AssetBalance
import walletdoctor.AuthorizationSource
import walletdoctor.BalanceSheet
import walletdoctor.BalanceSource
import walletdoctor.CacheKind
import walletdoctor.CachePolicy
import walletdoctor.CacheRegistration
import walletdoctor.CacheSource
import walletdoctor.ClearWhen
import walletdoctor.Complaint
import walletdoctor.Device
import walletdoctor.Direction
import walletdoctor.Doctor
import walletdoctor.DoctorException
import walletdoctor.HostException
import walletdoctor.HostSources
import walletdoctor.LookedUp
import walletdoctor.Money
import walletdoctor.Movement
import walletdoctor.NetworkInfo
import walletdoctor.NetworkSource
import walletdoctor.PendingState
import walletdoctor.PendingTransaction
import walletdoctor.SessionSource
import walletdoctor.Symptom
import walletdoctor.TransactionKind
import walletdoctor.TransactionRecord
import walletdoctor.TransactionSource
import walletdoctor.TransactionState
import walletdoctor.Urgency
import walletdoctor.WalletOperation

/** An app that throws, lies, hangs or calls back: a diagnosis goes on without its answer, and nobody crashes. */
class HostileHostTest {
    @TestFactory
    fun `whatever an app throws, it is an answer that failed`(): List<DynamicTest> {
        val thrown = mapOf<String, () -> Throwable>(
            "declared" to { HostException.NotOffered() },
            "declared, half a surrogate pair" to { HostException.Failed("broken \uD83D") },
            "declared, long" to { HostException.Failed("x".repeat(5_000_000)) },
            "undeclared" to { IllegalStateException(SECRET) },
            "undeclared, half a surrogate pair" to { IllegalStateException("\uDC00 $SECRET") },
            "an exception whose message throws" to { Unspeakable() },
            "error" to { AssertionError(SECRET) },
            "not implemented" to { NotImplementedError() },
            "out of memory" to { OutOfMemoryError(SECRET) },
            "interrupted" to { InterruptedException() },
            "cancelled" to { CancellationException(SECRET) },
            "linkage" to { NoClassDefFoundError("x/Y") },
        )
        return thrown.map { (name, make) -> dynamicTest(name) { assertDiagnosed(throwing { throw make() }) } } +
            dynamicTest("stack overflow") { assertDiagnosed(throwing { overflow(0) }) }
    }

    @Test
    fun `what is thrown and not declared does not tell what it says`() = runBlocking {
        Doctor.open(provider.configJson, throwing { throw IllegalStateException(SECRET) }).use { doctor ->
            val diagnosis = doctor.diagnose(Complaint(Symptom.BALANCE_INCORRECT))
            doctor.draftReport(diagnosis).use { draft ->
                val texts = draft.preview().files.map { it.text.orEmpty() }
                assertTrue(texts.any { "java.lang.IllegalStateException" in it }, "the class is told")
                texts.forEach { assertFalse(SECRET in it) }
            }
        }
    }

    @TestFactory
    fun `answers that nobody can read are answers that failed`(): List<DynamicTest> {
        val texts = mapOf(
            "half a surrogate pair" to "\uD83D", "NUL" to "\u0000", "nothing" to "", "long" to "x".repeat(8_000_000), "no amount" to "abc",
        )
        return texts.map { (name, text) -> dynamicTest(name) { assertDiagnosed(answering(text, Instant.now(), 1)) } } +
            listOf(Instant.MIN, Instant.MAX).map { at -> dynamicTest("$at") { assertDiagnosed(answering("CNY", at, 1)) } } +
            dynamicTest("100,000 of each") { assertDiagnosed(answering("1", Instant.now(), 100_000)) }
    }

    @Test
    fun `an app that hangs holds up nothing beyond the deadline`() {
        val release = CountDownLatch(1)
        try {
            val hanging = throwing {
                release.await()
                throw HostException.NotOffered()
            }
            val began = Instant.now()
            assertDiagnosed(hanging)
            assertTrue(Duration.between(began, Instant.now()) < Duration.ofSeconds(20))
        } finally {
            release.countDown()
        }
    }

    @Test
    fun `an app may call the doctor from its answers, and even close it`() {
        val open = AtomicReference<Doctor>()
        val heard = AtomicReference<Int>()
        val asking = AccountSource {
            val doctor = open.get()
            runBlocking {
                heard.set(doctor.contacts(Urgency.NORMAL).size + doctor.submissions().size)
                doctor.preflight(WalletOperation.Payment(Movement(Money("CNY", "1"))))
            }
            AccountState(restricted = false)
        }
        // The second question of the first answer asks again, and is not answered that way for ever.
        val once = AccountSource { if (heard.get() == null) asking.account() else AccountState() }
        Doctor.open(provider.configJson, HostSources(account = once)).use { doctor ->
            open.set(doctor)
            runBlocking { doctor.diagnose(Complaint(Symptom.OTHER)) }
            assertEquals(2, heard.get())
        }
        val closing = AccountSource {
            open.get().close()
            AccountState()
        }
        open.set(Doctor.open(provider.configJson, HostSources(account = closing)))
        val error = runBlocking { ended { open.get().diagnose(Complaint(Symptom.OTHER)) } }
        assertTrue(error is DoctorException.Cancelled, "$error")
    }

    private fun assertDiagnosed(host: HostSources) = runBlocking {
        Doctor.open(provider.configJson, host).use { doctor ->
            assertTrue(doctor.diagnose(Complaint(Symptom.OTHER)).complaint.symptom == Symptom.OTHER)
            // And once more: nothing is stuck.
            val operation = WalletOperation.Withdrawal(Movement(Money("CNY", "1")))
            assertTrue(doctor.preflight(operation).notKnown.isNotEmpty())
        }
    }

    private class Unspeakable : RuntimeException() {
        override val message: String get() = throw IllegalStateException("no message")

        override fun toString(): String = throw IllegalStateException("no text")
    }

    private fun overflow(depth: Int): Nothing = overflow(depth + 1).also { println(depth) }

    companion object {
        private const val SECRET = "hunter2-of-the-apps-own-token"

        private lateinit var provider: Provider

        @BeforeAll
        @JvmStatic
        fun start() {
            provider = Provider()
        }

        @AfterAll
        @JvmStatic
        fun stop() = provider.close()

        /** An app whose every answer is this. */
        private fun throwing(answer: () -> Nothing) = HostSources(
            balances = object : BalanceSource {
                override fun cached() = answer()

                override fun synced() = answer()

                override fun resync() = answer()
            },
            transactions = object : TransactionSource {
                override fun pending() = answer()

                override fun lookUp(ids: List<String>) = answer()

                override fun recent() = answer()
            },
            account = AccountSource { answer() },
            authorization = AuthorizationSource { answer() },
            session = SessionSource { answer() },
            network = NetworkSource { answer() },
            app = AppSource { answer() },
            caches = object : CacheSource {
                override fun caches() = answer()

                override fun setAside(cacheId: String) = answer()

                override fun restore(cacheId: String) = answer()

                override fun discard(cacheId: String) = answer()
            },
        )

        /** An app whose answers have this text and this time in every place, and so many of everything. */
        private fun answering(text: String, at: Instant, count: Int): HostSources {
            val sheet = BalanceSheet(text, at, 1uL, List(count) { AssetBalance("$text$it", text, text, text) }, listOf(text))
            val pending = List(count) {
                PendingTransaction("$text$it", text, Direction.OUT, text, text, PendingState.PENDING, at)
            }
            val records = List(count) {
                TransactionRecord(
                    "$text$it", TransactionKind.PAYMENT, text, Direction.OUT, text, TransactionState.PENDING,
                    code = text, counterparty = text, channel = text, createdAt = at, expectedBy = at,
                )
            }
            val policy = CachePolicy(ULong.MAX_VALUE, ULong.MAX_VALUE, UInt.MAX_VALUE, ClearWhen.WHEN_DUE)
            return HostSources(
                balances = object : BalanceSource {
                    override fun cached() = sheet

                    override fun synced() = sheet

                    override fun resync() = Unit
                },
                transactions = object : TransactionSource {
                    override fun pending() = pending

                    override fun lookUp(ids: List<String>) = LookedUp(records, listOf(text))

                    override fun recent() = records
                },
                account = AccountSource { AccountState(devices = List(count) { Device(text, true, null, at) }) },
                authorization = AuthorizationSource { text },
                network = NetworkSource { NetworkInfo(transport = text, signalLevel = UByte.MAX_VALUE) },
                app = AppSource { AppInfo(text, text, text, text, text, text, ULong.MAX_VALUE, text, text, text) },
                caches = object : walletdoctor.Caches {
                    override fun caches() = List(count) {
                        CacheRegistration("$text$it", text, CacheKind.DATA, text, policy, false, UInt.MAX_VALUE, null)
                    }
                },
            )
        }
    }
}
