package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"strconv"
	"sync"
	"time"

	"github.com/coreos/go-systemd/v22/daemon"

	"einmal/internal/config"
	"einmal/internal/proxyheader"
	"einmal/internal/server/metrics"
)

// What the server asks itself, and how the answers begin: net/http answers the one (RFC 9110,
// 9.3.7), and the relay the other (RFC 8489, Binding).
const (
	askPage   = "OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
	pageSays  = "HTTP/1.1 200"
	askRelay  = "\x00\x01\x00\x00\x21\x12\xa4\x42einmal lives"
	relaySays = "\x01\x01"
)

// runWatchdog tells the service manager that the server lives, twice in the time after which it
// would be killed (sd_watchdog_enabled(3)), and only if it does: what holds up everybody else also
// holds up the question.
func (s *Server) runWatchdog(counts metrics.Handler, log *slog.Logger) error {
	most, err := daemon.SdWatchdogEnabled(false)
	if err != nil || most == 0 {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() {
		for ticks := time.Tick(most / 2); ; {
			if err := s.checkAnswers(ctx, counts, most/2); err == nil {
				_, _ = daemon.SdNotify(false, daemon.SdNotifyWatchdog) // the next one says it too
			} else if ctx.Err() == nil {
				log.Error("the server does not answer itself", "code", "watchdog")
			}
			select {
			case <-ticks:
			case <-ctx.Done():
				return
			}
		}
	})
	s.closers = append(s.closers, func() error {
		cancel()
		running.Wait()
		return nil
	})
	return nil
}

// checkAnswers takes each lock that everybody needs, and comes through the port as anybody does.
func (s *Server) checkAnswers(ctx context.Context, counts metrics.Handler,
	within time.Duration) error {
	counts.Hub.Stats()
	counts.Relay.Stats()
	counts.Gate.Stats()
	relayHost, _ := s.config.RelayEndpoint()
	before := ""
	if s.config.Balancer.IsValid() {
		before = proxyheader.Local
	}
	return errors.Join(
		askItself(ctx, s.config.Host, s.port, within, before+askPage, pageSays),
		askItself(ctx, relayHost, s.relayPort, within, before+askRelay, relaySays))
}

func askItself(ctx context.Context, host string, port int, within time.Duration,
	question, wanted string) error {
	if config.IsUnspecified(host) {
		host = "localhost"
	}
	d := net.Dialer{Timeout: within}
	c, err := d.DialContext(ctx, "tcp", net.JoinHostPort(host, strconv.Itoa(port)))
	if err != nil {
		return err
	}
	defer c.Close()
	defer context.AfterFunc(ctx, func() { c.Close() })()
	answer := make([]byte, len(wanted))
	err = c.SetDeadline(time.Now().Add(within))
	if err == nil {
		_, err = io.WriteString(c, question)
	}
	if err == nil {
		_, err = io.ReadFull(c, answer)
	}
	if err == nil && string(answer) != wanted {
		err = fmt.Errorf("it says %q", answer)
	}
	return err
}
