package walletdoctor.sample

import android.annotation.SuppressLint
import android.content.Context
import android.graphics.Bitmap
import android.graphics.Canvas
import android.graphics.Color
import android.graphics.Paint
import android.graphics.RectF
import android.view.MotionEvent
import android.view.View
import walletdoctor.sample.model.Part

/** A picture as it would be sent; what is dragged over is covered. Its description says so, and a button beside it covers all. */
@SuppressLint("ViewConstructor") // Made in code alone, with its picture.
internal class PictureView(context: Context, private val picture: Bitmap, private val cover: (Part) -> Unit) : View(context) {
    private val paint = Paint(Paint.FILTER_BITMAP_FLAG)
    private val covering = Paint().apply { color = Color.BLACK }
    private val whole = RectF()
    private val dragged = RectF()
    private var from: Pair<Float, Float>? = null

    override fun onMeasure(widthMeasureSpec: Int, heightMeasureSpec: Int) {
        val width = MeasureSpec.getSize(widthMeasureSpec)
        setMeasuredDimension(width, (width.toLong() * picture.height / picture.width).toInt())
    }

    override fun onDraw(canvas: Canvas) {
        whole.set(0f, 0f, width.toFloat(), height.toFloat())
        canvas.drawBitmap(picture, null, whole, paint)
        if (from != null) canvas.drawRect(dragged, covering)
    }

    @SuppressLint("ClickableViewAccessibility") // Nothing here is a click; the button beside it is.
    override fun onTouchEvent(event: MotionEvent): Boolean {
        if (!isEnabled) return false
        when (event.actionMasked) {
            MotionEvent.ACTION_DOWN -> {
                parent.requestDisallowInterceptTouchEvent(true)
                from = event.x to event.y
                drag(event)
            }
            MotionEvent.ACTION_MOVE -> drag(event)
            MotionEvent.ACTION_UP -> {
                drag(event)
                end(covered = dragged.width() >= MIN_DRAG && dragged.height() >= MIN_DRAG)
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
        /** Less than this many pixels is a finger that was only put down. */
        const val MIN_DRAG = 8f
    }
}
