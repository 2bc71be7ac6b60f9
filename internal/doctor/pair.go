package doctor

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/pion/logging"
	"github.com/pion/turn/v4"

	"einmal/internal/adminsocket"
)

const (
	// answerTime: whoever is on the same machine answers at once.
	answerTime = 5 * time.Second
	pairTime   = 15 * time.Second
	// Packets of the size of a call's, as einmal-peer probe sends them; a call with more than half
	// of them lost is none.
	pairPackets = 20
	packetSize  = 1160 // bytes
	packetPace  = 20 * time.Millisecond
)

// silent keeps pion from writing addresses.
var silent = &logging.DefaultLoggerFactory{DefaultLogLevel: logging.LogLevelDisabled}

// oneWay is a connection as a client of TURN wants it; there is only one address at its other end.
type oneWay struct {
	net.Conn
}

func (c oneWay) ReadFrom(packet []byte) (int, net.Addr, error) {
	n, err := c.Read(packet)
	return n, elsewhere, err
}

func (c oneWay) WriteTo(packet []byte, _ net.Addr) (int, error) { return c.Write(packet) }

// elsewhere stands for that address, which the client would look up as an IPv4 one.
var elsewhere = &net.UDPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 3478}

// dial opens a client of TURN (RFC 8656).
func (w way) dial(ctx context.Context, access adminsocket.RelayAccess,
	e *examination) (*turn.Client, func(), error) {
	network := w.transport
	if network == "tls" {
		network = "tcp"
	}
	conn, err := (&net.Dialer{Timeout: answerTime}).DialContext(ctx, network, w.at.String())
	if err != nil {
		return nil, nil, err
	}
	if w.transport == "tls" {
		secure := tls.Client(conn, &tls.Config{ServerName: w.name, RootCAs: e.Roots,
			MinVersion: tls.VersionTLS12, NextProtos: []string{"stun.turn"}})
		if err := secure.HandshakeContext(ctx); err != nil {
			return nil, nil, errors.Join(err, conn.Close())
		}
		conn = secure
	}
	var packets net.PacketConn = turn.NewSTUNConn(conn)
	if w.transport == "udp" {
		packets = oneWay{conn}
	}
	client, err := turn.NewClient(&turn.ClientConfig{Conn: packets, LoggerFactory: silent,
		STUNServerAddr: elsewhere.String(), TURNServerAddr: elsewhere.String(),
		Username: access.Username, Password: access.Password})
	if err == nil {
		err = client.Listen()
	}
	if err != nil {
		return nil, nil, errors.Join(err, conn.Close())
	}
	return client, func() {
		client.Close()
		_ = conn.Close()
	}, nil
}

// answers asks by STUN (RFC 8489), which takes no access.
func (w way) answers(ctx context.Context, e *examination) bool {
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	client, hangUp, err := w.dial(ctx, adminsocket.RelayAccess{}, e)
	if err != nil {
		return false
	}
	defer context.AfterFunc(ctx, hangUp)() // its own patience is longer
	defer hangUp()
	_, err = client.SendBindingRequest()
	return err == nil
}

// tryPair has two allocations send each other packets of a call's size, as two people would. DTLS
// comes after it (tryDTLS), where there is a program for it.
func (w way) tryPair(ctx context.Context, access adminsocket.RelayAccess, e *examination) error {
	ctx, cancel := context.WithTimeout(ctx, pairTime)
	defer cancel()
	var ends [2]*turn.Client
	var relayed [2]net.PacketConn
	for i := range ends {
		client, hangUp, err := w.dial(ctx, access, e)
		if err != nil {
			return err
		}
		defer hangUp()
		defer context.AfterFunc(ctx, hangUp)()
		if relayed[i], err = client.Allocate(); err != nil {
			return fmt.Errorf("allocate: %w", err)
		}
		defer relayed[i].Close()
		ends[i] = client
	}
	for i, client := range ends {
		if err := client.CreatePermission(relayed[1-i].LocalAddr()); err != nil {
			return fmt.Errorf("create a permission: %w", err)
		}
	}
	return exchange(relayed[0], relayed[1])
}

// exchange sends packets from near to far, which sends them back.
func exchange(near, far net.PacketConn) error {
	go func() {
		packet := make([]byte, 2*packetSize)
		for {
			n, from, err := far.ReadFrom(packet)
			if err != nil {
				return
			}
			_, _ = far.WriteTo(packet[:n], from) // what gets lost is counted at the other end
		}
	}()
	go func() {
		packet := make([]byte, packetSize)
		for range pairPackets {
			_, _ = near.WriteTo(packet, far.LocalAddr())
			time.Sleep(packetPace)
		}
	}()
	_ = near.SetReadDeadline(time.Now().Add(pairPackets*packetPace + answerTime))
	back, packet := 0, make([]byte, 2*packetSize)
	for back < pairPackets {
		if n, _, err := near.ReadFrom(packet); err != nil {
			break
		} else if n == packetSize {
			back++
		}
	}
	if back < pairPackets/2 {
		return fmt.Errorf("%d of %d packets came back", back, pairPackets)
	}
	return nil
}
