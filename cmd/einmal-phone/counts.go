package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/coreos/go-systemd/v22/daemon"

	"einmal/internal/phone"
	"einmal/internal/phone/sipline"
	"einmal/internal/promtext"
)

// counts are what /metrics says: sums over everybody. Their labels are words of this program, so
// none has a number, a name, an address or a PIN in it.
type counts struct {
	line *sipline.Line
	desk *phone.Desk
}

func (c counts) render() []byte {
	line, desk := c.line.Stats(), c.desk.Totals()
	var b promtext.Writer
	registered := 0
	if line.Registered {
		registered = 1
	}
	b.WriteGauge("einmal_phone_registered", "1 while the registrar knows us.", registered)
	b.WriteGauge("einmal_phone_calls", "Telephones at the moment, at a PIN, at a door or in a call.",
		line.Calls)
	b.WriteCounter("einmal_phone_calls_total", "Calls that were taken.", uint64(line.Taken))
	b.WriteByLabel("einmal_phone_refused_total", "Calls that were not, by reason.", "reason",
		map[string]uint64{"busy": uint64(line.Busy), "flood": uint64(line.Flood),
			"unfit": uint64(line.Unfit)})
	b.WriteByLabel("einmal_phone_messages_dropped_total", "Messages of SIP that were dropped.",
		"reason", map[string]uint64{"stranger": uint64(line.Foreign), "flood": uint64(line.Over)})
	b.WriteCounter("einmal_phone_let_in_total", "Telephones that a host has let in.",
		uint64(desk.LetIn))
	b.WriteByLabel("einmal_phone_pins_refused_total", "PINs that opened nothing.", "reason",
		map[string]uint64{"wrong": uint64(desk.WrongPIN), "limited": uint64(desk.Limited)})
	b.WriteByLabel("einmal_phone_packets_total", "Packets of sound in calls that are over.", "way",
		map[string]uint64{"heard": uint64(desk.Received), "lost": uint64(desk.Lost),
			"foreign": uint64(desk.Foreign), "said": uint64(desk.Sent)})
	return b.Bytes()
}

// serveCounts gives where they are served, in words, and what ends that.
func (f *flags) serveCounts(c counts) (at string, stop func(), err error) {
	if f.metrics == "" {
		return "", func() {}, nil
	}
	listener, err := net.Listen("tcp", f.metrics)
	if err != nil {
		return "", nil, fmt.Errorf("the counts: %w", err)
	}
	web := &http.Server{ReadTimeout: 5 * time.Second, WriteTimeout: 5 * time.Second,
		MaxHeaderBytes: 4 << 10, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			promtext.Serve(w, r, c.render)
		})}
	go func() { _ = web.Serve(listener) }() // it ends with the listener
	return ", counts " + listener.Addr().String(), func() { _ = web.Close() }, nil
}

// watch waits for the end of ctx. To a service manager that asks for it, it says again and again
// that we live (sd_watchdog_enabled(3)): only if each lock that calls need can be had, and the door
// answers.
func watch(ctx context.Context, c counts, door string, log io.Writer) error {
	most, err := daemon.SdWatchdogEnabled(false)
	if err != nil {
		return err
	}
	if most == 0 {
		<-ctx.Done()
		return nil
	}
	ticks := time.NewTicker(most / 2)
	defer ticks.Stop()
	for {
		if err := answers(ctx, c, door, most/2); err == nil {
			_, _ = daemon.SdNotify(false, daemon.SdNotifyWatchdog) // the next one says it too
		} else if ctx.Err() == nil {
			fmt.Fprintln(log, "einmal-phone does not answer itself")
		}
		select {
		case <-ticks.C:
		case <-ctx.Done():
			return nil
		}
	}
}

func answers(ctx context.Context, c counts, door string, within time.Duration) error {
	c.render()
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, door, nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return errors.New("the door answers otherwise")
	}
	return nil
}
