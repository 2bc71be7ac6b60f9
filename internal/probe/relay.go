package probe

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"einmal/internal/peer"
)

// The relay is tried with two allocations of ours, which send each other packets of the size and at
// the pace of a call's: each goes to the server twice and comes back twice.
const (
	packets    = 20
	packetPace = 20 * time.Millisecond
	packetSize = 1160 // with all headers less than what IPv6 carries everywhere
	// lastWait is how long the last packets may take.
	lastWait = 2 * time.Second
	// mostLost of them may be lost: a call with more is none.
	mostLost = packets / 2
)

func relayTasks(targets []target, access peer.RelayAccess) (all []task) {
	for _, t := range targets {
		all = append(all, task{t.check("relay", "the relay"),
			func(ctx context.Context) (finding, error) { return said(t.tryRelay(ctx, access)) }})
	}
	return all
}

// tryRelay sends packets to and fro over the relay.
func (t target) tryRelay(ctx context.Context, access peer.RelayAccess) (string, error) {
	near, err := t.allocate(ctx, access)
	if err != nil {
		return "", err
	}
	defer near.release()
	far, err := t.allocate(ctx, access)
	if err != nil {
		return "", err
	}
	defer far.release()
	if err := errors.Join(near.permit(far), far.permit(near)); err != nil {
		return "", err
	}
	// closing ends the goroutines
	_ = far.SetReadDeadline(time.Time{})
	go far.echoTo(near)
	_ = near.SetReadDeadline(time.Now().Add(packets*packetPace + lastWait))
	sendErr := make(chan error, 1)
	sent := time.Now()
	go func() { sendErr <- near.sendPackets(far) }()
	var trips []time.Duration
	seen := map[uint32]bool{}
	for len(seen) < packets {
		packet, err := near.next()
		if err != nil {
			if !errors.Is(err, os.ErrDeadlineExceeded) {
				return "", problem{"lost", "the relay closed the connection"}
			}
			break
		}
		if len(packet) != packetSize {
			continue
		}
		number := binary.BigEndian.Uint32(packet)
		if number < packets && !seen[number] {
			seen[number] = true
			trips = append(trips, time.Since(sent)-time.Duration(number)*packetPace)
		}
	}
	if err := <-sendErr; err != nil {
		return "", err
	}
	return describeTrips(trips)
}

// describeTrips says how many packets came back, and how long half of them took at the most.
func describeTrips(trips []time.Duration) (string, error) {
	lost := packets - len(trips)
	if lost > mostLost {
		return "", problem{"lost", fmt.Sprintf("the relay gives an address, but %d of %d packets "+
			"were lost", lost, packets)}
	}
	slices.Sort(trips)
	return fmt.Sprintf("%d of %d packets came back, in %d ms", len(trips), packets,
		max(0, trips[len(trips)/2]).Milliseconds()), nil
}

func (a *allocation) sendPackets(to *allocation) error {
	packet := make([]byte, packetSize)
	next := time.Now()
	for number := range uint32(packets) {
		binary.BigEndian.PutUint32(packet, number)
		if err := a.relay(packet, to); err != nil {
			return err
		}
		next = next.Add(packetPace)
		time.Sleep(time.Until(next))
	}
	return nil
}

// echoTo sends back what comes, until the socket is closed.
func (a *allocation) echoTo(other *allocation) {
	for {
		packet, err := a.next()
		if err != nil || a.relay(packet, other) != nil {
			return
		}
	}
}
