package door

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hpke"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"time"
)

const replyKeySize = 32

// replyCipher has a key that only one answer is sealed with, so its nonce is zero.
func replyCipher(secret []byte) (cipher.AEAD, []byte, error) {
	block, err := aes.NewCipher(secret)
	if err != nil {
		return nil, nil, err
	}
	gcm, err := cipher.NewGCM(block)
	return gcm, make([]byte, 12), err
}

func sealReply(secret []byte, r reply) ([]byte, error) {
	text, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	gcm, nonce, err := replyCipher(secret)
	if err != nil {
		return nil, err
	}
	return gcm.Seal(nil, nonce, pad(text, ReplySize), nil), nil
}

func pad(text []byte, size int) []byte {
	return append(text, bytes.Repeat([]byte(" "), max(0, size-len(text)))...)
}

// Ask seals a request as a host's page does, and gives what opens the answer.
func Ask(key hpke.PublicKey, request any) (sealed []byte, open func([]byte) (Reply, error),
	err error) {
	text, err := json.Marshal(request)
	if err != nil {
		return nil, nil, err
	}
	enc, sender, err := hpke.NewSender(key, suite.kdf, suite.aead, []byte(info))
	if err != nil {
		return nil, nil, err
	}
	secret, err := sender.Export(replyLabel, replyKeySize)
	if err != nil {
		return nil, nil, err
	}
	ciphertext, err := sender.Seal(nil, pad(text, RequestSize))
	return append(enc, ciphertext...), func(answer []byte) (r Reply, err error) {
		gcm, nonce, err := replyCipher(secret)
		if err != nil {
			return r, err
		}
		text, err := gcm.Open(nil, nonce, answer, nil)
		if err != nil || len(text) != ReplySize {
			return r, errors.New("this is not the gateway's answer")
		}
		return r, json.Unmarshal(text, (*reply)(&r))
	}, err
}

// Reply is the gateway's answer.
type Reply reply

// Open asks for a PIN and End gives one back, in Ask.
type (
	Open struct {
		Kind string `json:"kind"` // open
		openRequest
	}
	End struct {
		Kind string `json:"kind"` // end
		endRequest
	}
)

// NewOpen asks for a PIN until a time, in seconds since 1970.
func NewOpen(id, link string, until int64) Open {
	return Open{"open", openRequest{id, link, until}}
}

// NewEnd gives a PIN back.
func NewEnd(id string) End { return End{"end", endRequest{id}} }

// Invite asks for a PIN without a page.
func (d *Door) Invite(link string, until time.Time) (pin string, err error) {
	var id [16]byte
	rand.Read(id[:]) // never fails
	request := NewOpen(base64.RawURLEncoding.EncodeToString(id[:]), link, until.Unix())
	sealed, open, err := Ask(d.key.PublicKey(), request)
	if err != nil {
		return "", err
	}
	answer, err := d.Answer(sealed, time.Now())
	if err != nil {
		return "", err
	}
	r, err := open(answer)
	if err == nil && r.PIN == "" {
		err = errors.New(r.Code)
	}
	return r.PIN, err
}
