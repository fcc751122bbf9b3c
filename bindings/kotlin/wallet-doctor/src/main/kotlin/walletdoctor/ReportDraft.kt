package walletdoctor

/**
 * A report before it is sent: to be seen, changed and agreed to by the person.
 *
 * ```
 * doctor.draftReport(diagnosis, attachments).use { draft ->
 *     show(draft.preview())                        // exactly what would be sent
 *     draft.takeOut(item.id)                       // what the person does not want to send
 *     doctor.submit(draft, Agreement.now())        // when they have tapped 'send'
 * }
 * ```
 *
 * It lives in memory only and is gone with this object: [close] frees it at once, the garbage collector sooner or later. May be called
 * from any thread; every function throws [DoctorException], with the code `closed` after [close].
 */
public class ReportDraft internal constructor(private val handle: DraftHandle) : AutoCloseable {
    /** Exactly what would be sent. With any of [ReportPreview.sightings] it can't be submitted. */
    public suspend fun preview(): ReportPreview = crossing { handle.preview() }

    /** A picture of the preview by its name there, PNG or JPEG, as it would be sent. */
    public suspend fun picture(name: String): ByteArray = crossing {
        FfiConverterString.requireCrossable(name)
        handle.picture(name)
    }

    /** Covers parts of a picture, by its name in the preview: opaque, before it is sealed. Replaces what covered it. */
    public suspend fun mask(name: String, masks: List<Mask>): Unit = crossing {
        FfiConverterString.requireCrossable(name)
        handle.mask(name, masks)
    }

    /** Takes an item out, by its id in the preview. A transaction's id is taken out wherever it stands. */
    public suspend fun takeOut(item: String): Unit = crossing {
        FfiConverterString.requireCrossable(item)
        handle.takeOut(item)
    }

    /** Adds kept evidence that the person wants to send, such as [Doctor.evidenceFor] finds. */
    public suspend fun addEvidence(items: List<KeptEvidence>): Unit = crossing {
        FfiConverterSequenceTypeKeptEvidence.requireCrossable(items)
        handle.addEvidence(items)
    }

    /**
     * Has the report hold these contacts with support, of [Doctor.contactLog], that the person agrees to send; without it none goes in.
     * Replaces those of an earlier call.
     */
    public suspend fun setContactLog(entries: List<ContactEntry>): Unit = crossing {
        FfiConverterSequenceTypeContactEntry.requireCrossable(entries)
        handle.setContactLog(entries)
    }

    /** Has it sent only where data costs nothing, such as on Wi-Fi, or anywhere, which is the default. */
    public suspend fun setUnmeteredOnly(unmeteredOnly: Boolean): Unit = crossing { handle.setUnmeteredOnly(unmeteredOnly) }

    /** Frees it. What was submitted stays submitted. May be called again. */
    override fun close(): Unit = handle.close()

    internal val submitted: DraftHandle get() = handle
}
