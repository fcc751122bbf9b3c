//! The one thing that needs Java: certificates are judged by Android's own verifier, which wants the app's context.

use std::sync::atomic::{AtomicBool, Ordering};

use jni::EnvUnowned;
use jni::errors::{Error, ThrowRuntimeExAndDefault};
use jni::objects::{JClass, JObject};

use crate::error::DoctorError;

static READY: AtomicBool = AtomicBool::new(false);

/// `walletdoctor.android.PlatformVerifier.init(Context)`. May be called again, from any thread; throws a `RuntimeException` if the
/// context is none.
// SAFETY: the name is the one that Java looks for, and nothing else of this library has it; the arguments are those of a static
// native method that takes one object, and live as long as the call.
#[unsafe(no_mangle)]
pub(crate) extern "system" fn Java_walletdoctor_android_PlatformVerifier_init<'caller>(
    mut env: EnvUnowned<'caller>,
    _: JClass<'caller>,
    context: JObject<'caller>,
) {
    let outcome = env.with_env(|env| -> Result<(), Error> {
        if context.is_null() {
            return Err(Error::NullPtr("context"));
        }
        rustls_platform_verifier::android::init_with_env(env, context)?;
        READY.store(true, Ordering::Release);
        Ok(())
    });
    outcome.resolve::<ThrowRuntimeExAndDefault>();
}

/// Without the verifier the first handshake would panic; with this the developer is told what to call.
pub(crate) fn check_ready() -> Result<(), DoctorError> {
    if READY.load(Ordering::Acquire) {
        return Ok(());
    }
    let reason = "WalletDoctorAndroid.init(context) has to be called before a doctor is opened".to_owned();
    Err(DoctorError::Config { code: "not_initialised".to_owned(), reason })
}
