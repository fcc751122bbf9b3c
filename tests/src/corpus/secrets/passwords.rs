//! Passwords behind the names that give them away.

use crate::corpus::encode;
use crate::corpus::plant::{Format, Plant};
use crate::corpus::secrets::auth::opaque;
use crate::corpus::seeded::{ALNUM, DIGITS, Seeded};

/// A name, the words before the password and those after it.
type Place = (&'static str, &'static str, &'static str);

const PLACES: [Place; 24] = [
    ("equals", "password=", ""),
    ("colon", "password: ", ""),
    ("capital", "Password: ", ""),
    ("json", "{\"password\":\"", "\"}"),
    ("json_spaced", "{\"user\": \"li\", \"password\": \"", "\"}"),
    ("json_new", "{\"newPassword\":\"", "\",\"step\":2}"),
    ("passwd", "passwd: ", ""),
    ("pwd", "pwd=", ""),
    ("form", "user=li&password=", "&x=1"),
    ("form_pay", "amount=12&pay_password=", "&channel=app"),
    ("xml", "<password>", "</password>"),
    ("xml_cased", "<Password>", "</Password>"),
    ("zh", "密码：", ""),
    ("zh_login", "登录密码: ", ""),
    ("zh_is", "密码是", "，请帮我看看"),
    ("yaml", "db:\n  user: wallet\n  password: ", "\n  port: 5432"),
    ("yaml_quoted", "login:\n  password: \"", "\"\n  retries: 3"),
    ("flag_space", "walletctl login --user li --password ", " --verbose"),
    ("flag_equals", "walletctl login --password=", ""),
    ("mysql_p", "mysql -h db.example -u root -p", " ledger"),
    ("environment", "PGPASSWORD=", " psql ledger"),
    ("passphrase", "passphrase: ", ""),
    ("camel", "walletPassword=", ""),
    ("kotlin", "Login(user=li, password=", ", remember=true)"),
];

pub(super) fn formats() -> Vec<Format> {
    let one = |(name, before, after): Place| {
        Format::new(name, move |chance| Plant::labelled(before, password(chance), after))
    };
    let mut all: Vec<Format> = PLACES.into_iter().map(one).collect();
    all.extend([
        Format::new("zh_pay", |chance| Plant::labelled("支付密码：", chance.string(DIGITS, 6), "")),
        Format::new("form_percent", |chance| {
            let password = format!("{}&{}", opaque(ALNUM, 6, chance), opaque(ALNUM, 6, chance));
            Plant::labelled("user=li&password=", encode::percent(&password), "&x=1").piece(password)
        }),
        Format::new("words", |chance| {
            let password = format!("{}-{}", opaque(ALNUM, 5, chance), opaque(ALNUM, 6, chance));
            Plant::labelled("\"password\": \"", password, "\"")
        }),
    ]);
    all
}

/// Letters, digits and one sign that means nothing in the formats around it.
fn password(chance: &mut Seeded) -> String {
    let sign = *chance.pick(&["!", "@", "*", "_", "", ""]);
    let length = 4 + chance.below(4);
    let (before, after) = (opaque(ALNUM, length, chance), opaque(ALNUM, 5, chance));
    format!("{before}{sign}{after}")
}
