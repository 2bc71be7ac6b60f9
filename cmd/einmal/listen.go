package main

import (
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
)

// tls gives the configuration of TLS, nil without.
func (n *node) tls(log *slog.Logger) (*tls.Config, error) {
	if !n.config.hasTLS() {
		return nil, nil
	}
	files, err := openCertificate(n.config.cert, n.config.key, log)
	if err != nil {
		return nil, err
	}
	n.until = files.until()
	return tlsConfig(files.get), nil
}

// listen opens the sockets: one number for everything, or another for the relay. Their connections
// are counted together.
func (n *node) listen(config *tls.Config,
	log *slog.Logger) (web *door, udp []net.PacketConn, stun []net.Listener, err error) {
	host, port := n.config.relayAt()
	tcp, udp, err := listenBoth(host, port)
	if err != nil {
		return nil, nil, nil, err
	}
	n.gate = newGate(n.config.proxy, log)
	relay := openDoor(n.gate.Listen(tcp), config)
	n.closes = append(n.closes, relay.close)
	n.port, n.relayPort = portOf(tcp), portOf(tcp)
	if !n.config.ownRelay {
		return relay, udp, relay.stun, nil
	}
	if tcp, err = listenTCP(n.config.host, n.config.port); err != nil {
		return nil, nil, nil, errors.Join(err, closeUDP(udp))
	}
	web = openDoor(n.gate.Listen(tcp), config)
	n.closes = append(n.closes, web.close)
	n.port = portOf(tcp)
	relay.onlyRelay()
	web.noRelay()
	return web, udp, relay.stun, nil
}
