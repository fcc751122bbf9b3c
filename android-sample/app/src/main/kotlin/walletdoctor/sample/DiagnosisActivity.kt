package walletdoctor.sample

import android.app.Activity
import android.app.AlertDialog
import android.content.ActivityNotFoundException
import android.content.Intent
import android.net.Uri
import android.os.Bundle
import android.view.View
import android.widget.Button
import android.widget.EditText
import android.widget.Toast
import java.io.File
import java.io.IOException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.MainScope
import kotlinx.coroutines.cancel
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import walletdoctor.Contact
import walletdoctor.android.ReportUploads
import walletdoctor.sample.model.DiagnosisModel
import walletdoctor.sample.model.DiagnosisState
import walletdoctor.sample.model.Question

/** The one screen. What it does is in [DiagnosisModel]; here is what only Android can do. */
class DiagnosisActivity : Activity(), DiagnosisPage.Elsewhere {
    private val scope = MainScope()
    private lateinit var model: DiagnosisModel
    private lateinit var page: DiagnosisPage
    private var asked: Question? = null
    private var dialog: AlertDialog? = null

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        setContentView(R.layout.activity_diagnosis)
        // A diagnosis goes on while the phone is turned or its dark mode changes.
        model = lastNonConfigurationInstance as DiagnosisModel? ?: newModel()
        page = DiagnosisPage(this, model, elsewhere = this)
        showSetup()
        scope.launch {
            model.state.collect { state ->
                page.show(state)
                ask(state)
            }
        }
    }

    override fun onRetainNonConfigurationInstance(): Any = model

    override fun onDestroy() {
        dialog?.dismiss()
        scope.cancel()
        if (!isChangingConfigurations) model.close()
        super.onDestroy()
    }

    private fun newModel(): DiagnosisModel {
        val app = application as SampleApplication
        val model = DiagnosisModel(
            MainScope(),
            open = { app.doctor() },
            sendLater = { ReportUploads.schedule(app, it) },
        )
        if (CaseFile.read(this) != null) model.start()
        return model
    }

    private fun showSetup() {
        val missing = CaseFile.read(this) == null
        findViewById<View>(R.id.setup).visibility = if (missing) View.VISIBLE else View.GONE
        findViewById<View>(R.id.complaint).visibility = if (missing) View.GONE else View.VISIBLE
        findViewById<Button>(R.id.setup_keep).setOnClickListener {
            val pasted = findViewById<EditText>(R.id.setup_case).text.toString()
            if (CaseFile.keep(this, pasted)) {
                showSetup()
                model.start()
            } else {
                say(R.string.setup_none)
            }
        }
    }

    /** Shows what the person is being asked, once. */
    private fun ask(state: DiagnosisState) {
        if (state.question == asked) return
        asked = state.question
        dialog?.dismiss()
        dialog = state.question?.let { question ->
            val consent = page.consent(question)
            AlertDialog.Builder(this)
                .setTitle(consent.title)
                .setMessage(consent.message)
                .setPositiveButton(consent.agree) { _, _ -> model.agree() }
                .setNegativeButton(R.string.decline) { _, _ -> model.decline() }
                .setOnCancelListener { model.decline() }
                .show()
        }
    }

    override fun showText(title: String, text: String) {
        AlertDialog.Builder(this).setTitle(title).setMessage(text).setPositiveButton(R.string.report_close, null).show()
    }

    override fun choosePicture() =
        launch(Intent(Intent.ACTION_OPEN_DOCUMENT).addCategory(Intent.CATEGORY_OPENABLE).setType("image/*"), PICTURE)

    override fun saveReport(name: String) = launch(
        Intent(Intent.ACTION_CREATE_DOCUMENT)
            .addCategory(Intent.CATEGORY_OPENABLE)
            .setType("application/octet-stream")
            .putExtra(Intent.EXTRA_TITLE, name),
        SAVE,
    )

    override fun reach(contact: Contact) = try {
        startActivity(contact.intent())
    } catch (_: ActivityNotFoundException) {
        say(R.string.contact_no_app)
    }

    private fun launch(intent: Intent, request: Int) = try {
        startActivityForResult(intent, request)
    } catch (_: ActivityNotFoundException) {
        say(R.string.contact_no_app)
    }

    override fun onActivityResult(requestCode: Int, resultCode: Int, data: Intent?) {
        val uri = data?.data ?: return
        if (resultCode != RESULT_OK) return
        when (requestCode) {
            PICTURE -> scope.launch {
                takeScreenshot(this@DiagnosisActivity, uri)?.let(model::attach) ?: say(R.string.report_picture_unreadable)
            }
            SAVE -> model.export(cacheDir.path) { sealed -> scope.launch { copy(File(sealed), uri) } }
        }
    }

    private suspend fun copy(sealed: File, to: Uri) {
        val saved = withContext(Dispatchers.IO) {
            try {
                contentResolver.openOutputStream(to)?.use { out -> sealed.inputStream().use { it.copyTo(out) } } != null
            } catch (_: IOException) {
                false
            } finally {
                sealed.delete()
            }
        }
        say(if (saved) R.string.ticket_exported else R.string.ticket_export_failed)
    }

    private fun say(text: Int) = Toast.makeText(this, text, Toast.LENGTH_LONG).show()

    private companion object {
        const val PICTURE = 1
        const val SAVE = 2
    }
}
