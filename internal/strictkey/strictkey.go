// Package strictkey verifies Ed25519 signatures and refuses those about which implementations of
// it differ, so that the server and every client say the same of each signature: a key, or the R of
// a signature, whose order divides 8 or whose y is not reduced. crypto/ed25519 takes some of them.
// The web client has the same rule in crypto/curves/points.ts; testdata/signatures.json tests both.
package strictkey

import (
	"crypto/ed25519"
	"encoding/hex"
	"slices"
)

// lowOrder has the y of the points whose order divides 8, little-endian.
var lowOrder = mustDecode(
	"0000000000000000000000000000000000000000000000000000000000000000",
	"0100000000000000000000000000000000000000000000000000000000000000",
	"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
	"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
)

// Verify is ed25519.Verify without those. Key has 32 bytes, signature 64.
func Verify(key, message, signature []byte) bool {
	return isStrong([32]byte(key)) && isStrong([32]byte(signature)) &&
		ed25519.Verify(key, message, signature)
}

func isStrong(point [32]byte) bool {
	point[31] &= 0x7f // without the sign of x
	return isReduced(point) && !slices.Contains(lowOrder, point)
}

// isReduced says whether y is below 2^255 - 19.
func isReduced(y [32]byte) bool {
	if y[31] != 0x7f || y[0] < 0xed {
		return true
	}
	return slices.ContainsFunc(y[1:31], func(b byte) bool { return b != 0xff })
}

func mustDecode(points ...string) [][32]byte {
	var decoded [][32]byte
	for _, point := range points {
		b, err := hex.DecodeString(point)
		if err != nil {
			panic(err)
		}
		decoded = append(decoded, [32]byte(b))
	}
	return decoded
}
