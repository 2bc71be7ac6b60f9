//go:build linux

package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// runSteadyCall lets two members of a room send each other 50 packets a second, like a call with
// sound only.
func runSteadyCall(network, server, room string, length time.Duration, sent,
	came *atomic.Uint64) error {
	a, leaveA, err := allocate(network, server, room+":a")
	if err != nil {
		return err
	}
	defer leaveA()
	b, leaveB, err := allocate(network, server, room+":b")
	if err != nil {
		return err
	}
	defer leaveB()
	for range 5 { // permissions and channels
		_, _ = a.WriteTo(make([]byte, 8), b.LocalAddr())
		_, _ = b.WriteTo(make([]byte, 8), a.LocalAddr())
		time.Sleep(200 * time.Millisecond)
	}
	var readers sync.WaitGroup
	for _, to := range []net.PacketConn{a, b} {
		readers.Go(func() {
			buffer := make([]byte, 1500)
			for _ = to.SetReadDeadline(time.Now().Add(length + 2*time.Second)); ; {
				n, _, err := to.ReadFrom(buffer)
				if err != nil {
					return
				}
				if n == 160 {
					came.Add(1)
				}
			}
		})
	}
	packet, ticker := make([]byte, 160), time.NewTicker(20*time.Millisecond)
	defer ticker.Stop()
	for end := time.Now().Add(length); time.Now().Before(end); <-ticker.C {
		for from, to := range map[net.PacketConn]net.PacketConn{a: b, b: a} {
			binary.BigEndian.PutUint64(packet, sent.Add(1))
			if _, err := from.WriteTo(packet, to.LocalAddr()); err != nil {
				return fmt.Errorf("a steady call over %s: %w", network, err)
			}
		}
	}
	readers.Wait()
	return nil
}

// runVisitors lets pairs come, talk and go.
func runVisitors(server string, count int, length time.Duration, rounds *atomic.Uint64) error {
	var all sync.WaitGroup
	errs := make([]error, count)
	for i := range count {
		all.Go(func() {
			for n, end := 0, time.Now().Add(length); time.Now().Before(end) && errs[i] == nil; n++ {
				room := fmt.Sprintf("churn %d %d", i, n)
				errs[i] = runVisit([]string{"udp", "tcp"}[(i+n)%2], server, room)
				if rounds != nil {
					rounds.Add(2)
				}
			}
		})
	}
	all.Wait()
	return errors.Join(errs...)
}

// runVisit is one pair that stays only briefly.
func runVisit(network, server, room string) error {
	a, leaveA, err := allocate(network, server, room+":a")
	if err != nil {
		return fmt.Errorf("a visitor over %s: %w", network, err)
	}
	defer leaveA()
	b, leaveB, err := allocate(network, server, room+":b")
	if err != nil {
		return fmt.Errorf("a visitor over %s: %w", network, err)
	}
	defer leaveB()
	for i := range 10 {
		_, _ = a.WriteTo([]byte("packet "+strconv.Itoa(i)), b.LocalAddr())
		_, _ = b.WriteTo([]byte("packet "+strconv.Itoa(i)), a.LocalAddr())
		time.Sleep(10 * time.Millisecond)
	}
	return nil
}
