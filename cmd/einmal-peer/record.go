package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"slices"
	"strings"
	"time"

	"einmal/internal/cli"
	"einmal/internal/peer"
	"einmal/internal/peertext"
	"einmal/internal/recorder"
	"einmal/internal/recording"
)

// partingPause is between the end of a recording and leaving: both are said on different channels.
const partingPause = 500 * time.Millisecond

// recordHeight is how large a picture the recorder wants: the largest there is.
const recordHeight = 720

type recordFlags struct {
	callFlags
	into, what, why string
	goOn            bool
	wait            time.Duration
}

var recordCommand = cli.Command{
	Name: "record", Takes: "LINK", Summary: "record a call, once everybody in it agrees",
	Details: `It asks everybody, begins once all have agreed, and then writes one file for each
person and line into the DIR of -into: Ogg with Opus for sound, IVF with VP8 for
pictures. All begin at the same moment and stay in step. The number in a file's
name is the person's place in consent.json, which lies beside them:
einmal recording verify DIR says whether anything was changed.
Who says no, comes later and has not answered, or takes a yes back, is not
recorded from that moment on. It ends with /stop, with Ctrl-C, with the call,
or when somebody takes a yes back. With a host link it is the host, and lets
everybody in.
The exit status is 1 if nothing was recorded, or not all that came.
`,
	Setup: func(set *flag.FlagSet) cli.Action {
		var f recordFlags
		f.callFlags.register(set, "Recorder")
		set.StringVar(&f.into, "into", "", "write into this `DIR`, a new or an empty one")
		set.StringVar(&f.what, "what", "sound,picture",
			"record these `PARTS`: sound, picture, screen")
		set.StringVar(&f.why, "why", "", "say what for in this `TEXT`, at most 200 characters")
		set.BoolVar(&f.goOn, "go-on", false,
			"when somebody takes their yes back, go on without that person")
		set.DurationVar(&f.wait, "wait", 10*time.Minute,
			"give up if not all have agreed after this `TIME`, counted from the first who is there")
		return func(ctx context.Context, i cli.Invocation) error { return f.record(ctx, i) }
	},
}

func (f *recordFlags) wish() (w peer.Wish, err error) {
	named := strings.Split(f.what, ",")
	for _, word := range []string{"sound", "picture", "screen"} {
		if slices.Contains(named, word) {
			w.What = append(w.What, word)
		}
	}
	if len(w.What) != len(named) {
		return w, cli.Usage("-what wants sound, picture and screen, or some of them, not %q.", f.what)
	}
	w.What = append(w.What, "separate") // each person in files of their own
	w.Why, w.GoesOn = f.why, f.goOn
	switch {
	case !recording.IsWhy(f.why):
		return w, cli.Usage("-why wants at most 200 characters.")
	case f.into == "":
		return w, cli.Usage("-into is missing: where the recording is to lie.")
	case f.wait < time.Second:
		return w, cli.Usage("-wait wants a time from 1s on.")
	}
	return w, nil
}

// record asks, records and leaves.
func (f *recordFlags) record(ctx context.Context, i cli.Invocation) error {
	wish, err := f.wish()
	if err != nil {
		return err
	}
	in := bufio.NewReader(i.In)
	link, err := readLink(i.Operand, in)
	if err != nil {
		return err
	}
	if link.Kind == peer.Chat {
		return cli.Usage("This is a call without sound and picture.")
	}
	o, err := f.options()
	if err != nil {
		return err
	}
	files, err := recorder.Open(f.into)
	if err != nil {
		return cli.Problemf("recording-folder", "The recording has no place in %s: %v.", f.into, err)
	}
	o.Taker, o.PictureHeight = files, recordHeight
	o.Admit = func(string) peer.Decision { return peer.Admit }
	// not ctx: when that ends, the recording is ended well first
	call, err := peer.Join(context.WithoutCancel(ctx), link, o)
	if err != nil {
		files.Discard()
		return err
	}
	r := &recordRun{call: call, files: files, out: &output{w: i.Out, asJSON: f.json}, wish: wish,
		wait: f.wait}
	go r.stopWith(ctx)
	err = followCall(call, r.out, func(e peer.Event) {
		if e.Kind == peer.Connected && r.waiting == nil {
			go readTyped(call, in, r.out)
		}
		r.follow(e)
	})
	return r.outcome(err)
}

// recordRun is one recording, from the question to the files.
type recordRun struct {
	call    *peer.Call
	files   *recorder.Recorder
	out     *output
	wish    peer.Wish
	wait    time.Duration
	waiting *time.Timer // for everybody's answer; nil before anybody was asked
	refused string      // who said no
	reason  string      // why it ended
	problem error       // of the disk
}

// stopWith ends the recording with a signal or a full disk.
func (r *recordRun) stopWith(ctx context.Context) {
	reason := "stopped"
	select {
	case <-ctx.Done():
	case <-r.files.Failed():
		reason = "failed"
	case <-r.call.Done():
		return
	}
	if r.call.StopRecording(reason) != nil { // nothing was asked yet
		r.call.Leave()
	}
}

// follow asks when the first one is there, keeps what was answered, and leaves when it is over.
func (r *recordRun) follow(e peer.Event) {
	switch e.Kind {
	case peer.Connected:
		if r.waiting == nil {
			r.ask()
		}
	case peer.RecordAnswered, peer.RecordingBegan:
		if e.Code == recording.No {
			r.refused = e.Name
		}
		if e.Kind == peer.RecordingBegan {
			r.waiting.Stop()
		}
		if p, ok := r.call.Proof(); ok && r.problem == nil {
			r.problem = r.files.WriteProof(p)
		}
	case peer.RecordingEnded:
		r.reason = e.Code
		r.finish()
		// Not at once: the others hear first that it is over, and then that we have gone. This
		// goroutine reads the last events.
		time.AfterFunc(partingPause, r.call.Leave)
	}
}

func (r *recordRun) ask() {
	r.waiting = time.AfterFunc(r.wait, func() { _ = r.call.StopRecording("stopped") })
	if err := r.call.AskToRecord(r.wish); err != nil { // somebody else records
		r.reason = "busy"
		go r.call.Leave()
	}
}

// finish writes what is still to be written. After that the disk is done with.
func (r *recordRun) finish() {
	p, ok := r.call.Proof()
	if !ok {
		return
	}
	names, err := r.files.Finish(p, r.call.SignProof)
	if r.problem == nil {
		r.problem = err
	}
	for _, name := range names {
		_ = r.out.printFile(name)
	}
}

// outcome is what the program ends with; err is how the call ended.
func (r *recordRun) outcome(err error) error {
	if _, ok := r.call.Proof(); ok {
		switch lost := r.files.Lost(); {
		case r.problem != nil:
			return cli.Problemf("recording-disk", "The recording could not be written to its end: "+
				"%v. What was written by then can be played.", r.problem)
		case lost > 0:
			return cli.Problemf("recording-lost", "%d packets were not written: more came than "+
				"could be taken in. The rest can be played.", lost)
		}
		return nil
	}
	r.files.Discard()
	var ended cli.Problem
	switch {
	case r.reason == "busy":
		return cli.Problemf("recording-busy", "Somebody else records this call, or wants to. "+
			"Nothing was recorded.")
	case r.reason == "refused":
		return cli.Problemf("recording-refused", "%s did not agree. Nothing was recorded.",
			peertext.Printable(nameOr(r.refused)))
	case errors.As(err, &ended):
		return err
	case r.waiting == nil:
		return cli.Problemf("recording-nobody", "Nobody was there to ask. Nothing was recorded.")
	}
	return cli.Problemf("recording-unanswered", "Not everybody agreed before it ended. "+
		"Nothing was recorded.")
}

func nameOr(name string) string {
	if name == "" {
		return "Somebody"
	}
	return name
}
