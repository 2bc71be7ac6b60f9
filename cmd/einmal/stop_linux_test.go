package main

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"einmal/internal/testca"
)

// slowness is how long a visitor stops in the middle. A network that loses packets does that, and a
// machine that has more to do than it can.
const slowness = 700 * time.Millisecond

// visit opens the page over a connection and gives the status. Each stops at another place.
type visit func(conn net.Conn, connected func(), trust *tls.Config) (int, error)

var slowVisits = map[string]visit{
	"before its hello": func(conn net.Conn, connected func(), trust *tls.Config) (int, error) {
		connected()
		time.Sleep(slowness)
		return askPage(tls.Client(conn, trust))
	},
	"within its hello": func(conn net.Conn, connected func(), trust *tls.Config) (int, error) {
		return askPage(tls.Client(&halting{Conn: conn, at: 1, halt: connected}, trust))
	},
	"within the handshake": func(conn net.Conn, connected func(), trust *tls.Config) (int, error) {
		return askPage(tls.Client(&halting{Conn: conn, at: 600, halt: connected}, trust))
	},
	"before its request": func(conn net.Conn, connected func(), trust *tls.Config) (int, error) {
		secure := tls.Client(conn, trust)
		err := secure.Handshake()
		connected()
		time.Sleep(slowness)
		if err != nil {
			return 0, err
		}
		return askPage(secure)
	},
	"within its request": func(conn net.Conn, connected func(), trust *tls.Config) (int, error) {
		secure := tls.Client(conn, trust)
		err := secure.Handshake()
		if err != nil {
			return 0, err
		}
		return askPage(&halting{Conn: secure, at: 1, halt: connected})
	},
	"before its request over HTTP/2": func(conn net.Conn, connected func(),
		trust *tls.Config) (int, error) {
		config := trust.Clone()
		config.NextProtos = []string{"h2"}
		secure := tls.Client(conn, config)
		_, err := io.WriteString(secure, h2Preface)
		connected()
		time.Sleep(slowness)
		if err != nil {
			return 0, err
		}
		return askPageByH2(secure)
	},
	"nowhere": func(conn net.Conn, connected func(), trust *tls.Config) (int, error) {
		connected()
		return askPage(tls.Client(conn, trust))
	},
}

// halting stops once after so many bytes were written.
type halting struct {
	net.Conn
	at   int
	halt func()
}

func (h *halting) Write(packet []byte) (int, error) {
	if len(packet) <= h.at || h.halt == nil {
		h.at -= len(packet)
		return h.Conn.Write(packet)
	}
	n, err := h.Conn.Write(packet[:max(h.at, 0)])
	h.halt()
	h.halt = nil
	time.Sleep(slowness)
	if err != nil {
		return n, err
	}
	more, err := h.Conn.Write(packet[n:])
	return n + more, err
}

func askPage(conn net.Conn) (int, error) {
	if _, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: localhost\r\n"+
		"Connection: close\r\n\r\n"); err != nil {
		return 0, err
	}
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	_, err = io.Copy(io.Discard, answer.Body)
	return answer.StatusCode, err
}

// The preface with empty settings, and a request for / on stream 1, of indexed fields and the name
// (RFC 9113, sections 3.4 and 4.1; RFC 7541, appendix A).
const (
	h2Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00"
	h2Request = "\x00\x00\x0e\x01\x05\x00\x00\x00\x01\x82\x84\x87\x41\x09localhost"
)

// askPageByH2 waits for the header of the answer, whatever it is.
func askPageByH2(conn net.Conn) (int, error) {
	if _, err := io.WriteString(conn, h2Request); err != nil {
		return 0, err
	}
	for in := bufio.NewReader(conn); ; {
		var head [9]byte
		if _, err := io.ReadFull(in, head[:]); err != nil {
			return 0, err
		}
		length := int64(head[0])<<16 | int64(head[1])<<8 | int64(head[2])
		if _, err := io.CopyN(io.Discard, in, length); err != nil {
			return 0, err
		}
		if isHeaders := head[3] == 1; isHeaders {
			return http.StatusOK, nil
		}
	}
}

// TestNobodyWhoHasComeIsCutWhenTheServiceStops, however slow: a connection that was accepted is
// answered by the old process, and what waits in the queue by the next one.
func TestNobodyWhoHasComeIsCutWhenTheServiceStops(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	a := newActivator(t)
	trust := a.speakTLS()
	a.start()
	const each = 12
	var came, gone sync.WaitGroup
	for where, come := range slowVisits {
		for range each {
			came.Add(1)
			connected := sync.OnceFunc(came.Done)
			gone.Go(func() {
				defer connected()
				conn, err := net.DialTimeout("tcp", a.endpoint().Address, time.Minute)
				if err != nil {
					t.Errorf("%s: %v", where, err)
					return
				}
				defer conn.Close()
				conn.SetDeadline(time.Now().Add(time.Minute))
				if status, err := come(conn, connected, trust); err != nil || !isAnswer(status) {
					t.Errorf("who stopped %s got %d, %v", where, status, err)
				}
			})
		}
	}
	came.Wait()
	a.stop(syscall.SIGTERM)
	a.start()
	gone.Wait()
	if said := a.stderr.String(); said != "" {
		t.Errorf("it says %s", said)
	}
}

// isAnswer: the name that is asked for lacks the port, so the page says where it is.
func isAnswer(status int) bool {
	return status == http.StatusOK || status == http.StatusPermanentRedirect
}

// speakTLS gives the service a certificate.
func (a *activator) speakTLS() *tls.Config {
	a.t.Helper()
	ca, err := testca.New()
	dir := a.t.TempDir()
	if err == nil {
		err = ca.Write(dir, "localhost")
	}
	for _, file := range []string{testca.CertificateFile, testca.KeyFile} {
		if err == nil {
			err = copyFile(filepath.Join(dir, file), filepath.Join(a.root, file), 0o644)
		}
	}
	if err != nil {
		a.t.Fatal(err)
	}
	a.more = []string{fmt.Sprintf("EINMAL_PUBLIC_URL=https://localhost:%s", a.port),
		"EINMAL_TLS_CERT=" + filepath.Join(a.root, testca.CertificateFile),
		"EINMAL_TLS_KEY=" + filepath.Join(a.root, testca.KeyFile)}
	return &tls.Config{RootCAs: ca.Pool(), ServerName: "localhost", NextProtos: []string{"http/1.1"}}
}
