package walletdoctor

import java.time.Instant

/** The person agrees now. To be called where they tapped, not later where what they agreed to is done. */
public fun Agreement.Companion.now(): Agreement = Agreement(Instant.now())

/** The stable code, to be compared and counted; `cancelled` for [DoctorException.Cancelled]. */
public val DoctorException.stableCode: String
    get() = when (this) {
        is DoctorException.Config -> code
        is DoctorException.Input -> code
        is DoctorException.Cancelled -> "cancelled"
        is DoctorException.TryAgain -> code
        is DoctorException.NeedsPerson -> code
        is DoctorException.Internal -> code
    }
