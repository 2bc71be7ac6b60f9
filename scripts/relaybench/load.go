//go:build linux

package main

import (
	"context"
	"fmt"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"sync"
	"time"

	"einmal/internal/bench"
)

// result is one measurement.
type result struct {
	cpu      float64 // µs of server CPU a relayed packet
	p50, p99 float64 // µs from sender to receiver
	loss     float64 // share of the packets that did not arrive
	idle     int     // KB before the first allocation
	each     float64 // KB an allocation, under load
}

// measureLoad applies the built-in load.
func (c *server) measureLoad(s settings, allocations int) (r result, err error) {
	r.idle = c.residentKB()
	clients, err := c.connectClients(s.transport, allocations)
	defer func() {
		for _, one := range clients {
			_ = one.Conn.Close()
		}
	}()
	if err != nil {
		return r, err
	}
	slow := 1 // with more it is a fifth, to stay at 40,000 packets a second
	if allocations > 200 {
		slow = 5
	}
	var wait sync.WaitGroup
	delays := make([][]float64, len(clients))
	for i, one := range clients {
		wait.Go(func() { delays[i] = one.Receive(s.length) })
	}
	bench.SendPackets(clients, bench.WarmUp, slow, true)
	time.Sleep(100 * time.Millisecond)
	before := bench.CPUTime(c.command.Process.Pid)
	sent := bench.SendPackets(clients, s.length, slow, false)
	time.Sleep(200 * time.Millisecond)
	spent := bench.CPUTime(c.command.Process.Pid) - before
	r.each = float64(c.residentKB()-r.idle) / float64(allocations)
	for _, one := range clients {
		_ = one.Conn.SetReadDeadline(time.Now())
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

var toolSays = regexp.MustCompile(`tot_send_msgs=(\d+), tot_recv_msgs=(\d+)\n`)

// loadWithTool lets turnutils_uclient talk to itself, 20 ms apart, all with the first credential.
func (c *server) loadWithTool(s settings, allocations int) (r result, err error) {
	r.idle = c.residentKB()
	host, port := c.address[:len(c.address)-6], c.address[len(c.address)-5:]
	packets := int(s.length / (20 * time.Millisecond))
	arguments := []string{"-y", "-c", "-m", strconv.Itoa(allocations), "-n", strconv.Itoa(packets),
		"-l", "1000", "-z", "20",
		"-u", c.credentials[0].Username, "-w", c.credentials[0].Password, "-p", port}
	switch s.transport {
	case "tcp":
		arguments = append(arguments, "-t")
	case "tls":
		arguments = append(arguments, "-t", "-S")
	}
	ctx, cancel := context.WithTimeout(context.Background(), s.length+time.Minute)
	defer cancel()
	before := bench.CPUTime(c.command.Process.Pid)
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
	r.cpu = float64((bench.CPUTime(c.command.Process.Pid) - before).Microseconds()) / float64(came)
	r.loss = 1 - float64(came)/float64(sent)
	return r, nil
}
