package listen

import (
	"crypto/tls"
	"errors"
	"net"

	"einmal/internal/portmux"
)

// MuxedListener is one TCP port on which everything arrives, told apart.
type Muxed struct {
	HTTP     net.Listener   // for the page and the signalling: over TLS if there is any
	Insecure net.Listener   // HTTP where there should be TLS; nil without TLS
	STUN     []net.Listener // with and without TLS
	muxes    []*portmux.Mux
}

// NewMuxedListener takes tcp over. Without a config there is no TLS.
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

// CloseHTTP turns HTTP away, noRelay turns STUN away.
func (d *Muxed) CloseHTTP() {
	d.HTTP.Close()
	if d.Insecure != nil {
		d.Insecure.Close()
	}
}

func (d *Muxed) CloseSTUN() {
	for _, l := range d.STUN {
		l.Close()
	}
}

func (d *Muxed) Close() error {
	var errs []error
	for _, m := range d.muxes {
		errs = append(errs, m.Close())
	}
	return errors.Join(errs...)
}
