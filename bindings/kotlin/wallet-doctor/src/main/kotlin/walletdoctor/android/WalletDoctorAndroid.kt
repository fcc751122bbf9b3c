package walletdoctor.android

import android.content.Context
import java.io.File
import java.util.concurrent.atomic.AtomicBoolean
import walletdoctor.DoctorException
import walletdoctor.Language
import walletdoctor.Platform
import walletdoctor.android.phone.languageOf

/** What a doctor needs of Android before it is opened. */
object WalletDoctorAndroid {
    private val ready = AtomicBoolean(false)

    /**
     * Tells the engine of the app. It only keeps the app's context, so it takes no time, throws nothing and may be called more than
     * once and from any thread: the engine is loaded and handed Android's verifier of certificates when the first doctor is opened,
     * by the thread that opens it, and what goes wrong then is told by `Doctor.open`.
     *
     * App Startup calls it before the app's first activity ([WalletDoctorInitializer]); an app that has taken that out of its
     * manifest calls it before it opens a doctor.
     */
    fun init(context: Context) {
        val app = context.applicationContext ?: context
        Platform.makeReady = { makeReady(app) }
    }

    /** Two that come at the same time both hand it over, which does no harm; neither returns before it is done. */
    private fun makeReady(app: Context) {
        if (ready.get()) return
        try {
            PlatformVerifier.init(app)
        } catch (failed: RuntimeException) {
            throw DoctorException.Config(
                "not_initialised",
                "Android's verifier of certificates can't be made ready (${failed.javaClass.name}); it is the component " +
                    "org.rustls:rustls-platform-verifier, which has to be in the app with its R8 rules applied",
            )
        }
        ready.set(true)
    }

    /**
     * Where a doctor keeps its data, for `Doctor.open`: inside the app, and never in a backup, since a report on its way or a
     * receipt on another phone would be sent twice or shown to somebody else.
     */
    fun doctorDataDir(context: Context): String = File(context.noBackupFilesDir, "wallet-doctor").path

    /** The language of the doctor's words that fits this phone; none if it speaks neither, then the config decides. */
    fun languageFor(context: Context): Language? {
        val locales = context.resources.configuration.locales
        return languageOf(List(locales.size()) { locales[it].toLanguageTag() })
    }
}
