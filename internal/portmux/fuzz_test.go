package portmux

import (
	"bytes"
	"io"
	"net"
	"testing"
	"unicode"
)

// FuzzSides: the first byte decides, and whoever gets the connection reads all that was sent, that
// byte included.
func FuzzSides(f *testing.F) {
	f.Add([]byte("GET / HTTP/1.1\r\n\r\n"), uint8(1))
	f.Add([]byte("\x00\x03\x00\x00\x21\x12\xa4\x42"), uint8(3))
	f.Add([]byte("\x16\x03\x01"), uint8(200))
	f.Fuzz(func(t *testing.T, data []byte, size uint8) {
		if len(data) == 0 {
			return
		}
		m := &Mux{http: newProtocolListener(nil), stun: newProtocolListener(nil),
			tls: newProtocolListener(nil)}
		var want *protocolListener
		switch {
		case data[0] < unicode.MaxASCII && unicode.IsLetter(rune(data[0])):
			want = m.http
		case data[0] < 4:
			want = m.stun
		case data[0] == 0x16: // handshake (RFC 8446, 5.1)
			want = m.tls
		}
		if m.listenerFor(data[0]) != want {
			t.Errorf("%#x goes to the wrong side", data[0])
		}
		ours, theirs := net.Pipe()
		go func() {
			ours.Write(data[1:])
			ours.Close()
		}()
		c := &unreadConn{Conn: theirs, first: data[0], unread: true}
		var got []byte
		for part := make([]byte, size); ; {
			n, err := c.Read(part)
			got = append(got, part[:n]...)
			if err == io.EOF {
				break
			}
			if len(part) == 0 { // nothing was asked for
				part = make([]byte, 1)
			}
		}
		if !bytes.Equal(got, data) {
			t.Errorf("got %x, want %x", got, data)
		}
	})
}
