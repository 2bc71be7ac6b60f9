package rtc

import (
	"errors"
	"sync/atomic"

	"github.com/pion/interceptor"
	"github.com/pion/logging"
	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
)

// Media is what a participant sends. The zero value sends nothing.
type Media struct {
	// Audio (Opus) and Video (VP8) are sent to everybody. A track may serve several calls.
	Audio, Video webrtc.TrackLocal
	// Echo sends back to each peer what comes from it, in place of the tracks.
	Echo bool
	// Telephone has sound in G.711 alone, which every browser speaks too (RFC 7874).
	Telephone bool
	// Hear is asked for each line of sound that comes. take gets its packets, done follows the
	// last.
	Hear func() (take func(*rtp.Packet), done func())
}

// Codecs are those that every einmal client has.
var (
	PhoneCodec = webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypePCMU, ClockRate: 8000}
	AudioCodec = webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeOpus, ClockRate: 48000,
		Channels: 2, SDPFmtpLine: "minptime=10;useinbandfec=1"}
	VideoCodec = webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeVP8, ClockRate: 90000,
		RTCPFeedback: []webrtc.RTCPFeedback{
			{Type: "ccm", Parameter: "fir"}, {Type: "nack"}, {Type: "nack", Parameter: "pli"},
		}}
)

// silent drops pion's log: it names addresses.
var silent = &logging.DefaultLoggerFactory{DefaultLogLevel: logging.LogLevelDisabled}

// newAPI sets pion up: three codecs, for a telephone two, no log. The error means that pion's own
// parts do not fit together.
func newAPI(settings webrtc.SettingEngine, isTelephone bool) (*webrtc.API, error) {
	settings.LoggerFactory = silent
	media, interceptors := &webrtc.MediaEngine{}, &interceptor.Registry{}
	return webrtc.NewAPI(webrtc.WithSettingEngine(settings), webrtc.WithMediaEngine(media),
			webrtc.WithInterceptorRegistry(interceptors)),
		errors.Join(
			registerSound(media, isTelephone),
			media.RegisterCodec(webrtc.RTPCodecParameters{RTPCodecCapability: VideoCodec,
				PayloadType: 96}, webrtc.RTPCodecTypeVideo),
			webrtc.RegisterDefaultInterceptorsWithOptions(media, interceptors,
				webrtc.WithInterceptorLoggerFactory(silent)),
		)
}

// registerSound has a telephone's sound understood by everybody, and Opus preferred.
func registerSound(media *webrtc.MediaEngine, isTelephone bool) error {
	if !isTelephone {
		if err := media.RegisterCodec(webrtc.RTPCodecParameters{RTPCodecCapability: AudioCodec,
			PayloadType: 111}, webrtc.RTPCodecTypeAudio); err != nil {
			return err
		}
	}
	return media.RegisterCodec(webrtc.RTPCodecParameters{RTPCodecCapability: PhoneCodec, PayloadType: 0},
		webrtc.RTPCodecTypeAudio)
}

// flow is one line of media of one pair: what is sent and what is received. It is safe for
// concurrent use.
type flow struct {
	kind     webrtc.RTPCodecType
	screen   bool                        // of what the peer shares; nothing is sent
	own      *webrtc.TrackLocalStaticRTP // nil if a shared track is sent
	gate     *gate                       // to the peer
	isDeaf   *atomic.Bool                // what comes is left; nil: it is not
	echo     bool
	hear     func() (take func(*rtp.Packet), done func())
	taker    func(Line, string, func()) (take func(*rtp.Packet), done func())
	packets  atomic.Int64 // received
	bytes    atomic.Int64
	received atomic.Uint32 // SSRC
}

// Line is what a flow carries.
type Line int

const (
	Sound Line = iota
	Picture
	Screen
	ScreenSound
)

func (f *flow) line() Line {
	switch {
	case f.screen && f.isVideo():
		return Screen
	case f.screen:
		return ScreenSound
	case f.isVideo():
		return Picture
	}
	return Sound
}

// hearing is Hear for a line of sound.
func (m Media) hearing(kind webrtc.RTPCodecType) func() (func(*rtp.Packet), func()) {
	if kind == webrtc.RTPCodecTypeAudio {
		return m.Hear
	}
	return nil
}

// newFlow returns the flow and the track to send.
func newFlow(kind webrtc.RTPCodecType, m Media,
	withheld *atomic.Bool) (*flow, webrtc.TrackLocal, error) {
	codec, shared := AudioCodec, m.Audio
	if m.Telephone {
		codec = PhoneCodec
	}
	if kind == webrtc.RTPCodecTypeVideo {
		codec, shared = VideoCodec, m.Video
	}
	f := &flow{kind: kind, echo: m.Echo, hear: m.hearing(kind)}
	if shared != nil && !m.Echo {
		f.gate = &gate{TrackLocal: shared, isWithheld: withheld}
		return f, f.gate, nil
	}
	var err error
	f.own, err = webrtc.NewTrackLocalStaticRTP(codec, kind.String(), "einmal")
	f.gate = &gate{TrackLocal: f.own, isWithheld: withheld}
	return f, f.gate, err
}

// readRTP counts packets, and echoes them, until the track ends.
func (f *flow) readRTP(pc *webrtc.PeerConnection, track *webrtc.TrackRemote) {
	f.received.Store(uint32(track.SSRC()))
	if f.echo {
		f.requestKeyFrame(pc)
	}
	take := func(*rtp.Packet) {}
	if f.hear != nil {
		var done func()
		take, done = f.hear()
		defer done()
	}
	record := func(*rtp.Packet) {}
	if f.taker != nil {
		var done func()
		record, done = f.taker(f.line(), track.Codec().MimeType, func() { f.requestKeyFrame(pc) })
		defer done()
	}
	for {
		packet, _, err := track.ReadRTP()
		if err != nil {
			return
		}
		f.packets.Add(1)
		f.bytes.Add(int64(len(packet.Payload)))
		if f.isDeaf != nil && f.isDeaf.Load() {
			continue
		}
		record(packet)
		take(packet)
		if f.echo && len(packet.Payload) > 0 {
			f.echoPacket(packet)
		}
	}
}

// echoPacket drops the sender's header extensions: they describe its path to us, not ours to it.
func (f *flow) echoPacket(packet *rtp.Packet) {
	packet.Header.Extension, packet.Header.Extensions = false, nil
	packet.Header.Padding, packet.PaddingSize = false, 0
	f.own.WriteRTP(packet) // fails only when the connection is closing
}

// readRTCP reads what the peer says of what we send, until the sender ends.
func (f *flow) readRTCP(pc *webrtc.PeerConnection, sender *webrtc.RTPSender) {
	for {
		packets, _, err := sender.ReadRTCP()
		if err != nil {
			return
		}
		for _, packet := range packets {
			switch packet.(type) {
			case *rtcp.PictureLossIndication, *rtcp.FullIntraRequest:
				if f.echo {
					f.requestKeyFrame(pc)
				}
			}
		}
	}
}

// requestKeyFrame asks the peer for a key frame: without one its picture cannot be decoded.
func (f *flow) requestKeyFrame(pc *webrtc.PeerConnection) {
	if ssrc := f.received.Load(); ssrc != 0 && f.isVideo() {
		// fails only when the connection is closing
		pc.WriteRTCP([]rtcp.Packet{&rtcp.PictureLossIndication{MediaSSRC: ssrc}})
	}
}

func (f *flow) isVideo() bool { return f.kind == webrtc.RTPCodecTypeVideo }
