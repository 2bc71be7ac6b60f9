package main

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestTheCountsNameNobody: each line is a number under words of the program.
func TestTheCountsNameNobody(t *testing.T) {
	line := start(t, "serve", "-server", "https://call.example", "-number", "+49 30 1234", "-key",
		filepath.Join(t.TempDir(), "key"), "-door", "127.0.0.1:0", "-sip", "127.0.0.1:0", "-from",
		"127.0.0.1", "-metrics", "127.0.0.1:0")
	found := regexp.MustCompile(`calls (\S+), .*, counts (\S+)\n`).FindStringSubmatch(line)
	if found == nil {
		t.Fatal(line)
	}
	caller, err := net.Dial("udp", found[1])
	if err != nil {
		t.Fatal(err)
	}
	defer caller.Close()
	own := caller.LocalAddr().String()
	_, err = io.WriteString(caller, "INVITE sip:phone@"+found[1]+" SIP/2.0\r\nVia: SIP/2.0/UDP "+own+
		";branch=z9hG4bK7\r\nMax-Forwards: 70\r\nFrom: <sip:+4930555123@"+own+">;tag=1\r\nTo: <sip:phone@"+
		found[1]+">\r\nCall-ID: 1\r\nCSeq: 1 INVITE\r\nContact: <sip:x@"+own+">\r\nContent-Length: 0\r\n\r\n")
	if err != nil {
		t.Fatal(err)
	}
	answer := make([]byte, 1000)
	_ = caller.SetReadDeadline(time.Now().Add(time.Minute))
	n, err := caller.Read(answer)
	if err != nil || !bytes.HasPrefix(answer[:n], []byte("SIP/2.0 488 ")) {
		t.Fatalf("%q, %v", answer[:n], err)
	}
	ask := func(host, path string) (int, string) {
		r, err := http.NewRequest("GET", "http://"+found[2]+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if host != "" {
			r.Host = host
		}
		got, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer got.Body.Close()
		text, err := io.ReadAll(got.Body)
		return got.StatusCode, string(text) + map[bool]string{true: " broken"}[err != nil]
	}
	status, text := ask("", "/metrics")
	if status != 200 || !strings.Contains(text, `einmal_phone_refused_total{reason="unfit"} 1`) {
		t.Errorf("%d %s", status, text)
	}
	allowed := regexp.MustCompile(`^(# (HELP|TYPE) einmal_phone_[a-z_]+ [A-Za-z0-9 ,.-]+|` +
		`einmal_phone_[a-z_]+(\{(reason|way)="[a-z]+"\})? [0-9]+)$`)
	for line := range strings.Lines(text) {
		if !allowed.MatchString(strings.TrimSuffix(line, "\n")) {
			t.Errorf("what is this: %q", line)
		}
	}
	for _, told := range []string{"4930555123", "555", "127.0.0.1", "1234"} {
		if strings.Contains(text, told) {
			t.Errorf("the counts say %s", told)
		}
	}
	if status, _ := ask("other.example", "/metrics"); status != http.StatusForbidden {
		t.Errorf("a page under another name is answered with %d", status)
	}
	if status, _ := ask("", "/"); status != http.StatusNotFound {
		t.Errorf("another path is answered with %d", status)
	}
}

// TestTheServiceManagerIsToldThatItLives again and again.
func TestTheServiceManagerIsToldThatItLives(t *testing.T) {
	at := filepath.Join(t.TempDir(), "notify")
	manager, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: at, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer manager.Close()
	t.Setenv("NOTIFY_SOCKET", at)
	t.Setenv("WATCHDOG_USEC", "200000")
	start(t, "serve", "-server", "https://call.example", "-number", "1", "-key",
		filepath.Join(t.TempDir(), "key"), "-door", "127.0.0.1:0", "-sip", "127.0.0.1:0", "-from",
		"127.0.0.1")
	said := map[string]int{}
	buffer := make([]byte, 100)
	_ = manager.SetReadDeadline(time.Now().Add(time.Minute))
	for said["READY=1"] == 0 || said["WATCHDOG=1"] < 3 {
		n, err := manager.Read(buffer)
		if err != nil {
			t.Fatalf("%v after %v", err, said)
		}
		said[string(buffer[:n])]++
	}
}
