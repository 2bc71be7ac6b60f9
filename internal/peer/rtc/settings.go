package rtc

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"net"
	"time"

	"einmal/internal/links"

	"github.com/pion/ice/v4"
	"github.com/pion/transport/v4"
	"github.com/pion/webrtc/v4"
)

const (
	// ICE gives up a silent path after this long (RFC 8445 section 8 leaves it open).
	quietTime = 4 * time.Second
	lostTime  = 5 * time.Second // more
	keepTime  = time.Second
	// How long a direct path is waited for before a relayed one is taken; pion's 2 s are
	// noticeable.
	relayPatience = 500 * time.Millisecond
	// A text that waits for a new path is sent again this often at the least (RFC 9260 section
	// 6.3.1 says 60 s).
	resendTime = 2 * time.Second
)

// Config is what a call wants of its connections.
type Config struct {
	Kind         links.Kind
	Media        Media
	RelayOnly    bool
	LoopbackOnly bool          // nothing goes beyond this machine
	UsesLoopback bool          // the others may be on this machine
	Network      transport.Net // in place of the system's; nil: that
}

// Settings is what the connections of a call have in common.
type Settings struct {
	api         *webrtc.API
	certificate webrtc.Certificate
	kind        links.Kind
	media       Media
	relayOnly   bool
}

func (s Settings) configuration(servers []webrtc.ICEServer) webrtc.Configuration {
	c := webrtc.Configuration{
		ICEServers:   servers,
		BundlePolicy: webrtc.BundlePolicyMaxBundle,
		Certificates: []webrtc.Certificate{s.certificate},
	}
	if s.relayOnly {
		c.ICETransportPolicy = webrtc.ICETransportPolicyRelay
	}
	return c
}

// NewSettings makes the certificate of a call and sets pion up.
func NewSettings(c Config) (Settings, error) {
	s := Settings{kind: c.Kind, media: c.Media, relayOnly: c.RelayOnly}
	var engine webrtc.SettingEngine
	engine.SetICETimeouts(quietTime, lostTime, keepTime)
	engine.SetSCTPRTOMax(resendTime)
	engine.SetRelayAcceptanceMinWait(relayPatience)
	if c.RelayOnly {
		engine.SetRelayAcceptanceMinWait(0) // there is nothing better to wait for
	}
	if c.LoopbackOnly {
		engine.SetIPFilter(net.IP.IsLoopback)
		engine.SetICEMulticastDNSMode(ice.MulticastDNSModeDisabled)
	}
	if c.Network != nil {
		engine.SetNet(c.Network)
		engine.SetICEMulticastDNSMode(ice.MulticastDNSModeDisabled)
	} else if system, err := newSystemNet(c.LoopbackOnly); err == nil {
		engine.SetNet(system)
	} else {
		return s, err
	}
	engine.SetIncludeLoopbackCandidate(c.UsesLoopback)
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return s, err
	}
	certificate, err := webrtc.GenerateCertificate(key)
	if err != nil {
		return s, err
	}
	s.certificate = *certificate
	s.api, err = newAPI(engine, c.Media.Telephone)
	return s, err
}
