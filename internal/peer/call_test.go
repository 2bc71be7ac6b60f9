package peer

import (
	"context"
	"testing"
	"time"

	"einmal/internal/peer/rtc"
)

func contextFor(t *testing.T, most time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeout(t.Context(), most)
}

func letAllIn(string) Decision { return Admit }

// pairOf returns a host and a guest who are connected.
func pairOf(t *testing.T, s *server, kind Kind, o Options) (host, guest *person) {
	t.Helper()
	link := s.room(kind, 4)
	hostOptions, guestOptions := o, o
	hostOptions.Name, hostOptions.Admit = "Host", letAllIn
	guestOptions.Name = "Guest"
	host = s.join(link, hostOptions)
	host.until(Joined)
	guest = s.join(link.Guest(), guestOptions)
	return host, guest
}

func TestTwoPeersTalkDirectlyAndThroughTheRelay(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	s := startServer(t)
	for _, c := range []struct {
		name    string
		options Options
		route   rtc.Route
	}{
		{"directly", Options{}, rtc.Direct},
		{"through the relay over UDP", Options{RelayOnly: true, RelayTransport: "udp"},
			rtc.RelayUDP},
		{"through the relay over TCP", Options{RelayOnly: true, RelayTransport: "tcp"},
			rtc.RelayTCP},
	} {
		t.Run(c.name, func(t *testing.T) {
			host, guest := pairOf(t, s.in(t), Video, c.options)
			if e := host.until(Connected); e.Route != c.route || e.Name != "Guest" {
				t.Errorf("the host is connected to %q by %q", e.Name, e.Route)
			}
			if e := guest.until(Connected); e.Route != c.route || e.Name != "Host" {
				t.Errorf("the guest is connected to %q by %q", e.Name, e.Route)
			}
			if err := guest.Say("Good morning."); err != nil {
				t.Fatal(err)
			}
			if e := host.until(Said); e.Text != "Good morning." || e.Name != "Guest" {
				t.Errorf("the host hears %q from %q", e.Text, e.Name)
			}
			if err := host.Say("Good morning!"); err != nil {
				t.Fatal(err)
			}
			if e := guest.until(Said); e.Text != "Good morning!" {
				t.Errorf("the guest hears %q", e.Text)
			}
		})
	}
}
