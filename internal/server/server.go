// Package server is the running server: what einmal serve and einmal relay do once the flags are
// checked.
//
// [Start] opens the store, the sockets, the relay, the signalling and the pages, in that order, and
// a [Server] closes them in the opposite one. One port takes everything (package listen); package
// router decides who answers an HTTP request, and package signal answers on the WebSocket.
//
// A [Server] may be used from any goroutine but for Close, which Wait calls.
package server

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"os"
	"strconv"
	"time"

	"einmal/internal/adminsocket"
	"einmal/internal/config"
	"einmal/internal/creators"
	"einmal/internal/gate"
	"einmal/internal/lookback"
	"einmal/internal/origin"
	"einmal/internal/protocol"
	"einmal/internal/server/acme"
	"einmal/internal/server/listen"
	"einmal/internal/server/logging"
	"einmal/internal/server/metrics"
	"einmal/internal/server/router"
	"einmal/internal/wipe"
	"einmal/signal"
	"einmal/turnserver"
)

// Server is the running server. It owns its sockets and files, in the order in which they were
// opened.
type Server struct {
	config      config.Config
	public      origin.Origin
	port        int      // of the page and the signalling
	relayPort   int      // the same, unless the relay has its own
	metrics     net.Addr // of the counts; nil without
	certificate interface{ NotAfter() time.Time }
	acme        *acme.Source // of the certificate; nil where it comes from files
	ports       []*listen.Muxed
	closers     []func() error // the last to be opened is the first to be closed
	gate        *gate.Gate     // of all TCP connections but those for the counts
	failed      chan error     // gets the error that ends the server on its own
	level       *slog.LevelVar // of the log
	newcomers   newcomers
	stopServing []func() error // of what takes connections from ports
}

// Start opens everything and begins to serve; log lines go to logs. Errors are for people.
func Start(c config.Config, client router.Client, logs io.Writer) (*Server, error) {
	s := &Server{config: c, failed: make(chan error, 1), level: new(slog.LevelVar)}
	if err := s.openAll(client, slog.New(logging.NewHandler(logs, s.level))); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// openAll goes from the store to the sockets and what answers on them. What it opens, closers
// closes in the opposite order.
func (s *Server) openAll(client router.Client, log *slog.Logger) error {
	store, err := openRooms(s.config)
	if err != nil {
		return err
	}
	s.closers = append(s.closers, store.Close)
	s.endWithStore(store.Broken())

	tls, err := s.loadTLS(log)
	if err != nil {
		return err
	}
	web, udp, stun, err := s.openSockets(tls, log)
	if err != nil {
		return err
	}
	if s.public = s.config.Public; s.public == (origin.Origin{}) {
		s.public = origin.Local(s.config.Scheme(), uint16(s.port))
	}
	relay, err := s.serveRelay(udp, stun, log)
	if err != nil {
		return err
	}
	scrubber := wipe.NewScrubber()
	s.closers = append(s.closers, scrubber.Close)
	hub := signal.New(signal.Config{
		Store:     store,
		Origin:    s.public.String(),
		Create:    s.createPolicy(log),
		Relay:     s.relayForSignal(relay),
		Forgotten: scrubber.Schedule,
		Log:       log,
	})
	go scrubber.RunUntilClosed(func() {
		hub.Compact()
		s.gate.Compact()
	})
	counts := metrics.Handler{Hub: hub, Relay: relay, Gate: s.gate, Store: store,
		Certificate: s.certificate}
	if err := s.serveMetrics(counts); err != nil {
		hub.Close()
		return err
	}
	pages := &router.Pages{RelayURLs: s.relayURLs()}
	pages.Render(s.config.Facts(s.public))
	s.openDebugLogWindow(&debugLogWindow{server: s, pages: pages, hub: hub, relay: relay, log: log})
	routes := &router.Router{Public: s.public, TrustedProxy: s.config.TrustedProxy,
		Client: client, Pages: pages, Signalling: hub, Log: log, Waits: s.waitsForCertificate}
	if s.config.LookBack {
		routes.LookBack = lookback.New(!s.public.IsLoopback())
	}
	if s.config.Phone.IsValid() {
		routes.Phone = router.NewPhone(s.config.Phone)
	}
	s.serveWeb(web, hub, routes)
	s.runACME()
	s.closers = append(s.closers, s.stopAccepting)
	if err := s.runWatchdog(counts, log); err != nil {
		return err
	}
	return s.serveControl(&adminsocket.Server{Hub: hub, Scrub: scrubber.Schedule, Log: log,
		Trial: func() adminsocket.RelayAccess { return openTrial(relay) }})
}

func (s *Server) serveRelay(udp []net.PacketConn, stun []net.Listener,
	log *slog.Logger) (*turnserver.Server, error) {
	relay, err := turnserver.New(turnserver.Config{
		PacketConns: udp,
		Listeners:   stun,
		Address:     s.config.RelayAddress.AsSlice(),
		Secret:      []byte(s.config.RelaySecret),
		Lifetime:    s.config.RelayLife,
		Quotas:      s.config.Quotas,
		Log:         log,
		Settled:     gate.Settle,
	})
	if err != nil {
		return nil, errors.Join(err, listen.CloseAll(udp))
	}
	s.closers = append(s.closers, relay.Close)
	return relay, nil
}

// createPolicy says who may create rooms. Open servers ask for work; those who are here anyway, and
// holders of a creator link, do none.
func (s *Server) createPolicy(log *slog.Logger) signal.CreatePolicy {
	policy := signal.CreatePolicy{Allowed: s.config.MayCreate(s.public),
		MaxLifetime: s.config.LongestRoom}
	switch s.config.CreateMode {
	case config.CreateOpen:
		policy.Work = protocol.OpenWork
	case config.CreateWithToken:
		list := creators.Open(s.config.DataDir)
		policy.IsCreator = func(key protocol.Key) bool {
			ok, err := list.Knows(key)
			if err != nil {
				log.Error("list of creators", "error", err)
			}
			return ok
		}
	}
	return policy
}

// waitsForCertificate says whether nobody gets in yet, since no authority has given one.
func (s *Server) waitsForCertificate() bool { return s.acme != nil && !s.acme.HasCertificate() }

// stopAccepting comes first at the end: who comes from now on waits for the next process, if the
// service manager keeps the sockets open.
func (s *Server) stopAccepting() error {
	var errs []error
	for _, port := range s.ports {
		errs = append(errs, port.StopAccepting())
	}
	for _, stop := range s.stopServing {
		errs = append(errs, stop())
	}
	s.newcomers.wait()
	return errors.Join(errs...)
}

// endWithError ends the server with the first error that does.
func (s *Server) endWithError(err error) {
	select {
	case s.failed <- err:
	default:
	}
}

// Public is the URL that people open.
func (s *Server) Public() string { return s.public.String() }

// Address is IP:PORT of the page and the signalling.
func (s *Server) Address() string { return net.JoinHostPort(s.config.Host, strconv.Itoa(s.port)) }

// Wait serves until ctx ends or the server fails, and closes everything.
func (s *Server) Wait(ctx context.Context) error {
	var err error
	select {
	case <-ctx.Done():
	case err = <-s.failed:
	}
	return errors.Join(err, s.Close())
}

// Close closes in reverse order: first nobody gets in any more, last the store.
func (s *Server) Close() error {
	var errs []error
	for i := len(s.closers) - 1; i >= 0; i-- {
		errs = append(errs, s.closers[i]())
	}
	s.closers = nil
	return errors.Join(errs...)
}

// serveControl opens the control socket in the data directory. Rooms in memory need no such
// directory; without it there is no socket either.
func (s *Server) serveControl(c *adminsocket.Server) error {
	dir := s.config.DataDir
	if info, err := os.Stat(dir); s.config.InMemory && (err != nil || !info.IsDir()) {
		return nil
	}
	if err := c.Open(dir, s.gate.ListenUncounted); err != nil {
		return err
	}
	s.closers = append(s.closers, c.Close)
	return nil
}
