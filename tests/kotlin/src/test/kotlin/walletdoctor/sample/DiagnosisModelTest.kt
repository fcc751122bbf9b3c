package walletdoctor.sample

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.node.ObjectNode
import com.fasterxml.jackson.module.kotlin.treeToValue
import java.awt.Color
import java.awt.image.BufferedImage
import java.io.File
import java.net.ServerSocket
import java.util.concurrent.atomic.AtomicReference
import javax.imageio.ImageIO
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import walletdoctor.Complaint
import walletdoctor.Doctor
import walletdoctor.HostSources
import walletdoctor.PictureSize
import walletdoctor.Remedy
import walletdoctor.Submission
import walletdoctor.SubmissionState
import walletdoctor.Symptom
import walletdoctor.sample.model.DiagnosisModel
import walletdoctor.sample.model.DiagnosisState
import walletdoctor.sample.model.Part
import walletdoctor.sample.model.ProblemKind
import walletdoctor.sample.model.Question
import walletdoctor.sample.model.Screenshot
import walletdoctor.sample.model.StepState
import walletdoctor.sample.model.Work
import walletdoctor.tests.Expectation
import walletdoctor.tests.Provider
import walletdoctor.tests.RecordedApp
import walletdoctor.tests.Stage
import walletdoctor.tests.json

/** The sample's screen without its views, played as a person would against the real provider and the real desk. */
class DiagnosisModelTest {
    @TempDir
    private lateinit var folder: File

    @Test
    fun `the button leads to what each scenario expects, with every step told`() = runBlocking {
        Stage().use { stage ->
            for (name in SCENARIOS) {
                val scenario = stage.set(name)
                val complaint: Complaint = json.treeToValue(scenario["complaint"])
                val said = Complaint(complaint.symptom, complaint.messageSeen)
                assertEquals(said, complaint, "$name has a complaint that the screen can't make")
                val app = RecordedApp(json.treeToValue(scenario["app"]))
                withModel(scenario["config"], app.sources()) { model, _ ->
                    model.choose(complaint.symptom)
                    model.describe(" ${complaint.messageSeen.orEmpty()}\n")
                    model.diagnose()
                    assertEquals(Work.DIAGNOSING, model.state.value.work)
                    val state = model.settled()
                    assertNull(state.problem, name)
                    val wrong = json.treeToValue<Expectation>(scenario["expect"]).wrongWith(state.diagnosis!!.causes)
                    assertEquals(listOf<String>(), wrong, name)
                    assertTrue(state.steps.isNotEmpty(), name)
                    assertEquals(listOf<String>(), state.steps.filter { it.state < StepState.FINE }.map { "$name: ${it.kind}" })
                }
            }
        }
    }

    @Test
    fun `a remedy is done when the person agrees, put back, and done for good`() = runBlocking {
        val mended = Provider().use { it.app.cachedBalances!! }
        Provider("balance_stale_cache", "cache_old").use { provider ->
            val app = RecordedApp(provider.app) { mended }
            val cache = File(provider.app.caches!!.single().root!!)
            val before = files(cache)
            withModel(provider.config, app.sources()) { model, _ ->
                model.choose(Symptom.BALANCE_INCORRECT)
                model.diagnose()
                val remedy = model.settled().remedies.map { it.remedy }.filterIsInstance<Remedy.ClearCache>().first()

                model.askRepair(remedy)
                assertEquals(Question.Repair(remedy), model.state.value.question)
                model.decline()
                model.agree()
                assertNull(model.state.value.work, "what was declined is done")
                assertEquals(before, files(cache))

                model.askRepair(remedy)
                model.agree()
                assertEquals(Work.REPAIRING, model.state.value.work)
                val cleared = model.settled()
                assertNull(cleared.question)
                assertEquals(true, cleared.remedies.single { it.remedy == remedy }.outcome?.helped)
                assertEquals(listOf<String>(), files(cache))

                model.undo(cleared.sweeps.single().id)
                assertTrue(model.settled().sweeps.isEmpty())
                assertEquals(before, files(cache))

                model.askRepair(remedy)
                model.agree()
                model.confirm(model.settled().sweeps.single().id)
                assertTrue(model.settled().sweeps.isEmpty())
                assertEquals(listOf<String>(), files(cache))
            }
        }
    }

    @Test
    fun `a report is shown, changed, agreed to, sent and answered for`() = runBlocking {
        Provider(desk = File(folder, "desk")).use { provider ->
            withModel(provider.config, RecordedApp(provider.app).sources()) { model, later ->
                model.start()
                model.logContact(model.settled().contacts.first())
                assertEquals(1, model.settled().contactLog.size)
                model.describe("error 500, mail me at somebody@example.com")
                val attached = screenshot()
                model.attach(attached)
                model.diagnose()
                model.settled()

                model.prepareReport()
                val shown = model.settled().report!!
                assertTrue(shown.preview.sightings.isEmpty())
                assertTrue(shown.preview.redactions.any { it.rule == "email" })
                val picture = shown.pictures.keys.single()
                assertEquals(Color.ORANGE.rgb, pixel(shown.pictures.getValue(picture), 5, 5))

                model.cover(picture, Part(0f, 0f, 0.5f, 0.5f))
                model.settled()
                model.cover(picture, Part(0.5f, 0.5f, 1f, 1f))
                val covered = model.settled().report!!.pictures.getValue(picture)
                // The second leaves the first covered.
                val seen = listOf(5 to 5, 60 to 60, 60 to 5).map { (x, y) -> pixel(covered, x, y) }
                assertEquals(listOf(Color.BLACK, Color.BLACK, Color.ORANGE).map { it.rgb }, seen)

                model.uncover(picture)
                val uncovered = model.settled().report!!
                assertEquals(Color.ORANGE.rgb, pixel(uncovered.pictures.getValue(picture), 5, 5))
                assertTrue(uncovered.masks.isEmpty())

                model.sendOverUnmeteredOnly(true)
                assertTrue(model.settled().report!!.unmeteredOnly)
                model.sendOverUnmeteredOnly(false)
                assertFalse(model.settled().report!!.unmeteredOnly)

                val items = shown.preview.items.map { it.id }
                model.takeOut("message_seen")
                assertEquals(items - "message_seen", model.settled().report!!.preview.items.map { it.id })

                model.askSend()
                model.decline()
                assertNull(model.settled().submission)
                model.askSend()
                model.agree()
                val sent = model.settled()
                assertNull(sent.report, "a draft that was sent is still there")
                assertTrue(sent.pictures.isEmpty())
                assertFalse(File(attached.path).exists(), "the uncovered copy is still there")
                val delivered = sent.submission!!.state as SubmissionState.Delivered
                assertNotNull(delivered.ticket)
                assertEquals(listOf(sent.submission), later.get())

                model.refreshTicket()
                assertEquals(sent.submission!!.id, model.settled().submission!!.id)
                model.closeTicket(helped = true)
                assertEquals(true, (model.settled().submission!!.state as SubmissionState.Closed).helped)
            }
        }
    }

    @Test
    fun `without a network the report is kept, given as a file, and taken back`() = runBlocking {
        Provider(desk = File(folder, "desk")).use { provider ->
            val cutOff = provider.config.deepCopy<ObjectNode>()
            // A port at which nobody listens.
            (cutOff["support"] as ObjectNode).put("intake_url", "https://support.wallet.test:1/reports")
            withModel(cutOff, HostSources()) { model, later ->
                model.diagnose()
                model.settled()
                model.prepareReport()
                model.settled()
                model.askSend()
                model.agree()
                val kept = model.settled().submission!!
                assertTrue(kept.state is SubmissionState.Failed, kept.state.toString())
                assertEquals(listOf(kept), later.get())

                // The file may be chosen after the process was killed: the next start is under way then.
                later.set(null)
                model.start()
                assertEquals(Work.OPENING, model.state.value.work)
                val given = CompletableDeferred<String?>()
                model.export(folder.path, given::complete)
                assertTrue(File(withTimeout(PATIENCE_MS) { given.await() }!!).length() > 0)
                assertEquals(listOf(kept.id), later.get()?.map { it.id }, "what waits is not scheduled at a start")
                model.settled()

                val none = CompletableDeferred<String?>()
                // Below a file nothing can be.
                model.export(File(given.await()!!, "below").path, none::complete)
                assertNull(withTimeout(PATIENCE_MS) { none.await() })
                assertNotNull(model.settled().problem)

                model.withdraw()
                assertTrue(model.settled().submission!!.state is SubmissionState.Withdrawn)
            }
            // Shown again at the next start.
            withModel(cutOff, HostSources()) { model, _ ->
                model.start()
                assertTrue(model.settled().submission!!.state is SubmissionState.Withdrawn)
            }
        }
    }

    @Test
    fun `a report that is stopped while it is sent is shown and can be taken back`() = runBlocking {
        Provider(desk = File(folder, "desk")).use { provider ->
            // A desk that takes the connection and never says a word.
            ServerSocket(0).use { silent ->
                silent.soTimeout = PATIENCE_MS.toInt()
                val config = provider.config.deepCopy<ObjectNode>()
                (config["support"] as ObjectNode).put("intake_url", "https://support.wallet.test:${silent.localPort}/reports")
                withModel(config, HostSources()) { model, later ->
                    val attached = screenshot()
                    model.attach(attached)
                    model.diagnose()
                    model.settled()
                    model.prepareReport()
                    model.settled()
                    model.askSend()
                    model.agree()
                    withContext(Dispatchers.IO) { silent.accept() }.use {
                        assertEquals(Work.SENDING, model.state.value.work)
                        model.stop()
                        val stopped = model.settled()
                        assertNull(stopped.problem)
                        assertNull(stopped.report, "a report that is queued is shown as a draft")
                        assertFalse(File(attached.path).exists())
                        assertNull(later.get(), "what the person has stopped is sent behind their back")
                        assertNotNull(stopped.submission, "a report is queued and nobody sees it")
                    }
                    model.withdraw()
                    assertTrue(model.settled().submission!!.state is SubmissionState.Withdrawn)
                }
            }
        }
    }

    @Test
    fun `a large picture is covered where it was drawn on`() = runBlocking {
        Provider(desk = File(folder, "desk")).use { provider ->
            withModel(provider.config, HostSources()) { model, _ ->
                model.attach(screenshot(LARGE_WIDTH, LARGE_HEIGHT))
                model.diagnose()
                model.settled()
                model.prepareReport()
                val shown = model.settled().report!!
                val name = shown.pictures.keys.single()
                val size = shown.preview.files.single { it.name == name }.sizeToMask
                assertEquals(PictureSize(LARGE_WIDTH.toUInt(), LARGE_HEIGHT.toUInt()), size)

                model.cover(name, Part(0.5f, 0.5f, 1f, 1f))
                val state = model.settled()
                assertNull(state.problem)
                val picture = ImageIO.read(state.report!!.pictures.getValue(name).inputStream())
                assertTrue(picture.width < LARGE_WIDTH, "a picture that is not scaled says nothing here")
                val colours = listOf(0.02, 0.48, 0.52, 0.98).map {
                    picture.getRGB((it * picture.width).toInt(), (it * picture.height).toInt())
                }
                assertEquals(listOf(Color.ORANGE, Color.ORANGE, Color.BLACK, Color.BLACK).map { it.rgb }, colours)
            }
        }
    }

    @Test
    fun `a screenshot is taken in when there is time, and deleted with what it was for`() = runBlocking {
        Provider(desk = File(folder, "desk")).use { provider ->
            val first = screenshot(name = "first.png")
            val second = screenshot(name = "second.png")
            val late = screenshot(name = "late.png")
            var closed: DiagnosisModel? = null
            withModel(provider.config, HostSources()) { model, _ ->
                model.start()
                model.attach(first)
                assertEquals(Work.OPENING, model.state.value.work)
                withTimeout(PATIENCE_MS) { model.state.first { it.pictures == listOf(first) } }
                model.settled()
                model.diagnose()
                model.settled()
                model.prepareReport()
                assertEquals(1, model.settled().report!!.pictures.size)
                model.discardReport()
                assertFalse(File(first.path).exists(), "a report that was thrown away leaves its screenshot")
                assertTrue(model.state.value.pictures.isEmpty())

                model.attach(second)
                assertEquals(listOf(second), model.state.value.pictures)
                closed = model
            }
            closed!!.attach(late)
            assertEquals(listOf<File>(), listOf(second, late).map { File(it.path) }.filter(File::exists))
        }
    }

    @Test
    fun `a diagnosis that is stopped leaves nothing and no complaint behind`() = runBlocking {
        Provider("tcp_blackhole").use { provider ->
            withModel(provider.config, HostSources()) { model, _ ->
                model.diagnose()
                withTimeout(PATIENCE_MS) { model.state.first { state -> state.steps.any { it.state == StepState.RUNNING } } }
                model.askSend()
                assertNull(model.state.value.question, "two things are done at once")
                model.stop()
                val stopped = model.settled()
                assertNull(stopped.problem)
                assertNull(stopped.diagnosis)
                model.prepareReport()
                assertNull(model.state.value.work, "a report without a diagnosis")
            }
        }
    }

    @Test
    fun `what can't be opened is said, and tried again with the next tap`() = runBlocking {
        Provider().use { provider ->
            var opening: () -> Doctor = { Doctor.open("{}") }
            DiagnosisModel(this, open = { opening() }).use { model ->
                model.diagnose()
                val problem = model.settled().problem
                assertEquals(ProblemKind.SETUP, problem?.kind)
                assertTrue(problem!!.code.isNotBlank())
                // Another doctor, such as after the language was changed, is listened to as well.
                repeat(2) {
                    Doctor.open(provider.configJson).use { doctor ->
                        opening = { doctor }
                        model.diagnose()
                        val state = model.settled()
                        assertNull(state.problem)
                        assertNotNull(state.diagnosis)
                        assertTrue(state.steps.isNotEmpty())
                    }
                }
            }
        }
    }

    private suspend fun withModel(
        config: JsonNode,
        host: HostSources,
        play: suspend (DiagnosisModel, AtomicReference<List<Submission>>) -> Unit,
    ) = Doctor.open(config.toString(), host).use { doctor ->
        val later = AtomicReference<List<Submission>>()
        coroutineScope {
            DiagnosisModel(this, open = { doctor }, sendLater = later::set).use { play(it, later) }
        }
    }

    private suspend fun DiagnosisModel.settled(): DiagnosisState = withTimeout(PATIENCE_MS) { state.first { it.work == null } }

    private fun files(folder: File) = folder.walk().filter(File::isFile).map { it.name }.sorted().toList()

    private fun screenshot(width: Int = 64, height: Int = 64, name: String = "screenshot.png"): Screenshot {
        val file = File(folder, name)
        val picture = BufferedImage(width, height, BufferedImage.TYPE_INT_RGB)
        picture.createGraphics().apply { color = Color.ORANGE }.fillRect(0, 0, width, height)
        ImageIO.write(picture, "png", file)
        return Screenshot(file.path)
    }

    private fun pixel(picture: ByteArray, x: Int, y: Int) = ImageIO.read(picture.inputStream()).getRGB(x, y)

    private companion object {
        /** More than a diagnosis' deadline on a busy machine; what takes longer hangs. */
        const val PATIENCE_MS = 60_000L

        /** More pixels than a report takes in one picture. */
        const val LARGE_WIDTH = 2_400
        const val LARGE_HEIGHT = 1_800

        /** Of each kind one, whose complaint a person makes on this screen; ScenariosTest plays all. */
        val SCENARIOS = listOf(
            "healthy",
            "offline",
            "captive_portal",
            "dns_nxdomain",
            "tls_expired",
            "clock_skew",
            "status_maintenance_now",
            "account_frozen",
            "balance_stale_cache",
            "message_frozen_zh",
            "two_independent_causes",
        )
    }
}
