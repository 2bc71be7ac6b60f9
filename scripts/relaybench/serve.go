//go:build linux

package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/pion/logging"
	"github.com/pion/turn/v4"
)

// serveChild is the server's side, in a process of its own: name, transport, number of allocations,
// certificate and key file.
func serveChild(arguments []string) error {
	if len(arguments) != 5 {
		return errors.New("serve is for relaybench itself")
	}
	allocations, err := strconv.Atoi(arguments[2])
	if err != nil {
		return err
	}
	if arguments[0] == "floor" {
		return serveFloor()
	}
	conn, listener, err := openSocket(arguments[1], arguments[3], arguments[4])
	if err != nil {
		return err
	}
	if err := servePion(conn, listener, allocations); err != nil {
		return err
	}
	fmt.Println("ready")
	select {}
}

// openSocket opens the one socket that is measured and prints its address.
func openSocket(transport, certificate, key string) (net.PacketConn, net.Listener, error) {
	if transport == "udp" {
		conn, err := net.ListenPacket("udp4", "127.0.0.1:0")
		if err == nil {
			fmt.Println(conn.LocalAddr())
		}
		return conn, nil, err
	}
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return nil, nil, err
	}
	fmt.Println(listener.Addr())
	if transport == "tls" {
		pair, err := tls.LoadX509KeyPair(certificate, key)
		if err != nil {
			return nil, nil, err
		}
		listener = tls.NewListener(listener, &tls.Config{Certificates: []tls.Certificate{pair},
			MinVersion: tls.VersionTLS12})
	}
	return nil, listener, nil
}

// servePion is pion/turn as its examples have it, with a real socket for each allocation.
func servePion(conn net.PacketConn, listener net.Listener, allocations int) error {
	factory := logging.NewDefaultLoggerFactory()
	factory.DefaultLogLevel = logging.LogLevelDisabled
	generator := &turn.RelayAddressGeneratorStatic{RelayAddress: net.IPv4(127, 0, 0, 1),
		Address: "127.0.0.1"}
	config := turn.ServerConfig{Realm: "einmal", LoggerFactory: factory,
		AuthHandler: func(username, realm string, _ net.Addr) ([]byte, bool) {
			return turn.GenerateAuthKey(username, realm, "bench"), true
		}}
	if conn != nil {
		config.PacketConnConfigs = []turn.PacketConnConfig{{PacketConn: conn,
			RelayAddressGenerator: generator}}
	} else {
		config.ListenerConfigs = []turn.ListenerConfig{{Listener: listener,
			RelayAddressGenerator: generator}}
	}
	for range allocations {
		fmt.Println("bench bench")
	}
	_, err := turn.NewServer(config)
	return err
}

// writeCertificate makes a certificate for the runs over TLS.
func writeCertificate(directory string) (certificate, key string, err error) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return "", "", err
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1),
		NotAfter: time.Now().Add(24 * time.Hour), DNSNames: []string{"localhost"}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		return "", "", err
	}
	encoded, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return "", "", err
	}
	certificate, key = filepath.Join(directory, "certificate.pem"), filepath.Join(directory,
		"key.pem")
	err = os.WriteFile(certificate, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}),
		0o600)
	return certificate, key, errors.Join(err,
		os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: encoded}),
			0o600))
}
