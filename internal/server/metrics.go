package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"

	"einmal/internal/gate"
	"einmal/internal/server/listen"
	"einmal/internal/server/metrics"
)

// serveMetrics opens the listener of the counts, if there is to be one.
func (s *Server) serveMetrics(m metrics.Handler) error {
	if !s.config.Metrics.IsValid() {
		return nil
	}
	address := s.config.Metrics.String()
	l, err := net.Listen("tcp", address)
	if err != nil {
		return listen.Problem("TCP", address, err)
	}
	s.metrics = l.Addr()
	server := &http.Server{
		Handler:           m,
		ReadHeaderTimeout: headerTime,
		ReadTimeout:       bodyTime,
		WriteTimeout:      answerTime,
		MaxHeaderBytes:    headerSize,
		ErrorLog:          slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
	go func() {
		few := gate.New(gate.Config{Most: mostCounts, MostLoose: mostCounts})
		if err := server.Serve(few.Listen(s.gate.ListenUncounted(l))); !errors.Is(err,
			http.ErrServerClosed) {
			s.endWithError(fmt.Errorf("serve metrics: %w", err))
		}
	}()
	s.closers = append(s.closers, func() error {
		ctx, cancel := context.WithTimeout(context.Background(), closeTime)
		defer cancel()
		return errors.Join(server.Shutdown(ctx), server.Close())
	})
	return nil
}
