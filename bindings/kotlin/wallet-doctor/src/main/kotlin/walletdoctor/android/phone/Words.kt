package walletdoctor.android.phone

import walletdoctor.Language

/** The first of a person's languages that the doctor speaks, from BCP 47 tags in their order of preference. */
fun languageOf(tags: List<String>): Language? =
    tags.firstNotNullOfOrNull { tag ->
        when (tag.substringBefore('-').lowercase()) {
            "en" -> Language.EN
            // Whoever reads traditional characters reads simplified ones more easily than English.
            "zh" -> Language.ZH_HANS
            else -> null
        }
    }

/** An IANA name; others, such as `GMT+08:00`, are not understood everywhere. */
fun ianaZone(id: String): String? = id.takeIf { it == "UTC" || '/' in it }

/** What people call the phone: its maker and model, the maker once. */
fun deviceName(maker: String?, model: String?): String? {
    val parts = listOfNotNull(maker?.trim(), model?.trim()).filter { it.isNotEmpty() && it != "unknown" }
    if (parts.size < 2 || !parts[1].startsWith(parts[0], ignoreCase = true)) return parts.joinToString(" ").ifEmpty { null }
    return parts[1]
}
