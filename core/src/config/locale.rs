//! The languages, by stable codes. This file is also compiled into the build script, which checks the data files against it.

use crate::codes::stable_codes;

stable_codes! {
    /// A language of the product.
    #[derive(Default)]
    pub enum Locale as "locale" {
        /// Chinese in simplified characters.
        ZhHans = "zh-Hans",
        /// English.
        #[default]
        En = "en",
    }
}
