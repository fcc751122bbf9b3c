package walletdoctor.sample

import android.view.LayoutInflater
import android.view.View
import android.view.ViewGroup
import android.widget.Button
import android.widget.CheckBox
import android.widget.LinearLayout
import android.widget.TextView

/** A part of the page that is laid anew only when what it shows has changed, so that a screen reader stays where it is. */
internal class Section(private val container: LinearLayout) {
    private var shown: Any? = this

    fun show(content: Any?, lay: Section.() -> Unit) {
        if (shown == content) return
        shown = content
        container.removeAllViews()
        lay()
        container.visibility = if (container.childCount > 0) View.VISIBLE else View.GONE
    }

    /** Whether anything can be pressed. What is laid stays, and with it the reader's place. */
    fun enable(enabled: Boolean) {
        for (at in 0 until container.childCount) {
            val child = container.getChildAt(at)
            if (child is Button || child is PictureView) child.isEnabled = enabled
        }
    }

    fun heading(text: Int) = add<TextView>(R.layout.item_heading).setText(text)

    fun subheading(text: CharSequence) {
        add<TextView>(R.layout.item_subheading).text = text
    }

    fun text(text: CharSequence) {
        add<TextView>(R.layout.item_text).text = text
    }

    fun note(text: CharSequence) {
        add<TextView>(R.layout.item_note).text = text
    }

    fun bullets(texts: List<String>) = texts.forEach { text(container.context.getString(R.string.bullet, it)) }

    fun button(text: CharSequence, spoken: CharSequence = text, press: () -> Unit) {
        val button = add<Button>(R.layout.item_button)
        button.text = text
        // Of several 'Put back' a person who does not see them has to know which.
        if (spoken != text) button.contentDescription = spoken
        button.setOnClickListener { press() }
    }

    /** A button that is pressed to begin and pressed again to end, and says which. */
    fun toggle(off: CharSequence, on: CharSequence, press: (Boolean) -> Unit) {
        var isOn = false
        val button = add<Button>(R.layout.item_button)
        button.text = off
        button.setOnClickListener {
            isOn = !isOn
            button.text = if (isOn) on else off
            press(isOn)
        }
    }

    /** Shows what is, not what was pressed: the page is laid anew once the change has been made. */
    fun checkBox(text: CharSequence, checked: Boolean, change: (Boolean) -> Unit) {
        val box = add<CheckBox>(R.layout.item_switch)
        box.text = text
        box.isChecked = checked
        box.setOnClickListener {
            box.isChecked = checked
            change(!checked)
        }
    }

    fun view(view: View) = container.addView(
        view,
        LinearLayout.LayoutParams(ViewGroup.LayoutParams.MATCH_PARENT, ViewGroup.LayoutParams.WRAP_CONTENT),
    )

    private fun <T : View> add(layout: Int): T {
        LayoutInflater.from(container.context).inflate(layout, container, true)
        @Suppress("UNCHECKED_CAST") // The layouts of items have one view each.
        return container.getChildAt(container.childCount - 1) as T
    }
}
