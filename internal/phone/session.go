package phone

import (
	"context"
	"time"

	"einmal/internal/links"
	"einmal/internal/peer"
	"einmal/internal/peer/rtc"
	"einmal/internal/phone/sipline"
	"einmal/internal/phone/sound"

	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
)

const (
	// firstDigit and nextDigit are how long a caller may think.
	firstDigit = 30 * time.Second
	nextDigit  = 10 * time.Second
	askPause   = 6 * time.Second // before a caller is asked again
	lookPause  = time.Second     // between two looks at who is silent
)

// session is one telephone, from the answer to the end. Its fields belong to its goroutine, but for
// those of voice.
type session struct {
	desk  *Desk
	call  *sipline.Call
	mixer sound.Mixer
	voice *voice
	room  *peer.Call // nil before the PIN
	muted bool
	hand  bool
	wasIn bool      // was let in
	lost  time.Time // since when the server is away; zero: it is there
}

func newSession(d *Desk, c *sipline.Call) *session {
	return &session{desk: d, call: c, voice: &voice{}}
}

func (s *session) run(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s.call.Leg().Start(s.voice.say)
	go s.playFrames(ctx)
	link, ok := s.askPIN(ctx)
	if !ok {
		return
	}
	if err := s.enter(ctx, link); err != nil {
		s.sayBye(ctx, sound.Unable)
		return
	}
	defer s.room.Leave()
	s.stay(ctx, link)
}

// playFrames sends the telephone a frame each 20 ms. If this machine was busy it catches up, so that
// the telephone's clock and ours stay together.
func (s *session) playFrames(ctx context.Context) {
	const frame = 20 * time.Millisecond
	ticks := time.NewTicker(frame)
	defer ticks.Stop()
	due := time.Now()
	for ctx.Err() == nil {
		<-ticks.C
		now := time.Now()
		if now.Sub(due) > 10*frame { // too long ago to be made up for
			due = now
		}
		for ; !due.After(now); due = due.Add(frame) {
			var f sound.Frame
			s.mixer.NextFrame(&f)
			s.call.Leg().Send(&f)
		}
	}
}

// askPIN asks until a PIN is right. False: the caller has hung up, or shall.
func (s *session) askPIN(ctx context.Context) (links.Link, bool) {
	s.mixer.Play(sound.AskPIN)
	pin, patience := "", firstDigit
	for wrong := 0; wrong < wrongInCall; {
		select {
		case <-ctx.Done():
			return links.Link{}, false
		case <-s.call.Closing():
			s.sayBye(ctx, sound.Unable)
			return links.Link{}, false
		case <-time.After(patience):
			wrong, pin = wrong+1, ""
			s.mixer.Play(sound.WrongPIN)
		case key := <-s.call.Leg().Keys:
			switch {
			case key == '*': // begin again
				pin = ""
			case key >= '0' && key <= '9':
				pin += string(key)
			}
			if patience = nextDigit; len(pin) < pinLength {
				continue
			}
			if link, ok := s.desk.tryPIN(s.call.Caller, pin, time.Now()); ok {
				return link, true
			}
			wrong, pin = wrong+1, ""
			s.mixer.Play(sound.WrongPIN)
		}
		patience = firstDigit
	}
	s.sayBye(ctx, sound.Refused)
	return links.Link{}, false
}

// enter knocks at the room like everybody.
func (s *session) enter(ctx context.Context, link links.Link) error {
	track, err := webrtc.NewTrackLocalStaticRTP(rtc.PhoneCodec, "audio", "phone")
	if err != nil {
		return err
	}
	s.mixer.Play(sound.Ringing)
	s.room, err = peer.Join(ctx, link, peer.Options{Name: s.desk.nameOf(s.call.Number), Phone: true,
		LoopbackOnly: s.desk.options.LoopbackOnly,
		Media:        peer.Media{Telephone: true, Audio: track, Hear: s.hear}})
	if err == nil {
		s.voice.sendTo(track)
	}
	return err
}

// hear adds somebody to what the telephone hears.
func (s *session) hear() (take func(*rtp.Packet), done func()) {
	v, remove := s.mixer.AddVoice()
	return func(p *rtp.Packet) {
		if p.PayloadType == 0 {
			v.PutPacket(p.Timestamp, p.Payload)
		}
	}, remove
}

// stay passes on what happens in the room, and what keys are pressed, until one side ends it.
func (s *session) stay(ctx context.Context, link links.Link) {
	events := make(chan peer.Event)
	go s.readEvents(ctx, events)
	keys := newKeyReader()
	look := time.NewTicker(lookPause)
	defer look.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.call.Closing():
			s.sayBye(ctx, sound.Unable)
			return
		case key := <-s.call.Leg().Keys:
			s.obey(keys.read(key))
		case now := <-look.C:
			if s.isSilent(now) {
				return
			}
			if !s.ring(now) {
				s.sayBye(ctx, sound.Unable)
				return
			}
		case e, ok := <-events:
			if !ok {
				return
			}
			switch e.Kind {
			case peer.Joined:
				if !s.wasIn {
					s.wasIn = true
					s.desk.countLetIn()
					s.mixer.Play(sound.LetIn)
				}
			case peer.Connected:
				_ = s.room.SetState(!s.muted, false) // it fails only for who has left
			case peer.ServerLost:
				s.lost = time.Now()
				s.mixer.Play(sound.Lost)
			case peer.ServerBack:
				s.lost = time.Time{}
				s.mixer.Play(sound.Back)
			case peer.Asked:
				s.followWish(e.Code)
			case peer.Over:
				if e.Code == "ended" || e.Code == "room-gone" || e.Code == "ended-by-operator" {
					s.desk.door.ForgetRoom(link)
				}
				s.sayBye(ctx, tonesOf(e.Code))
				return
			}
		}
	}
}

// isSilent says whether nothing has come from the telephone for too long.
func (s *session) isSilent(now time.Time) bool {
	silent, held := s.call.Leg().Silence(now)
	return silent > s.desk.options.HeldQuiet || silent > s.desk.options.Quiet && !held
}

// ring tells somebody at the door that the host is being asked, or that nobody can be. False: that
// has lasted too long.
func (s *session) ring(now time.Time) bool {
	switch isLost := !s.lost.IsZero(); {
	case s.wasIn:
	case isLost && now.Sub(s.lost) > s.desk.options.LostAtDoor:
		return false
	case s.mixer.IsPlaying():
	case isLost:
		s.mixer.Play(sound.LostWaiting)
	default:
		s.mixer.Play(sound.Ringing)
	}
	return true
}

func (s *session) readEvents(ctx context.Context, to chan<- peer.Event) {
	defer close(to)
	for {
		e, err := s.room.Next(ctx)
		if err != nil {
			return
		}
		select {
		case to <- e:
		case <-ctx.Done():
			return
		}
	}
}

// tonesOf says how the end of a call sounds.
func tonesOf(code string) []sound.Tone {
	switch code {
	case "ended", "ended-by-operator":
		return sound.Ended
	case "removed":
		return sound.Removed
	}
	return sound.Refused
}

// obey does what keys mean.
func (s *session) obey(k keyMeaning) {
	switch k {
	case muteKeys:
		s.setMuted(!s.muted)
	case handKeys:
		s.setHand(!s.hand)
	}
}

// followWish: a telephone has nobody to ask, and can always undo it by a key.
func (s *session) followWish(wish string) {
	switch wish {
	case "mute":
		s.setMuted(true)
	case "lower-hand":
		s.setHand(false)
	}
}

func (s *session) setMuted(on bool) {
	s.muted = on
	s.voice.mute(on)
	s.mixer.Play(map[bool][]sound.Tone{true: sound.Muted, false: sound.Unmuted}[on])
	_ = s.room.SetState(!on, false) // alone there is nobody to tell
}

func (s *session) setHand(up bool) {
	s.hand = up
	s.mixer.Play(map[bool][]sound.Tone{true: sound.HandUp, false: sound.HandDown}[up])
	_ = s.room.SetHand(up) // as above
}

// sayBye plays tones to their end.
func (s *session) sayBye(ctx context.Context, tones []sound.Tone) {
	s.mixer.Play(tones)
	select {
	case <-ctx.Done():
	case <-time.After(time.Duration(sound.Duration(tones)+200) * time.Millisecond):
	}
}
