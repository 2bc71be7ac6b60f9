// Package listen opens the sockets of the server: TCP and UDP on one number, and a [Muxed] listener
// that tells apart what arrives on TCP.
package listen

import (
	"crypto/tls"
	"errors"
	"net"

	"einmal/internal/portmux"
)

// Muxed is one TCP port on which everything arrives, told apart.
type Muxed struct {
	HTTP     net.Listener   // for the page and the signalling: over TLS if there is any
	Insecure net.Listener   // HTTP where there should be TLS; nil without TLS
	STUN     []net.Listener // with and without TLS
	muxes    []*portmux.Mux
}

// NewMuxed takes tcp over. Without a config there is no TLS.
func NewMuxed(tcp net.Listener, config *tls.Config) *Muxed {
	plain := portmux.New(tcp)
	if config == nil {
		plain.TLS().Close()
		return &Muxed{HTTP: plain.HTTP(), STUN: []net.Listener{plain.STUN()},
			muxes: []*portmux.Mux{plain}}
	}
	secure := portmux.New(tls.NewListener(plain.TLS(), config))
	secure.TLS().Close()
	return &Muxed{
		HTTP:     secure.HTTP(),
		Insecure: plain.HTTP(),
		STUN:     []net.Listener{plain.STUN(), secure.STUN()},
		muxes:    []*portmux.Mux{plain, secure},
	}
}

// CloseHTTP turns HTTP away, for a port of the relay alone.
func (m *Muxed) CloseHTTP() {
	m.HTTP.Close()
	if m.Insecure != nil {
		m.Insecure.Close()
	}
}

// CloseSTUN turns STUN and TURN away, for a port of the page alone.
func (m *Muxed) CloseSTUN() {
	for _, l := range m.STUN {
		l.Close()
	}
}

// StopAccepting leaves whoever comes from now on in the queue of the system, where the next process
// finds them if the socket stays open there.
func (m *Muxed) StopAccepting() error {
	var errs []error
	for _, mux := range m.muxes {
		errs = append(errs, mux.StopAccepting())
	}
	return errors.Join(errs...)
}

// Close closes the port and what waits on it.
func (m *Muxed) Close() error {
	var errs []error
	for _, mux := range m.muxes {
		errs = append(errs, mux.Close())
	}
	return errors.Join(errs...)
}
