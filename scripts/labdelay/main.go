//go:build linux

// Command labdelay makes a network card that gives back each packet a while later, in order: a long
// line, for kernels without netem. It is part of `make lab`.
//
//	labdelay CARD TIME
package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// onTheWay is how many packets the line holds; more are lost.
const onTheWay = 10_000

type packet struct {
	due  time.Time
	body []byte
}

func main() {
	if err := runLine(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "labdelay:", err)
		os.Exit(1)
	}
}

func runLine(args []string) error {
	if len(args) != 2 {
		return errors.New("usage: labdelay CARD TIME")
	}
	delay, err := time.ParseDuration(args[1])
	if err != nil {
		return err
	}
	card, err := openCard(args[0])
	if err != nil {
		return err
	}
	fmt.Println("ready")
	line := make(chan packet, onTheWay)
	go deliver(card, line)
	buffer := make([]byte, 1<<16)
	for {
		length, err := unix.Read(card, buffer)
		if errors.Is(err, unix.EINTR) {
			continue
		}
		if err != nil {
			return fmt.Errorf("read a packet: %w", err)
		}
		select {
		case line <- packet{time.Now().Add(delay), bytes.Clone(buffer[:length])}:
		default:
		}
	}
}

func deliver(card int, line <-chan packet) {
	for p := range line {
		time.Sleep(time.Until(p.due))
		_, _ = unix.Write(card, p.body) // the card is down: lost, as on any line
	}
}

func openCard(name string) (int, error) {
	card, err := unix.Open("/dev/net/tun", unix.O_RDWR|unix.O_CLOEXEC, 0)
	if err != nil {
		return 0, fmt.Errorf("open /dev/net/tun: %w", err)
	}
	request, err := unix.NewIfreq(name)
	if err != nil {
		return 0, err
	}
	request.SetUint16(unix.IFF_TUN | unix.IFF_NO_PI)
	if err := unix.IoctlIfreq(card, unix.TUNSETIFF, request); err != nil {
		return 0, fmt.Errorf("make the card: %w", err)
	}
	return card, nil
}
