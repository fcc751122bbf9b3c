//! Where each service is, as URLs under the names of the zone.

use url::Url;

use crate::provider::StartError;
use crate::{api, hosts, portal, status};

/// The port of each service that has a URL.
pub(crate) struct Ports {
    pub(crate) api: u16,
    pub(crate) status: u16,
    pub(crate) control: u16,
    pub(crate) portal: u16,
}

/// The URL of each service.
pub(crate) struct Urls {
    pub(crate) api: Url,
    pub(crate) balances: Url,
    pub(crate) health: Url,
    pub(crate) status: Url,
    pub(crate) announcements: Url,
    pub(crate) control: Url,
    pub(crate) portal: Url,
}

impl Urls {
    pub(crate) fn new(ports: &Ports) -> Result<Self, StartError> {
        let api = secure(hosts::API, ports.api)?;
        let status = secure(hosts::STATUS, ports.status)?;
        Ok(Self {
            balances: api.join(api::BALANCES_PATH)?,
            health: api.join(api::HEALTH_PATH)?,
            announcements: status.join(status::ANNOUNCEMENTS_PATH)?,
            status: status.join(status::SUMMARY_PATH)?,
            control: secure(hosts::CONTROL, ports.control)?,
            portal: portal_check(hosts::PORTAL, ports.portal)?,
            api,
        })
    }
}

fn secure(host: &str, port: u16) -> Result<Url, StartError> {
    Ok(Url::parse(&format!("https://{host}:{port}/"))?)
}

/// Plain HTTP: a portal cannot answer for a name over TLS.
fn portal_check(host: &str, port: u16) -> Result<Url, StartError> {
    Ok(Url::parse(&format!("http://{host}:{port}/{}", portal::CHECK_PATH))?)
}
