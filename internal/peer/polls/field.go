package polls

import (
	"crypto/rand"
	"encoding/binary"
	"math/bits"
	"slices"

	"einmal/internal/peer/protocol"
)

// Numbers modulo a prime, and what a secret count needs of them: powers, and the polynomial that has
// given numbers as its roots, from the sums of their powers (Newton's identities). A polynomial is
// its coefficients from the lowest power on; the last is not 0.

const prime = protocol.Prime

func add(a, b uint64) uint64 { return (a + b) % prime }

func sub(a, b uint64) uint64 { return (a + prime - b) % prime }

func mul(a, b uint64) uint64 {
	high, low := bits.Mul64(a, b)
	return bits.Rem64(high, low, prime)
}

func power(base, exponent uint64) uint64 {
	result := uint64(1)
	for ; exponent > 0; exponent >>= 1 {
		if exponent&1 == 1 {
			result = mul(result, base)
		}
		base = mul(base, base)
	}
	return result
}

func inverse(a uint64) uint64 { return power(a, prime-2) }

// randomElement gives each number with the same chance.
func randomElement() uint64 {
	for {
		var b [8]byte
		_, _ = rand.Read(b[:]) // it never fails
		if n := binary.BigEndian.Uint64(b[:]) >> 11; n < prime {
			return n
		}
	}
}

// powersOf gives x, its square and so on, so many.
func powersOf(x uint64, most int) []uint64 {
	powers := []uint64{x}
	for len(powers) < most {
		powers = append(powers, mul(powers[len(powers)-1], x))
	}
	return powers
}

// numbersOf gives the numbers whose first, second, … powers add up to these sums: as many as there
// are sums, all different, from the smallest on. Nil if there are no such numbers.
func numbersOf(sums []uint64) []uint64 {
	f := polynomialOf(sums)
	// x^prime - x has each number as a root once
	x := []uint64{0, 1}
	if len(commonDivisor(f, minus(powerModulo(x, prime, f), x))) != len(f) {
		return nil
	}
	roots := rootsOf(f)
	slices.Sort(roots)
	return roots
}

func polynomialOf(sums []uint64) []uint64 {
	signed := []uint64{1} // (-1)^k times the elementary symmetric polynomial of degree k
	for k := 1; k <= len(sums); k++ {
		sum := uint64(0)
		for i := 1; i <= k; i++ {
			sum = sub(sum, mul(signed[k-i], sums[i-1]))
		}
		signed = append(signed, mul(sum, inverse(uint64(k))))
	}
	slices.Reverse(signed)
	return signed
}

// rootsOf is for one that has as many different roots as its degree (Cantor and Zassenhaus).
func rootsOf(f []uint64) []uint64 {
	switch len(f) {
	case 1:
		return nil
	case 2:
		return []uint64{sub(0, mul(f[0], inverse(f[1])))}
	}
	for {
		half := powerModulo([]uint64{randomElement(), 1}, (prime-1)/2, f)
		some := commonDivisor(f, minus(half, []uint64{1}))
		if len(some) <= 1 || len(some) == len(f) {
			continue
		}
		quotient, _ := divide(f, some)
		return append(rootsOf(some), rootsOf(quotient)...)
	}
}

func trimmed(a []uint64) []uint64 {
	for len(a) > 0 && a[len(a)-1] == 0 {
		a = a[:len(a)-1]
	}
	return a
}

func minus(a, b []uint64) []uint64 {
	difference := make([]uint64, max(len(a), len(b)))
	copy(difference, a)
	for i, n := range b {
		difference[i] = sub(difference[i], n)
	}
	return trimmed(difference)
}

func divide(a, b []uint64) (quotient, rest []uint64) {
	rest = slices.Clone(a)
	if len(a) >= len(b) {
		quotient = make([]uint64, len(a)-len(b)+1)
	}
	leading := inverse(b[len(b)-1])
	for at := len(a) - len(b); at >= 0; at-- {
		factor := mul(rest[at+len(b)-1], leading)
		quotient[at] = factor
		for i, n := range b {
			rest[at+i] = sub(rest[at+i], mul(factor, n))
		}
	}
	return trimmed(quotient), trimmed(rest[:min(len(rest), len(b)-1)])
}

func multiplyModulo(a, b, f []uint64) []uint64 {
	product := make([]uint64, len(a)+len(b))
	for i, x := range a {
		for j, y := range b {
			product[i+j] = add(product[i+j], mul(x, y))
		}
	}
	_, rest := divide(trimmed(product), f)
	return rest
}

func powerModulo(base []uint64, exponent uint64, f []uint64) []uint64 {
	_, result := divide([]uint64{1}, f)
	_, square := divide(base, f)
	for ; exponent > 0; exponent >>= 1 {
		if exponent&1 == 1 {
			result = multiplyModulo(result, square, f)
		}
		square = multiplyModulo(square, square, f)
	}
	return result
}

// commonDivisor has 1 as its leading coefficient.
func commonDivisor(a, b []uint64) []uint64 {
	for len(b) > 0 {
		_, rest := divide(a, b)
		a, b = b, rest
	}
	if len(a) == 0 {
		return nil
	}
	leading := inverse(a[len(a)-1])
	divisor := make([]uint64, len(a))
	for i, n := range a {
		divisor[i] = mul(n, leading)
	}
	return divisor
}
