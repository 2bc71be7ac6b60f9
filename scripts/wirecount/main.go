//go:build linux

// Command wirecount counts what this machine sends to itself by UDP, from port to port, as a
// capture of the wire would. It says so each second as a line of JSON, and keeps no content. It
// needs root, and is part of the browser tests.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// flow has packets by their kind (RFC 7983).
type flow struct {
	From  int `json:"from"`
	To    int `json:"to"`
	RTP   int `json:"rtp"`
	RTCP  int `json:"rtcp"`
	Other int `json:"other"`
}

const (
	pause     = 200 * time.Millisecond
	outgoing  = 4 // PACKET_OUTGOING: each packet passes the loopback twice, and counts once
	udpHeader = 8
)

func main() {
	fmt.Fprintln(os.Stderr, "wirecount:", countFlows())
	os.Exit(1)
}

// countFlows goes on until it is ended, or cannot.
func countFlows() error {
	loopback, err := net.InterfaceByName("lo")
	if err != nil {
		return err
	}
	everything := int(unix.ETH_P_ALL>>8 | unix.ETH_P_ALL&0xff<<8) // in the order of the network
	wire, err := unix.Socket(unix.AF_PACKET, unix.SOCK_DGRAM, everything)
	if err != nil {
		return fmt.Errorf("open the wire: %w", err)
	}
	address := &unix.SockaddrLinklayer{Protocol: uint16(everything), Ifindex: loopback.Index}
	if err := unix.Bind(wire, address); err != nil {
		return err
	}
	wait := unix.NsecToTimeval(pause.Nanoseconds())
	if err := unix.SetsockoptTimeval(wire, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &wait); err != nil {
		return err
	}
	flows, told := map[[2]int]*flow{}, time.Time{}
	buffer := make([]byte, 1<<16)
	for {
		if time.Since(told) > pause {
			told = time.Now()
			if err := sayFlows(flows); err != nil {
				return err
			}
		}
		length, from, err := unix.Recvfrom(wire, buffer, 0)
		switch {
		case errors.Is(err, unix.EAGAIN), errors.Is(err, unix.EINTR):
			continue
		case err != nil:
			return err
		}
		if ll, ok := from.(*unix.SockaddrLinklayer); ok && ll.Pkttype == outgoing {
			countPacket(flows, buffer[:length])
		}
	}
}

func sayFlows(flows map[[2]int]*flow) error {
	all := make([]*flow, 0, len(flows))
	for _, f := range flows {
		all = append(all, f)
	}
	return json.NewEncoder(os.Stdout).Encode(all)
}

// countPacket takes an IP packet.
func countPacket(flows map[[2]int]*flow, packet []byte) {
	udp := udpOf(packet)
	if len(udp) <= udpHeader {
		return
	}
	ports := [2]int{int(udp[0])<<8 | int(udp[1]), int(udp[2])<<8 | int(udp[3])}
	f := flows[ports]
	if f == nil {
		f = &flow{From: ports[0], To: ports[1]}
		flows[ports] = f
	}
	switch body := udp[udpHeader:]; {
	case body[0] < 128 || body[0] > 191 || len(body) < 2:
		f.Other++ // STUN, DTLS
	case body[1] >= 192 && body[1] <= 223: // RFC 5761
		f.RTCP++
	default:
		f.RTP++
	}
}

// udpOf returns a UDP header and what follows it, or nil.
func udpOf(packet []byte) []byte {
	const protocolUDP = 17
	switch {
	case len(packet) >= 20 && packet[0]>>4 == 4 && packet[9] == protocolUDP:
		if header := int(packet[0]&15) * 4; header <= len(packet) {
			return packet[header:]
		}
	case len(packet) >= 40 && packet[0]>>4 == 6 && packet[6] == protocolUDP:
		return packet[40:]
	}
	return nil
}
