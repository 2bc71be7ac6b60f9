package probe

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"time"

	"github.com/pion/stun/v2"

	"einmal/internal/peer"
)

// relayTarget is one way to reach the relay: a transport and an address.
type relayTarget struct {
	transport string // udp, tcp or tls
	address   string // with the port
	server    string // the name in the certificate, for tls
}

func (t relayTarget) String() string {
	family := "IPv4"
	if t.isIPv6() {
		family = "IPv6"
	}
	return strings.ToUpper(t.transport) + " over " + family
}

func (t relayTarget) isIPv6() bool { return strings.HasPrefix(t.address, "[") }

// resolveTargets parses the relay's URIs (RFC 7065) and looks up their names.
func (p *probe) resolveTargets(ctx context.Context, urls []string) (all []relayTarget) {
	for _, text := range urls {
		u, err := stun.ParseURI(text)
		if err != nil {
			p.skipCheck("an address of the relay that cannot be read")
			continue
		}
		transport := u.Proto.String()
		if u.Scheme == stun.SchemeTypeTURNS {
			transport = "tls"
		}
		addresses, err := net.DefaultResolver.LookupNetIP(ctx, "ip", u.Host)
		if err != nil {
			p.skipCheck("the relay over " + strings.ToUpper(transport) +
				": its name cannot be looked up")
			continue
		}
		for _, ip := range addresses {
			at := net.JoinHostPort(ip.Unmap().String(), fmt.Sprint(u.Port))
			all = append(all, relayTarget{transport, at, u.Host})
		}
	}
	return all
}

// checkSTUN asks each target how it sees us (RFC 8489), which takes no password.
func (p *probe) checkSTUN(ctx context.Context, targets []relayTarget) {
	for _, t := range targets {
		p.runCheck("stun", "STUN, "+t.String(), func() (string, error) {
			conn, err := t.dialRelay(ctx)
			if err != nil {
				return "", err
			}
			defer conn.Close()
			answer, err := roundTrip(conn, stun.TransactionID, stun.BindingRequest)
			if err != nil {
				return "", err
			}
			var seen stun.XORMappedAddress
			if err := seen.GetFrom(answer); err != nil {
				return "", errors.New("the answer does not say how the server sees us")
			}
			return "seen as " + seen.String(), nil
		})
	}
}

// checkAllocations makes an allocation on each target and ends it (RFC 8656, section 7).
func (p *probe) checkAllocations(ctx context.Context, targets []relayTarget,
	access peer.RelayAccess) {
	for _, t := range targets {
		ok := p.runCheck("relay", "the relay, "+t.String(), func() (string, error) {
			conn, err := t.dialRelay(ctx)
			if err != nil {
				return "", err
			}
			defer conn.Close()
			return tryAllocation(conn, access)
		})
		// pion uses relays over IPv4 only (pion/ice, gatherCandidatesRelay); browsers use both
		p.relays[t.transport] = p.relays[t.transport] || ok && !t.isIPv6()
	}
}

const protocolUDP = 17 // what a relay carries (RFC 8656, section 18.7)

func tryAllocation(conn net.Conn, access peer.RelayAccess) (string, error) {
	request := stun.NewType(stun.MethodAllocate, stun.ClassRequest)
	transport := stun.RawAttribute{Type: stun.AttrRequestedTransport,
		Value: []byte{protocolUDP, 0, 0, 0}}
	challenge, err := roundTrip(conn, stun.TransactionID, request, transport)
	if err != nil {
		return "", err
	}
	var realm stun.Realm
	var nonce stun.Nonce
	if err := errors.Join(realm.GetFrom(challenge), nonce.GetFrom(challenge)); err != nil {
		return "", errors.New("the relay does not ask for a password")
	}
	user := stun.NewUsername(access.Username)
	integrity := stun.NewLongTermIntegrity(access.Username, realm.String(), access.Credential)
	answer, err := roundTrip(conn, stun.TransactionID, request, transport, user, realm, nonce,
		integrity)
	if err != nil {
		return "", err
	}
	if answer.Type.Class != stun.ClassSuccessResponse {
		var code stun.ErrorCodeAttribute
		_ = code.GetFrom(answer) // it stays 0 if there is none
		return "", fmt.Errorf("the relay refused with code %d", code.Code)
	}
	var relayed stun.XORMappedAddress
	if err := relayed.GetFromAs(answer, stun.AttrXORRelayedAddress); err != nil {
		return "", errors.New("the answer has no relayed address")
	}
	none := stun.RawAttribute{Type: stun.AttrLifetime, Value: []byte{0, 0, 0, 0}}
	refresh := stun.NewType(stun.MethodRefresh, stun.ClassRequest)
	_, err = roundTrip(conn, stun.TransactionID, refresh, none, user, realm, nonce, integrity)
	return "relayed as " + relayed.String(), err
}

func (t relayTarget) dialRelay(ctx context.Context) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	var conn net.Conn
	var err error
	if t.transport == "tls" {
		conn, err = (&tls.Dialer{Config: &tls.Config{ServerName: t.server}}).DialContext(ctx, "tcp",
			t.address)
	} else {
		conn, err = (&net.Dialer{}).DialContext(ctx, t.transport, t.address)
	}
	if err != nil {
		return nil, fmt.Errorf("no connection: %w", withoutAddress(err))
	}
	return conn, nil
}

// roundTrip sends a request and waits for its answer; over UDP it sends it again (RFC 8489, section
// 6.2.1).
func roundTrip(conn net.Conn, setters ...stun.Setter) (*stun.Message, error) {
	request, err := stun.Build(setters...)
	if err != nil {
		return nil, err
	}
	patience := []time.Duration{500 * time.Millisecond, time.Second, 2 * time.Second}
	if conn.RemoteAddr().Network() != "udp" {
		patience = []time.Duration{5 * time.Second} // TCP sends again by itself
	}
	buffer := make([]byte, 1500)
	for _, wait := range patience {
		if _, err := conn.Write(request.Raw); err != nil {
			return nil, fmt.Errorf("nothing can be sent: %w", withoutAddress(err))
		}
		conn.SetReadDeadline(time.Now().Add(wait))
		for {
			answer := stun.New()
			n, err := conn.Read(buffer)
			if errors.Is(err, os.ErrDeadlineExceeded) {
				break
			}
			if err != nil {
				return nil, fmt.Errorf("no answer: %w", withoutAddress(err))
			}
			// an answer is short and comes in one piece, also over TCP
			if _, err := answer.Write(buffer[:n]); err == nil &&
				answer.TransactionID == request.TransactionID {
				return answer, nil
			}
		}
	}
	return nil, errors.New("no answer: whatever is sent gets lost on the way")
}

// withoutAddress drops the addresses: the check's name says already what did not answer.
func withoutAddress(err error) error {
	var op *net.OpError
	if errors.As(err, &op) {
		return op.Err
	}
	return err
}
