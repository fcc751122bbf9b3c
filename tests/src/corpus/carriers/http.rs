//! Requests as clients, servers and people at a shell write them down.

use super::Takes::{Anything, OneLine};
use super::{Carrier, Rendered, carrier};
use crate::corpus::encode;
use crate::corpus::plant::Plant;
use crate::corpus::seeded::{HEX, Seeded};

pub(super) fn carriers() -> Vec<Carrier> {
    vec![
        carrier("http_request", OneLine, request),
        carrier("http_headers", OneLine, headers),
        carrier("curl", OneLine, curl),
        carrier("url_query", OneLine, url_query),
        carrier("url_path", OneLine, url_path),
        carrier("form_body", Anything, form_body),
        carrier("multipart", Anything, multipart),
        carrier("shell_history", OneLine, shell_history),
    ]
}

const HEADER_WORDS: [&str; 4] = ["Authorization: ", "Proxy-Authorization: ", "Cookie: ", "Set-Cookie: "];

/// A header line as it is, or one more header with the text in it.
fn header_line(text: &str) -> String {
    let lower = text.to_lowercase();
    let is_header = HEADER_WORDS.iter().any(|word| lower.starts_with(&word.to_lowercase()));
    if is_header || lower.starts_with("x-api-key: ") { text.to_owned() } else { format!("X-Client-Note: {text}") }
}

fn request(plant: &Plant, chance: &mut Seeded) -> Rendered {
    let body = encode::json(&format!("ping {}", chance.string(HEX, 6)));
    let text = format!(
        "--> POST /v1/notes HTTP/1.1\r\nHost: api.wallet.example\r\nUser-Agent: WalletApp (Android)\r\n{}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{{\"op\":{body}}}\r\n<-- 200 OK (35ms)\r\n",
        header_line(&plant.text()),
        body.len() + 7,
    );
    Rendered::new("http.log", text)
}

fn headers(plant: &Plant, _: &mut Seeded) -> Rendered {
    let text = format!(
        ":method: GET\n:path: /v1/balance\naccept: application/json\n{}\naccept-language: zh-CN,zh;q=0.9\ncontent-length: 0\n",
        header_line(&plant.text())
    );
    Rendered::new("headers.txt", text)
}

fn shell_quoted(text: &str) -> String {
    text.replace('\'', "'\\''")
}

fn curl(plant: &Plant, chance: &mut Seeded) -> Rendered {
    let quoted = shell_quoted(&plant.text());
    let text = match chance.between(1, 3) {
        1 => format!("curl -sS -H '{quoted}' https://api.wallet.example/v1/balance\n"),
        2 => format!("curl -X POST --data '{quoted}' https://api.wallet.example/v1/notes\n"),
        _ => format!(
            "$ curl -v 'https://api.wallet.example/v1/notes' \\\n    --data-raw '{quoted}' \\\n    --compressed\n"
        ),
    };
    Rendered::new("steps.txt", text).spelling(plant, shell_quoted)
}

fn shell_history(plant: &Plant, _: &mut Seeded) -> Rendered {
    let text = format!("cd wallet\ngit status\necho '{}' >> notes.txt\nls -la\n", shell_quoted(&plant.text()));
    Rendered::new(".bash_history", text).spelling(plant, shell_quoted)
}

fn url_query(plant: &Plant, chance: &mut Seeded) -> Rendered {
    let query = format!("lang=zh&note={}&v=2", encode::percent(&plant.text()));
    let text = match chance.between(1, 2) {
        1 => format!("open https://app.wallet.example/feedback?{query}\n"),
        _ => format!("deep link: wallet://feedback?{query} handled\n"),
    };
    Rendered::new("links.log", text).spelling_secrets(plant, encode::percent)
}

fn url_path(plant: &Plant, _: &mut Seeded) -> Rendered {
    let text = format!("GET https://api.wallet.example/v1/lookup/{}/state -> 404\n", encode::percent(&plant.text()));
    Rendered::new("net.log", text).spelling_secrets(plant, encode::percent)
}

fn form_body(plant: &Plant, _: &mut Seeded) -> Rendered {
    let text = format!("action=feedback&text={}&lang=zh", encode::form(&plant.text()));
    Rendered::new("body.txt", text).spelling(plant, |hidden| {
        let spelt = encode::form(hidden);
        if spelt.contains('+') { spelt } else { hidden.to_owned() }
    })
}

fn multipart(plant: &Plant, chance: &mut Seeded) -> Rendered {
    let boundary = format!("----wallet{}", chance.string(HEX, 12));
    let text = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"category\"\r\n\r\nother\r\n--{boundary}\r\n\
         Content-Disposition: form-data; name=\"text\"\r\n\r\n{}\r\n--{boundary}--\r\n",
        plant.text()
    );
    Rendered::new("upload.txt", text)
}
