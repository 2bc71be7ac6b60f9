package rtc

import (
	"testing"
	"time"
)

func TestAFloodIsCountedBeforeItIsReadAndEndsThePairOnce(t *testing.T) {
	w := newWire(t, nil)
	w.untilUsable()
	began := time.Now()
	for range 5000 {
		if err := w.offerer.Channel.SendText(`{"kind":"chat","text":"!"}`); err != nil {
			t.Fatal(err)
		}
	}
	w.runUntil("end", func() bool {
		return (w.attacked > 0 || len(w.texts) == 5000) && w.offerer.Channel.BufferedAmount() == 0
	})
	if most := 128 + int(16*time.Since(began).Seconds()) + 1; w.attacked != 1 ||
		len(w.texts) > most {
		t.Errorf("%d attacks, %d texts of which %d may pass", w.attacked, len(w.texts), most)
	}
}

func TestThePaceIsForPeopleAndStopsAFlood(t *testing.T) {
	now := time.Now()
	p := newRateLimiter(textLimit, now)
	for range 3600 { // an hour of long lines
		for range 5 {
			if !p.allows(4000, now) {
				t.Fatal("a line a fifth of a second is too much")
			}
		}
		now = now.Add(time.Second)
	}
	text := string(make([]byte, 60))
	for range 10_000 { // a file that is piped in
		if !p.allows(len(text), now) {
			t.Fatal("whoever waits as long as it should is stopped")
		}
		now = now.Add(PauseAfter(text))
	}
	passed := 0
	for p.allows(len(text), now) {
		passed++
	}
	if passed < 100 || passed > 140 {
		t.Errorf("%d lines pass at once", passed)
	}
}
