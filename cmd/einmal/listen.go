package main

import (
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"strconv"
	"syscall"

	"einmal/internal/portmux"
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

func closeUDP(conns []net.PacketConn) error {
	var errs []error
	for _, conn := range conns {
		errs = append(errs, conn.Close())
	}
	return errors.Join(errs...)
}

// portAttempts: with port 0 the number that is free for TCP may be taken for UDP; many in a row are
// not.
const portAttempts = 20

// listenBoth opens TCP and UDP on the same number, which is all that a firewall has to let through.
// UDP may take several sockets.
func listenBoth(host string, port uint16) (net.Listener, []net.PacketConn, error) {
	for attempt := 1; ; attempt++ {
		tcp, err := listenTCP(host, port)
		if err != nil {
			return nil, nil, err
		}
		udp, err := listenUDP(host, portOf(tcp))
		if err == nil {
			return tcp, append(listenEach(host, portOf(tcp)), udp), nil
		}
		tcp.Close()
		if port != 0 || attempt == portAttempts || !errors.Is(err, syscall.EADDRINUSE) {
			return nil, nil, socketProblem("UDP", tcp.Addr().String(), err)
		}
	}
}

func portOf(l net.Listener) int { return l.Addr().(*net.TCPAddr).Port }

func listenTCP(host string, port uint16) (net.Listener, error) {
	address := net.JoinHostPort(host, strconv.Itoa(int(port)))
	tcp, err := net.Listen("tcp", address)
	if err != nil {
		return nil, socketProblem("TCP", address, err)
	}
	return tcp, nil
}

// door is one TCP port on which everything arrives, told apart.
type door struct {
	http     net.Listener   // for the page and the signalling: over TLS if there is any
	insecure net.Listener   // HTTP where there should be TLS; nil without TLS
	stun     []net.Listener // with and without TLS
	muxes    []*portmux.Mux
}

// openDoor takes tcp over. Without a config there is no TLS.
func openDoor(tcp net.Listener, config *tls.Config) *door {
	plain := portmux.New(tcp)
	if config == nil {
		plain.TLS().Close()
		return &door{http: plain.HTTP(), stun: []net.Listener{plain.STUN()},
			muxes: []*portmux.Mux{plain}}
	}
	secure := portmux.New(tls.NewListener(plain.TLS(), config))
	secure.TLS().Close()
	return &door{
		http:     secure.HTTP(),
		insecure: plain.HTTP(),
		stun:     []net.Listener{plain.STUN(), secure.STUN()},
		muxes:    []*portmux.Mux{plain, secure},
	}
}

// onlyRelay turns HTTP away, noRelay turns STUN away.
func (d *door) onlyRelay() {
	d.http.Close()
	if d.insecure != nil {
		d.insecure.Close()
	}
}

func (d *door) noRelay() {
	for _, l := range d.stun {
		l.Close()
	}
}

func (d *door) close() error {
	var errs []error
	for _, m := range d.muxes {
		errs = append(errs, m.Close())
	}
	return errors.Join(errs...)
}
