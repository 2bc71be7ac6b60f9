package doctor

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"time"

	"einmal/internal/lookback"
	"einmal/internal/origin"
)

// The other einmal looks at an address once in two seconds; a datagram may get lost.
const (
	asks     = 3
	askPause = 2 * time.Second
)

// family is IPv4 or IPv6.
type family struct {
	name, network string
	has           func(netip.Addr) bool
}

var families = []family{{"IPv4", "tcp4", netip.Addr.Is4}, {"IPv6", "tcp6", netip.Addr.Is6}}

// checkOutside has another einmal look at this one from outside, if it was said which.
func checkOutside(ctx context.Context, e *examination) []Finding {
	switch {
	case e.Via == (origin.Origin{}) || !e.runs || e.blocked || e.public.IsLoopback():
		return nil
	case e.public.PortNumber() != lookback.Port:
		return []Finding{found("outside-port", "url", e.public.String())}
	}
	return askOutside(ctx, e)
}

// askOutside asks over each family in which the public name has an address.
func askOutside(ctx context.Context, e *examination) (all []Finding) {
	addresses, err := e.addresses(ctx)
	if err != nil {
		return nil // which checkNames says
	}
	for _, f := range families {
		if i := slices.IndexFunc(addresses, f.has); i >= 0 {
			all = append(all, e.askOver(ctx, f, addresses)...)
		}
	}
	return all
}

// askOver asks over one family. Where the machine has an address to which the name leads, it asks
// from there, for the other one looks at whoever asks.
func (e *examination) askOver(ctx context.Context, f family, named []netip.Addr) []Finding {
	dialer := &net.Dialer{Resolver: e.Resolver, Timeout: requestTime}
	for _, ip := range named {
		if f.has(ip) && slices.Contains(e.Addresses, ip) {
			dialer.LocalAddr = &net.TCPAddr{IP: ip.AsSlice()}
			break
		}
	}
	client := e.clientThrough(func(ctx context.Context, _, to string) (net.Conn, error) {
		return dialer.DialContext(ctx, f.network, to)
	})
	seen, err := e.askPatiently(ctx, client, named)
	via, refused := e.Via.String(), lookback.RefusedError{}
	switch {
	case errors.Is(err, lookback.ErrBusy):
		return []Finding{found("via-busy", "via", via, "family", f.name)}
	case errors.As(err, &refused):
		return []Finding{found("via-refused", "via", via, "status", refused.Status,
			"family", f.name)}
	case err != nil:
		return []Finding{found("via-unreachable", "via", via, "reason", withoutURL(err),
			"family", f.name)}
	}
	if code := e.judgeSeen(seen, named); code != "" {
		return []Finding{found(code, "via", via, "name", e.public.Hostname, "address",
			seen.Address, "family", f.name)}
	}
	return nil
}

// askPatiently asks again if the other one is busy, or a datagram may have been lost.
func (e *examination) askPatiently(ctx context.Context, client *http.Client,
	named []netip.Addr) (seen lookback.Seen, err error) {
	err = lookback.ErrBusy
	for i := range asks {
		if i > 0 {
			select {
			case <-time.After(askPause):
			case <-ctx.Done():
			}
		}
		got, problem := lookback.Ask(ctx, client, e.Via.String())
		if problem == nil || err != nil { // what was seen once counts
			seen, err = got, problem
		}
		busy := errors.Is(err, lookback.ErrBusy)
		if lost := err == nil && e.judgeSeen(seen, named) == "outside-udp"; !busy && !lost {
			break
		}
	}
	return seen, err
}

// judgeSeen gives the code of the first thing that is wrong, or nothing: what comes after it
// follows from it.
func (e *examination) judgeSeen(seen lookback.Seen, named []netip.Addr) string {
	_, relayPort := e.config.RelayEndpoint()
	at, err := netip.ParseAddr(seen.Address)
	switch {
	case err != nil || !slices.Contains(named, at):
		return "outside-elsewhere"
	case seen.TCP == lookback.Silent:
		return "outside-silent"
	case seen.TCP == lookback.Refused:
		return "outside-refused"
	case seen.TLS == lookback.Silent:
		return "outside-no-tls"
	// A proxy may have several names, and is asked by none of them; whether it leads here checkPage
	// sees. Nor is there a page without a certificate.
	case seen.TLS == lookback.Answers && seen.Page != lookback.Einmal && !e.isBehindProxy():
		return "outside-foreign"
	case seen.UDP == lookback.Silent && relayPort == lookback.Port:
		return "outside-udp"
	}
	return ""
}
