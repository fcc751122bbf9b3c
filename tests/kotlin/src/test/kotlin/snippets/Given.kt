package snippets

import java.io.File
import walletdoctor.Diagnosis
import walletdoctor.Doctor
import walletdoctor.HostSources
import walletdoctor.Remedy
import walletdoctor.Submission

/** What the guide's snippets take for granted: what the app has, and what an earlier snippet has made. */
@Suppress("unused")
internal class Given(
    val configJson: String,
    val host: HostSources,
    val dataDir: File,
    val doctor: Doctor,
    val diagnosis: Diagnosis,
    val remedy: Remedy,
    val submission: Submission,
)
