"""Runs statuspage-prometheus-exporter once, on a machine where every name under .test is this machine."""

import socket

resolve = socket.getaddrinfo


def resolve_here(host, *arguments, **options):
    if isinstance(host, str) and host.endswith(".test"):
        host = "127.0.0.1"
    return resolve(host, *arguments, **options)


socket.getaddrinfo = resolve_here

from statuspage_prometheus_exporter.status_monitoring import main  # noqa: E402: only after names resolve here

main()
