import Foundation

// How every call goes: what it passes is looked at first, its task's cancellation ends it, and what it throws is one of ours.

/// A call that waits, and ends with its task.
func callCancellable<T: Sendable>(
    _ passed: any Encodable...,
    work: @Sendable (Cancellation) async throws -> T
) async throws -> T {
    do {
        for value in passed {
            try Crossing.check(value)
        }
        // The library does not hear of a task that is cancelled; this one tells it.
        let cancellation = Cancellation()
        return try await withTaskCancellationHandler {
            try await work(cancellation)
        } onCancel: {
            cancellation.cancel()
        }
    } catch {
        throw DoctorError(thrown: error)
    }
}

/// A call that is done in a moment, and is finished once it is begun.
func call<T: Sendable>(
    _ passed: any Encodable...,
    work: @Sendable () async throws -> T
) async throws -> T {
    do {
        for value in passed {
            try Crossing.check(value)
        }
        return try await work()
    } catch {
        throw DoctorError(thrown: error)
    }
}

/// A call that does not wait.
func callNow<T>(_ passed: any Encodable..., work: () throws -> T) throws -> T {
    do {
        for value in passed {
            try Crossing.check(value)
        }
        return try work()
    } catch {
        throw DoctorError(thrown: error)
    }
}

extension DoctorError {
    /// What generated code throws besides our own errors: what it could not pass on, and a panic. What a panic says may hold
    /// anything of the person's, so it stops here.
    init(thrown error: any Error) {
        switch error {
        case let error as DoctorError:
            self = error
        case let error as Crossing.Refusal:
            self = .Input(code: error.code, reason: error.reason)
        default:
            let said = (error as? any LocalizedError)?.errorDescription ?? ""
            self = DoctorError.argument(namedIn: said).map(DoctorError.unacceptable)
                ?? .Internal(code: "internal", reason: "the library failed")
        }
    }

    /// The argument that could not be read, by what the library says of it: an amount that is no number, an id that is none.
    static func argument(namedIn said: String) -> String? {
        let opening = "Failed to convert arg '"
        guard let start = said.range(of: opening)?.upperBound,
            let end = said[start...].firstIndex(of: "'")
        else { return nil }
        return String(said[start..<end])
    }

    private static func unacceptable(argument: String) -> DoctorError {
        .Input(code: "bad_input", reason: "\(argument) is not acceptable; accepted: what its documentation says")
    }
}
