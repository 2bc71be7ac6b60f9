//go:build linux

// Command relaysoak lets steady calls and short-lived clients use one einmal relay, a process of
// its own, and fails if a steady packet is lost, or if memory or allocations do not come back to
// what they were.
package main

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1"
	"encoding/base64"
	"flag"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pion/logging"
	"github.com/pion/turn/v4"
)

// settings are what the command line says.
type settings struct {
	program string
	length  time.Duration
	calls   int // steady, half over UDP and half over TCP
	churn   int // clients that come and go at a time
}

func main() {
	var s settings
	flag.StringVar(&s.program, "einmal", "bin/einmal", "the program")
	flag.DurationVar(&s.length, "length", 10*time.Minute, "how long")
	flag.IntVar(&s.calls, "calls", 10, "steady calls")
	flag.IntVar(&s.churn, "churn", 20, "clients that come and go at a time")
	flag.Parse()
	if err := soakRelay(s); err != nil {
		fmt.Fprintln(os.Stderr, "relaysoak:", err)
		os.Exit(1)
	}
}

var secret = rand.Text()

// credential is a credential as TURN REST has it.
func credential(room string) (username, password string) {
	username = strconv.FormatInt(time.Now().Add(time.Hour).Unix(), 10) + ":" + room
	mac := hmac.New(sha1.New, []byte(secret))
	mac.Write([]byte(username))
	return username, base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// allocate allocates over a network for a peer of a room.
func allocate(network, server, room string) (relayed net.PacketConn, leave func(), err error) {
	var conn net.PacketConn
	if network == "tcp" {
		var stream net.Conn
		if stream, err = net.Dial("tcp", server); err == nil {
			conn = turn.NewSTUNConn(stream)
		}
	} else {
		conn, err = net.ListenPacket("udp4", "127.0.0.1:0")
	}
	if err != nil {
		return nil, nil, err
	}
	username, password := credential(room)
	client, err := turn.NewClient(&turn.ClientConfig{TURNServerAddr: server, Conn: conn,
		Username: username, Password: password,
		LoggerFactory: &logging.DefaultLoggerFactory{DefaultLogLevel: logging.LogLevelDisabled}})
	if err != nil {
		_ = conn.Close()
		return nil, nil, err
	}
	end := func() { client.Close(); _ = conn.Close() }
	if err = client.Listen(); err == nil {
		relayed, err = client.Allocate()
	}
	if err != nil {
		end()
		return nil, nil, err
	}
	return relayed, func() { _ = relayed.Close(); time.Sleep(50 * time.Millisecond); end() }, nil
}

// soakRelay loads the relay and checks what is left.
func soakRelay(s settings) error {
	r, err := startRelay(s.program, 2*s.calls+6*s.churn)
	if err != nil {
		return err
	}
	defer r.stopRelay()
	// what the first load leaves behind is no leak
	if err := runVisitors(r.address, s.churn, 5*time.Second, nil); err != nil {
		return err
	}
	before, err := r.readState()
	if err != nil {
		return err
	}
	fmt.Printf("before: %v\n", before)
	var calls sync.WaitGroup
	var sent, came, rounds atomic.Uint64
	failures := make(chan error, s.calls+1)
	for i := range s.calls {
		calls.Go(func() {
			if err := runSteadyCall([]string{"udp", "tcp"}[i%2], r.address, "steady "+
				strconv.Itoa(i), s.length, &sent, &came); err != nil {
				failures <- err
			}
		})
	}
	if err := runVisitors(r.address, s.churn, s.length, &rounds); err != nil {
		failures <- err
	}
	calls.Wait()
	after, err := r.readState()
	if err != nil {
		return err
	}
	fmt.Printf("after:  %v\n%d steady packets, %d of them came; %d clients came and went\n", after,
		sent.Load(), came.Load(), rounds.Load())
	close(failures)
	var problems []string
	for err := range failures {
		problems = append(problems, err.Error())
	}
	// UDP on a busy machine may lose one in a thousand
	if lost := sent.Load() - came.Load(); lost*1000 > sent.Load() {
		problems = append(problems, fmt.Sprintf("%d steady packets were lost", lost))
	}
	if after.kb > before.kb+before.kb/4 || after.threads > before.threads+4 ||
		after.files > before.files {
		problems = append(problems, "memory, threads or files did not come back")
	}
	if len(problems) > 0 {
		return fmt.Errorf("%s", strings.Join(problems, "; "))
	}
	fmt.Println("nothing leaked, no call was lost")
	return nil
}
