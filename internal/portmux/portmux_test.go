package portmux

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

func listen(t *testing.T) (*Mux, string) {
	t.Helper()
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	m := New(inner)
	t.Cleanup(func() { m.Close() })
	return m, inner.Addr().String()
}

func dial(t *testing.T, address, say string) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	c.SetDeadline(time.Now().Add(10 * time.Second))
	if _, err := io.WriteString(c, say); err != nil {
		t.Fatal(err)
	}
	return c
}

// ended says whether the other side has closed c; a reset counts as well.
func ended(c net.Conn) bool {
	_, err := c.Read(make([]byte, 1))
	var timeout net.Error
	return err != nil && (!errors.As(err, &timeout) || !timeout.Timeout())
}

func TestTheFirstByteDecides(t *testing.T) {
	const request, allocate = "GET / HTTP/1.1\r\n\r\n", "\x00\x03\x00\x00\x21\x12\xa4\x42"
	for name, test := range map[string]struct {
		say  string
		side func(*Mux) net.Listener
	}{
		"an HTTP request":                       {request, (*Mux).HTTP},
		"a method in small letters":             {"get / HTTP/1.1\r\n\r\n", (*Mux).HTTP},
		"a single letter":                       {"Z", (*Mux).HTTP},
		"a TURN Allocate":                       {allocate, (*Mux).STUN},
		"a STUN response, the highest of STUN":  {"\x03\x01", (*Mux).STUN},
		"what stands before the letters":        {"@", nil},
		"what stands after the letters":         {"{", nil},
		"between capital and small":             {"[", nil},
		"a TLS hello":                           {"\x16\x03\x01", (*Mux).TLS},
		"a TLS alert, which cannot come first":  {"\x15\x03\x01", nil},
		"ChannelData without an allocation":     {"\x40\x00", nil},
		"a letter with the highest bit set":     {"\xc7", nil},
		"what RFC 7983 leaves out next to STUN": {"\x04", nil},
	} {
		t.Run(name, func(t *testing.T) {
			m, address := listen(t)
			c := dial(t, address, test.say)
			if test.side == nil {
				if !ended(c) {
					t.Error("it was not closed")
				}
				return
			}
			got, err := test.side(m).Accept()
			if err != nil {
				t.Fatal(err)
			}
			defer got.Close()
			heard := make([]byte, len(test.say))
			if _, err := io.ReadFull(got, heard); err != nil || string(heard) != test.say {
				t.Errorf("heard %q, %v", heard, err)
			}
			if got.RemoteAddr().String() != c.LocalAddr().String() {
				t.Error("the remote address is another")
			}
		})
	}
}

func TestASilentConnectionIsClosedAfterTenSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		inner := newProtocolListener(&net.TCPAddr{})
		m := New(inner)
		defer m.Close()
		silent, server := net.Pipe()
		inner.conns <- server
		start := time.Now()
		if !ended(silent) || time.Since(start) != firstByteWait {
			t.Errorf("ended after %v", time.Since(start))
		}
		late, server := net.Pipe()
		inner.conns <- server
		time.Sleep(firstByteWait - time.Nanosecond)
		go late.Write([]byte("GET"))
		got, err := m.HTTP().Accept()
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Hour) // the deadline is for the first byte alone
		if b, err := io.ReadAll(io.LimitReader(got, 3)); err != nil || string(b) != "GET" {
			t.Errorf("heard %q, %v", b, err)
		}
		got.Close()
	})
}

func TestSilentConnectionsKeepNobodyWaiting(t *testing.T) {
	m, address := listen(t)
	for range 500 {
		dial(t, address, "")
	}
	// Nobody accepts STUN here: what has spoken waits like what is silent.
	for range 3 {
		dial(t, address, "\x00")
	}
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter,
		r *http.Request) {
		io.WriteString(w, "here")
	})}
	go server.Serve(m.HTTP())
	defer server.Close()
	answer, err := http.Get("http://" + address)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if body, err := io.ReadAll(answer.Body); err != nil || string(body) != "here" {
		t.Errorf("got %q, %v", body, err)
	}
}

func TestCloseEndsEverythingThatWaits(t *testing.T) {
	m, address := listen(t)
	silent, spoken := dial(t, address, ""), dial(t, address, "\x00")
	accepted := make(chan error)
	go func() {
		_, err := m.HTTP().Accept()
		accepted <- err
	}()
	taken := dial(t, address, "G")
	if err := <-accepted; err != nil {
		t.Fatal(err)
	}
	go func() {
		_, err := m.HTTP().Accept()
		accepted <- err
	}()
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-accepted; !errors.Is(err, net.ErrClosed) {
		t.Errorf("accept after close: %v", err)
	}
	if !ended(silent) || !ended(spoken) {
		t.Error("a connection that waited was not closed")
	}
	taken.SetReadDeadline(time.Now().Add(50 * time.Millisecond))
	if ended(taken) {
		t.Error("a connection that was accepted was closed")
	}
	if c, err := net.Dial("tcp", address); err == nil {
		c.Close()
		t.Error("the port is still open")
	}
}

func TestAClosedSideTurnsItsConnectionsAway(t *testing.T) {
	m, address := listen(t)
	if err := errors.Join(m.STUN().Close(), m.STUN().Close()); err != nil {
		t.Fatal(err)
	}
	if !ended(dial(t, address, "\x00\x01")) {
		t.Error("STUN was not turned away")
	}
	dial(t, address, "GET")
	if c, err := m.HTTP().Accept(); err != nil {
		t.Error(err)
	} else {
		c.Close()
	}
}

// failing stands in for a listener without file descriptors, which cannot be had on purpose.
type failing struct {
	net.Listener
	times int
}

func (f *failing) Accept() (net.Conn, error) {
	if f.times--; f.times >= 0 {
		return nil, errors.New("too many open files")
	}
	return f.Listener.Accept()
}

func TestAFailedAcceptIsTriedAgain(t *testing.T) {
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	m := New(&failing{Listener: inner, times: 4})
	defer m.Close()
	dial(t, inner.Addr().String(), "G")
	if c, err := m.HTTP().Accept(); err != nil {
		t.Error(err)
	} else {
		c.Close()
	}
}

func TestAnEarlyAnswerArrivesThoughTheRequestWasNotRead(t *testing.T) {
	m, address := listen(t)
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "no", http.StatusMethodNotAllowed)
	})}
	go server.Serve(m.HTTP())
	defer server.Close()
	c := dial(t, address, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n")
	c.Write(make([]byte, 300<<10))
	answer, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if body, err := io.ReadAll(answer.Body); err != nil || string(body) != "no\n" {
		t.Errorf("got %q, %v", body, err)
	}
}

// TestWhoHasComeIsStillHeardWhenNoMoreAreAccepted, unless they say nothing.
func TestWhoHasComeIsStillHeardWhenNoMoreAreAccepted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		inner := newProtocolListener(&net.TCPAddr{})
		m := New(inner)
		client, server := net.Pipe()
		inner.conns <- server
		silent, server := net.Pipe()
		inner.conns <- server
		go func() {
			time.Sleep(lastWait / 2)
			client.Write([]byte("GET"))
		}()
		heard := make(chan net.Conn)
		go func() {
			c, _ := m.HTTP().Accept()
			heard <- c
		}()
		start := time.Now()
		if err := m.StopAccepting(); err != nil || time.Since(start) != lastWait {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
		if c := <-heard; c == nil {
			t.Error("who has spoken is not heard")
		} else {
			c.Close()
		}
		if err := m.Close(); err != nil || !ended(silent) {
			t.Errorf("at the end: %v", err)
		}
	})
}

// TestWhoHasBeenSilentForLongHoldsNoStopUp: browsers keep connections for later.
func TestWhoHasBeenSilentForLongHoldsNoStopUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		inner := newProtocolListener(&net.TCPAddr{})
		m := New(inner)
		defer m.Close()
		for range 2 { // the newer one counts
			_, server := net.Pipe()
			inner.conns <- server
			time.Sleep(lastWait - time.Second)
		}
		start := time.Now()
		if err := m.StopAccepting(); err != nil || time.Since(start) != time.Second {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
	})
}
