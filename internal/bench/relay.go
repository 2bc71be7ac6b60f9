package bench

import (
	"context"
	"errors"
	"net"
	"sync"
	"time"

	"einmal/internal/adminsocket"
)

const (
	loaded = 20  // allocations that packets pass: ten calls of two
	idle   = 200 // more of them, for the memory of one
	late   = 200 * time.Millisecond
)

// measureRelay has allocations send each other over UDP what people in a call do.
func (s *trialServer) measureRelay(ctx context.Context, length time.Duration, m *Measured) error {
	access, err := adminsocket.TryRelay(s.data)
	if err != nil {
		return err
	}
	var clients []*Allocation
	defer func() {
		for _, one := range clients {
			_ = one.Conn.Close()
		}
	}()
	allocate := func(count int) error {
		for range count {
			conn, err := Dial("udp", net.JoinHostPort("127.0.0.1", s.port))
			if err != nil {
				return err
			}
			one, err := Allocate(conn, Credential(access))
			clients = append(clients, one)
			if err != nil || ctx.Err() != nil {
				return errors.Join(err, ctx.Err())
			}
		}
		return nil
	}
	if err := allocate(loaded); err != nil {
		return err
	}
	memory, err := s.residentBytes()
	if err == nil {
		err = allocate(idle)
	}
	if err != nil {
		return err
	}
	after, err := s.residentBytes()
	m.AllocationBytes = max(0, after-memory) / idle
	for i, one := range clients[:loaded] {
		err = errors.Join(err, one.Bind(clients[i^1]))
	}
	if err != nil {
		return err
	}
	return s.relayPackets(ctx, clients[:loaded], length, m)
}

func (s *trialServer) relayPackets(ctx context.Context, clients []*Allocation, length time.Duration,
	m *Measured) error {
	var receiving sync.WaitGroup
	came := make([]int, len(clients))
	for i, one := range clients {
		receiving.Go(func() { came[i] = len(one.Receive(length)) })
	}
	SendPackets(clients, WarmUp, 1, true)
	_ = pause(ctx, late)
	used, sent := s.cpuTime(), SendPackets(clients, length, 1, false)
	_ = pause(ctx, late)
	spent := s.cpuTime() - used
	for _, one := range clients {
		_ = one.Conn.SetReadDeadline(time.Now())
	}
	receiving.Wait()
	for _, n := range came {
		m.Packets += n
	}
	if m.Packets == 0 {
		return errors.New("no packet passed the relay")
	}
	m.PacketsLost = sent - m.Packets
	m.PacketMicros = 1000 * milliseconds(spent) / float64(m.Packets)
	return nil
}
