package signal

import (
	"bytes"
	"encoding/binary"
	"net"
	"sync/atomic"
	"testing"
	"time"

	"einmal/internal/protocol"
	"einmal/internal/wsconn"

	"github.com/gorilla/websocket"
)

// wire writes WebSocket frames bit by bit (RFC 6455, 5.2), as no proper client would.
type wire struct{ net.Conn }

const (
	fin          = 0x80
	continuation = 0
)

// frame sends one frame with the first byte as it is, masked with zeros, and the length that it
// claims.
func (w wire) frame(first byte, claimed uint64, payload []byte) {
	header := []byte{first}
	switch {
	case claimed < 126:
		header = append(header, 0x80|byte(claimed))
	case claimed < 1<<16:
		header = binary.BigEndian.AppendUint16(append(header, 0x80|126), uint16(claimed))
	default:
		header = binary.BigEndian.AppendUint64(append(header, 0x80|127), claimed)
	}
	w.raw(append(append(header, 0, 0, 0, 0), payload...))
}

func (w wire) plain(first byte, payload string) {
	w.frame(first, uint64(len(payload)), []byte(payload))
}

// raw sends bytes. The server may have hung up already.
func (w wire) raw(b []byte) { _, _ = w.Write(b) }

// Each case breaks the WebSocket protocol itself, on the socket of a member of a call. It is
// closed, and nobody else notices.
func TestAMalformedWebSocketFrameClosesItsSocketOnly(t *testing.T) {
	r := newTestServer(t)
	host, guests := r.newRoom(2).call(1)
	broken := gotClose{status: websocket.CloseProtocolError}
	tests := []struct {
		name string
		do   func(wire)
		want gotClose // an empty reason is not compared
	}{
		{"no mask", func(w wire) { w.raw([]byte{fin | websocket.TextMessage, 2, '{', '}'}) },
			broken},
		{"the first reserved bit, which means compression",
			func(w wire) { w.plain(fin|0x40|websocket.TextMessage, "{}") }, broken},
		{"the second reserved bit", func(w wire) { w.plain(fin|0x20|websocket.TextMessage, "{}") },
			broken},
		{"the third reserved bit", func(w wire) { w.plain(fin|0x10|websocket.BinaryMessage, "{}") },
			broken},
		{"an opcode that there is not", func(w wire) { w.plain(fin|3, "") }, broken},
		{"a control opcode that there is not", func(w wire) { w.plain(fin|11, "") }, broken},
		{"a ping of 126 bytes", func(w wire) {
			w.frame(fin|websocket.PingMessage, 126,
				make([]byte, 126))
		}, broken},
		{"a ping in fragments", func(w wire) { w.plain(websocket.PingMessage, "") }, broken},
		{"a continuation of nothing", func(w wire) { w.plain(fin|continuation, "{}") }, broken},
		{"a message inside another", func(w wire) {
			w.plain(websocket.TextMessage, "{")
			w.plain(fin|websocket.TextMessage, "}")
		}, broken},
		{"a close of one byte", func(w wire) { w.plain(fin|websocket.CloseMessage, "x") },
			gotClose{status: websocket.CloseNoStatusReceived}},
		{"a close with a code that nobody may send",
			func(w wire) { w.plain(fin|websocket.CloseMessage, "\x03\xed") }, broken},
		{"a close whose reason is no UTF-8", func(w wire) {
			w.plain(fin|websocket.CloseMessage,
				"\x03\xe8\xff")
		}, broken},
		{"a text that is no UTF-8", func(w wire) {
			w.plain(fin|websocket.TextMessage,
				"{\"kind\":\"\xff\"}")
		},
			gotClose{websocket.ClosePolicyViolation, string(protocol.CodeBadMessage)}},
		{"a length beyond all numbers", func(w wire) {
			w.frame(fin|websocket.BinaryMessage, 1<<63,
				nil)
		},
			gotClose{status: websocket.CloseAbnormalClosure}},
		{"a length of 4 EiB, and a few bytes of it", func(w wire) {
			w.frame(fin|websocket.BinaryMessage, 1<<62, make([]byte, wsconn.MaxMessage+1))
		}, gotClose{websocket.CloseMessageTooBig, string(protocol.CodeTooLarge)}},
		{"fragments that are too large together", func(w wire) {
			w.frame(websocket.BinaryMessage, 40000, make([]byte, 40000))
			w.frame(fin|continuation, 40000, make([]byte, 40000))
		}, gotClose{websocket.CloseMessageTooBig, string(protocol.CodeTooLarge)}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			near, attackers := r.newRoom(2).call(1)
			c := attackers[0]
			c.t = t
			test.do(wire{c.ws.NetConn()})
			for {
				got := <-c.in
				if _, refused := got.(*protocol.Error); refused {
					continue
				}
				end, ok := got.(gotClose)
				if _, relay := got.(*protocol.RelayAccess); relay {
					continue
				}
				if !ok || end.status != test.want.status ||
					test.want.reason != "" && end.reason != test.want.reason {
					t.Fatalf("got %T %+v, want %+v", got, got, test.want)
				}
				break
			}
			near.quiet()
			host.frame(guests[0].sid, "we go on")
			expect[gotFrame](guests[0])
		})
	}
	host.quiet()
	guests[0].quiet()
}

func TestAMessageInFragmentsIsAMessage(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(2)
	host, guests := p.call(1)
	w := wire{guests[0].ws.NetConn()}
	w.frame(websocket.BinaryMessage, 8, host.sid[:])
	w.plain(continuation, "in ")
	w.plain(fin|websocket.PingMessage, "still here")
	w.plain(continuation, "")
	w.plain(fin|continuation, "parts")
	if got := expect[gotFrame](host); got != (gotFrame{guests[0].sid, "in parts"}) {
		t.Errorf("got %+v", got)
	}
}

// Pings and empty fragments never become messages; they are counted all the same.
func TestAFloodBelowTheMessagesIsReadSlowly(t *testing.T) {
	for name, unit := range map[string][]byte{
		"pings":           {fin | websocket.PingMessage, 0x80, 0, 0, 0, 0},
		"pongs":           {fin | websocket.PongMessage, 0x80, 0, 0, 0, 0},
		"empty fragments": {continuation, 0x80, 0, 0, 0, 0},
	} {
		atTime(t, func(t *testing.T, r *testServer) {
			p := r.newRoom(2)
			host, guests := p.call(1)
			c := guests[0]
			w := wire{c.ws.NetConn()}
			w.plain(websocket.BinaryMessage, "x")
			if name != "empty fragments" {
				w.plain(fin|continuation, "12345678") // no sid: only an error comes of it
				c.expectError(protocol.CodeUnknownPeer)
			}
			chunk := bytes.Repeat(unit, 1000)
			var sent atomic.Int64
			go func() {
				for {
					n, err := w.Write(chunk)
					sent.Add(int64(n))
					if err != nil {
						return
					}
				}
			}()
			time.Sleep(10 * time.Second)
			if most := int64(
				wsconn.Burst + 10*wsconn.Rate + 2*len(chunk)); sent.Load() < wsconn.Burst/2 ||
				sent.Load() > most {
				t.Errorf("%s: %d bytes were read, at most %d may be", name, sent.Load(), most)
			}
			host.quiet()
			c.lose()
		})
	}
}

func TestAMessageThatDoesNotComeToItsEndIsGivenUp(t *testing.T) {
	for name, pongs := range map[string]bool{"silent": false,
		"answering pings between its fragments": true} {
		atTime(t, func(t *testing.T, r *testServer) {
			p := r.newRoom(2)
			_, guests := p.call(1)
			c := guests[0]
			expect[*protocol.RelayAccess](c)
			w := wire{c.ws.NetConn()}
			w.plain(websocket.BinaryMessage, "x")
			for i := range int(wsconn.BodyWait/time.Second) - 1 {
				time.Sleep(time.Second)
				if pongs && i%5 == 0 {
					w.plain(fin|websocket.PongMessage, "")
				}
			}
			if len(c.in) > 0 {
				t.Errorf("%s: given up too early", name)
			}
			time.Sleep(time.Second + moment)
			expect[gotClose](c)
		})
	}
}
