package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"einmal/internal/gate"
	"einmal/internal/server/listen"
	"einmal/internal/server/router"
	"einmal/signal"
)

const (
	// a request line and its headers; what is slower holds a connection for nothing
	headerTime = 10 * time.Second
	bodyTime   = 20 * time.Second // nobody has a body to send
	answerTime = time.Minute      // the largest file over the slowest mobile network
	idleTime   = 2 * time.Minute  // a browser that comes back soon spares itself a connection
	headerSize = 16 << 10         // more than any browser sends
	closeTime  = 2 * time.Second  // for answers under way when the server stops
	stallTime  = 20 * time.Second // for a connection that takes nothing of what is to be sent
	streams    = 32               // at once on one connection; a page asks for a dozen
)

// serveWeb serves HTTP on the listeners of web. The signalling says goodbye while answers under way
// are finished.
func (s *Server) serveWeb(web *listen.Muxed, hub *signal.Hub, routes *router.Router) {
	if web.Insecure != nil {
		insecure := s.serveHTTP(web.Insecure, http.HandlerFunc(routes.ServeInsecure), false)
		s.closers = append(s.closers, func() error { return shutDown(insecure) })
	}
	secure := s.serveHTTP(web.HTTP, routes, web.Insecure != nil)
	s.closers = append(s.closers, func() error { return closeBoth(secure, hub) })
}

// serveHTTP also speaks HTTP/2 if the connections come over TLS, where they have agreed on it. For
// net/http they are plain: the multiplexer has taken their first byte.
func (s *Server) serveHTTP(l net.Listener, h http.Handler, overTLS bool) *http.Server {
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	protocols.SetUnencryptedHTTP2(overTLS)
	web := &http.Server{
		Handler:   s.newcomers.handler(h),
		Protocols: protocols,
		HTTP2: &http.HTTP2Config{
			MaxConcurrentStreams: streams,
			WriteByteTimeout:     stallTime,
			// nobody has a body to send
			MaxReceiveBufferPerConnection: 64 << 10,
			MaxReceiveBufferPerStream:     16 << 10,
		},
		ReadHeaderTimeout: headerTime,
		ReadTimeout:       bodyTime,
		WriteTimeout:      answerTime,
		IdleTimeout:       idleTime,
		MaxHeaderBytes:    headerSize,
		ConnContext:       withConn,
		ConnState: func(c net.Conn, state http.ConnState) {
			s.newcomers.note(c, state)
			settleSockets(c, state)
		},
		// its lines name addresses
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
	served := make(chan struct{})
	go func() {
		defer close(served)
		err := web.Serve(l)
		if !errors.Is(err, http.ErrServerClosed) && !errors.Is(err, net.ErrClosed) {
			s.endWithError(fmt.Errorf("serve HTTP: %w", err))
		}
	}()
	s.stopServing = append(s.stopServing, func() error {
		err := l.Close()
		<-served // what was accepted is among the newcomers by then
		return err
	})
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
	return shutDown(web)
}

// shutDown lets answers under way take their time.
func shutDown(web *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), closeTime)
	defer cancel()
	if err := web.Shutdown(ctx); !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return web.Close()
}
