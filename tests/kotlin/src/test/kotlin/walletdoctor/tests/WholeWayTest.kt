package walletdoctor.tests

import com.fasterxml.jackson.databind.node.ObjectNode
import java.awt.Color
import java.awt.image.BufferedImage
import java.io.File
import java.util.concurrent.TimeUnit
import javax.imageio.ImageIO
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir
import walletdoctor.Agreement
import walletdoctor.Aspect
import walletdoctor.Attachment
import walletdoctor.Complaint
import walletdoctor.ContactEntry
import walletdoctor.Doctor
import walletdoctor.DoctorException
import walletdoctor.DoctorProgress
import walletdoctor.Language
import walletdoctor.Mask
import walletdoctor.Money
import walletdoctor.Movement
import walletdoctor.NewEvidence
import walletdoctor.ReportDraft
import walletdoctor.StepKind
import walletdoctor.SubmissionState
import walletdoctor.Symptom
import walletdoctor.Urgency
import walletdoctor.WalletOperation
import walletdoctor.now
import walletdoctor.stableCode

/** From a complaint to a ticket, and everything beside it that an app can do. */
class WholeWayTest {
    @TempDir
    private lateinit var folder: File

    private val secret = "hunter2-correct-horse"

    @Test
    fun `a stale balance is diagnosed, mended, undone and mended for good`() = runBlocking {
        val mended = Provider().use { it.app.cachedBalances!! }
        Provider("balance_stale_cache", "cache_old").use { provider ->
            val app = RecordedApp(provider.app) { mended }
            Doctor.open(provider.configJson, app.sources(), language = Language.ZH_HANS).use { doctor ->
                val diagnosis = doctor.diagnose(Complaint(Symptom.BALANCE_INCORRECT))
                assertEquals("data.cache_stale", diagnosis.causes.first().code)
                assertEquals(Language.ZH_HANS, diagnosis.language)
                val cache = File(provider.app.caches!!.single().root!!)
                val before = cache.walk().filter(File::isFile).associate { it.name to it.readText() }
                assertTrue(before.isNotEmpty())

                val cleared = doctor.runRemedy(diagnosis.remedies.first(), Agreement.now())
                assertEquals(true, cleared.helped)
                assertEquals(before.size.toULong(), cleared.cleared!!.files)
                assertEquals(0, cache.walk().count(File::isFile))
                assertEquals(listOf(cleared.cleared!!.sweep), doctor.pendingSweeps().map { it.id })

                doctor.undo(cleared.cleared!!.sweep)
                assertEquals(before, cache.walk().filter(File::isFile).associate { it.name to it.readText() })
                assertTrue(doctor.pendingSweeps().isEmpty())

                val again = doctor.runRemedy(diagnosis.remedies.first(), Agreement.now())
                doctor.confirm(again.cleared!!.sweep)
                assertTrue(doctor.pendingSweeps().isEmpty())
                assertEquals(0, cache.walk().count(File::isFile))
            }
        }
    }

    @Test
    fun `a sweep that is over is the caller's mistake, not one to try again`() = runBlocking {
        withDesk { _, doctor ->
            val error = ended { doctor.undo("01890a5d-ac96-774b-bcce-b302099a8057") }
            assertTrue(error is DoctorException.Input, "$error")
        }
    }

    @Test
    fun `a report is previewed, masked, taken apart and sent, and holds no secret`() = runBlocking {
        withDesk { provider, doctor ->
            doctor.logContact(ContactEntry(at = java.time.Instant.now(), channel = "chat", said = "wait a day"))
            val receipt = doctor.keepEvidence("TX-1", NewEvidence.Text("receipt", "paid 12.00, TX-1"))
            val diagnosis = doctor.diagnose(
                Complaint(Symptom.PAYMENT_NOT_RECEIVED, transactionIds = listOf("TX-1"), note = "password: $secret"),
            )
            val attachments = listOf(
                Attachment.Text("app.log", "login ok password=$secret\nsecond line"),
                Attachment.Picture(null, picture().path, listOf()),
                Attachment.File(null, File(folder, "is not there.log").path),
            )
            doctor.draftReport(diagnosis, attachments).use { draft ->
                val preview = draft.preview()
                assertTrue(preview.sightings.isEmpty()) { preview.sightings.toString() }
                assertEquals(listOf("is_not_there.log"), preview.leftOut.map { it.name.substringAfterLast('/') })
                val passwords = preview.redactions.filter { it.rule == "password" }
                assertTrue(passwords.sumOf { it.count } >= 2uL) { preview.redactions.toString() }
                preview.files.forEach { assertFalse(it.text.orEmpty().contains(secret), it.name) }
                assertTrue(preview.files.any { it.text.orEmpty().contains("second line") })

                mask(draft)
                draft.takeOut("note")
                assertFalse(draft.preview().items.any { it.id == "note" })
                draft.addEvidence(doctor.evidenceFor(diagnosis))
                draft.setContactLog(doctor.contactLog())
                val full = draft.preview()
                assertTrue(full.files.any { it.text.orEmpty().contains("paid 12.00") }, "the receipt $receipt is not in it")
                assertTrue(full.files.any { it.text.orEmpty().contains("wait a day") }, "the contact is not in it")

                val submission = doctor.submit(draft, Agreement.now())
                val state = submission.state as SubmissionState.Delivered
                assertNotEquals(null, state.ticket)
                assertEquals(listOf(submission.id), doctor.submissions().map { it.id })
                assertSealed(File(submission.file), full.files.map { it.name })

                val exported = doctor.export(submission.id, folder.path)
                assertArrayEquals(File(submission.file).readBytes(), File(exported).readBytes())
                assertEquals(listOf(submission.id), doctor.pollTickets().map { it.id })
                val closed = doctor.closeTicket(submission.id, true)
                assertEquals(true, (closed.state as SubmissionState.Closed).helped)
                doctor.forgetSubmission(submission.id)
                assertTrue(doctor.submissions().isEmpty())
            }
            assertTrue(provider.config["support"].has("intake_url"))
        }
    }

    @Test
    fun `offline a report is kept, exported, withdrawn, and sent after all once support answers`() = runBlocking {
        withDesk { provider, doctor ->
            val cutOff = provider.config.deepCopy<ObjectNode>()
            // A port at which nobody listens.
            (cutOff["support"] as ObjectNode).put("intake_url", "https://support.wallet.test:1/reports")
            val id = Doctor.open(cutOff.toString()).use { offline ->
                val diagnosis = offline.diagnose(Complaint(Symptom.OTHER))
                val kept = offline.draftReport(diagnosis).use { draft ->
                    draft.setUnmeteredOnly(false)
                    offline.submit(draft, Agreement.now())
                }
                assertTrue(kept.state is SubmissionState.Failed, kept.state.toString())
                val file = File(folder, "shared.wdr")
                assertEquals(file.path, offline.export(kept.id, file.path))
                assertTrue(file.length() > 0)
                assertTrue(offline.withdraw(kept.id).state is SubmissionState.Withdrawn)
                assertEquals(null, offline.pendingUpload())
                kept.id
            }
            assertTrue(doctor.flushOutbox().single().state is SubmissionState.Withdrawn)
            doctor.sendOverUnmeteredOnly(id, false)
            doctor.sendAgain(id)
            assertTrue(doctor.flushOutbox().single().state is SubmissionState.Delivered)
        }
    }

    @Test
    fun `an upload is carried by the app and believed only where support has it`() = runBlocking {
        withDesk { provider, doctor ->
            val cutOff = provider.config.deepCopy<ObjectNode>()
            (cutOff["support"] as ObjectNode).put("intake_url", "https://support.wallet.test:1/reports")
            val kept = Doctor.open(cutOff.toString()).use { offline ->
                offline.draftReport(offline.diagnose(Complaint(Symptom.OTHER))).use { offline.submit(it, Agreement.now()) }
            }
            // Due at once: what was withdrawn and is to be sent again does not wait for its next try.
            doctor.withdraw(kept.id)
            doctor.sendAgain(kept.id)
            val upload = doctor.pendingUpload()!!
            assertEquals(kept.id, upload.id)
            assertEquals("PATCH", upload.method)
            assertEquals(upload.total - upload.offset, File(upload.file).length().toULong())
            val told = doctor.uploadEnded(upload.id, 204u, mapOf("Upload-Offset" to "0", "Tus-Resumable" to "1.0.0"))
            assertFalse(told.state is SubmissionState.Delivered, told.state.toString())
        }
    }

    @Test
    fun `progress tells each step once, in order, and ends with the doctor`() = runBlocking {
        Provider().use { provider ->
            val doctor = Doctor.open(provider.configJson, RecordedApp(provider.app).sources())
            val heard = async(Dispatchers.Unconfined, CoroutineStart.UNDISPATCHED) { doctor.progress.toList() }
            doctor.diagnose(Complaint(Symptom.OTHER))
            doctor.close()
            val events = heard.await()
            assertTrue(events.first() is DoctorProgress.Planned, events.toString())
            val steps = (events.first() as DoctorProgress.Planned).steps
            assertEquals(steps.toSet(), events.filterIsInstance<DoctorProgress.StepFinished>().map { it.step }.toSet())
            assertEquals(StepKind.entries.toSet(), steps.toSet())
            assertEquals(1, events.count { it is DoctorProgress.Judging })
            assertTrue(doctor.progress.toList().isEmpty(), "who collects after the end hears nothing, and the end")
        }
    }

    @Test
    fun `what stands in the way is told before it is tried`() = runBlocking {
        Provider().use { provider ->
            Doctor.open(provider.configJson, RecordedApp(provider.app).sources()).use { doctor ->
                val most = Movement(Money("CNY", "999999.00"))
                val preflight = doctor.preflight(WalletOperation.Withdrawal(most))
                val missing = preflight.unmet.single { it.finding == "condition.balance_insufficient" || it.missedBy != null }
                assertEquals(Money("CNY", "998818.50"), (missing.missedBy as walletdoctor.MissedBy.Amount).v1)
                assertFalse(Aspect.BALANCE in preflight.notKnown)
            }
        }
    }

    @Test
    fun `contacts, the contact log and evidence are kept on this device`() = runBlocking {
        withDesk { _, doctor ->
            assertEquals(setOf("chat", "mail"), doctor.contacts(Urgency.NORMAL).map { it.name }.toSet())
            val entry = ContactEntry(java.time.Instant.parse("2026-03-04T05:06:07.089Z"), "mail", who = "小王 🦊")
            doctor.logContact(entry)
            assertEquals(listOf(entry), doctor.contactLog())
            doctor.forgetContacts()
            assertTrue(doctor.contactLog().isEmpty())

            val id = doctor.keepEvidence("TX-2", NewEvidence.Image("receipt", picture().path))
            val kept = doctor.evidence().single()
            assertEquals(id, kept.id)
            assertFalse(kept.damaged)
            assertArrayEquals(picture().readBytes(), File(doctor.evidenceFile(id)).readBytes())
            doctor.forgetEvidence(id)
            assertTrue(doctor.evidence().isEmpty())
            doctor.forgetBalances()
            doctor.settle()
        }
    }

    private suspend fun mask(draft: ReportDraft) {
        val name = draft.preview().files.single { it.isPicture }.name
        draft.mask(name, listOf(Mask(0u, 0u, 32u, 32u)))
        val covered = withContext(Dispatchers.IO) { ImageIO.read(draft.picture(name).inputStream()) }
        assertEquals(Color.BLACK.rgb, covered.getRGB(4, 4))
        assertNotEquals(Color.BLACK.rgb, covered.getRGB(60, 60))
        // The person believes that something is covered.
        val outside = ended { draft.mask(name, listOf(Mask(1_000u, 1_000u, 1u, 1u))) }
        assertEquals("picture_mask_outside", (outside as? DoctorException.NeedsPerson)?.code, "$outside")
        assertInput("bad_input") { draft.picture("nothing.png") }
    }

    private fun picture(): File = File(folder, "screenshot.png").also { file ->
        val picture = BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB)
        picture.createGraphics().apply { color = Color.ORANGE }.fillRect(0, 0, 64, 64)
        ImageIO.write(picture, "png", file)
    }

    /** Opens it with the desk's own key: it is what was shown, and the secret is nowhere in it. */
    private fun assertSealed(file: File, shown: List<String>) {
        val into = File(folder, "opened")
        val key = File(folder, "desk/support.key").path
        val open = ProcessBuilder(
            File(System.getProperty("programs"), "wallet-doctor").path, "open", "--identity", key, "--out", into.path, file.path,
        )
        val opened = open.redirectErrorStream(true).start()
        val said = opened.inputReader().readText()
        assertTrue(opened.waitFor(60, TimeUnit.SECONDS) && opened.exitValue() == 0, said)
        val files = into.walk().filter(File::isFile).toList()
        assertTrue(files.map { it.relativeTo(into).path }.containsAll(shown)) { "shown: $shown, in it: $files" }
        files.forEach { assertFalse(secret in it.readText(Charsets.ISO_8859_1), it.name) }
    }

    private suspend fun assertInput(code: String, call: suspend () -> Unit) {
        val error = assertThrows<DoctorException> { runBlocking(Dispatchers.Unconfined) { call() } }
        assertTrue(error is DoctorException.Input, "$error")
        assertEquals(code, error.stableCode)
    }

    private suspend fun withDesk(work: suspend (Provider, Doctor) -> Unit) {
        Provider(desk = File(folder, "desk")).use { provider ->
            Doctor.open(provider.configJson, RecordedApp(provider.app).sources()).use { work(provider, it) }
        }
    }
}
