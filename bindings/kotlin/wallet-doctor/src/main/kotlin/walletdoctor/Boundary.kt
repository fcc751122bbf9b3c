package walletdoctor

import java.nio.charset.CharacterCodingException
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext

/**
 * Crosses to the library and back, off the caller's thread: what is passed is copied, which for a long text takes longer than a frame,
 * and nothing of the caller's ever runs on a thread of the library's.
 */
internal suspend fun <T> crossing(call: suspend () -> T): T = withContext(Dispatchers.IO) { translated { call() } }

/** Has whatever goes wrong at the boundary end as a [DoctorException]. */
internal inline fun <T> translated(call: () -> T): T =
    try {
        call()
    } catch (cancelled: CancellationException) {
        throw cancelled
    } catch (told: DoctorException) {
        throw told
    } catch (failed: Exception) {
        throw told(failed)
    } catch (failed: LinkageError) {
        throw DoctorException.Config(
            "library_not_loaded",
            "the native library can't be loaded (${failed.javaClass.name}); it has to be in the app for this phone's processor, " +
                "of the same version as these classes, and with JNA's and our own R8 rules applied",
        )
    }

// None of these texts is passed on: they may hold what the person wrote.
private fun told(failed: Exception): DoctorException = when (failed) {
    is CharacterCodingException ->
        DoctorException.Input("bad_input", "a text holds half of a surrogate pair; accepted: well-formed Unicode")
    is InternalException -> refusedArgument(failed)
    is IllegalStateException -> closed()
    else -> DoctorException.Internal("internal", "a fault at the library's boundary: ${failed.javaClass.name}")
}

internal fun closed(): DoctorException = DoctorException.Input("closed", "what was called is closed")

private const val REFUSED = "Failed to convert arg '"

private fun refusedArgument(failed: InternalException): DoctorException {
    val message = failed.message.orEmpty()
    if (!message.startsWith(REFUSED)) return DoctorException.Internal("internal", "a fault inside the library")
    val argument = message.removePrefix(REFUSED).substringBefore('\'')
    return DoctorException.Input(
        "bad_input",
        "something in $argument is not acceptable; accepted: amounts as decimal numbers, days such as 2026-10-01, times of day such as " +
            "09:00, points in time of the years from -9999 to 9999, and ids as the doctor gave them",
    )
}

/**
 * Tries whether a value can cross. The generated code takes hold of an object before it writes the arguments that follow, and never
 * lets go of it if one can't be written: a doctor would stay open for good.
 */
internal fun <T> FfiConverter<T, *>.requireCrossable(value: T) {
    RustBuffer.free(lowerIntoRustBuffer(value))
}

/**
 * Calls with a reference of our own to what is passed. The generated code counts who uses an object that is called, but not one that
 * is an argument: closed before or meanwhile, it would be read after it was freed.
 */
internal inline fun <T> DiagnosisHandle.held(call: (DiagnosisHandle) -> T): T {
    val held = callWithHandle { DiagnosisHandle(UniffiWithHandle, it) }
    try {
        return call(held)
    } finally {
        held.destroy()
    }
}

/** See [DiagnosisHandle.held]. */
internal inline fun <T> DraftHandle.held(call: (DraftHandle) -> T): T {
    val held = callWithHandle { DraftHandle(UniffiWithHandle, it) }
    try {
        return call(held)
    } finally {
        held.destroy()
    }
}
