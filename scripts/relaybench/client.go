//go:build linux

package main

import (
	"encoding/binary"
	"time"

	"einmal/internal/bench"
)

// connectClients opens the clients of a run and binds channels between partners. With an error it
// returns those it has opened.
func (c *server) connectClients(transport string, count int) ([]*bench.Allocation, error) {
	var clients []*bench.Allocation
	for i := range count {
		conn, err := bench.Dial(transport, c.address)
		if err != nil {
			return clients, err
		}
		one := &bench.Allocation{Conn: conn}
		if c.name == "floor" {
			hello := binary.BigEndian.AppendUint32(nil, floorMagic)
			_, err = conn.Write(binary.BigEndian.AppendUint32(hello, uint32(i)))
		} else {
			one, err = bench.Allocate(conn, c.credentials[i])
		}
		clients = append(clients, one)
		if err != nil {
			return clients, err
		}
	}
	if c.name == "floor" {
		time.Sleep(100 * time.Millisecond)
		return clients, nil
	}
	for i, one := range clients {
		if err := one.Bind(clients[i^1]); err != nil {
			return clients, err
		}
	}
	return clients, nil
}
