package peer

import (
	"encoding/json"
	"errors"
	"testing"
	"time"
)

func TestEverybodyHearsForWhenTheRoomIs(t *testing.T) {
	s := startServer(t)
	link := s.room(Chat, 3)
	when := time.Now().Add(20 * 24 * time.Hour).Truncate(time.Second)
	arranged := func(p *person, want int64) {
		t.Helper()
		if e := p.until(Arranged); e.When != want {
			t.Errorf("it is for %d, want %d", e.When, want)
		}
	}
	expires, err := Move(t.Context(), link, 21*24*time.Hour, when)
	if err != nil || expires.Before(when.Add(24*time.Hour)) {
		t.Fatalf("expires at %v, %v", expires, err)
	}
	host := s.join(link, Options{Name: "Host", Admit: func(string) Decision { return Wait }})
	arranged(host, when.Unix())
	knocker := s.join(link.Guest(), Options{Name: "Anna"})
	arranged(knocker, when.Unix())
	for _, when := range []time.Time{when.Add(time.Hour), {}} {
		if _, err := Move(t.Context(), link, 24*time.Hour, when); err != nil {
			t.Fatal(err)
		}
		want := when.Unix()
		if when.IsZero() {
			want = 0
		}
		arranged(host, want)
		arranged(knocker, want)
	}
	var refused ServerError
	if _, err := Move(t.Context(), link, 91*24*time.Hour, when); !errors.As(err, &refused) ||
		refused.Code != "too-long" {
		t.Errorf("91 days: %v", err)
	}
	gone := link
	gone.Secret[0] ^= 1
	if _, err := Move(t.Context(), gone, time.Hour, when); !errors.As(err, &refused) ||
		refused.Code != "room-gone" {
		t.Errorf("a room that is not there: %v", err)
	}
}

// TestAHostWhoLeavesForNowComesBack: the room is not used any more, and the guest hears of nothing
// but that the host has gone.
func TestAHostWhoLeavesForNowComesBack(t *testing.T) {
	s := startServer(t)
	link := s.room(Chat, 3)
	host := s.join(link, Options{Name: "Host", Admit: func(string) Decision { return Admit }})
	host.until(Joined)
	guest := s.join(link.Guest(), Options{Name: "Anna"})
	guest.until(Connected)
	host.until(Connected)
	becomes := func(want bool) {
		t.Helper()
		for end := time.Now().Add(10 * time.Second); used(t, guest) != want; {
			if time.Now().After(end) {
				t.Fatalf("used is %v", !want)
			}
			time.Sleep(time.Second / 10)
		}
	}
	becomes(true)
	if err := host.LeaveForNow(); err != nil {
		t.Fatal(err)
	}
	guest.until(Gone)
	if used(t, guest) {
		t.Fatal("it is used although the host was promised that it stays")
	}
	again := s.join(link, Options{Name: "Host", Admit: func(string) Decision { return Admit }})
	again.until(Connected)
	if e := guest.until(Connected); e.Name != "Host" {
		t.Errorf("the guest is connected with %q", e.Name)
	}
	becomes(true)
}

// TestAHostWhoIsPromisedNothingIsNotToldThatTheRoomStays: the server's answer does not come.
func TestAHostWhoIsPromisedNothingIsNotToldThatTheRoomStays(t *testing.T) {
	s, f := behindFreezer(t)
	link := s.room(Chat, 3)
	host := s.join(link, Options{Name: "Host"})
	host.until(Joined)
	f.freeze(toClient)
	begun := time.Now()
	if err := host.LeaveForNow(); !errors.Is(err, ErrUnheard) {
		t.Errorf("it is told %v", err)
	}
	if took := time.Since(begun); took > 2*keepTime {
		t.Errorf("it was waited for during %v", took)
	}
}

// used asks the server.
func used(t *testing.T, p *person) bool {
	t.Helper()
	if err := p.AskServer(); err != nil {
		t.Fatal(err)
	}
	var k struct{ Used bool }
	if err := json.Unmarshal(p.until(Known).Knows, &k); err != nil {
		t.Fatal(err)
	}
	return k.Used
}
