// The plain data, the errors and the host's interfaces are generated in a module of their own, which is nobody's business: they
// are part of this one's face, and Swift has no other way to say so.
@_exported import WalletDoctorGenerated
