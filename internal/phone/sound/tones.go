package sound

// toneLevel is the amplitude of each frequency of a tone: 18 dB below the loudest.
const toneLevel = 4000

// Tone is one or two frequencies, or a pause.
type Tone struct {
	Hz [2]float64
	Ms int
}

func (t Tone) length() int { return t.Ms * Rate / 1000 }

func beep(hz float64, ms int) Tone { return Tone{Hz: [2]float64{hz}, Ms: ms} }
func pause(ms int) Tone            { return Tone{Ms: ms} }

// What a telephone is told. Tones and not words: a voice would be recordings in two languages, with
// their licence, in a program that otherwise has none; docs/phone.md says what each means.
var (
	// AskPIN asks for the number from the host's page.
	AskPIN = []Tone{beep(440, 200), pause(100), beep(660, 200), pause(100), beep(880, 200)}
	// WrongPIN asks once more.
	WrongPIN = []Tone{beep(300, 250), pause(80), beep(220, 400), pause(300), beep(880, 200)}
	// Ringing: the host is being asked (ITU-T E.180, as in Europe).
	Ringing = []Tone{beep(425, 1000), pause(4000)}
	// LetIn: others hear you from now on.
	LetIn = []Tone{beep(523, 150), beep(659, 150), beep(784, 300)}
	// Muted and Unmuted, HandUp and HandDown answer a key.
	Muted    = []Tone{beep(600, 100), beep(400, 150)}
	Unmuted  = []Tone{beep(400, 100), beep(600, 150)}
	HandUp   = []Tone{beep(700, 80), pause(60), beep(700, 80)}
	HandDown = []Tone{beep(500, 80), pause(60), beep(500, 80)}
	// Lost: the server is away; those who are connected are still heard. LostWaiting: and nobody
	// can be asked. Back: it is there again.
	Lost        = []Tone{beep(350, 300)}
	LostWaiting = []Tone{beep(350, 300), pause(4700)}
	Back        = []Tone{beep(350, 150), pause(60), beep(700, 200)}
	// Removed, Ended, Unable (no server, or we are being stopped) and Refused come before we hang up.
	Removed = []Tone{beep(784, 200), beep(659, 200), beep(523, 200), beep(392, 400)}
	Ended   = []Tone{beep(523, 200), pause(100), beep(523, 200), pause(100), beep(392, 500)}
	Unable  = []Tone{beep(350, 250), pause(120), beep(350, 250), pause(120), beep(350, 600)}
	Refused = []Tone{{Hz: [2]float64{425}, Ms: 240}, pause(240), {Hz: [2]float64{425}, Ms: 240},
		pause(240), {Hz: [2]float64{425}, Ms: 240}}
)

// Duration of tones, in ms.
func Duration(tones []Tone) (ms int) {
	for _, t := range tones {
		ms += t.Ms
	}
	return ms
}
