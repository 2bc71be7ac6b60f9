package portmux

import (
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"
)

// credentials of a server on a loopback address, and of a client that trusts it.
func credentials(t *testing.T) (server, client *tls.Config) {
	t.Helper()
	s := httptest.NewTLSServer(nil)
	defer s.Close()
	server = &tls.Config{Certificates: s.TLS.Certificates}
	client = s.Client().Transport.(*http.Transport).TLSClientConfig.Clone()
	client.ServerName = "example.com"
	return server, client
}

// listenTLS is one port with TLS and what is told apart inside of it.
func listenTLS(t *testing.T) (plain, secure *Mux, address string, trust *tls.Config) {
	t.Helper()
	config, trust := credentials(t)
	plain, address = listen(t)
	secure = New(tls.NewListener(plain.TLS(), config))
	secure.TLS().Close()
	t.Cleanup(func() { secure.Close() })
	return plain, secure, address, trust
}

func TestTheSamePortTellsApartWhatComesWithAndWithoutTLS(t *testing.T) {
	plain, secure, address, trust := listenTLS(t)
	for name, test := range map[string]struct {
		say string
		tls bool
		to  net.Listener
	}{
		"HTTP":          {"GET", false, plain.HTTP()},
		"STUN":          {"\x00\x01", false, plain.STUN()},
		"HTTP over TLS": {"GET", true, secure.HTTP()},
		"STUN over TLS": {"\x00\x01", true, secure.STUN()},
	} {
		t.Run(name, func(t *testing.T) {
			c := dial(t, address, "")
			if test.tls {
				c = tls.Client(c, trust)
			}
			if _, err := io.WriteString(c, test.say); err != nil {
				t.Fatal(err)
			}
			got, err := test.to.Accept()
			if err != nil {
				t.Fatal(err)
			}
			defer got.Close()
			heard := make([]byte, len(test.say))
			if _, err := io.ReadFull(got, heard); err != nil || string(heard) != test.say {
				t.Errorf("heard %q, %v", heard, err)
			}
			if _, err := got.Write([]byte("well")); err != nil {
				t.Error(err)
			}
			answer := make([]byte, 4)
			if _, err := io.ReadFull(c, answer); err != nil || string(answer) != "well" {
				t.Errorf("answered %q, %v", answer, err)
			}
		})
	}
	if c := tls.Client(dial(t, address, ""), trust); c.Handshake() != nil {
		t.Error("no handshake")
	} else if c.Write([]byte{handshakeRecord}); !ended(c) {
		t.Error("TLS inside of TLS was not closed")
	}
}

func TestHalfOpenHandshakesKeepNobodyWaiting(t *testing.T) {
	_, secure, address, trust := listenTLS(t)
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter,
		r *http.Request) {
		io.WriteString(w, "here")
	})}
	go server.Serve(secure.HTTP())
	defer server.Close()
	for range 500 {
		dial(t, address, "\x16\x03\x01\x02\x00") // the header of a record that never comes
	}
	// A handshake that is done, and nothing after it.
	for range 3 {
		if err := tls.Client(dial(t, address, ""), trust).Handshake(); err != nil {
			t.Fatal(err)
		}
	}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: trust}}
	defer client.CloseIdleConnections()
	answer, err := client.Get("https://" + address)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if body, err := io.ReadAll(answer.Body); err != nil || string(body) != "here" {
		t.Errorf("got %q, %v", body, err)
	}
}

func TestASlowHandshakeIsClosedAfterTenSeconds(t *testing.T) {
	config, trust := credentials(t)
	for name, client := range map[string]func(net.Conn){
		"one that says half a hello":       func(c net.Conn) { c.Write([]byte{22, 3, 1, 2, 0}) },
		"one that says a byte each second": func(c net.Conn) { slowly(c, 22, 3, 1, 2, 0) },
		"one that does not read the answer": func(c net.Conn) {
			tls.Client(deaf{c},
				trust).Handshake()
		},
		"one that says nothing after it": func(c net.Conn) {
			io.Copy(io.Discard,
				tls.Client(c, trust))
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				inner := newProtocolListener(&net.TCPAddr{})
				m := New(tls.NewListener(inner, config))
				defer m.Close()
				conn, server := net.Pipe()
				watched := &watch{Conn: server, closed: make(chan struct{})}
				inner.conns <- watched
				start := time.Now()
				go client(conn)
				<-watched.closed
				if took := time.Since(start); took != firstByteWait {
					t.Errorf("ended after %v", took)
				}
				conn.Close()
				time.Sleep(2 * time.Hour) // until the client has noticed
			})
		})
	}
}

func slowly(c net.Conn, bytes ...byte) {
	for i := 0; ; i++ {
		if _, err := c.Write([]byte{append(bytes, 0)[min(i, len(bytes))]}); err != nil {
			return
		}
		time.Sleep(time.Second)
	}
}

// deaf never hears an answer.
type deaf struct{ net.Conn }

func (deaf) Read([]byte) (int, error) {
	time.Sleep(time.Hour)
	return 0, io.EOF
}

// watch tells when it was closed.
type watch struct {
	net.Conn
	closed chan struct{}
}

func (w *watch) Close() error {
	select {
	case <-w.closed:
	default:
		close(w.closed)
	}
	return w.Conn.Close()
}
