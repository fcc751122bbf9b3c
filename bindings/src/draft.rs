//! A report before it is sent: seen, changed and agreed to by the person.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use wallet_doctor_core::contact::ContactEntry;
use wallet_doctor_core::evidence::KeptEvidence;
use wallet_doctor_core::report as core;
use wallet_doctor_core::report::{Item as ReportItem, LedgerEntry, LeftOut, Mask, PictureSize, ReportDraft, Sighting};

use crate::call::run_blocking;
use crate::error::DoctorError;

/// A report before it is sent. It lives in memory only and is gone with this handle.
#[derive(uniffi::Object)]
pub struct DraftHandle {
    draft: Mutex<ReportDraft>,
    /// Held by whoever changes it, which may take a while: whoever only looks does not wait for that.
    changing: Mutex<()>,
}

/// Exactly what would be sent.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ReportPreview {
    /// Every file, in the order of the bundle.
    pub files: Vec<PreviewFile>,
    /// What was taken out: by which rule, where and how often, and nothing of what.
    pub redactions: Vec<LedgerEntry>,
    /// What the person added, each of which `takeOut` takes out again.
    pub items: Vec<ReportItem>,
    /// Attachments that are not in the report, and why.
    pub left_out: Vec<LeftOut>,
    /// What is still to be seen in it and must not be. With any of it the report can't be submitted: take the file out, or the
    /// words that it stands in.
    pub sightings: Vec<Sighting>,
}

/// One file of the report.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct PreviewFile {
    /// Its name in the bundle.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// Its text; empty if it is not one.
    pub text: Option<String>,
    /// Whether it is a picture: `picture` gives its bytes.
    pub is_picture: bool,
    /// If it is a picture that can be covered, the size that masks are measured in: usually larger than what is sent.
    pub size_to_mask: Option<PictureSize>,
}

#[uniffi::export]
impl DraftHandle {
    /// Exactly what would be sent.
    pub async fn preview(self: Arc<Self>) -> Result<ReportPreview, DoctorError> {
        run_blocking(move || Ok(self.now().preview().into())).await
    }

    /// A picture of the preview, PNG or JPEG, as it would be sent.
    pub async fn picture(self: Arc<Self>, name: String) -> Result<Vec<u8>, DoctorError> {
        run_blocking(move || {
            let picture = self.now().picture(&name).map(<[u8]>::to_vec);
            picture.ok_or_else(|| DoctorError::input("name", "the name of a picture in the preview"))
        })
        .await
    }

    /// Covers parts of a picture, by its name in the preview: opaque, before it is sealed. Replaces what covered it.
    pub async fn mask(self: Arc<Self>, name: String, masks: Vec<Mask>) -> Result<(), DoctorError> {
        run_blocking(move || Ok(self.change(|draft| draft.mask(&name, &masks))?)).await
    }

    /// Takes an item out, by its id in the preview. A transaction's id is taken out wherever it stands.
    pub async fn take_out(self: Arc<Self>, item: String) -> Result<(), DoctorError> {
        run_blocking(move || Ok(self.change(|draft| draft.take_out(&item))?)).await
    }

    /// Adds kept evidence that the person wants to send, such as `evidenceFor` finds.
    pub async fn add_evidence(self: Arc<Self>, items: Vec<KeptEvidence>) -> Result<(), DoctorError> {
        run_blocking(move || {
            self.change(|draft| *draft = draft.clone().with_evidence(items));
            Ok(())
        })
        .await
    }

    /// Puts contacts with support into the report, such as those of `contactLog` that the person agrees to send; without it none
    /// goes in. Replaces those of an earlier call.
    pub async fn set_contact_log(self: Arc<Self>, entries: Vec<ContactEntry>) -> Result<(), DoctorError> {
        run_blocking(move || {
            self.change(|draft| *draft = draft.clone().with_contact_log(entries));
            Ok(())
        })
        .await
    }

    /// Has it sent only where data costs nothing, such as on Wi-Fi, or anywhere, which is the default.
    pub async fn set_unmetered_only(self: Arc<Self>, unmetered_only: bool) -> Result<(), DoctorError> {
        run_blocking(move || {
            self.change(|draft| *draft = draft.clone().over_unmetered_only(unmetered_only));
            Ok(())
        })
        .await
    }
}

impl DraftHandle {
    pub(crate) fn new(draft: ReportDraft) -> Arc<Self> {
        Arc::new(Self { draft: Mutex::new(draft), changing: Mutex::default() })
    }

    /// The draft as it is now. A copy is cheap: what is large in it is shared.
    pub(crate) fn now(&self) -> ReportDraft {
        self.draft.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn change<T>(&self, change: impl FnOnce(&mut ReportDraft) -> T) -> T {
        let _turn = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut draft = self.now();
        let changed = change(&mut draft);
        *self.draft.lock().unwrap_or_else(PoisonError::into_inner) = draft;
        changed
    }
}

impl fmt::Debug for DraftHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DraftHandle").finish_non_exhaustive()
    }
}

impl From<core::Preview> for ReportPreview {
    fn from(preview: core::Preview) -> Self {
        let core::Preview { files, ledger, items, left_out, sightings } = preview;
        let files = files.into_iter().map(PreviewFile::from).collect();
        Self { files, redactions: ledger.entries, items, left_out, sightings }
    }
}

impl From<core::PreviewFile> for PreviewFile {
    fn from(file: core::PreviewFile) -> Self {
        let core::PreviewFile { name, size, text, picture, size_to_mask } = file;
        Self { name, size, text, is_picture: picture.is_some(), size_to_mask }
    }
}
