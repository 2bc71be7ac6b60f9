package wsconn

import (
	"slices"
	"testing"
)

var testTooSlow = Ending{Reason: "too-slow"}

func TestAnOutboxKeepsOrderAndEndsAfterTheLast(t *testing.T) {
	var o outbox
	o.total, o.closing, o.tooSlow = new(waitingBytes), make(chan struct{}), &testTooSlow
	if m, end := o.nextMessage(); m != nil || end != nil {
		t.Error("an empty outbox gave something")
	}
	wanted := []bool{o.pushMessage([]byte("1")), o.pushMessage([]byte("2")),
		o.setEnding(Ending{Reason: "denied"}),
		// the last two are too late
		o.setEnding(Ending{Reason: "removed"}), o.pushMessage([]byte("3"))}
	if !slices.Equal(wanted, []bool{true, false, false, false, false}) {
		t.Errorf("a writer was wanted %v", wanted)
	}
	for _, want := range []string{"1", "2"} {
		if m, end := o.nextMessage(); string(m) != want || end != nil {
			t.Fatalf("got %q and %v, want %s", m, end, want)
		}
	}
	<-o.closing
	if m, end := o.nextMessage(); m != nil || end == nil || end.Reason != "denied" {
		t.Errorf("got %q and %v, want the end", m, end)
	}
}

func TestAnOutboxWantsAWriterWhenThereIsSomethingToWrite(t *testing.T) {
	var o outbox
	o.total, o.closing, o.tooSlow = new(waitingBytes), make(chan struct{}), &testTooSlow
	for range 3 {
		if !o.pushMessage([]byte("1")) || o.pushMessage([]byte("2")) {
			t.Fatal("want a writer for the first, and none beside it")
		}
		for m, _ := o.nextMessage(); m != nil; m, _ = o.nextMessage() {
		}
	}
	if !o.setEnding(Ending{}) {
		t.Error("want one for the end")
	}
	o.nextMessage()
	if o.setEnding(Ending{}) || o.pushMessage([]byte("3")) {
		t.Error("want none after the end")
	}
}

func TestAFullOutboxDropsAllAndSaysTooSlow(t *testing.T) {
	for name, test := range map[string]struct{ fits, size int }{
		"messages": {MaxWaiting, 1},
		"bytes":    {MaxWaitingBytes / MaxMessage, MaxMessage},
	} {
		var o outbox
		o.total, o.closing, o.tooSlow = new(waitingBytes), make(chan struct{}), &testTooSlow
		data := make([]byte, test.size)
		for range test.fits {
			o.pushMessage(data)
		}
		if _, end := o.nextMessage(); end != nil {
			t.Fatalf("%s: full too early", name)
		}
		o.pushMessage(data)
		o.pushMessage(data)
		if m, end := o.nextMessage(); m != nil || end == nil ||
			end.Reason != "too-slow" {
			t.Errorf("%s: got %v and %v", name, m, end)
		}
	}
}

// TestOutboxesHaveATotal: many clients that do not read are cut off before they take all memory;
// who reads loses nothing.
func TestOutboxesHaveATotal(t *testing.T) {
	all := new(waitingBytes)
	var deaf []*outbox
	for range 400 {
		o := &outbox{total: all, closing: make(chan struct{}), tooSlow: &testTooSlow}
		deaf = append(deaf, o)
		for range MaxWaitingBytes / MaxMessage {
			o.pushMessage(make([]byte, MaxMessage))
		}
	}
	held := 0
	for _, o := range deaf {
		held += o.size
	}
	if held > maxWaitingForAll || held < maxWaitingForAll/2 || int64(held) != all.bytes.Load() {
		t.Errorf("%d bytes wait, %d are counted", held, all.bytes.Load())
	}
	reads := &outbox{total: all, closing: make(chan struct{}), tooSlow: &testTooSlow}
	for range 1000 {
		reads.pushMessage(make([]byte, 2000))
		if m, end := reads.nextMessage(); m == nil || end != nil {
			t.Fatal("who reads is cut off")
		}
		reads.nextMessage()
	}
	for _, o := range deaf {
		o.setEnding(Ending{})
		o.release()
	}
	if n := all.bytes.Load(); n != 0 {
		t.Errorf("%d bytes are counted when nothing waits", n)
	}
}
