package main

import (
	"maps"
	"slices"
	"time"

	"einmal/internal/peer"
)

// As long as somebody records, each line that is printed says so, and a whole sentence does every
// now and then: a line once would have scrolled away.
const (
	recordingMark = "[RECORDING] "
	sayPause      = 30 * time.Second
)

// noteRecorder follows who records; sentence is that of the event.
func (o *output) noteRecorder(e peer.Event, sentence string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch e.Kind {
	case peer.Recording, peer.RecordingBegan:
		if o.recorders == nil {
			o.recorders = map[string]string{}
		}
		o.recorders[e.SID] = sentence
	case peer.RecordingOver, peer.RecordingEnded, peer.Gone:
		delete(o.recorders, e.SID)
	case peer.Over:
		clear(o.recorders)
	}
}

// keepSaying repeats what is recorded each time that pause has gone by, until stop is called.
func (o *output) keepSaying(pause time.Duration) (stop func()) {
	ticker, done := time.NewTicker(pause), make(chan struct{})
	go func() {
		for {
			select {
			case <-done:
				return
			case <-ticker.C:
			}
			o.mu.Lock()
			sentences := slices.Sorted(maps.Values(o.recorders))
			o.mu.Unlock()
			for _, text := range sentences {
				_ = o.printLine("%s", text)
			}
		}
	}()
	return func() {
		ticker.Stop()
		close(done)
	}
}

// printFile says that a file of a recording is whole.
func (o *output) printFile(name string) error {
	if o.asJSON {
		return o.printObject(struct {
			Event string `json:"event"`
			Name  string `json:"name"`
		}{"recorded", name})
	}
	return o.printLine("Recorded: %s", name)
}
