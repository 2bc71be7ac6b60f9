package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"einmal/internal/creators"
	"einmal/internal/portmux"
	"einmal/signal"
	"einmal/turnserver"
	"einmal/webclient"
)

const (
	headerTime = 10 * time.Second // a request line and its headers; what is slower holds a connection for nothing
	bodyTime   = 20 * time.Second // nobody has a body to send
	answerTime = time.Minute      // the largest file over the slowest mobile network
	idleTime   = 2 * time.Minute  // a browser that comes back soon spares itself a connection
	headerSize = 16 << 10         // more than any browser sends
	closeTime  = 2 * time.Second  // for answers under way when the server stops
)

// node is the running server. It owns its sockets and files, in the order in which they were opened.
type node struct {
	config config
	public origin
	port   int
	closes []func() error // the last to be opened is the first to be closed
	failed chan error     // gets the error that ends the server on its own
}

// start opens everything and begins to serve. Errors are for people.
func start(c config, log *slog.Logger) (*node, error) {
	client, err := webclient.Open()
	if err != nil {
		return nil, clientProblem(err)
	}
	n := &node{config: c, failed: make(chan error, 1)}
	if err := n.open(client, log); err != nil {
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

	tcp, udp, err := listenBoth(n.config.host, n.config.port)
	if err != nil {
		return err
	}
	ports := portmux.New(tcp)
	n.closes = append(n.closes, ports.Close)
	n.port = portOf(tcp)
	if n.public = n.config.public; n.public == (origin{}) {
		n.public = localOrigin(uint16(n.port))
	}

	relay, err := turnserver.New(turnserver.Config{
		PacketConns: []net.PacketConn{udp},
		Listeners:   []net.Listener{ports.STUN()},
		Address:     n.config.relay.AsSlice(),
		Log:         log,
	})
	if err != nil {
		return errors.Join(err, udp.Close())
	}
	n.closes = append(n.closes, relay.Close)

	texts := &pages{}
	if err := texts.draw(n.config.facts(n.public)); err != nil {
		return err
	}
	hub := signal.New(signal.Config{
		Store:     store,
		Origin:    n.public.String(),
		MayCreate: n.config.mayCreate(n.public),
		Work:      n.work(),
		Creators:  n.creators(log),
		Relay:     n.relay(relay),
		Log:       log,
	})
	web := n.serveHTTP(ports.HTTP(), &front{public: n.public, client: client, texts: texts, signaling: hub, log: log})
	n.closes = append(n.closes, func() error { return closeBoth(web, hub) })
	return nil
}

func (n *node) serveHTTP(l net.Listener, h http.Handler) *http.Server {
	web := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: headerTime,
		ReadTimeout:       bodyTime,
		WriteTimeout:      answerTime,
		IdleTimeout:       idleTime,
		MaxHeaderBytes:    headerSize,
		ErrorLog:          slog.NewLogLogger(slog.DiscardHandler, slog.LevelError), // its lines name addresses
	}
	go func() {
		if err := web.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			n.failed <- fmt.Errorf("serve HTTP: %w", err)
		}
	}()
	return web
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

// relay lets the signalling hand out credentials of the relay without knowing it.
func (n *node) relay(s *turnserver.Server) signal.Relay {
	host := n.public.name
	if n.public.isLoopback() { // localhost may mean ::1, where nobody listens
		if host = n.config.host; isAll(host) {
			host = "127.0.0.1"
		}
	}
	turn := "turn:" + net.JoinHostPort(host, strconv.Itoa(n.port))
	urls := []string{turn + "?transport=udp", turn + "?transport=tcp"}
	return signal.Relay{
		Credentials: func(room, peer string) signal.Credentials {
			username, password, expires := s.Credentials(room, peer)
			return signal.Credentials{URLs: urls, Username: username, Password: password, Expires: expires}
		},
		RemovePeer: s.RemovePeer,
		CloseRoom:  s.CloseRoom,
	}
}

// mayCreate: who is not on this machine needs an open server. A public address in the name of localhost would let whoever
// reaches it pretend to be.
func (c config) mayCreate(public origin) bool {
	return c.create != whoLocal || public.isLoopback() && !isAll(c.host)
}

// creators says whose creator links are good; nil if none is needed.
func (n *node) creators(log *slog.Logger) func(signal.Key) bool {
	if n.config.create != whoCreators {
		return nil
	}
	list := creators.Open(n.config.data)
	return func(key signal.Key) bool {
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
		return signal.OpenWork
	}
	return 0
}

// announce says what is served where.
func (n *node) announce(w io.Writer) error {
	address := net.JoinHostPort(n.config.host, strconv.Itoa(n.port))
	create := "by whoever opens this address"
	switch {
	case n.config.create == whoCreators:
		create = "by whoever has a creator link: einmal creator makes them"
	case n.config.create == whoEverybody:
		create = "by everybody, for about a second of work"
	case !n.config.mayCreate(n.public):
		create = "by nobody: -create token lets creators, -create open everybody, and a server on a loopback address who is there"
	}
	_, err := fmt.Fprintf(w, `einmal is ready: %s
  page, signalling   TCP %s
  relay              UDP and TCP %[2]s, its candidates carry %s
  data               %s
  rooms              can be created %s
`, n.public, address, n.config.relay, n.config.storedIn(), create)
	return err
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
