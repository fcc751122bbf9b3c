package walletdoctor.sample.model

import kotlin.math.ceil
import kotlin.math.floor
import walletdoctor.Mask
import walletdoctor.PictureSize

/**
 * A part of a picture, in fractions of its width and height: a picture is shown at one size, sent at another, and covered in pixels
 * of the one that was attached, `PreviewFile.sizeToMask`.
 */
data class Part(val left: Float, val top: Float, val right: Float, val bottom: Float) {
    /** At least one pixel, and all that the part touches. */
    internal fun maskOf(picture: PictureSize): Mask {
        val across = pixels(left, right, picture.width.toInt())
        val down = pixels(top, bottom, picture.height.toInt())
        return Mask(
            x = across.first.toUInt(),
            y = down.first.toUInt(),
            width = across.count().toUInt(),
            height = down.count().toUInt(),
        )
    }

    companion object {
        val ALL = Part(0f, 0f, 1f, 1f)
    }
}

private fun pixels(one: Float, other: Float, size: Int): IntRange {
    val first = floor(minOf(one, other).coerceIn(0f, 1f) * size).toInt().coerceAtMost(size - 1)
    val end = ceil(maxOf(one, other).coerceIn(0f, 1f) * size).toInt().coerceIn(first + 1, size)
    return first..<end
}
