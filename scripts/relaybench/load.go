//go:build linux

package main

import (
	"context"
	"encoding/binary"
	"fmt"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"sync"
	"time"
)

// result is one measurement.
type result struct {
	cpu      float64 // µs of server CPU a relayed packet
	p50, p99 float64 // µs from sender to receiver
	loss     float64 // share of the packets that did not arrive
	idle     int     // KB before the first allocation
	each     float64 // KB an allocation, under load
}

// A client sends what one side of a call does: 50 audio packets a second, and video in bursts of
// five at 30 frames a second. With 1,000 allocations it is a fifth of that, to stay at 40,000
// packets a second.
const (
	audioSize, videoSize = 120, 1100
	audioRate, videoRate = 50, 30
	frame                = 5
)

// measureLoad applies the built-in load.
func (c *server) measureLoad(s settings, allocations int) (r result, err error) {
	r.idle = c.residentKB()
	clients, err := c.connectClients(s.transport, allocations)
	defer func() {
		for _, one := range clients {
			_ = one.conn.Close()
		}
	}()
	if err != nil {
		return r, err
	}
	slow := 1
	if allocations > 200 {
		slow = 5
	}
	var wait sync.WaitGroup
	delays := make([][]float64, len(clients))
	for i, one := range clients {
		wait.Go(func() { delays[i] = one.receive(s.length) })
	}
	sendPackets(clients, 300*time.Millisecond, slow) // warm up; not measured
	time.Sleep(100 * time.Millisecond)
	before := c.cpuTime()
	sent := sendPackets(clients, s.length, slow)
	time.Sleep(200 * time.Millisecond)
	spent := c.cpuTime() - before
	r.each = float64(c.residentKB()-r.idle) / float64(allocations)
	for _, one := range clients {
		_ = one.conn.SetReadDeadline(time.Now())
	}
	wait.Wait()
	all := slices.Concat(delays...)
	if len(all) == 0 {
		return r, fmt.Errorf("none of %d packets came", sent)
	}
	slices.Sort(all)
	r.cpu = float64(spent.Microseconds()) / float64(len(all))
	r.p50, r.p99 = all[len(all)/2], all[len(all)*99/100]
	r.loss = 1 - float64(len(all))/float64(sent)
	return r, nil
}

var epoch = time.Now()

// sendPackets sends for a while and returns how many packets it sent. Packets of the warm-up carry
// no time.
func sendPackets(clients []*client, length time.Duration, slow int) (sent int) {
	buffer := make([]byte, 4+videoSize)
	binary.BigEndian.PutUint16(buffer, channel)
	send := func(one *client, size int) {
		binary.BigEndian.PutUint16(buffer[2:], uint16(size))
		stamp := uint64(0)
		if length > 300*time.Millisecond {
			stamp = uint64(time.Since(epoch))
		}
		binary.BigEndian.PutUint64(buffer[4:], stamp)
		if _, err := one.conn.Write(buffer[:4+size]); err == nil {
			sent++
		}
	}
	tick := time.Second / (audioRate * videoRate) // both rates divide it
	start := time.Now()
	for turn := 0; time.Since(start) < length; turn++ {
		for i, one := range clients {
			phase := turn + i*7 // not all at once
			if phase%(videoRate*slow) == 0 {
				send(one, audioSize)
			}
			if phase%(audioRate*slow) == 0 {
				for range frame {
					send(one, videoSize)
				}
			}
		}
		time.Sleep(time.Until(start.Add(time.Duration(turn+1) * tick)))
	}
	return sent
}

// receive reads until its deadline passes and returns how long each packet took, in µs.
func (one *client) receive(length time.Duration) []float64 {
	delays := make([]float64, 0, int(length.Seconds()*250))
	buffer := make([]byte, 4096)
	_ = one.conn.SetReadDeadline(time.Time{})
	for {
		packet, err := one.readMessage(buffer)
		if err != nil {
			return delays
		}
		if len(packet) < 12 || packet[0]>>6 != 1 {
			continue
		}
		if stamp := binary.BigEndian.Uint64(packet[4:]); stamp != 0 {
			delays = append(delays, float64(time.Since(epoch)-time.Duration(stamp))/1000)
		}
	}
}

var toolSays = regexp.MustCompile(`tot_send_msgs=(\d+), tot_recv_msgs=(\d+)\n`)

// loadWithTool lets turnutils_uclient talk to itself, 20 ms apart, all with the first credential.
func (c *server) loadWithTool(s settings, allocations int) (r result, err error) {
	r.idle = c.residentKB()
	host, port := c.address[:len(c.address)-6], c.address[len(c.address)-5:]
	packets := int(s.length / (20 * time.Millisecond))
	arguments := []string{"-y", "-c", "-m", strconv.Itoa(allocations), "-n", strconv.Itoa(packets),
		"-l", "1000", "-z", "20",
		"-u", c.credentials[0][0], "-w", c.credentials[0][1], "-p", port}
	switch s.transport {
	case "tcp":
		arguments = append(arguments, "-t")
	case "tls":
		arguments = append(arguments, "-t", "-S")
	}
	ctx, cancel := context.WithTimeout(context.Background(), s.length+time.Minute)
	defer cancel()
	before := c.cpuTime()
	out, err := exec.CommandContext(ctx, "turnutils_uclient",
		append(arguments, host)...).CombinedOutput()
	if err != nil {
		return r, fmt.Errorf("turnutils_uclient: %w", err)
	}
	all := toolSays.FindAllSubmatch(out, -1)
	if len(all) == 0 {
		return r, fmt.Errorf("turnutils_uclient said nothing about packets")
	}
	sent, _ := strconv.Atoi(string(all[len(all)-1][1]))
	came, _ := strconv.Atoi(string(all[len(all)-1][2]))
	if came == 0 {
		return r, fmt.Errorf("none of %d packets came", sent)
	}
	r.cpu = float64((c.cpuTime() - before).Microseconds()) / float64(came)
	r.loss = 1 - float64(came)/float64(sent)
	return r, nil
}
