package portmux

import (
	"crypto/tls"
	"syscall"
	"testing"
)

func TestTheSocketIsKnownUnlessSomethingElseIsBetween(t *testing.T) {
	m, address := listen(t)
	client := dial(t, address, "GET")
	plain, err := m.HTTP().Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer plain.Close()
	if raw, err := plain.(syscall.Conn).SyscallConn(); raw == nil || err != nil {
		t.Errorf("plain: %v, %v", raw, err)
	}
	if raw, err := (&unreadConn{Conn: tls.Client(client, nil)}).SyscallConn(); raw != nil ||
		err == nil {
		t.Errorf("with TLS: %v, %v", raw, err)
	}
}
