package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"einmal/internal/phone/sound"
)

const (
	manyCalls = "100"
	loudness  = 8000 // amplitude of every tone
)

// callManyTimes has sipp make calls that say a tone for five seconds.
func (t *trial) callManyTimes(law string) error {
	codes := make([]byte, sound.Rate)
	for i := range codes {
		codes[i] = sound.EncodeMu(int16(loudness * math.Sin(2*math.Pi*1000*float64(i)/sound.Rate)))
	}
	payload := "0"
	if law == "PCMA" {
		payload = "8"
		sound.AFromMu(codes)
	}
	tone, err := t.file(law+".raw", string(codes))
	if err != nil {
		return err
	}
	scenario, err := t.file(law+".xml", strings.NewReplacer("[file]", tone, "[codec]", law, "[payload]",
		payload).Replace(caller))
	if err != nil {
		return err
	}
	sipp := exec.CommandContext(t.ctx, "sipp", t.calls, "-sf", scenario, "-i", "127.0.0.1", "-mi", "127.0.0.1",
		"-m", manyCalls, "-r", "10", "-l", "60", "-nostdin", "-timeout", "120s", "-trace_err")
	sipp.Dir = t.dir
	out, err := sipp.CombinedOutput()
	last := string(out[max(0, len(out)-6000):])
	counts := regexp.MustCompile(`(?m)^\s*(Successful call|Failed call)\s*\|\s*\d+\s*\|\s*(\d+)`)
	var said []string
	for _, found := range counts.FindAllStringSubmatch(last, -1) {
		said = append(said, strings.ToLower(found[1])+"s "+found[2])
	}
	fmt.Printf("sipp %s: %s\n", law, strings.Join(said, ", "))
	if err != nil || len(said) != 2 || !strings.HasSuffix(said[0], " "+manyCalls) {
		return fmt.Errorf("sipp: %w\n%s", errors.Join(err, errors.New("not every call was made")), last)
	}
	return nil
}

// telephone runs a baresip that says a tone and keeps what it hears.
func (t *trial) telephone(name, port string, hz float64) (*program, error) {
	folder := filepath.Join(t.dir, name)
	tone, err := t.file(name+"/tone.wav", wav(hz, 120))
	if err != nil {
		return nil, err
	}
	if _, err := t.file(name+"/accounts", fmt.Sprintf("<sip:%s@127.0.0.1:%s>;auth_user=%[1]s;auth_pass=%[3]s;"+
		"audio_codecs=PCMU,PCMA;dtmfmode=rtpevent\n", name, port, password)); err != nil {
		return nil, err
	}
	modules := "/usr/lib/baresip/modules"
	if _, err := t.file(name+"/config", fmt.Sprintf("module_path %s\nmodule stdio.so\nmodule g711.so\n"+
		"module aufile.so\nmodule aubridge.so\nmodule sndfile.so\nmodule_tmp uuid.so\n"+
		"module_tmp account.so\nmodule_app menu.so\naudio_source aufile,%s\naudio_player aubridge,nobody\n"+
		"snd_path %s\nsip_listen 127.0.0.1:0\nrtp_stats yes\naudio_buffer 20-160\n", modules, tone,
		folder)); err != nil {
		return nil, err
	}
	if _, err := t.file(name+"/contacts", ""); err != nil {
		return nil, err
	}
	return t.start("baresip", "-f", folder, "-4")
}

// wav is a tone as a file of 8,000 samples a second.
func wav(hz float64, seconds int) string {
	data := make([]byte, 44+2*sound.Rate*seconds)
	copy(data, "RIFF\x00\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00"+
		"\x40\x1f\x00\x00\x80\x3e\x00\x00\x02\x00\x10\x00data")
	binary.LittleEndian.PutUint32(data[4:], uint32(len(data)-8))
	binary.LittleEndian.PutUint32(data[40:], uint32(len(data)-44))
	for i := range sound.Rate * seconds {
		sample := int16(loudness * math.Sin(2*math.Pi*hz*float64(i)/sound.Rate))
		binary.LittleEndian.PutUint16(data[44+2*i:], uint16(sample))
	}
	return string(data)
}

// meet has two telephones call through the switchboard, press the PIN of one room, and hear each
// other.
func (t *trial) meet(port string) error {
	host, err := t.start("bin/einmal-peer", "host", "-server", t.server, "-kind", "audio", "-json", "-loopback",
		"-admit", "all")
	if err != nil {
		return err
	}
	link, err := host.await(`"event":"link","guest":"([^"]+)"`)
	if err != nil {
		return err
	}
	invited, err := exec.CommandContext(t.ctx, "bin/einmal-phone", "invite", "-door", t.door, link[1]).Output()
	if err != nil {
		return fmt.Errorf("einmal-phone invite: %w", err)
	}
	pin := regexp.MustCompile(`PIN    (\d{6})`).FindStringSubmatch(string(invited))[1]
	tones := map[string]float64{"anna": 440, "ben": 1000}
	for _, name := range []string{"anna", "ben"} {
		p, err := t.telephone(name, port, tones[name])
		if err != nil {
			return err
		}
		if _, err := p.await(`200 OK|All 1 useragent registered`); err != nil {
			return err
		}
		fmt.Fprintf(p.in, "/dial sip:phone@127.0.0.1:%s\n", port)
		if _, err := p.await(`[Cc]all established`); err != nil {
			return err
		}
		time.Sleep(time.Second) // as a person does
		for _, key := range pin {
			fmt.Fprintf(p.in, "%c", key)
			time.Sleep(400 * time.Millisecond)
		}
		if _, err := host.await(`"event":"connected"`); err != nil {
			return err
		}
		fmt.Printf("baresip %s: registered, called, pressed the PIN, was let in\n", name)
	}
	time.Sleep(12 * time.Second)
	for _, p := range t.started {
		if p.name == "baresip" {
			fmt.Fprint(p.in, "b")
		}
	}
	time.Sleep(2 * time.Second)
	for one, other := range map[string]string{"anna": "ben", "ben": "anna"} {
		if err := t.listen(one, other, tones[other]); err != nil {
			return err
		}
	}
	return nil
}

// listen reads what a telephone has heard of the other's tone.
func (t *trial) listen(who, whom string, hz float64) error {
	files, err := filepath.Glob(filepath.Join(t.dir, who, "dump-*-dec.wav"))
	if err != nil || len(files) == 0 {
		return fmt.Errorf("%s has heard nothing: %w", who, err)
	}
	data, err := os.ReadFile(files[0])
	if err != nil || len(data) < 44+2*sound.Rate {
		return fmt.Errorf("%s has heard nothing: %w", who, err)
	}
	samples := make([]int16, (len(data)-44)/2)
	for i := range samples {
		samples[i] = int16(binary.LittleEndian.Uint16(data[44+2*i:]))
	}
	best := math.Inf(-1)
	for at := 0; at+sound.Rate <= len(samples); at += sound.Rate / 4 {
		best = max(best, levelOf(samples[at:at+sound.Rate], hz))
	}
	sent := 20 * math.Log10(loudness/32124.0)
	fmt.Printf("baresip %s: hears %s's %v Hz at %.2f dB, which was sent at %.2f dB\n", who, whom, hz, best, sent)
	if math.Abs(best-sent) > 0.5 {
		return errors.New("the level is not that of the tone")
	}
	return nil
}

// levelOf is the level of a frequency, in dB of the loudest sine (Goertzel).
func levelOf(samples []int16, hz float64) float64 {
	var s1, s2 float64
	w := 2 * math.Cos(2*math.Pi*hz/sound.Rate)
	for _, sample := range samples {
		s1, s2 = float64(sample)+w*s1-s2, s1
	}
	power := s1*s1 + s2*s2 - w*s1*s2
	return 20 * math.Log10(2*math.Sqrt(max(power, 1e-9))/float64(len(samples))/32124)
}
