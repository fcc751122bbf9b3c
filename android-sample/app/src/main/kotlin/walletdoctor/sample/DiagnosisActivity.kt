package walletdoctor.sample

import android.app.Activity
import android.app.AlertDialog
import android.content.ActivityNotFoundException
import android.content.Context
import android.content.Intent
import android.net.Uri
import android.os.Bundle
import android.provider.DocumentsContract
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
            CaseFile.keep(this, pasted)?.let { return@setOnClickListener say(it) }
            showSetup()
            model.start()
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

    override fun reach(contact: Contact) {
        try {
            contact.intent()?.let(::startActivity) ?: say(R.string.contact_no_app)
        } catch (_: ActivityNotFoundException) {
            say(R.string.contact_no_app)
        } catch (_: SecurityException) {
            // An app that offers itself and lets nobody in.
            say(R.string.contact_no_app)
        }
    }

    private fun launch(intent: Intent, request: Int) = try {
        startActivityForResult(intent, request)
    } catch (_: ActivityNotFoundException) {
        say(R.string.contact_no_app)
    }

    override fun onActivityResult(requestCode: Int, resultCode: Int, data: Intent?) {
        val uri = data?.data ?: return
        if (resultCode != RESULT_OK) return
        // What was chosen is not this screen's alone: it may be turned, or closed and made anew, before the file is read.
        val app = application as SampleApplication
        val model = model
        when (requestCode) {
            PICTURE -> app.scope.launch {
                app.screenshots.take(uri)?.let(model::attach) ?: app.say(R.string.report_picture_unreadable)
            }
            SAVE -> model.export(cacheDir.path) { sealed -> app.scope.launch { app.save(sealed?.let(::File), uri) } }
        }
    }

    private fun say(text: Int) = application.say(text)

    private companion object {
        const val PICTURE = 1
        const val SAVE = 2
    }
}

/** Fills the document that the person has made. What can't be filled is not left there empty. */
private suspend fun Context.save(sealed: File?, to: Uri) {
    val saved = withContext(Dispatchers.IO) {
        val copied = sealed != null && copied(sealed, to)
        if (!copied) delete(to)
        sealed?.delete()
        copied
    }
    say(if (saved) R.string.ticket_exported else R.string.ticket_export_failed)
}

private fun Context.copied(sealed: File, to: Uri): Boolean = try {
    contentResolver.openOutputStream(to)?.use { out -> sealed.inputStream().use { it.copyTo(out) } } != null
} catch (_: IOException) {
    false
} catch (_: RuntimeException) {
    // Whatever the app throws that keeps the document: it has taken it back, or it is at fault.
    false
}

private fun Context.delete(document: Uri) {
    try {
        DocumentsContract.deleteDocument(contentResolver, document)
    } catch (_: IOException) {
        // It is gone, or stays there empty; the person is told that nothing was saved.
    } catch (_: RuntimeException) {
        // As well.
    }
}

private fun Context.say(text: Int) = Toast.makeText(this, text, Toast.LENGTH_LONG).show()
