package walletdoctor.android.phone

import java.io.File
import walletdoctor.CacheKind
import walletdoctor.CachePolicy
import walletdoctor.CacheRegistration
import walletdoctor.ClearWhen

/**
 * A folder below the app's cache folder that may be cleared: everything in it can be fetched again.
 *
 * @property id a stable id of the app's choice, 1 to 100 visible characters.
 * @property label what people call it.
 * @property below its path below the cache folder, such as `http` or `balances/v2`.
 * @property storedSchemaVersion asked at each diagnosis: the version of the shape in which it is stored, if the app knows.
 * @property damaged asked at each diagnosis: whether the app could not read what is in it.
 */
class CacheFolder(
    val id: String,
    val label: String,
    val below: String,
    val kind: CacheKind = CacheKind.OTHER,
    val policy: CachePolicy = CachePolicy(clear = ClearWhen.WHEN_DUE),
    val storedSchemaVersion: () -> UInt? = { null },
    val damaged: () -> Boolean = { false },
) {
    init {
        val parts = below.split('/')
        // A mistake of the developer's that would register more than was meant, so it is found at once and not at a diagnosis.
        require(parts.all { it.isNotBlank() && it != "." && it != ".." }) {
            "'$below' is no path below the cache folder"
        }
    }

    /** As the doctor registers it. */
    fun registration(cacheDir: File): CacheRegistration =
        CacheRegistration(
            id = id,
            label = label,
            kind = kind,
            root = File(cacheDir, below).path,
            policy = policy,
            damaged = damaged(),
            schemaVersion = storedSchemaVersion(),
            contents = null,
        )
}
