package wsconn

import (
	"slices"
	"testing"
)

var testTooSlow = Ending{Reason: "too-slow"}

func TestAnOutboxKeepsOrderAndEndsAfterTheLast(t *testing.T) {
	var o outbox
	o.all, o.over, o.tooSlow = new(waiting), make(chan struct{}), &testTooSlow
	if m, end := o.next(); m != nil || end != nil {
		t.Error("an empty outbox gave something")
	}
	wanted := []bool{o.push([]byte("1")), o.push([]byte("2")),
		o.finish(Ending{Reason: "denied"}),
		// the last two are too late
		o.finish(Ending{Reason: "removed"}), o.push([]byte("3"))}
	if !slices.Equal(wanted, []bool{true, false, false, false, false}) {
		t.Errorf("a writer was wanted %v", wanted)
	}
	for _, want := range []string{"1", "2"} {
		if m, end := o.next(); string(m) != want || end != nil {
			t.Fatalf("got %q and %v, want %s", m, end, want)
		}
	}
	<-o.over
	if m, end := o.next(); m != nil || end == nil || end.Reason != "denied" {
		t.Errorf("got %q and %v, want the end", m, end)
	}
}

func TestAnOutboxWantsAWriterWhenThereIsSomethingToWrite(t *testing.T) {
	var o outbox
	o.all, o.over, o.tooSlow = new(waiting), make(chan struct{}), &testTooSlow
	for range 3 {
		if !o.push([]byte("1")) || o.push([]byte("2")) {
			t.Fatal("want a writer for the first, and none beside it")
		}
		for m, _ := o.next(); m != nil; m, _ = o.next() {
		}
	}
	if !o.finish(Ending{}) {
		t.Error("want one for the end")
	}
	o.next()
	if o.finish(Ending{}) || o.push([]byte("3")) {
		t.Error("want none after the end")
	}
}

func TestAFullOutboxDropsAllAndSaysTooSlow(t *testing.T) {
	for name, test := range map[string]struct{ fits, size int }{
		"messages": {MaxWaiting, 1},
		"bytes":    {MaxWaitingBytes / MaxMessage, MaxMessage},
	} {
		var o outbox
		o.all, o.over, o.tooSlow = new(waiting), make(chan struct{}), &testTooSlow
		data := make([]byte, test.size)
		for range test.fits {
			o.push(data)
		}
		if _, end := o.next(); end != nil {
			t.Fatalf("%s: full too early", name)
		}
		o.push(data)
		o.push(data)
		if m, end := o.next(); m != nil || end == nil ||
			end.Reason != "too-slow" {
			t.Errorf("%s: got %v and %v", name, m, end)
		}
	}
}

// TestOutboxesHaveATotal: many clients that do not read are cut off before they take all memory;
// who reads loses nothing.
func TestOutboxesHaveATotal(t *testing.T) {
	all := new(waiting)
	var deaf []*outbox
	for range 400 {
		o := &outbox{all: all, over: make(chan struct{}), tooSlow: &testTooSlow}
		deaf = append(deaf, o)
		for range MaxWaitingBytes / MaxMessage {
			o.push(make([]byte, MaxMessage))
		}
	}
	held := 0
	for _, o := range deaf {
		held += o.bytes
	}
	if held > maxWaitingForAll || held < maxWaitingForAll/2 || int64(held) != all.bytes.Load() {
		t.Errorf("%d bytes wait, %d are counted", held, all.bytes.Load())
	}
	reads := &outbox{all: all, over: make(chan struct{}), tooSlow: &testTooSlow}
	for range 1000 {
		reads.push(make([]byte, 2000))
		if m, end := reads.next(); m == nil || end != nil {
			t.Fatal("who reads is cut off")
		}
		reads.next()
	}
	for _, o := range deaf {
		o.finish(Ending{})
		o.release()
	}
	if n := all.bytes.Load(); n != 0 {
		t.Errorf("%d bytes are counted when nothing waits", n)
	}
}
