package rooms

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// TestAClockFarAheadSweepsNothing: neither in a store that was just opened, nor in one that is in
// use.
func TestAClockFarAheadSweepsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		s := openStore(t, dir)
		keys := fill(t, s, 0, 3)
		time.Sleep(6 * 24 * time.Hour / 5)
		if _, err := s.Sweep(time.Now(), nil); err != nil {
			t.Fatal(err)
		}
		for round := range 2 {
			now := time.Now().Add(400 * 24 * time.Hour)
			if ahead, n := s.ClockLeap(now); n != len(keys) || ahead < 399*24*time.Hour {
				t.Errorf("round %d: %d rooms, %v ahead", round, n, ahead)
			}
			if swept, err := s.Sweep(now, nil); !errors.Is(err, ErrClock) || len(swept) > 0 {
				t.Errorf("round %d: swept %d, %v", round, len(swept), err)
			}
			for _, k := range keys {
				if recordOf(t, s, k) == nil {
					t.Fatal("a room is gone")
				}
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			s = openStore(t, dir)
		}
		now := time.Now().Add(400 * 24 * time.Hour)
		if err := s.AcceptClock(now); err != nil {
			t.Fatal(err)
		}
		if swept, err := s.Sweep(now, nil); err != nil || len(swept) != len(keys) {
			t.Errorf("swept %d, %v", len(swept), err)
		}
		if swept, err := s.Sweep(now.Add(300*time.Hour), nil); err != nil || len(swept) > 0 {
			t.Errorf("without a room that would be lost, a clock may leap: %v", err)
		}
		s.Close()
	})
}
