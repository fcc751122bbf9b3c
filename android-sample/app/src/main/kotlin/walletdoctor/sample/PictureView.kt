package walletdoctor.sample

import android.annotation.SuppressLint
import android.content.Context
import android.graphics.Bitmap
import android.graphics.BitmapFactory
import android.graphics.Canvas
import android.graphics.Color
import android.graphics.Paint
import android.graphics.RectF
import android.view.MotionEvent
import android.view.View
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.MainScope
import kotlinx.coroutines.cancel
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import walletdoctor.PictureSize
import walletdoctor.sample.model.Part

/**
 * A picture as it would be sent. While [covering], what is dragged over is covered; else a finger scrolls the page as anywhere. Its
 * description says so, and buttons beside it do the same without a finger on it.
 *
 * @param size its proportions, so that the page does not jump when the picture is there.
 */
@SuppressLint("ViewConstructor") // Made in code alone, with its picture.
internal class PictureView(
    context: Context,
    private val encoded: ByteArray,
    private val size: PictureSize,
    private val cover: (Part) -> Unit,
) : View(context) {
    var covering = false

    private val paint = Paint(Paint.FILTER_BITMAP_FLAG)
    private val black = Paint().apply { color = Color.BLACK }
    private val whole = RectF()
    private val dragged = RectF()
    private val leastDrag = LEAST_DRAG_DP * resources.displayMetrics.density
    private var decoding = MainScope()
    private var picture: Bitmap? = null
    private var from: Pair<Float, Float>? = null

    override fun onAttachedToWindow() {
        super.onAttachedToWindow()
        if (picture != null) return
        decoding = MainScope()
        decoding.launch {
            picture = withContext(Dispatchers.Default) { BitmapFactory.decodeByteArray(encoded, 0, encoded.size) }
            invalidate()
        }
    }

    override fun onDetachedFromWindow() {
        decoding.cancel()
        super.onDetachedFromWindow()
    }

    override fun onMeasure(widthMeasureSpec: Int, heightMeasureSpec: Int) {
        val width = MeasureSpec.getSize(widthMeasureSpec)
        setMeasuredDimension(width, (width.toLong() * size.height.toLong() / size.width.toLong().coerceAtLeast(1)).toInt())
    }

    override fun onDraw(canvas: Canvas) {
        whole.set(0f, 0f, width.toFloat(), height.toFloat())
        picture?.let { canvas.drawBitmap(it, null, whole, paint) }
        if (from != null) canvas.drawRect(dragged, black)
    }

    @SuppressLint("ClickableViewAccessibility") // Nothing here is a click; the buttons beside it are.
    override fun onTouchEvent(event: MotionEvent): Boolean {
        // Nobody covers what they don't see.
        if (!isEnabled || !covering || picture == null) return false
        when (event.actionMasked) {
            MotionEvent.ACTION_DOWN -> {
                parent.requestDisallowInterceptTouchEvent(true)
                from = event.x to event.y
                drag(event)
            }
            MotionEvent.ACTION_MOVE -> drag(event)
            MotionEvent.ACTION_UP -> {
                drag(event)
                end(covered = dragged.width() >= leastDrag && dragged.height() >= leastDrag)
            }
            MotionEvent.ACTION_CANCEL -> end(covered = false)
        }
        return true
    }

    private fun drag(event: MotionEvent) {
        val (x, y) = from ?: return
        dragged.set(minOf(x, event.x), minOf(y, event.y), maxOf(x, event.x), maxOf(y, event.y))
        invalidate()
    }

    private fun end(covered: Boolean) {
        from = null
        invalidate()
        if (!covered) return
        cover(Part(dragged.left / width, dragged.top / height, dragged.right / width, dragged.bottom / height))
    }

    private companion object {
        /** Less than this is a finger that was only put down. */
        const val LEAST_DRAG_DP = 4f
    }
}
