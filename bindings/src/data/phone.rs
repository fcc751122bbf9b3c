//! The phone, its network, and the app itself.

use wallet_doctor_core::host::{AppInfo, NetworkInfo};

/// What the phone says of its network. Evidence, never a gate; a field that the phone does not tell stays empty.
#[uniffi::remote(Record)]
pub struct NetworkInfo {
    /// `wifi`, `cellular`, `ethernet`, `none` or another word of the platform's.
    #[uniffi(default)]
    pub transport: Option<String>,
    /// Whether airplane mode is on.
    #[uniffi(default)]
    pub airplane_mode: Option<bool>,
    /// Whether a VPN carries the traffic.
    #[uniffi(default)]
    pub vpn: Option<bool>,
    /// Whether a proxy is set.
    #[uniffi(default)]
    pub proxy: Option<bool>,
    /// Whether the connection is metered.
    #[uniffi(default)]
    pub metered: Option<bool>,
    /// Whether the system lets this app use data in the background.
    #[uniffi(default)]
    pub background_restricted: Option<bool>,
    /// Whether the system believes that this network reaches the internet.
    #[uniffi(default)]
    pub validated: Option<bool>,
    /// Whether the system has found a captive portal.
    #[uniffi(default)]
    pub captive_portal: Option<bool>,
    /// The strength of the signal in steps from 0, none or almost none, to 4, very good: Android's
    /// `SignalStrength.getLevel()`, and `WifiManager.calculateSignalLevel` with five levels.
    #[uniffi(default)]
    pub signal_level: Option<u8>,
}

/// The app and the phone.
#[uniffi::remote(Record)]
pub struct AppInfo {
    /// The app's version.
    #[uniffi(default)]
    pub app_version: Option<String>,
    /// The lowest version of the app that the provider still serves.
    #[uniffi(default)]
    pub app_minimum_version: Option<String>,
    /// The newest version of the app in the official store.
    #[uniffi(default)]
    pub app_latest_version: Option<String>,
    /// The system and its version.
    #[uniffi(default)]
    pub os: Option<String>,
    /// The system's version alone, such as `16` or `18.6.2`.
    #[uniffi(default)]
    pub os_version: Option<String>,
    /// The lowest version of the system on which the app works.
    #[uniffi(default)]
    pub os_minimum_version: Option<String>,
    /// How much the phone's storage can still take, in bytes.
    #[uniffi(default)]
    pub free_storage_bytes: Option<u64>,
    /// The phone's model.
    #[uniffi(default)]
    pub device: Option<String>,
    /// The account, in the provider's terms. A report holds only a pseudonym of it.
    #[uniffi(default)]
    pub account_ref: Option<String>,
    /// The person's time zone, an IANA name such as `Asia/Shanghai`.
    #[uniffi(default)]
    pub time_zone: Option<String>,
}
