package walletdoctor.tests

import java.util.concurrent.atomic.AtomicReference
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import walletdoctor.Doctor
import walletdoctor.DoctorException
import walletdoctor.Platform

/** What a platform does before a doctor is opened, and how opening tells what went wrong. */
class PlatformTest {
    private val before = Platform.makeReady

    @AfterEach
    fun restore() {
        Platform.makeReady = before
    }

    @Test
    fun `it is done by the thread that opens, before the engine is asked`() {
        val ready = AtomicReference<Thread>()
        Platform.makeReady = { ready.set(Thread.currentThread()) }
        assertThrows<DoctorException.Config> { Doctor.open("no config") }
        assertSame(Thread.currentThread(), ready.get())
    }

    @Test
    fun `a library that can't be loaded is an error of opening, and opening may be tried again`() {
        // What a second try finds after the first: the class, not the library.
        for (error in listOf(UnsatisfiedLinkError("no library"), NoClassDefFoundError("no class"))) {
            Platform.makeReady = { throw error }
            assertEquals("library_not_loaded", code())
        }
        Platform.makeReady = { throw DoctorException.Config("not_initialised", "told as it is") }
        assertEquals("not_initialised", code())
        Platform.makeReady = {}
        Doctor.open(CONFIG).close()
    }

    private fun code() = assertThrows<DoctorException.Config> { Doctor.open(CONFIG) }.code

    private companion object {
        const val CONFIG = """{"provider_name": "Example Wallet"}"""
    }
}
