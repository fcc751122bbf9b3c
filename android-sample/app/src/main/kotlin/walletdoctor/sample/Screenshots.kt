package walletdoctor.sample

import android.content.Context
import android.graphics.Bitmap
import android.graphics.BitmapFactory
import android.graphics.ImageDecoder
import android.net.Uri
import android.os.Build
import java.io.File
import java.io.IOException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import walletdoctor.sample.model.Screenshot

/** The copies of pictures that the person has chosen. Nothing covers them, so none outlives the report that it was chosen for. */
internal class Screenshots(private val context: Context) {
    /** Empty in the beginning, also if the app was killed with a report half made. Not for the main thread. */
    val folder: File by lazy {
        context.cacheDir.resolve("screenshots").apply {
            deleteRecursively()
            mkdirs()
        }
    }

    /** Takes a copy, since the doctor reads files; null if the picture can't be read. */
    suspend fun take(uri: Uri): Screenshot? = withContext(Dispatchers.IO) {
        var copy: File? = null
        try {
            val bitmap = decode(uri) ?: return@withContext null
            // Android may have cleared the caches since.
            folder.mkdirs()
            val file = File.createTempFile("screenshot", ".png", folder).also { copy = it }
            file.outputStream().use { bitmap.compress(Bitmap.CompressFormat.PNG, 100, it) }
            copy = null
            Screenshot(file.path)
        } catch (_: IOException) {
            null
        } catch (_: RuntimeException) {
            // Whatever the app throws that offered the picture: it has taken it back, or it is at fault.
            null
        } finally {
            copy?.delete()
        }
    }

    private fun decode(uri: Uri): Bitmap? {
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) {
            return ImageDecoder.decodeBitmap(ImageDecoder.createSource(context.contentResolver, uri)) { decoder, info, _ ->
                // Not in the memory of the graphics chip: it is written to a file.
                decoder.allocator = ImageDecoder.ALLOCATOR_SOFTWARE
                val larger = maxOf(info.size.width, info.size.height) / LARGEST
                if (larger > 1) decoder.setTargetSampleSize(larger)
            }
        }
        return context.contentResolver.openInputStream(uri)?.use(BitmapFactory::decodeStream)
    }

    private companion object {
        /** Screenshots are smaller than this on each side; what is much larger is a photograph. */
        const val LARGEST = 4_096
    }
}
