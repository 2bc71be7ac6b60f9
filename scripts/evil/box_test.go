//go:build evil

package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"os"
	"path/filepath"
	"testing"
	"time"

	"einmal/internal/evil"
	"einmal/internal/links"
	"einmal/internal/peer"
	"einmal/internal/server/servertest"
)

// TestNobodyIsGivenAnotherBox: whatever a lying server makes of what a host has left, whoever takes
// it gets that as it was left or nothing; or, whole, what was left there before.
func TestNobodyIsGivenAnotherBox(t *testing.T) {
	server, err := evil.StartBoxes(servertest.Start(t).Public)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	link, err := links.New(server.Origin, links.Chat)
	if err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	if _, err := peer.Create(ctx, link, 2, time.Hour); err != nil {
		t.Fatal(err)
	}
	leave := func(name string) []byte {
		content := make([]byte, 200_000) // four pieces
		rand.Read(content)
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := peer.LeaveBox(ctx, link, "Ms Weber", "Read this", path); err != nil {
			t.Fatal(err)
		}
		return content
	}
	take := func(ctx context.Context) (content []byte, err error) {
		dir := t.TempDir()
		left, err := peer.TakeBox(ctx, link.Guest(), dir)
		files, _ := os.ReadDir(dir)
		if err != nil {
			if len(files) > 0 {
				t.Errorf("%d files are left of what was refused", len(files))
			}
			return nil, err
		}
		content, _ = os.ReadFile(filepath.Join(dir, left.File))
		return content, nil
	}
	server.Keep()
	first := leave("first.bin")
	if got, err := take(ctx); err != nil || !bytes.Equal(got, first) {
		t.Fatalf("without a lie: %d bytes, %v", len(got), err)
	}
	if err := peer.EraseBox(ctx, link.Guest()); err != nil {
		t.Fatal(err)
	}
	second := leave("second.bin")
	for _, attack := range evil.BoxAttacks() {
		t.Run(attack.Name, func(t *testing.T) {
			server.Play(&attack)
			limited, cancel := context.WithTimeout(ctx, 5*time.Second) // a loss is tried again
			defer cancel()
			got, err := take(limited)
			switch {
			case server.TimesFired() == 0:
				t.Error("it had no occasion")
			case attack.IsReplay && (err != nil || !bytes.Equal(got, first)):
				t.Errorf("taken are %d bytes, %v", len(got), err)
			case !attack.IsReplay && err == nil:
				t.Errorf("taken are %d bytes: as left %v, as before %v", len(got),
					bytes.Equal(got, second), bytes.Equal(got, first))
			}
		})
	}
	server.Play(nil)
	if got, err := take(ctx); err != nil || !bytes.Equal(got, second) {
		t.Errorf("afterwards: %d bytes, %v", len(got), err)
	}
}
