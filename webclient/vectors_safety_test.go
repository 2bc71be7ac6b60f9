package webclient_test

import (
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"testing"
)

// safetyVector is one safety code (protocol, section 4.4). Emoji are places in the table.
type safetyVector struct {
	Earlier safetySide `json:"earlier"`
	Later   safetySide `json:"later"`
	Emoji   []int      `json:"emoji"`
	Digits  string     `json:"digits"`
}

type safetySide struct {
	Sid         b64 `json:"sid"`
	Nonce       b64 `json:"nonce"`
	Commitment  b64 `json:"commitment"`
	H           b64 `json:"h"`
	Fingerprint b64 `json:"fingerprint"`
}

func safetyCodes(t *testing.T) []safetyVector {
	var list []safetyVector
	for i := range 4 {
		v := safetyVector{Earlier: safetySideOf(fmt.Sprint("earlier ", i)),
			Later: safetySideOf(fmt.Sprint("later ", i))}
		if i == 0 {
			v.Later.H = v.Earlier.H // as it is unless a socket was lost
		}
		info := join([]byte("einmal/1 safety code"), v.Earlier.H, v.Later.H, v.Earlier.Fingerprint,
			v.Later.Fingerprint)
		code, err := hkdf.Key(sha256.New, join(v.Earlier.Nonce, v.Later.Nonce), nil, string(info),
			8)
		if err != nil {
			t.Fatal(err)
		}
		first := uint32(code[0])<<16 | uint32(code[1])<<8 | uint32(code[2])
		for _, shift := range []int{18, 12, 6, 0} {
			v.Emoji = append(v.Emoji, int(first>>shift%64))
		}
		last := binary.BigEndian.Uint64(join(make([]byte, 3), code[3:]))
		v.Digits = fmt.Sprintf("%06d", last%1_000_000)
		list = append(list, v)
	}
	return list
}

func safetySideOf(label string) safetySide {
	s := safetySide{
		Sid: fixed("safety sid "+label, 8), Nonce: fixed("safety nonce "+label, 32),
		H: fixed("safety h "+label, 32), Fingerprint: fixed("safety fingerprint "+label, 32),
	}
	sum := sha256.Sum256(join([]byte("einmal/1 safety commit"), s.Sid, s.Nonce))
	s.Commitment = sum[:]
	return s
}
