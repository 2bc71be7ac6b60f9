package wsconn

import (
	"crypto/tls"
	"net"
	"testing"
)

// That a connection knows its socket shows nowhere but in what frames cost.
func TestAConnectionKnowsItsSocketUnlessThereIsTLS(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	client, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	if newRawConn(client, nil).socket == nil {
		t.Error("not known")
	}
	if newRawConn(tls.Server(client, nil), nil).socket != nil {
		t.Error("known below TLS, where nobody may write")
	}
}
