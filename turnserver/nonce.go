package turnserver

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"net/netip"
	"sync"
	"time"
)

// A nonce (RFC 8489, 9.2.4) is the minute it was made in and a MAC of that and its client, so none has to be kept, a request
// that somebody has overheard is worth nothing from another address, and whoever shows a good one does receive what we send
// there. It is ours and not pion's, which alone would make the challenge more than twice the request.
const (
	nonceSize     = 12 // characters of base64url: 3 bytes of time, 6 of MAC
	nonceMinutes  = 60 // RFC 8656, 5: at least once an hour
	nonceMACStart = 3
)

type nonces struct {
	cipher cipher.Block
	start  time.Time

	mu    sync.Mutex
	block [aes.BlockSize]byte // here because it would escape to the heap
}

func newNonces() *nonces {
	var key [16]byte
	_, _ = rand.Read(key[:])
	block, err := aes.NewCipher(key[:])
	if err != nil {
		panic(err) // the size of the key is right
	}
	return &nonces{cipher: block, start: time.Now()}
}

// put writes the nonce of this minute for a client; to has room for nonceSize bytes.
func (n *nonces) put(to []byte, from netip.AddrPort) {
	n.encode(to, n.minute(), from)
}

// good tells whether a nonce is for this client and of the last hour.
func (n *nonces) good(nonce []byte, from netip.AddrPort) bool {
	var raw [9]byte
	if len(nonce) != nonceSize {
		return false
	}
	if _, err := base64.RawURLEncoding.Decode(raw[:], nonce); err != nil {
		return false
	}
	made := uint32(raw[0])<<16 | uint32(raw[1])<<8 | uint32(raw[2])
	if now := n.minute(); made > now || now-made >= nonceMinutes {
		return false
	}
	var want [nonceSize]byte
	n.encode(want[:], made, from)
	return subtle.ConstantTimeCompare(want[:], nonce) == 1
}

func (n *nonces) minute() uint32 { return uint32(time.Since(n.start)/time.Minute) & 0xffffff }

// encode makes a CBC-MAC over two blocks, a fixed length, for which that is secure; it makes no garbage.
func (n *nonces) encode(to []byte, minute uint32, from netip.AddrPort) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.block = from.Addr().As16()
	block := n.block[:]
	n.cipher.Encrypt(block, block)
	binary.BigEndian.PutUint16(block, binary.BigEndian.Uint16(block)^from.Port())
	binary.BigEndian.PutUint32(block[2:], binary.BigEndian.Uint32(block[2:])^minute)
	n.cipher.Encrypt(block, block)
	raw := [9]byte{byte(minute >> 16), byte(minute >> 8), byte(minute)}
	copy(raw[nonceMACStart:], block)
	base64.RawURLEncoding.Encode(to, raw[:])
}
