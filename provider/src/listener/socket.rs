//! Sockets that belong together: one service under one port, over IPv4 and IPv6, or over UDP and TCP.

use std::io;
use std::net::{IpAddr, SocketAddr};

use socket2::{Domain, Socket, Type};

/// How often a port that is free for the first socket may turn out to be taken for the next before we give up.
const BIND_ATTEMPTS: u32 = 16;

/// A bound socket and where it is.
pub(crate) struct Bound {
    pub(crate) socket: Socket,
    pub(crate) address: SocketAddr,
}

/// What the system says against an address.
pub(crate) struct Refused {
    pub(crate) address: SocketAddr,
    pub(crate) source: io::Error,
}

/// Binds a TCP socket at each address, all to the same port; 0 takes one that is free at all of them.
pub(crate) fn bind_tcp(addresses: impl IntoIterator<Item = IpAddr>, port: u16) -> Result<Vec<Bound>, Refused> {
    let wanted: Vec<_> = addresses.into_iter().map(|address| (address, Type::STREAM)).collect();
    bind_together(&wanted, port)
}

/// Binds each of the sockets to the same port; 0 takes one that is free for all of them. They do not listen yet.
pub(crate) fn bind_together(wanted: &[(IpAddr, Type)], port: u16) -> Result<Vec<Bound>, Refused> {
    let mut attempt = 1;
    loop {
        match try_bind_together(wanted, port) {
            Err(Refused { source, .. })
                if source.kind() == io::ErrorKind::AddrInUse && port == 0 && attempt < BIND_ATTEMPTS =>
            {
                attempt += 1;
            }
            done => return done,
        }
    }
}

fn try_bind_together(wanted: &[(IpAddr, Type)], port: u16) -> Result<Vec<Bound>, Refused> {
    let mut common = port;
    let mut sockets = Vec::with_capacity(wanted.len());
    for (ip, kind) in wanted {
        let address = SocketAddr::new(*ip, common);
        let bound = bind(address, *kind, port != 0);
        // A port that we chose is no part of what was asked for.
        let bound = bound.map_err(|source| Refused { address: SocketAddr::new(*ip, port), source })?;
        common = bound.address.port();
        sockets.push(bound);
    }
    Ok(sockets)
}

fn bind(address: SocketAddr, kind: Type, is_fixed: bool) -> io::Result<Bound> {
    let socket = Socket::new(Domain::for_address(address), kind, None)?;
    if address.is_ipv6() {
        socket.set_only_v6(true)?;
    }
    // A port that was asked for can be had again while connections of the last run fade away; a free one is better ours
    // alone. On Windows the option would let it be taken from somebody.
    if is_fixed && kind == Type::STREAM && cfg!(not(windows)) {
        socket.set_reuse_address(true)?;
    }
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
    let bound = socket.local_addr()?.as_socket();
    let address = bound.ok_or_else(|| io::Error::other("the socket has no internet address"))?;
    Ok(Bound { socket, address })
}
