//! What a report would hold.

use crate::values::FilePath;
use wallet_doctor_core::report::{
    Attachment, Item as ReportItem, ItemKind as ReportItemKind, LedgerEntry, LeftOut, Mask, OmissionWhy, PictureSize,
    Sighting, SightingRule,
};

/// Something that the person adds.
#[uniffi::remote(Enum)]
pub enum Attachment {
    /// A log or another text.
    Text {
        /// The file's name. It is made plain, and what it gives away is redacted.
        name: String,
        /// Its content. Of a long one the end is kept.
        text: String,
    },
    /// A log or another text in a file of any size, which may still be written to: its end is read, as it is then.
    File {
        /// What to call it; without it the file's own name. It is made plain, and what it gives away is redacted.
        name: Option<String>,
        /// Where it lies. UTF-8, or UTF-16 with a byte order mark; what is neither is replaced character by character.
        path: FilePath,
    },
    /// A screenshot or another picture: PNG, JPEG or WebP. Nothing of the file goes along but its pixels.
    Picture {
        /// What to call it; without it the file's own name. It is made plain, and what it gives away is redacted.
        name: Option<String>,
        /// Where it lies.
        path: FilePath,
        /// What is covered in it.
        masks: Vec<Mask>,
    },
}

/// A part of the picture to cover, in pixels of the picture as it is seen (after orientation), before scaling.
#[uniffi::remote(Record)]
pub struct Mask {
    /// From the left.
    pub x: u32,
    /// From the top.
    pub y: u32,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

/// The pixels of a picture as it is seen, after orientation and before scaling.
#[uniffi::remote(Record)]
pub struct PictureSize {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

/// One rule's work in one place.
#[uniffi::remote(Record)]
pub struct LedgerEntry {
    /// The rule's stable code, such as `card`.
    pub rule: String,
    /// The report's file.
    pub file: String,
    /// Where in it: a JSON pointer (RFC 6901), `line N` of the text as it is kept,
    /// `name` for the file's own name, or `further on` for what is beyond the first 2,000 places of a file.
    pub place: String,
    /// How many times.
    pub count: u64,
    /// How many bytes of the text as it was given; missing in older reports.
    pub bytes: u64,
}

/// Something that the person added.
#[uniffi::remote(Record)]
pub struct ReportItem {
    /// What it is taken out by: the same as long as the draft is there, whatever else is taken out. For a file this is its name
    /// in the bundle.
    pub id: String,
    /// What it is.
    pub kind: ReportItemKind,
    /// How it begins, redacted as in the report.
    pub text: String,
}

/// What an item is.
#[uniffi::remote(Enum)]
pub enum ReportItemKind {
    /// The message that they saw.
    Message,
    /// Their own words.
    Note,
    /// A transaction that they name, as theirs or not.
    Transaction,
    /// A contact with support.
    Contact,
    /// A file: a log, a picture, a receipt; also one that could not be taken in, of which the report says that.
    File,
}

/// An attachment that is not in the report.
#[uniffi::remote(Record)]
pub struct LeftOut {
    /// The name that it would have.
    pub name: String,
    /// Why.
    pub why: OmissionWhy,
    /// Why, in the person's language.
    pub text: String,
    /// Why, for a developer, with what is accepted.
    pub detail: String,
}

/// Why something was left out.
#[uniffi::remote(Enum)]
pub enum OmissionWhy {
    /// A text is longer than its limit. Of a file the end is kept, of a text the beginning.
    TooLong,
    /// A list has more entries than its limit.
    TooMany,
    /// The file has no content.
    Empty,
    /// The file could not be read.
    Unreadable,
    /// The file is no text.
    NotText,
    /// The picture is of a kind that is not read.
    UnsupportedPicture,
    /// The picture is larger than what is read, or does not fit.
    PictureTooLarge,
    /// The picture is cut short or contradicts itself.
    DamagedPicture,
    /// What should cover a part of the picture covers nothing of it.
    MaskOutside,
    /// The person has taken it out.
    TakenOut,
}

/// What was seen. Never the text.
#[uniffi::remote(Record)]
pub struct Sighting {
    /// The entry. If the name itself gives something away, only its folder.
    pub file: String,
    /// The rule that saw it.
    pub rule: SightingRule,
    /// `line N` of a text, `metadata` of a picture, `name` for the entry's own name, `content` for bytes of no known kind.
    pub place: String,
}

/// The rules, by what they see.
#[uniffi::remote(Enum)]
pub enum SightingRule {
    /// A payment card's number (ISO/IEC 7812).
    Card,
    /// A Chinese resident's identity number (GB 11643-1999).
    ResidentId,
    /// A Chinese mobile number, or an international one with `+` (E.164).
    Phone,
    /// An e-mail address.
    Email,
    /// An IPv4 or IPv6 address.
    Ip,
    /// A hardware address.
    Mac,
    /// Credentials of an `Authorization` header.
    Authorization,
    /// A JSON web token (RFC 7519).
    Jwt,
    /// A private key in PEM, OpenSSH, PuTTY or PGP form.
    PrivateKey,
    /// A wallet's private key: hex, WIF, extended, byte array.
    WalletKey,
    /// A seed phrase (BIP-39).
    SeedPhrase,
    /// A service's key with a known prefix.
    ApiKey,
    /// A password or another secret that is named as such.
    Password,
    /// A cookie.
    Cookie,
    /// Credentials in a URL.
    UrlPassword,
    /// Something that the app said must not leave.
    KnownSecret,
    /// A picture with more than pixels in it.
    Metadata,
    /// Neither text nor a known picture.
    NotText,
}
