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

/** Takes a copy of a picture that the person has chosen: the doctor reads files, and covers are drawn on an upright picture. */
internal suspend fun takeScreenshot(context: Context, uri: Uri): Screenshot? = withContext(Dispatchers.IO) {
    try {
        val bitmap = decode(context, uri) ?: return@withContext null
        val file = File.createTempFile("screenshot", ".png", context.cacheDir)
        file.outputStream().use { bitmap.compress(Bitmap.CompressFormat.PNG, 100, it) }
        Screenshot(file.path, bitmap.width, bitmap.height)
    } catch (_: IOException) {
        null
    } catch (_: SecurityException) {
        // The app that offered the picture has taken it back.
        null
    }
}

private fun decode(context: Context, uri: Uri): Bitmap? {
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

/** Screenshots are smaller than this on each side; what is much larger is a photograph. */
private const val LARGEST = 4_096
