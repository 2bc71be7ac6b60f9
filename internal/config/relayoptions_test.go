package config

import "testing"

func TestAddressesOfRelays(t *testing.T) {
	for text, want := range map[string]bool{
		"turn:relay.example":                     true,
		"turn:relay.example:3478":                true,
		"turn:relay.example:3478?transport=udp":  true,
		"turn:relay.example?transport=tcp":       true,
		"turns:relay.example:5349?transport=tcp": true,
		"turns:relay.example":                    true,
		"turn:192.0.2.1:3478":                    true,
		"turn:[2001:db8::1]:3478":                true,
		"turn:[2001:db8::1]":                     true,
		"turns:relay.example?transport=udp":      false,
		"turn:relay.example?transport=sctp":      false,
		"turn:relay.example?":                    false,
		"turn:":                                  false,
		"turn::3478":                             false,
		"turn:relay.example:0x":                  false,
		"turn:relay.example:65536":               false,
		"turn://relay.example":                   false,
		"turn:me@relay.example":                  false,
		"stun:relay.example":                     false,
		"relay.example:3478":                     false,
		"":                                       false,
		"turn:relay.example/path":                false,
		"turn:2001:db8::1:3478":                  false,
	} {
		if (turnHost(text) != "") != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}
