package main

import (
	"bufio"
	"context"
	"errors"
	"strings"
	"time"

	"einmal/internal/peer"
	"einmal/internal/peer/rtc"
	"einmal/internal/peertext"
	"einmal/internal/recording"
)

// followCall prints the events of a call until it is over.
func followCall(call *peer.Call, out *output, seen func(peer.Event)) error {
	defer out.keepSaying(sayPause)()
	for {
		// not ctx: the last events come after the call's own context has ended
		e, err := call.Next(context.Background())
		if err != nil {
			return err
		}
		if err := out.printEvent(e); err != nil {
			call.Leave() // nobody reads the output any more
			return err
		}
		if seen != nil {
			seen(e)
		}
		if e.Kind == peer.Over {
			<-call.Done()
			return peertext.OverError(e.Code)
		}
	}
}

// readTyped obeys lines until the input ends. One that begins with / is a command.
func readTyped(call *peer.Call, in *bufio.Reader, out *output) {
	for {
		line, err := in.ReadString('\n')
		if line = strings.TrimRight(line, "\r\n"); line != "" {
			if err := obeyLine(call, out, line); err != nil {
				out.printFailure(err)
			}
			// nobody who types notices, and a file that is piped in arrives whole
			time.Sleep(rtc.PauseAfter(line))
		}
		if err != nil {
			return
		}
	}
}

func obeyLine(call *peer.Call, out *output, line string) error {
	if !strings.HasPrefix(line, "/") {
		return call.Say(line)
	}
	name, rest, _ := strings.Cut(line[1:], " ")
	sid, text, _ := strings.Cut(rest, " ")
	switch name {
	case "admit":
		return call.Admit(sid)
	case "deny":
		return call.Deny(sid)
	case "remove":
		return call.Remove(sid)
	case "note":
		return call.Note(sid, text)
	case "lock", "unlock":
		return call.Lock(name == "lock")
	case "end":
		return call.End()
	case "leave":
		return call.LeaveForNow()
	case "send":
		return call.SendFile(rest)
	case "safety":
		return out.printSafety(call.Safety())
	case "knows":
		return call.AskServer()
	case "notes":
		return call.AskNotes()
	case "polls":
		return out.printPolls(call.Polls())
	case "vote":
		return vote(call, rest)
	case "questions":
		return out.printQuestions(call.Questions())
	case "agree":
		return call.Respond(recording.Yes)
	case "agree-without-picture":
		return call.Respond(recording.WithoutPicture)
	case "refuse", "withdraw":
		return call.Respond(recording.No)
	case "stop":
		return call.StopRecording("stopped")
	}
	return errors.New(commands)
}

const commands = "the commands are /safety for the safety codes, /knows for what the server holds " +
	"about you, /notes for the notes of the call, /polls and /questions for those, /vote with the number of " +
	"a poll and those of your choice, /send with the path of a file, /agree, " +
	"/agree-without-picture and /refuse for whoever wants to record, /withdraw to take that back, " +
	"and for the host /admit, /deny and /remove with an sid, /note with an sid and a text, /lock, " +
	"/unlock, /end and /leave"

// announceState gives a function that tells each new member what is switched on here.
func announceState(call *peer.Call, kind peer.Kind, m peer.Media) func(peer.Event) {
	microphone := kind != peer.Chat && (m.Echo || m.Audio != nil)
	camera := kind == peer.Video && (m.Echo || m.Video != nil)
	return func(e peer.Event) {
		if e.Kind == peer.Connected {
			_ = call.SetState(microphone, camera) // it fails only for a member who has left
		}
	}
}
