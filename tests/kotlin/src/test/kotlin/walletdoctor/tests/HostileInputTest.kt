package walletdoctor.tests

import java.io.File
import java.time.Duration
import java.time.Instant
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.DynamicTest.dynamicTest
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir
import walletdoctor.Agreement
import walletdoctor.Attachment
import walletdoctor.Complaint
import walletdoctor.ContactEntry
import walletdoctor.Doctor
import walletdoctor.DoctorException
import walletdoctor.EvidenceDetails
import walletdoctor.EvidenceKind
import walletdoctor.KeptEvidence
import walletdoctor.Mask
import walletdoctor.Money
import walletdoctor.Movement
import walletdoctor.NewEvidence
import walletdoctor.OpeningForm
import walletdoctor.Remedy
import walletdoctor.ClearReason
import walletdoctor.Symptom
import walletdoctor.WalletOperation
import walletdoctor.now
import walletdoctor.stableCode

/** What an app may pass by mistake, and what somebody may type: it ends in an error that says so, or in a result. */
class HostileInputTest {
    @TempDir
    private lateinit var folder: File

    /** Asks nobody, so that it answers at once. */
    private fun doctor() = Doctor.open("""{"provider_name": "Example Wallet"}""", dataDir = File(folder, "doctor").path)

    /** Every function that takes a text, with this one in each place of it. */
    private fun callsWith(text: String): Map<String, suspend (Doctor) -> Unit> = mapOf(
        "diagnose: message" to { it.diagnose(Complaint(Symptom.OTHER, messageSeen = text)) },
        "diagnose: transactions" to { it.diagnose(Complaint(Symptom.OTHER, transactionIds = listOf("TX-1", text))) },
        "diagnose: channel" to { it.diagnose(Complaint(Symptom.OTHER, channel = text)) },
        "diagnose: asset" to { it.diagnose(Complaint(Symptom.OTHER, money = Money(text, "1"))) },
        "diagnose: amount" to { it.diagnose(Complaint(Symptom.OTHER, money = Money("CNY", text))) },
        "diagnose: not mine" to { it.diagnose(Complaint(Symptom.OTHER, notMine = listOf(text))) },
        "diagnose: note" to { it.diagnose(Complaint(Symptom.OTHER, note = text)) },
        "preflight: amount" to { it.preflight(WalletOperation.Payment(Movement(Money("CNY", text)))) },
        "preflight: channel" to { it.preflight(WalletOperation.Transfer(Movement(Money("CNY", "1"), text))) },
        "preflight: form" to { it.preflight(WalletOperation.Opening(OpeningForm(name = text, bankCard = text), 18u)) },
        "runRemedy" to { it.runRemedy(Remedy.ClearCache(text, "label", ClearReason.STALE, 1u, 1u), Agreement.now()) },
        "undo" to { it.undo(text) },
        "confirm" to { it.confirm(text) },
        "draftReport: text" to { draft(it, Attachment.Text("app.log", text)) },
        "draftReport: name" to { draft(it, Attachment.Text(text, "a line")) },
        "draftReport: path" to { draft(it, Attachment.File(null, text)) },
        "draftReport: picture" to { draft(it, Attachment.Picture(text, text, emptyList())) },
        "picture" to { withDraft(it) { draft -> draft.picture(text) } },
        "mask" to { withDraft(it) { draft -> draft.mask(text, listOf(Mask(UInt.MAX_VALUE, 0u, UInt.MAX_VALUE, 0u))) } },
        "takeOut" to { withDraft(it) { draft -> draft.takeOut(text) } },
        "addEvidence" to { withDraft(it) { draft -> draft.addEvidence(listOf(evidence(text))) } },
        "setContactLog" to { withDraft(it) { draft -> draft.setContactLog(listOf(ContactEntry(Instant.EPOCH, text))) } },
        "export: id" to { it.export(text, folder.path) },
        "export: to" to { it.export("0".repeat(32), text) },
        "withdraw" to { it.withdraw(text) },
        "sendAgain" to { it.sendAgain(text) },
        "sendOverUnmeteredOnly" to { it.sendOverUnmeteredOnly(text, true) },
        "forgetSubmission" to { it.forgetSubmission(text) },
        "uploadEnded: id" to { it.uploadEnded(text, null, emptyMap()) },
        "uploadEnded: header" to { it.uploadEnded("0".repeat(32), 204u, mapOf(text to text)) },
        "closeTicket" to { it.closeTicket(text, null) },
        "logContact" to { it.logContact(ContactEntry(Instant.EPOCH, "chat", said = text)) },
        "keepEvidence: transaction" to { it.keepEvidence(text, NewEvidence.Text(null, "text")) },
        "keepEvidence: text" to { it.keepEvidence("TX-1", NewEvidence.Text(text, text)) },
        "keepEvidence: path" to { it.keepEvidence("TX-1", NewEvidence.Image(null, text)) },
        "evidenceFile" to { it.evidenceFile(text) },
        "forgetEvidence" to { it.forgetEvidence(text) },
    )

    @TestFactory
    fun `half a surrogate pair is refused wherever it stands`(): List<DynamicTest> =
        listOf("\uD83D", "x\uDC00y").flatMap { half ->
            callsWith(half).map { (name, call) ->
                dynamicTest(name) {
                    doctor().use { assertRefused(it, call) }
                }
            }
        }

    @TestFactory
    fun `any other text ends in an error or a result`(): List<DynamicTest> {
        val texts = mapOf(
            "nothing" to "",
            "NUL" to "a\u0000b\u0000",
            "controls" to "\u001b[31m\u202e\u2066\uFFFF\uFEFF\r\n",
            "other planes" to "🦊\uDBFF\uDFFF",
            "long" to "x".repeat(1_000_000),
            "up" to "../".repeat(3_000),
        )
        return texts.map { (name, text) ->
            dynamicTest(name) {
                doctor().use { doctor -> callsWith(text).forEach { (where, call) -> assertEnds("$name, $where") { call(doctor) } } }
            }
        }
    }

    @Test
    fun `a note and a log of 32 MB are read and bounded`() = runBlocking {
        doctor().use { doctor ->
            val long = "0123456789 abcdef ".repeat(32 * 1024 * 1024 / 18)
            val diagnosis = doctor.diagnose(Complaint(Symptom.OTHER, note = long))
            doctor.draftReport(diagnosis, listOf(Attachment.Text("app.log", long))).use { draft ->
                val preview = draft.preview()
                assertTrue(preview.files.sumOf { it.size } < 8uL * 1024uL * 1024uL, "${preview.files.map { it.size }}")
            }
        }
    }

    @Test
    fun `a list of 100,000 is read`() = runBlocking {
        doctor().use { doctor ->
            val ids = List(100_000) { "TX-$it" }
            assertEnds("transactions") { doctor.diagnose(Complaint(Symptom.OTHER, transactionIds = ids)) }
            assertEnds("headers") { doctor.uploadEnded("0".repeat(32), 204u, ids.associateWith { it }) }
        }
    }

    @TestFactory
    fun `an amount that is none is refused, and one that is huge is no trouble`(): List<DynamicTest> {
        val none = listOf("abc", "", " ", "NaN", "Infinity", "1,5", "--1", "0x10", "1".repeat(100_000), "1e999999999", "1e-999999999")
        return none.map { amount ->
            dynamicTest("'${amount.take(20)}'") {
                doctor().use { assertRefused(it) { it.diagnose(Complaint(Symptom.OTHER, money = Money("CNY", amount))) } }
            }
        } + dynamicTest("38 digits") {
            doctor().use { doctor ->
                runBlocking {
                    val money = Money("ETH", "99999999999999999999.000000000000000001")
                    assertEquals(money, doctor.diagnose(Complaint(Symptom.OTHER, money = money)).complaint.money)
                }
            }
        }
    }

    @TestFactory
    fun `a time that no calendar has is refused, and the oldest and the latest are not`(): List<DynamicTest> =
        listOf(Instant.MIN, Instant.MAX).flatMap { at ->
            listOf<Pair<String, suspend (Doctor) -> Unit>>(
                "began at $at" to { it.diagnose(Complaint(Symptom.OTHER, beganAt = at)) },
                "logged at $at" to { it.logContact(ContactEntry(at, "chat")) },
                "agreed at $at" to { it.runRemedy(Remedy.Resync, Agreement(at)) },
            ).map { (name, call) -> dynamicTest(name) { doctor().use { assertRefused(it, call) } } }
        } + listOf("-9990-01-01T00:00:00Z", "9990-01-01T00:00:00.999999999Z").map { text ->
            dynamicTest(text) {
                doctor().use { doctor ->
                    val at = Instant.parse(text)
                    val complaint = Complaint(Symptom.OTHER, beganAt = at)
                    assertEquals(at, runBlocking { doctor.diagnose(complaint) }.complaint.beganAt)
                }
            }
        }

    @TestFactory
    fun `a bad config is refused by the key that is wrong`(): List<DynamicTest> =
        listOf(
            "" to "",
            "null" to "",
            "[1" to "",
            "{}" to "provider_name",
            """{"provider_name": 1}""" to "provider_name",
            """{"provider_name": "x", "nonsense": true}""" to "nonsense",
            """{"provider_name": "x", "deadline_ms": -1}""" to "deadline_ms",
            """{"provider_name": "x", "endpoints": [{"name": "a", "role": "wallet", "url": "gopher://x"}]}""" to "url",
            "[".repeat(1_000_000) to "",
            "\u0000" to "",
        ).map { (config, key) ->
            dynamicTest("'${config.take(60)}'") {
                val error = assertThrows<DoctorException.Config> { Doctor.open(config) }
                assertTrue(key in error.reason) { "$key is not named: ${error.reason}" }
            }
        } + dynamicTest("half a surrogate pair") {
            assertEquals("bad_input", assertThrows<DoctorException.Input> { Doctor.open("\uD800") }.code)
            assertEquals("bad_input", assertThrows<DoctorException.Input> { Doctor.open("{}", dataDir = "\uD800") }.code)
        }

    @TestFactory
    fun `a folder that can't be written is an error of what needs it, and a diagnosis goes without`(): List<DynamicTest> {
        val file = { File(folder, "a file").apply { writeText("x") }.path }
        return listOf("below a file" to { "${file()}/doctor" }, "a file" to file, "NUL" to { "/a\u0000b" }, "/proc" to { "/proc/none" })
            .map { (name, path) ->
                dynamicTest(name) {
                    Doctor.open("""{"provider_name": "x"}""", dataDir = path()).use { doctor ->
                        runBlocking {
                            doctor.diagnose(Complaint(Symptom.OTHER))
                            val error = ended { doctor.logContact(ContactEntry(Instant.EPOCH, "chat")) }
                            assertTrue(error is DoctorException, "$error")
                        }
                    }
                }
            }
    }

    @Test
    fun `what needs a folder or support names the key that is missing`() = runBlocking {
        Doctor.open("""{"provider_name": "x"}""").use { doctor ->
            val error = ended { doctor.logContact(ContactEntry(Instant.EPOCH, "chat")) } as DoctorException.Config
            assertEquals("not_configured", error.code)
            assertTrue("data_dir" in error.reason, error.reason)
        }
        doctor().use { doctor ->
            val diagnosis = doctor.diagnose(Complaint(Symptom.OTHER))
            val error = ended { doctor.draftReport(diagnosis).use { doctor.submit(it, Agreement.now()) } }
            assertTrue(error is DoctorException.Config, "$error")
        }
    }

    private suspend fun draft(doctor: Doctor, attachment: Attachment) =
        doctor.draftReport(doctor.diagnose(Complaint(Symptom.OTHER)), listOf(attachment)).close()

    private suspend fun withDraft(doctor: Doctor, work: suspend (walletdoctor.ReportDraft) -> Unit) =
        doctor.draftReport(doctor.diagnose(Complaint(Symptom.OTHER))).use { work(it) }

    private fun evidence(text: String) =
        KeptEvidence("0".repeat(32), EvidenceDetails(text, EvidenceKind.TEXT, text, 1u, text, Instant.EPOCH), false, text, null)

    /** Refused as the caller's mistake, without saying again what was passed; and the doctor goes on working. */
    private fun assertRefused(doctor: Doctor, call: suspend (Doctor) -> Unit) = runBlocking {
        val error = ended { call(doctor) }
        assertTrue(error is DoctorException.Input) { "$error" }
        assertEquals("bad_input", (error as DoctorException).stableCode)
        assertFalse('\uFFFD' in error.message.orEmpty() || "abc" in error.message.orEmpty(), error.message)
        assertEquals(Symptom.OTHER, doctor.diagnose(Complaint(Symptom.OTHER)).complaint.symptom)
    }
}

/** What a call has thrown; null if it gave a result. */
internal suspend fun ended(call: suspend () -> Unit): Throwable? =
    try {
        call()
        null
    } catch (thrown: Throwable) {
        thrown
    }

/** Ends in a result or in a [DoctorException], within a minute. */
internal fun assertEnds(what: String, call: suspend () -> Unit) {
    val began = Instant.now()
    val thrown = runBlocking(Dispatchers.Default) { ended(call) }
    assertTrue(thrown == null || thrown is DoctorException) { "$what: $thrown" }
    assertTrue(Duration.between(began, Instant.now()) < Duration.ofMinutes(1)) { "$what took too long" }
}
