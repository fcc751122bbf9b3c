import Foundation

/// The folder that a doctor keeps things in: `open`'s `dataDir`.
public enum DoctorFolder {
    /// Makes the folder, if it is not there, and gives it. On iOS its files can be read from the first unlock on, so that a
    /// report can go on while the phone is locked again, and are in no backup: a report is for support alone, and what is
    /// remembered of balances is of this phone.
    ///
    /// - Parameter parent: where, if not in the app's Application Support; a group's container, for an extension to share it.
    public static func prepare(named name: String = "WalletDoctor", in parent: URL? = nil) throws -> URL {
        let parent = try parent ?? FileManager.default.url(
            for: .applicationSupportDirectory, in: .userDomainMask, appropriateFor: nil, create: true)
        var folder = parent.appendingPathComponent(name, isDirectory: true)
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: protection)
        #if os(iOS)
            // It may have been made by a version that did not ask for it.
            try FileManager.default.setAttributes(protection, ofItemAtPath: folder.path)
        #endif
        #if canImport(Darwin)
            var values = URLResourceValues()
            values.isExcludedFromBackup = true
            try folder.setResourceValues(values)
        #endif
        return folder
    }

    private static var protection: [FileAttributeKey: Any] {
        #if os(iOS)
            [.protectionKey: FileProtectionType.completeUntilFirstUserAuthentication]
        #else
            [.posixPermissions: 0o700]
        #endif
    }
}
