package main

import (
	"crypto/tls"
	"errors"
	"net"

	"einmal/internal/portmux"
)

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
