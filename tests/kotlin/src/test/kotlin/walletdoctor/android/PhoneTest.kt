package walletdoctor.android

import java.io.File
import java.time.Instant
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import walletdoctor.CacheKind
import walletdoctor.CachePolicy
import walletdoctor.CacheRegistration
import walletdoctor.ClearWhen
import walletdoctor.HeldBack
import walletdoctor.Language
import walletdoctor.Priority
import walletdoctor.Submission
import walletdoctor.SubmissionState
import walletdoctor.UploadFailure
import walletdoctor.android.phone.CacheFolder
import walletdoctor.android.phone.WaitingReports
import walletdoctor.android.phone.deviceName
import walletdoctor.android.phone.ianaZone
import walletdoctor.android.phone.languageOf
import walletdoctor.android.phone.waitingReports

/** What else of the Android side is free of Android. */
class PhoneTest {
    @Test
    fun `the first language that the doctor speaks is taken`() {
        assertEquals(Language.ZH_HANS, languageOf(listOf("zh-Hans-CN", "en-US")))
        assertEquals(Language.ZH_HANS, languageOf(listOf("zh-Hant-TW")))
        assertEquals(Language.EN, languageOf(listOf("de-DE", "en-GB", "zh-CN")))
        assertEquals(Language.EN, languageOf(listOf("EN")))
        assertNull(languageOf(listOf("fr-FR", "zhu", "enm")))
        assertNull(languageOf(listOf()))
    }

    @Test
    fun `only IANA's names of zones are told`() {
        assertEquals("Asia/Shanghai", ianaZone("Asia/Shanghai"))
        assertEquals("UTC", ianaZone("UTC"))
        assertNull(ianaZone("GMT+08:00"))
        assertNull(ianaZone(""))
    }

    @Test
    fun `a phone's maker is named once`() {
        assertEquals("Google Pixel 9", deviceName("Google", "Pixel 9"))
        assertEquals("OnePlus 13", deviceName("oneplus", "OnePlus 13"))
        assertEquals("Pixel 9", deviceName(null, "Pixel 9"))
        assertEquals("Google", deviceName("Google", "unknown"))
        assertNull(deviceName(" ", null))
    }

    @Test
    fun `a cache folder is registered where it lies, and asked what it holds each time`() {
        var damaged = false
        var version = 2u
        val policy = CachePolicy(maxAgeS = 60uL, clear = ClearWhen.WHEN_STALE)
        val folder = CacheFolder("img", "Pictures", "a/b", CacheKind.IMAGES, policy, { version }, { damaged })
        val registered = CacheRegistration(
            id = "img",
            label = "Pictures",
            kind = CacheKind.IMAGES,
            root = File("/data/cache/a/b").path,
            policy = policy,
            damaged = false,
            schemaVersion = 2u,
        )
        assertEquals(registered, folder.registration(File("/data/cache")))
        damaged = true
        version = 3u
        assertEquals(registered.copy(damaged = true, schemaVersion = 3u), folder.registration(File("/data/cache")))
    }

    @Test
    fun `a path that is not below the cache folder is refused at once`() {
        for (path in listOf("", ".", "..", "../files", "a/../..", "/data", "a//b", "a/", "a/./b", " ")) {
            assertThrows<IllegalArgumentException>("'$path' is taken") { CacheFolder("id", "label", path) }
        }
    }

    @Test
    fun `what has arrived, is over or was taken back waits for nothing`() {
        val over = listOf(
            SubmissionState.Delivered("T", null, NOW),
            SubmissionState.Answered("T", NOW),
            SubmissionState.Closed("T", true, NOW),
            SubmissionState.Expired(NOW),
            SubmissionState.Withdrawn(NOW),
        )
        assertEquals(WaitingReports(overAny = false, overUnmetered = false), waitingReports(over.map { report(it) }))
        assertEquals(WaitingReports(overAny = false, overUnmetered = false), waitingReports(listOf()))
    }

    @Test
    fun `each report waits for the network that it may use`() {
        val waiting = listOf(
            SubmissionState.Queued,
            SubmissionState.Uploading(7uL),
            SubmissionState.Failed(UploadFailure.UNREACHABLE, NOW),
        )
        for (state in waiting) {
            val any = report(state)
            val careful = any.copy(unmeteredOnly = true)
            assertEquals(WaitingReports(overAny = true, overUnmetered = false), waitingReports(listOf(any)))
            assertEquals(WaitingReports(overAny = false, overUnmetered = true), waitingReports(listOf(careful)))
            assertEquals(WaitingReports(overAny = true, overUnmetered = true), waitingReports(listOf(any, careful)))
        }
    }

    @Test
    fun `what a flush held back waits for what would let it go`() {
        fun held(by: HeldBack) = waitingReports(listOf(report(SubmissionState.Queued).copy(heldBack = by)))
        assertEquals(WaitingReports(overAny = false, overUnmetered = true), held(HeldBack.METERED))
        assertEquals(WaitingReports(overAny = true, overUnmetered = true), held(HeldBack.DATA_BUDGET))
    }

    private fun report(state: SubmissionState) = Submission(
        id = "00000000-0000-4000-8000-000000000001",
        state = state,
        priority = Priority.NORMAL,
        size = 1uL,
        sha256 = "",
        createdAt = NOW,
        unmeteredOnly = false,
        file = "",
    )

    private companion object {
        val NOW: Instant = Instant.EPOCH
    }
}
