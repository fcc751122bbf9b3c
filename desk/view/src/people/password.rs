//! Passwords as Argon2id, with the parameters that OWASP's cheat sheet on password storage gives (19 MiB, two passes).

use std::sync::Arc;

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::sync::Semaphore;

/// Passwords verified at one time: each takes 19 MiB.
const AT_ONE_TIME: usize = 2;

/// A PHC string; nothing if the system gives no salt.
pub(super) fn hash(password: &str) -> Option<String> {
    Argon2::default().hash_password(password.as_bytes()).ok().map(|hash| hash.to_string())
}

/// Verifies passwords, a few at a time.
pub(crate) struct Passwords {
    places: Arc<Semaphore>,
    /// Of nobody, for who is nobody: that takes as long.
    nobody: String,
}

impl Passwords {
    pub(crate) fn new() -> Option<Self> {
        let mut random = [0; 32];
        getrandom::fill(&mut random).ok()?;
        let nobody = hash(&hex::encode(random))?;
        Some(Self { places: Arc::new(Semaphore::new(AT_ONE_TIME)), nobody })
    }

    /// Whether this is the password behind `hash`. Without a hash it is none, which takes as long to find out.
    pub(crate) async fn fits(&self, password: String, hash: Option<String>) -> bool {
        let Ok(place) = self.places.clone().acquire_owned().await else { return false };
        let is_somebody = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.nobody.clone());
        let verified = move || {
            // Its place stays taken when nobody waits for it any more.
            let _place = place;
            let parsed = PasswordHash::new(&hash);
            parsed.is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
        };
        is_somebody & tokio::task::spawn_blocking(verified).await.unwrap_or(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_fits_its_own_hash_and_nobody_has_one() {
        let password = "correct horse battery";
        let stored = hash(password).unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert_ne!(stored, hash(password).unwrap());
        let passwords = Passwords::new().unwrap();
        assert!(passwords.fits(password.to_owned(), Some(stored.clone())).await);
        assert!(!passwords.fits("correct horse batterz".to_owned(), Some(stored)).await);
        assert!(!passwords.fits(password.to_owned(), None).await);
        assert!(!passwords.fits(password.to_owned(), Some("damaged".to_owned())).await);
    }
}
