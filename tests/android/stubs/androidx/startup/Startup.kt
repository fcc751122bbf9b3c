// Signatures alone of what is used of androidx.startup 1.2.0, which is not on Maven Central. They stand in where the sources are
// compiled without an Android SDK; they are never run and never shipped.

package androidx.startup

import android.content.Context

interface Initializer<T : Any> {
    fun create(context: Context): T

    fun dependencies(): List<Class<out Initializer<*>>>
}
