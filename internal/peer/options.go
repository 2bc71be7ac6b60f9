package peer

import (
	"context"
	"net"
	"net/netip"
	"net/url"
	"slices"

	"einmal/internal/peer/consent"
	"einmal/internal/peer/pair"
	"einmal/internal/peer/protocol"
	"einmal/internal/peer/rtc"
	"einmal/internal/peer/signalling"
	"einmal/internal/recording"

	"github.com/pion/transport/v4"
)

// Options of a call. The zero value is a guest without a name that sends nothing.
type Options struct {
	Name  string // at most 80 characters; what cannot be seen in it is left out
	Topic string // of the call, said by the host; at most 200 characters
	Media rtc.Media
	// Phone says to everybody, from the knock on, that a telephone is passed on here.
	Phone bool
	// Admit decides on a knock, for a host. Nil leaves all to Call.Admit and Call.Deny.
	Admit func(name string) Decision
	// Consent answers everybody who wants to record: "no", "yes" or "yes-without-picture"; empty: no.
	// "ask" leaves it to [Call.Respond].
	Consent string
	// Taker takes in what a recording of ours may; nil: there is none.
	Taker Taker
	// PictureHeight is how large a picture we want of each, one of the protocol's; 0: we do not say.
	PictureHeight uint16
	// RelayOnly hides our addresses from the others.
	RelayOnly bool
	// RelayTransport limits the relay's addresses to "udp", "tcp" or "tls"; empty: all.
	RelayTransport string
	// LoopbackOnly sends nothing beyond this machine.
	LoopbackOnly bool
	// Files is the directory for files that the others send; empty: none are taken.
	Files string
	// Source is the address that the signalling comes from; the zero value leaves it to the system.
	Source netip.Addr
	// Network stands in for the system's; nil is that.
	Network *Network
}

// May is what a recording of ours may take in of somebody.
type May = consent.May

// Wish is what a recording of ours asks everybody for.
type Wish = consent.Wish

// Taker takes in what our recording may.
type Taker = pair.Taker

// Media is what a participant sends. The zero value sends nothing.
type Media = rtc.Media

// Network is how a call reaches others.
type Network struct {
	Dial    func(ctx context.Context, network, address string) (net.Conn, error) // to the server
	Packets transport.Net                                                        // to the others
}

// IsConsent says whether this may be [Options.Consent].
func IsConsent(answer string) bool {
	return answer == consent.Ask || slices.Contains(recording.Answers, answer)
}

// Decision is what becomes of a knock.
type Decision int

const (
	Wait Decision = iota
	Admit
	Deny
)

// connectionSettings is what the connections of a call have in common.
func (o Options) connectionSettings(link Link) (rtc.Settings, error) {
	c := rtc.Config{Kind: link.Kind, Media: o.Media, RelayOnly: o.RelayOnly,
		LoopbackOnly: o.LoopbackOnly, UsesLoopback: o.LoopbackOnly || isLoopback(link.Origin)}
	if o.Network != nil {
		c.Network = o.Network.Packets
	}
	return rtc.NewSettings(c)
}

// client is what we say that we run.
func (o Options) client() string {
	if o.Phone {
		return protocol.ClientPhone
	}
	return protocol.ClientNative
}

func isLoopback(origin string) bool {
	u, err := url.Parse(origin)
	if err != nil {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}

// dialer opens the connections to the server.
func (o Options) dialer() signalling.Dialer {
	if o.Network != nil {
		return o.Network.Dial
	}
	system := net.Dialer{}
	if o.Source.IsValid() {
		system.LocalAddr = net.TCPAddrFromAddrPort(netip.AddrPortFrom(o.Source, 0))
	}
	return system.DialContext
}
