package auth

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"hash"
	"net/netip"
	"sync"
	"time"
)

// A nonce (RFC 8489, 9.2.4) is the minute it was made in and an HMAC of that and the client's
// address. So none has to be stored, an overheard request is worthless from another address, and a
// client that shows a valid one does receive at its address. It is not pion's, which alone would
// make the challenge more than twice as long as the request.
const (
	NonceSize     = 12 // characters of base64url: 3 bytes of time, 6 of MAC
	nonceMinutes  = 60 // RFC 8656, 5: at least once an hour
	nonceMACStart = 3
)

type Nonces struct {
	start time.Time

	mu  sync.Mutex
	mac hash.Hash
	in  [16 + 2 + 4]byte // fields, because locals would escape to the heap
	out [sha256.Size]byte
}

func NewNonces() *Nonces {
	var key [32]byte
	_, _ = rand.Read(key[:])
	return &Nonces{mac: hmac.New(sha256.New, key[:]), start: time.Now()}
}

// WriteNonce writes the nonce of this minute for a client; to has at least NonceSize bytes.
func (n *Nonces) WriteNonce(to []byte, from netip.AddrPort) {
	n.encode(to, n.currentMinute(), from)
}

// IsValid tells whether a nonce was made for this client in the last hour.
func (n *Nonces) IsValid(nonce []byte, from netip.AddrPort) bool {
	var raw [9]byte
	if len(nonce) != NonceSize {
		return false
	}
	if _, err := base64.RawURLEncoding.Decode(raw[:], nonce); err != nil {
		return false
	}
	made := uint32(raw[0])<<16 | uint32(raw[1])<<8 | uint32(raw[2])
	if now := n.currentMinute(); made > now || now-made >= nonceMinutes {
		return false
	}
	var want [NonceSize]byte
	n.encode(want[:], made, from)
	return subtle.ConstantTimeCompare(want[:], nonce) == 1
}

func (n *Nonces) currentMinute() uint32 {
	return uint32(time.Since(n.start)/time.Minute) & 0xffffff
}

// encode writes a nonce without allocating.
func (n *Nonces) encode(to []byte, minute uint32, from netip.AddrPort) {
	n.mu.Lock()
	defer n.mu.Unlock()
	ip := from.Addr().As16()
	copy(n.in[:], ip[:])
	binary.BigEndian.PutUint16(n.in[16:], from.Port())
	binary.BigEndian.PutUint32(n.in[18:], minute)
	n.mac.Reset()
	_, _ = n.mac.Write(n.in[:])
	mac := n.mac.Sum(n.out[:0])
	clear(n.in[:]) // and with it what the hash holds of the address
	n.mac.Reset()
	_, _ = n.mac.Write(n.in[:])
	raw := [9]byte{byte(minute >> 16), byte(minute >> 8), byte(minute)}
	copy(raw[nonceMACStart:], mac)
	base64.RawURLEncoding.Encode(to, raw[:])
}
