package doctor

import (
	"context"
	"crypto/tls"
	"net"
	"net/netip"
	"sync"
	"time"

	"einmal/internal/adminsocket"
	"einmal/internal/server/certificate"
	"einmal/internal/server/listen"
	"einmal/turnserver"
)

// way is one way to the relay: a transport and an address of the public name.
type way struct {
	transport string // udp, tcp or tls
	at        netip.AddrPort
	name      string // in the certificate
}

// checkRelay tries the relay by each way under the public name. Of a server that does not run it
// opens the port with a relay of its own for these seconds.
func checkRelay(ctx context.Context, e *examination) []Finding {
	host, port := e.config.RelayEndpoint()
	switch {
	case port == 0 || e.blocked:
		return nil
	case isLocal(host) && !e.public.IsLoopback():
		return []Finding{found("relay-loopback", "listen",
			net.JoinHostPort(host, portText(port)))}
	}
	return tryRelay(ctx, e)
}

func tryRelay(ctx context.Context, e *examination) []Finding {
	host, port := e.config.RelayEndpoint()
	access, closeRelay, reason := e.openRelay(host, port)
	if reason != "" {
		return []Finding{found("relay-untried", "reason", reason)}
	}
	defer closeRelay()
	ways := e.ways(ctx, host, port)
	works := make([]bool, len(ways))
	var working sync.WaitGroup
	for i, w := range ways {
		working.Go(func() { works[i] = w.answers(ctx, e) })
	}
	working.Wait()
	return e.judgeWays(ctx, access, ways, works)
}

// isLocal says whether nobody else reaches what listens on host.
func isLocal(host string) bool {
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// ways are the transports to each address. Those that the name does not have are for checkNames.
func (e *examination) ways(ctx context.Context, host string, port uint16) (all []way) {
	addresses, err := e.addresses(ctx)
	if e.public.IsLoopback() && isLocal(host) {
		addresses = []netip.Addr{netip.MustParseAddr(host)}
	}
	if err != nil {
		return nil
	}
	transports := []string{"udp", "tcp"}
	if e.config.CertFile != "" || e.config.ACME.Directory != "" && e.runs {
		transports = append(transports, "tls")
	}
	for _, transport := range transports {
		for _, ip := range addresses {
			all = append(all, way{transport, netip.AddrPortFrom(ip, port), e.public.Hostname})
		}
	}
	return all
}

// judgeWays says which transports do not work by any address, and whether packets pass.
func (e *examination) judgeWays(ctx context.Context, access adminsocket.RelayAccess, ways []way,
	works []bool) (all []Finding) {
	tried, fails := []string{}, map[string]bool{}
	var best *way
	for i, w := range ways {
		if _, known := fails[w.transport]; !known {
			tried = append(tried, w.transport)
			fails[w.transport] = false
		}
		if !works[i] {
			fails[w.transport] = true
		} else if best == nil {
			best = &ways[i]
		}
	}
	port := ""
	if len(ways) > 0 {
		port = portText(ways[0].at.Port())
	}
	if best == nil {
		if len(ways) == 0 {
			return nil
		}
		return []Finding{found("relay-none", "port", port)}
	}
	for _, transport := range tried {
		if fails[transport] {
			all = append(all, found("relay-"+transport, "port", port, "name", e.public.Hostname))
		}
	}
	if err := best.tryPair(ctx, access, e); err != nil {
		all = append(all, found("relay-packets", "transport", best.transport, "port", port,
			"reason", err.Error()))
		return all
	}
	return append(all, best.tryDTLS(ctx, access, e)...)
}

// openRelay gives access to the relay that runs, or to one for these seconds. The reason why there
// is none is for people.
func (e *examination) openRelay(host string, port uint16) (access adminsocket.RelayAccess,
	closeIt func() error, reason string) {
	if e.runs {
		access, err := adminsocket.TryRelay(e.config.DataDir)
		if err != nil {
			return access, nil, err.Error()
		}
		return access, func() error { return nil }, ""
	}
	tcp, udp, err := listen.TCPAndUDP(host, port)
	if err != nil {
		return access, nil, err.Error()
	}
	muxed := listen.NewMuxed(tcp, e.fileTLS())
	muxed.CloseHTTP()
	relay, err := turnserver.New(turnserver.Config{PacketConns: udp, Listeners: muxed.STUN,
		Address: e.config.RelayAddress.AsSlice(), Lifetime: time.Minute})
	if err != nil {
		_ = muxed.Close()
		_ = listen.CloseAll(udp)
		return access, nil, err.Error()
	}
	access.Username, access.Password, _ = relay.Credentials("trial", "trial")
	return access, func() error {
		_ = relay.Close()
		return muxed.Close()
	}, ""
}

// fileTLS is nil without files, or without any that can be used.
func (e *examination) fileTLS() *tls.Config {
	if e.config.CertFile == "" {
		return nil
	}
	pair, err := tls.LoadX509KeyPair(e.config.CertFile, e.config.KeyFile)
	if err != nil {
		return nil
	}
	return certificate.ServerConfig(func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
		return &pair, nil
	})
}
