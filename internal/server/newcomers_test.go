package server

import (
	"io"
	"net"
	"net/http"
	"testing"
	"time"
)

// TestWhoHasSaidNothingInTimeIsClosed, and who has asked something is not: its answer is under way.
func TestWhoHasSaidNothingInTimeIsClosed(t *testing.T) {
	var n newcomers
	silent, silentsEnd := net.Pipe()
	asking, askersEnd := net.Pipe()
	for _, c := range []net.Conn{silent, asking} {
		n.note(c, http.StateNew)
		n.since[c] = time.Now().Add(-helloTime)
	}
	request := (&http.Request{}).WithContext(withConn(t.Context(), asking))
	n.handler(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})).ServeHTTP(nil, request)
	n.wait()
	silentsEnd.SetReadDeadline(time.Now().Add(time.Second))
	if _, err := silentsEnd.Read(make([]byte, 1)); err != io.EOF {
		t.Errorf("the silent one reads %v", err)
	}
	go asking.Write([]byte{1})
	if _, err := askersEnd.Read(make([]byte, 1)); err != nil {
		t.Errorf("who has asked reads %v", err)
	}
	for _, c := range []net.Conn{silentsEnd, asking, askersEnd} {
		c.Close()
	}
}
