package walletdoctor.sample

import android.content.Context
import java.io.File
import java.io.IOException
import java.time.DateTimeException
import org.json.JSONException
import org.json.JSONObject

/** A case as `wallet-doctor provider` prints it: the config of the doctor, and what the app answers. */
data class Case(val doctor: String, val app: String)

/** Where the sample has its case from: a file of the app's, else one that was built in. */
object CaseFile {
    private const val NAME = "case.json"

    /** In characters; a case has a few thousand. */
    private const val LONGEST = 1_000_000

    fun read(context: Context): Case? = (kept(context) ?: builtIn(context))?.let(::parse)

    /** Keeps a case that was pasted, or gives what to say if that can't be. */
    fun keep(context: Context, text: String): Int? {
        if (parse(text) == null) return R.string.setup_none
        return try {
            file(context).writeText(text)
            null
        } catch (_: IOException) {
            R.string.setup_not_kept
        }
    }

    private fun file(context: Context) = File(context.filesDir, NAME)

    private fun kept(context: Context): String? = try {
        file(context).takeIf { it.length() <= LONGEST }?.readText()
    } catch (_: IOException) {
        null
    }

    private fun builtIn(context: Context): String? = try {
        context.assets.open(NAME).bufferedReader().use { it.readText() }
    } catch (_: IOException) {
        null
    }

    /** All of it at once: what is found to be none only later would end the app, and again at each start. */
    private fun parse(text: String): Case? = try {
        val case = JSONObject(text)
        val doctor = case.getJSONObject("doctor")
        // A folder of the machine that printed it; the app has its own.
        doctor.remove("data_dir")
        val app = case.optJSONObject("app") ?: JSONObject()
        requireAnswers(app)
        Case(doctor.toString(), app.toString())
    } catch (_: JSONException) {
        null
    } catch (_: DateTimeException) {
        null
    } catch (_: IllegalArgumentException) {
        // A number or a name that is none of those there are.
        null
    } catch (_: StackOverflowError) {
        // Brackets in brackets, without end.
        null
    }
}
