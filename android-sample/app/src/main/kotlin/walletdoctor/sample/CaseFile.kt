package walletdoctor.sample

import android.content.Context
import java.io.File
import java.io.IOException
import org.json.JSONException
import org.json.JSONObject

/** A case as `wallet-doctor provider` prints it: the config of the doctor, and what the app answers. */
data class Case(val doctor: String, val app: String)

/** Where the sample has its case from: a file of the app's, else one that was built in. */
object CaseFile {
    private const val NAME = "case.json"

    fun read(context: Context): Case? = (kept(context) ?: builtIn(context))?.let(::parse)

    /** Keeps a case that was pasted; false if it is none. */
    fun keep(context: Context, text: String): Boolean {
        if (parse(text) == null) return false
        file(context).writeText(text)
        return true
    }

    private fun file(context: Context) = File(context.filesDir, NAME)

    private fun kept(context: Context): String? = try {
        file(context).readText()
    } catch (_: IOException) {
        null
    }

    private fun builtIn(context: Context): String? = try {
        context.assets.open(NAME).bufferedReader().use { it.readText() }
    } catch (_: IOException) {
        null
    }

    private fun parse(text: String): Case? = try {
        val case = JSONObject(text)
        val doctor = case.getJSONObject("doctor")
        // A folder of the machine that printed it; the app has its own.
        doctor.remove("data_dir")
        Case(doctor.toString(), case.optJSONObject("app")?.toString() ?: "{}")
    } catch (_: JSONException) {
        null
    }
}
