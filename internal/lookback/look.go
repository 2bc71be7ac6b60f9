package lookback

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/pion/stun/v3"
)

const (
	mostHead = 4 << 10         // bytes of an answer before its body
	mostBody = 4 << 10         // bytes of the body
	udpTime  = 2 * time.Second // for an answer to one datagram
)

// look tries what browsers need. UDP comes after TCP has connected, so that nobody who borrows an
// address has a datagram sent there.
func look(ctx context.Context, at netip.AddrPort) Seen {
	seen := Seen{at.Addr().String(), Silent, Untried, Other, Untried}
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", at.String())
	if err != nil {
		if errors.Is(err, syscall.ECONNREFUSED) {
			seen.TCP = Refused
		}
		return seen
	}
	defer conn.Close()
	seen.TCP = Answers
	var working sync.WaitGroup
	working.Go(func() { seen.UDP = lookByUDP(ctx, at) })
	seen.TLS, seen.Page = lookByTLS(ctx, conn, at)
	working.Wait()
	return seen
}

func lookByTLS(ctx context.Context, conn net.Conn, at netip.AddrPort) (answers, page string) {
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	secure := tls.Client(conn, &tls.Config{
		// What is asked is whether somebody answers. Whether browsers would trust the certificate,
		// and for which name, the asker sees for itself. So no name is given either: the look is at
		// the address.
		InsecureSkipVerify: true, //nolint:gosec // as said
		MinVersion:         tls.VersionTLS12,
		NextProtos:         []string{"http/1.1"},
	})
	if err := secure.HandshakeContext(ctx); err != nil {
		var alert *net.OpError // as crypto/tls wraps an alert of the other end
		if errors.As(err, &alert) && alert.Op == "remote error" {
			return Refused, Other
		}
		return Silent, Other
	}
	return Answers, lookAtPage(secure, at)
}

// lookAtPage asks for what an einmal says of itself. No redirect is followed.
func lookAtPage(conn net.Conn, at netip.AddrPort) string {
	if _, err := io.WriteString(conn, "GET /about.json HTTP/1.1\r\nHost: "+at.String()+
		"\r\nConnection: close\r\n\r\n"); err != nil {
		return Other
	}
	answer, err := http.ReadResponse(bufio.NewReader(io.LimitReader(conn, mostHead+mostBody)), nil)
	if err != nil {
		return Other
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, mostBody))
	if err != nil || !isEinmal(answer.StatusCode, body) {
		return Other
	}
	return Einmal
}

// isEinmal knows /about.json, and what a server says that people call by another name than this
// address (package router).
func isEinmal(status int, body []byte) bool {
	var about struct {
		Create   string
		Lifetime int64
	}
	switch status {
	case http.StatusOK:
		return json.Unmarshal(body, &about) == nil && about.Create != "" && about.Lifetime > 0
	case http.StatusPermanentRedirect:
		return strings.HasPrefix(string(body), "other-host: ")
	}
	return false
}

// lookByUDP sends one binding request of 20 bytes (RFC 8489, section 3).
func lookByUDP(ctx context.Context, at netip.AddrPort) string {
	ctx, cancel := context.WithTimeout(ctx, udpTime)
	defer cancel()
	question, err := stun.Build(stun.TransactionID, stun.BindingRequest)
	if err != nil {
		return Silent
	}
	conn, err := (&net.Dialer{}).DialContext(ctx, "udp", at.String())
	if err != nil {
		return Silent
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	if _, err := conn.Write(question.Raw); err != nil {
		return Silent
	}
	packet := make([]byte, 1500)
	n, err := conn.Read(packet)
	answer := stun.Message{Raw: packet[:n]}
	if err != nil || answer.Decode() != nil || answer.Type != stun.BindingSuccess ||
		answer.TransactionID != question.TransactionID {
		return Silent
	}
	return Answers
}
