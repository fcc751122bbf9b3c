//! Two resolvers over one zone: the phone's, which the `dns_*` faults hit, and a second opinion that tells the truth,
//! over plain DNS and over HTTPS.

pub(crate) mod over_https;
mod resolver;
mod zone;

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use hickory_proto::op::ResponseCode;
use hickory_server::Server;
use socket2::{Socket, Type};
use tokio::net::{TcpListener, UdpSocket};

use crate::fault::{Fault, FaultSet};
use crate::hosts;
use crate::listener::socket::{Refused, bind_together};

pub(crate) use resolver::Resolver;
pub(crate) use zone::Zone;

/// Where `dns_sinkhole` sends the wallet's names. Nothing listens there.
const SINKHOLE: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 65);
/// Where `dns_wrong_address` sends the wallet's names.
pub(crate) const WRONG_ADDRESS: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 66);
/// Where `dns_lying` sends every name that there is not.
const INVENTED_ADDRESS: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 67);
/// Where `dns_elsewhere` sends the API's name, and where the API then is as well.
pub(crate) const OTHER_ADDRESS: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 68);

/// How long an idle TCP connection to a resolver is kept.
const TCP_IDLE: Duration = Duration::from_secs(10);
/// Answers that may wait on one TCP connection.
const TCP_QUEUE: usize = 32;
/// Connections to a resolver that the system completes before they are accepted.
const TCP_BACKLOG: i32 = 128;

/// How a resolver treats a question.
#[derive(Clone, Debug, Default)]
pub(crate) enum Manner {
    /// As it is.
    #[default]
    Honest,
    /// It does not answer, whatever the question.
    Silent,
    /// To questions about these names it answers with a code and no record.
    Fails(Vec<String>, ResponseCode),
    /// These names have another address.
    Misleads(Vec<String>, IpAddr),
    /// Names that do not exist have this address.
    Invents(IpAddr),
}

impl Manner {
    /// How the phone's resolver behaves.
    pub(crate) fn of_phones_resolver(faults: &FaultSet) -> Self {
        let has = |fault| faults.contains(fault);
        if has(Fault::Offline) || has(Fault::DnsTimeout) {
            return Self::Silent;
        }
        let codes = [
            (Fault::DnsNxdomain, ResponseCode::NXDomain),
            (Fault::DnsServfail, ResponseCode::ServFail),
            (Fault::DnsRefused, ResponseCode::Refused),
            (Fault::DnsEmpty, ResponseCode::NoError),
        ];
        if let Some((_, code)) = codes.into_iter().find(|(fault, _)| has(*fault)) {
            return Self::Fails(hosts::wallet(), code);
        }
        let addresses = [
            (Fault::DnsWrongAddress, hosts::wallet(), WRONG_ADDRESS),
            (Fault::DnsSinkhole, hosts::wallet(), SINKHOLE),
            (Fault::DnsElsewhere, vec![hosts::API.to_owned()], OTHER_ADDRESS),
        ];
        if let Some((_, names, address)) = addresses.into_iter().find(|(fault, ..)| has(*fault)) {
            return Self::Misleads(names, address.into());
        }
        if has(Fault::DnsLying) { Self::Invents(INVENTED_ADDRESS.into()) } else { Self::Honest }
    }

    /// How the second resolver behaves, over plain DNS and over HTTPS: if it answers, it tells the truth.
    pub(crate) fn of_second_resolver(faults: &FaultSet) -> Self {
        let silent = faults.contains(Fault::Offline) || faults.contains(Fault::SecondOpinionSilent);
        if silent { Self::Silent } else { Self::Honest }
    }
}

/// Starts a resolver, on the same port for UDP and TCP; 0 takes a free one. It stops when the server is dropped.
pub(crate) fn start(address: SocketAddr, resolver: Resolver) -> Result<(SocketAddr, Server<Resolver>), Refused> {
    let wanted = [(address.ip(), Type::DGRAM), (address.ip(), Type::STREAM)];
    let mut server = Server::new(resolver);
    let mut local = address;
    for ((_, kind), bound) in wanted.iter().zip(bind_together(&wanted, address.port())?) {
        local = bound.address;
        register(&mut server, *kind, bound.socket).map_err(|source| Refused { address: local, source })?;
    }
    Ok((local, server))
}

fn register(server: &mut Server<Resolver>, kind: Type, socket: Socket) -> io::Result<()> {
    if kind == Type::DGRAM {
        server.register_socket(UdpSocket::from_std(socket.into())?);
    } else {
        socket.listen(TCP_BACKLOG)?;
        server.register_listener(TcpListener::from_std(socket.into())?, TCP_IDLE, TCP_QUEUE);
    }
    Ok(())
}
