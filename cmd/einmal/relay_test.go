package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pion/turn/v4"

	"einmal/internal/peer"
	"einmal/internal/server/servertest"
)

const sharedSecret = "a secret of two machines"

// startRelay runs einmal relay on a free port until the test ends. Its candidates carry 192.0.2.1.
func startRelay(t *testing.T, flags ...string) (address, secretFile string) {
	t.Helper()
	secretFile = filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secretFile, []byte(sharedSecret+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	command := exec.Command("einmal",
		append([]string{"relay", "-listen", "127.0.0.1:0",
			"-relay-address", "192.0.2.1", "-secret-file", secretFile}, flags...)...)
	command.Env = []string{"PATH=" + os.Getenv("PATH")}
	stdout, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = command.Process.Signal(os.Interrupt)
		if err := command.Wait(); err != nil {
			t.Errorf("the relay ended with %v", err)
		}
	})
	line, _ := bufio.NewReader(stdout).ReadString('\n')
	before, _, found := strings.Cut(line, ", its candidates")
	address = before[strings.LastIndexByte(before, ' ')+1:]
	if !found {
		t.Fatalf("it said %q", line)
	}
	return address, secretFile
}

// restAccess is a credential as TURN REST has it.
func restAccess(room string) peer.RelayAccess {
	name := strconv.FormatInt(time.Now().Add(time.Hour).Unix(), 10) + ":" + room
	mac := hmac.New(sha1.New, []byte(sharedSecret))
	mac.Write([]byte(name))
	return peer.RelayAccess{Username: name,
		Credential: base64.StdEncoding.EncodeToString(mac.Sum(nil))}
}

func udp(t *testing.T) net.PacketConn {
	t.Helper()
	conn, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return conn
}

// hears tells whether a word of one comes to the other; a busy machine takes its time.
func hears(from, to net.PacketConn) bool { return hearsWithin(from, to, 20*time.Second) }

func hearsWithin(from, to net.PacketConn, most time.Duration) bool {
	word, buffer := []byte("a word of "+from.LocalAddr().String()), make([]byte, 1500)
	_, _ = to.WriteTo([]byte("hello"), from.LocalAddr()) // which permits what comes back
	for end := time.Now().Add(most); time.Now().Before(end); {
		_, _ = from.WriteTo(word, to.LocalAddr())
		_ = to.SetReadDeadline(time.Now().Add(50 * time.Millisecond))
		if n, _, err := to.ReadFrom(buffer); err == nil && bytes.Equal(buffer[:n], word) {
			return true
		}
	}
	return false
}

func TestARelayAloneKeepsRoomsApart(t *testing.T) {
	relay, _ := startRelay(t)
	a, b := servertest.Allocate(t, udp(t), relay, restAccess("room:a")),
		servertest.Allocate(t, udp(t), relay,
			restAccess("room:b"))
	c := servertest.Allocate(t, udp(t), relay, restAccess("other:c"))
	if !hears(a, b) || !hears(b, a) {
		t.Error("two of a room do not hear each other")
	}
	if hearsWithin(a, c, time.Second) || hearsWithin(c, a, time.Second) {
		t.Error("two rooms hear each other")
	}
}

func TestARelayAloneSpeaksTLS(t *testing.T) {
	relay, _ := startRelay(t, servertest.WithTLS(t)...)
	a := servertest.Allocate(t, turn.NewSTUNConn(servertest.Dial(t, "tls", relay)), relay,
		restAccess("room:a"))
	b := servertest.Allocate(t, udp(t), relay, restAccess("room:b"))
	if !hears(a, b) || !hears(b, a) {
		t.Error("two of a room do not hear each other")
	}
}

func TestARelayAloneHasItsQuotas(t *testing.T) {
	for flag, second := range map[string]string{"-quota-peer": "room:a", "-quota-room": "room:b",
		"-quota-source": "other:b", "-quota-total": "other:b"} {
		relay, _ := startRelay(t, flag, "1")
		servertest.Allocate(t, udp(t), relay, restAccess("room:a"))
		access, conn := restAccess(second), udp(t)
		client, err := turn.NewClient(&turn.ClientConfig{TURNServerAddr: relay, Conn: conn,
			Username: access.Username, Password: access.Credential})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { client.Close(); conn.Close() })
		if err := client.Listen(); err != nil {
			t.Fatal(err)
		}
		if _, err := client.Allocate(); err == nil || !strings.Contains(err.Error(), "486") {
			t.Errorf("%s 1: the second got %v", flag, err)
		}
	}
}

func TestCoturnsClientWorksWithARelayAlone(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	tool, err := exec.LookPath("turnutils_uclient")
	if err != nil {
		t.Skip("turnutils_uclient of the coturn package is not installed")
	}
	relay, _ := startRelay(t)
	host, port, _ := net.SplitHostPort(relay)
	for _, flags := range [][]string{{}, {"-t"}} {
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		arguments := append([]string{"-y", "-c", "-m", "4", "-n", "5", "-l", "200", "-p", port,
			"-u", "room:a", "-W", sharedSecret}, flags...)
		out, err := exec.CommandContext(ctx, tool, append(arguments, host)...).CombinedOutput()
		if err != nil || !strings.Contains(string(out), "tot_send_msgs=20, tot_recv_msgs=20") {
			t.Errorf("with %q: %v\n%s", flags, err, out)
		}
	}
}

// TestAServerHandsOutASecondRelay: what it gives its members opens both.
func TestAServerHandsOutASecondRelay(t *testing.T) {
	relay, secretFile := startRelay(t)
	url := "turn:" + relay + "?transport=udp"
	p := servertest.Start(t, "-relay-address", "192.0.2.1", "-relay", url+",turn:"+relay+
		"?transport=tcp", "-relay-secret-file", secretFile)
	if !strings.Contains(p.Said, url) {
		t.Errorf("it does not say so: %s", p.Said)
	}
	access := servertest.Access(t, p.Public)
	if len(access.URLs) != 4 || access.URLs[2] != url {
		t.Errorf("relays are at %q", access.URLs)
	}
	for _, at := range []string{p.Address, relay} {
		if a, b := servertest.Allocate(t, udp(t), at, access), servertest.Allocate(t, udp(t), at,
			access); !hears(a, b) {
			t.Error("nothing is heard")
		}
	}
}
