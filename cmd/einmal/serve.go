package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"einmal/internal/creators"
	"einmal/internal/gate"
	"einmal/internal/protocol"
	"einmal/signal"
	"einmal/turnserver"
	"einmal/webclient"
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

// node is the running server. It owns its sockets and files, in the order in which they were
// opened.
type node struct {
	config    config
	public    origin
	port      int            // of the page and the signalling
	relayPort int            // the same, unless the relay has its own
	metrics   net.Addr       // of the counts; nil without
	until     time.Time      // the end of the certificate with which TLS began
	closes    []func() error // the last to be opened is the first to be closed
	gate      *gate.Gate     // of all TCP connections but those for the counts
	failed    chan error     // gets the error that ends the server on its own
	level     *slog.LevelVar // of the log
}

// start opens everything and begins to serve. Errors are for people.
func start(c config, stderr io.Writer) (*node, error) {
	client, err := webclient.Open()
	if err != nil {
		return nil, clientProblem(err)
	}
	n := &node{config: c, failed: make(chan error, 1), level: new(slog.LevelVar)}
	if err := n.open(client, slog.New(newLogHandler(stderr, n.level))); err != nil {
		n.close()
		return nil, err
	}
	return n, nil
}

func (n *node) open(client http.Handler, log *slog.Logger) error {
	store, err := n.config.openRooms()
	if err != nil {
		return err
	}
	n.closes = append(n.closes, store.Close)
	n.watchStore(store.Broken())

	config, err := n.tls(log)
	if err != nil {
		return err
	}
	web, udp, stun, err := n.listen(config, log)
	if err != nil {
		return err
	}
	if n.public = n.config.public; n.public == (origin{}) {
		n.public = localOrigin(n.config.scheme(), uint16(n.port))
	}
	relay, err := turnserver.New(turnserver.Config{
		PacketConns: udp,
		Listeners:   stun,
		Address:     n.config.relay.AsSlice(),
		Secret:      []byte(n.config.secret),
		Lifetime:    n.config.relayLife,
		Quotas:      n.config.quotas,
		Log:         log,
		Settled:     gate.Settle,
	})
	if err != nil {
		return errors.Join(err, closeUDP(udp))
	}
	n.closes = append(n.closes, relay.Close)

	texts := &pages{}
	if err := texts.draw(n.config.facts(n.public)); err != nil {
		return err
	}
	forget := newForgetter()
	n.closes = append(n.closes, forget.close)
	hub := signal.New(signal.Config{
		Store:     store,
		Origin:    n.public.String(),
		MayCreate: n.config.mayCreate(n.public),
		Work:      n.work(),
		Creators:  n.creators(log),
		Relay:     n.relay(relay),
		Forgotten: forget.soon,
		Log:       log,
	})
	go forget.run(func() {
		hub.Compact()
		n.gate.Compact()
	})
	if err := n.serveMetrics(counts{hub, relay, n.gate}); err != nil {
		hub.Close()
		return err
	}
	f := &front{public: n.public, proxy: n.config.proxy, client: client, texts: texts,
		signaling: hub, log: log}
	if web.insecure != nil {
		n.closes = append(n.closes, n.serveHTTP(web.insecure, http.HandlerFunc(f.insecure)).Close)
	}
	n.startWatch(&watch{node: n, texts: texts, hub: hub, relay: relay, log: log})
	page := n.serveHTTP(web.http, f)
	n.closes = append(n.closes, func() error { return closeBoth(page, hub) })
	return n.serveControl(&control{hub: hub, forget: forget, log: log})
}

func (n *node) serveHTTP(l net.Listener, h http.Handler) *http.Server {
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
			n.fail(fmt.Errorf("serve HTTP: %w", err))
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

// mayCreate: who is not on this machine needs an open server. A public address in the name of
// localhost would let whoever reaches another address pretend to be.
func (c config) mayCreate(public origin) bool {
	listens, err := netip.ParseAddr(c.host)
	return c.create != whoLocal || public.isLoopback() && err == nil && listens.IsLoopback()
}

// creators says whose creator links are good; nil if none is needed.
func (n *node) creators(log *slog.Logger) func(protocol.Key) bool {
	if n.config.create != whoCreators {
		return nil
	}
	list := creators.Open(n.config.data)
	return func(key protocol.Key) bool {
		ok, err := list.Knows(key)
		if err != nil {
			log.Error("list of creators", "error", err)
		}
		return ok
	}
}

// work is what creating takes: nothing of those who are here anyway.
func (n *node) work() uint8 {
	if n.config.create == whoEverybody {
		return protocol.OpenWork
	}
	return 0
}

// fail ends the server with the first error that does.
func (n *node) fail(err error) {
	select {
	case n.failed <- err:
	default:
	}
}

// wait serves until ctx ends or the server fails, and closes everything.
func (n *node) wait(ctx context.Context) error {
	var err error
	select {
	case <-ctx.Done():
	case err = <-n.failed:
	}
	return errors.Join(err, n.close())
}

// close closes in reverse order: first nobody gets in any more, last the store.
func (n *node) close() error {
	var errs []error
	for i := len(n.closes) - 1; i >= 0; i-- {
		errs = append(errs, n.closes[i]())
	}
	n.closes = nil
	return errors.Join(errs...)
}
