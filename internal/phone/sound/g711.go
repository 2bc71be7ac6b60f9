// Package sound is what a telephone hears: G.711 (ITU-T G.711, RFC 3551), a buffer for each voice
// that evens out when its packets come, the sum of the voices, and tones. All of it is at 8,000
// samples a second, 16 bits each. The package knows no network and no clock.
package sound

import "math/bits"

const (
	Rate = 8000 // samples a second
	// FrameLength is 20 ms, what one packet holds.
	FrameLength = 160
)

// Frame is 20 ms of sound.
type Frame [FrameLength]int16

const (
	muBias  = 0x84
	muClip  = 32635
	aInvert = 0x55 // every other bit of A-law is inverted on the line
)

var (
	fromMu, fromA [256]int16
	// toMu goes by the upper 14 bits of a sample, which is what µ-law tells apart.
	toMu   [1 << 14]byte
	aToMu  [256]byte
	muToA  [256]byte
	Silent = byte(0xff) // in µ-law
)

func init() {
	for code := range 256 {
		fromMu[code] = expandMu(byte(code)) //nolint:gosec // below 256
		fromA[code] = expandA(byte(code))   //nolint:gosec // below 256
	}
	for i := range toMu {
		toMu[i] = compressMu(int16(i << 2)) //nolint:gosec // 16 bits, as it is read back
	}
	for code := range 256 {
		aToMu[code] = EncodeMu(fromA[code])
		muToA[code] = compressA(fromMu[code])
	}
}

func expandMu(code byte) int16 {
	code = ^code
	magnitude := (int(code&0x0f)<<3+muBias)<<(code>>4&7) - muBias
	if code&0x80 != 0 {
		magnitude = -magnitude
	}
	return int16(magnitude) //nolint:gosec // at most 32124
}

func compressMu(sample int16) byte {
	magnitude, sign := int(sample), byte(0)
	if magnitude < 0 {
		magnitude, sign = -magnitude, 0x80
	}
	magnitude = min(magnitude, muClip) + muBias
	exponent := bits.Len(uint(magnitude)) - 8                               //nolint:gosec // positive
	return ^(sign | byte(exponent<<4) | byte(magnitude>>(exponent+3)&0x0f)) //nolint:gosec // 7 bits
}

func expandA(code byte) int16 {
	code ^= aInvert
	magnitude := int(code&0x0f)<<4 + 8
	if exponent := code >> 4 & 7; exponent > 0 {
		magnitude = (magnitude + 0x100) << (exponent - 1)
	}
	if code&0x80 == 0 {
		magnitude = -magnitude
	}
	return int16(magnitude) //nolint:gosec // at most 32256
}

func compressA(sample int16) byte {
	magnitude, sign := int(sample), byte(0x80)
	if magnitude < 0 {
		magnitude, sign = -magnitude-1, 0
	}
	exponent := max(0, bits.Len(uint(magnitude))-8) //nolint:gosec // not negative
	mantissa := magnitude >> 4 & 0x0f
	if exponent > 0 {
		mantissa = magnitude >> (exponent + 3) & 0x0f
	}
	return (sign | byte(exponent<<4) | byte(mantissa)) ^ aInvert //nolint:gosec // 7 bits
}

// EncodeMu gives the µ-law code of a sample.
func EncodeMu(sample int16) byte { return toMu[uint16(sample)>>2] }

// DecodeMu gives the sample of a µ-law code.
func DecodeMu(code byte) int16 { return fromMu[code] }

// MuFromA turns A-law into µ-law, in place.
func MuFromA(codes []byte) { translate(codes, &aToMu) }

// AFromMu turns µ-law into A-law, in place.
func AFromMu(codes []byte) { translate(codes, &muToA) }

func translate(codes []byte, table *[256]byte) {
	for i, code := range codes {
		codes[i] = table[code]
	}
}

// EncodeFrame writes a frame as µ-law over the start of out, which has room for it.
func EncodeFrame(out []byte, f *Frame) {
	for i, sample := range f {
		out[i] = EncodeMu(sample)
	}
}
