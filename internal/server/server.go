package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"einmal/internal/adminsocket"
	"einmal/internal/config"
	"einmal/internal/creators"
	"einmal/internal/gate"
	"einmal/internal/origin"
	"einmal/internal/protocol"
	"einmal/internal/server/listen"
	"einmal/internal/server/logging"
	"einmal/internal/server/metrics"
	"einmal/internal/server/router"
	"einmal/internal/wipe"
	"einmal/signal"
	"einmal/turnserver"
)

const (
	// a request line and its headers; what is slower holds a connection for nothing
	headerTime = 10 * time.Second
	bodyTime   = 20 * time.Second // nobody has a body to send
	answerTime = time.Minute      // the largest file over the slowest mobile network
	idleTime   = 2 * time.Minute  // a browser that comes back soon spares itself a connection
	headerSize = 16 << 10         // more than any browser sends
	closeTime  = 2 * time.Second  // for answers under way when the server stops
)

// Server is the running server. It owns its sockets and files, in the order in which they were
// opened.
type Server struct {
	config         config.Config
	public         origin.Origin
	port           int            // of the page and the signalling
	relayPort      int            // the same, unless the relay has its own
	metrics        net.Addr       // of the counts; nil without
	certificateEnd time.Time      // the end of the certificate with which TLS began
	closers        []func() error // the last to be opened is the first to be closed
	gate           *gate.Gate     // of all TCP connections but those for the counts
	failed         chan error     // gets the error that ends the server on its own
	level          *slog.LevelVar // of the log
}

// Start opens everything and begins to serve; log lines go to logs. Errors are for people.
func Start(c config.Config, client http.Handler, logs io.Writer) (*Server, error) {
	n := &Server{config: c, failed: make(chan error, 1), level: new(slog.LevelVar)}
	if err := n.openAll(client, slog.New(logging.NewHandler(logs, n.level))); err != nil {
		n.Close()
		return nil, err
	}
	return n, nil
}

func (n *Server) openAll(client http.Handler, log *slog.Logger) error {
	store, err := openRooms(n.config)
	if err != nil {
		return err
	}
	n.closers = append(n.closers, store.Close)
	n.endWithStore(store.Broken())

	config, err := n.loadTLS(log)
	if err != nil {
		return err
	}
	web, udp, stun, err := n.openSockets(config, log)
	if err != nil {
		return err
	}
	if n.public = n.config.Public; n.public == (origin.Origin{}) {
		n.public = origin.Local(n.config.Scheme(), uint16(n.port))
	}
	relay, err := turnserver.New(turnserver.Config{
		PacketConns: udp,
		Listeners:   stun,
		Address:     n.config.RelayAddress.AsSlice(),
		Secret:      []byte(n.config.RelaySecret),
		Lifetime:    n.config.RelayLife,
		Quotas:      n.config.Quotas,
		Log:         log,
		Settled:     gate.Settle,
	})
	if err != nil {
		return errors.Join(err, listen.CloseAll(udp))
	}
	n.closers = append(n.closers, relay.Close)

	texts := &router.Pages{}
	if err := texts.Render(n.config.Facts(n.public)); err != nil {
		return err
	}
	forget := wipe.NewScrubber()
	n.closers = append(n.closers, forget.Close)
	hub := signal.New(signal.Config{
		Store:     store,
		Origin:    n.public.String(),
		MayCreate: n.config.MayCreate(n.public),
		Work:      n.proofOfWork(),
		Creators:  n.creatorCheck(log),
		Relay:     n.relayForSignal(relay),
		Forgotten: forget.Schedule,
		Log:       log,
	})
	go forget.RunUntilClosed(func() {
		hub.Compact()
		n.gate.Compact()
	})
	if err := n.serveMetrics(metrics.Handler{Hub: hub, Relay: relay, Gate: n.gate}); err != nil {
		hub.Close()
		return err
	}
	f := &router.Router{Public: n.public, TrustedProxy: n.config.TrustedProxy, Client: client,
		Pages:      texts,
		Signalling: hub, Log: log}
	if web.Insecure != nil {
		n.closers = append(n.closers, n.serveHTTP(web.Insecure,
			http.HandlerFunc(f.ServeInsecure)).Close)
	}
	n.openDebugLogWindow(&debugLogWindow{server: n, texts: texts, hub: hub, relay: relay, log: log})
	page := n.serveHTTP(web.HTTP, f)
	n.closers = append(n.closers, func() error { return closeBoth(page, hub) })
	return n.serveControl(&adminsocket.Server{Hub: hub, Scrub: forget.Schedule, Log: log})
}

func (n *Server) serveHTTP(l net.Listener, h http.Handler) *http.Server {
	web := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: headerTime,
		ReadTimeout:       bodyTime,
		WriteTimeout:      answerTime,
		IdleTimeout:       idleTime,
		MaxHeaderBytes:    headerSize,
		ConnState:         settleSockets,
		// its lines name addresses
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
	go func() {
		if err := web.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			n.endWithError(fmt.Errorf("serve HTTP: %w", err))
		}
	}()
	return web
}

// settleSockets tells the gate of a connection that becomes a WebSocket. A request is answered
// within a moment, and who waits for the next one comes again if it has to.
func settleSockets(c net.Conn, state http.ConnState) {
	if state == http.StateHijacked {
		gate.Settle(c, true)
	}
}

// closeBoth lets answers under way and the goodbyes of the signalling take their time side by side.
func closeBoth(web *http.Server, hub *signal.Hub) error {
	var goodbyes sync.WaitGroup
	goodbyes.Go(hub.Close)
	defer goodbyes.Wait()
	ctx, cancel := context.WithTimeout(context.Background(), closeTime)
	defer cancel()
	if err := web.Shutdown(ctx); !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return web.Close()
}

// creatorCheck says whose creator links are good; nil if none is needed.
func (n *Server) creatorCheck(log *slog.Logger) func(protocol.Key) bool {
	if n.config.Create != config.CreateWithToken {
		return nil
	}
	list := creators.Open(n.config.DataDir)
	return func(key protocol.Key) bool {
		ok, err := list.Knows(key)
		if err != nil {
			log.Error("list of creators", "error", err)
		}
		return ok
	}
}

// proofOfWork is what creating takes: nothing of those who are here anyway.
func (n *Server) proofOfWork() uint8 {
	if n.config.Create == config.CreateOpen {
		return protocol.OpenWork
	}
	return 0
}

// endWithError ends the server with the first error that does.
func (n *Server) endWithError(err error) {
	select {
	case n.failed <- err:
	default:
	}
}

// Wait serves until ctx ends or the server fails, and closes everything.
func (n *Server) Wait(ctx context.Context) error {
	var err error
	select {
	case <-ctx.Done():
	case err = <-n.failed:
	}
	return errors.Join(err, n.Close())
}

// Close closes in reverse order: first nobody gets in any more, last the store.
func (n *Server) Close() error {
	var errs []error
	for i := len(n.closers) - 1; i >= 0; i-- {
		errs = append(errs, n.closers[i]())
	}
	n.closers = nil
	return errors.Join(errs...)
}

// serveControl opens the control socket in the data directory. Rooms in memory need no such
// directory; without it there is no socket either.
func (n *Server) serveControl(c *adminsocket.Server) error {
	dir := n.config.DataDir
	if info, err := os.Stat(dir); n.config.InMemory && (err != nil || !info.IsDir()) {
		return nil
	}
	if err := c.Open(dir, n.gate.ListenUncounted); err != nil {
		return err
	}
	n.closers = append(n.closers, c.Close)
	return nil
}
