//! Where each service is, as URLs under the names of the zone.

use url::Url;

use crate::dns::over_https;
use crate::provider::StartError;
use crate::status::StatusDocument;
use crate::{api, assets, hosts, portal, sample};

/// The port of each service but the resolvers.
pub(crate) struct Ports {
    pub(crate) api: u16,
    pub(crate) status: u16,
    pub(crate) control: u16,
    pub(crate) second_control: u16,
    pub(crate) portal: u16,
    pub(crate) second_portal: u16,
    pub(crate) doh: u16,
    pub(crate) echo: u16,
}

/// The URL of each service; of the echo, its name and port.
pub(crate) struct Urls {
    pub(crate) api: Url,
    pub(crate) balances: Url,
    pub(crate) assets: Url,
    pub(crate) account: Url,
    pub(crate) health: Url,
    pub(crate) status: Url,
    pub(crate) control: Url,
    pub(crate) second_control: Url,
    pub(crate) sample: Url,
    pub(crate) portal: Url,
    pub(crate) second_portal: Url,
    pub(crate) doh: Url,
    pub(crate) echo: String,
}

impl Urls {
    pub(crate) fn new(ports: &Ports) -> Result<Self, StartError> {
        let api = secure(hosts::API, ports.api)?;
        let control = secure(hosts::CONTROL, ports.control)?;
        Ok(Self {
            balances: api.join(api::BALANCES_PATH)?,
            assets: api.join(assets::ASSETS_PATH)?,
            account: api.join(api::ACCOUNT_PATH)?,
            health: api.join(api::HEALTH_PATH)?,
            status: secure(hosts::STATUS, ports.status)?,
            sample: control.join(sample::SAMPLE_PATH)?,
            control,
            second_control: secure(hosts::SECOND_CONTROL, ports.second_control)?,
            portal: portal_check(hosts::PORTAL, ports.portal)?,
            second_portal: portal_check(hosts::SECOND_PORTAL, ports.second_portal)?,
            doh: secure(hosts::DOH, ports.doh)?.join(over_https::QUERY_PATH)?,
            echo: format!("{}:{}", hosts::ECHO, ports.echo),
            api,
        })
    }
}

/// A document of the status host.
pub(crate) fn document(host: &Url, document: StatusDocument) -> Url {
    let mut url = host.clone();
    url.set_path(document.path());
    url
}

fn secure(host: &str, port: u16) -> Result<Url, StartError> {
    Ok(Url::parse(&format!("https://{host}:{port}/"))?)
}

/// Plain HTTP: a portal cannot answer for a name over TLS.
fn portal_check(host: &str, port: u16) -> Result<Url, StartError> {
    Ok(Url::parse(&format!("http://{host}:{port}/{}", portal::CHECK_PATH))?)
}
