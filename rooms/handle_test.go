package rooms

import "testing"

func TestAHandleIsTheBeginningOfAKeyThatCanBeReadOut(t *testing.T) {
	for want, key := range map[string]Key{
		"aaaaaaaaaa": {},
		"77777777aa": {0xff, 0xff, 0xff, 0xff, 0xff},
		"aebagbafay": {1, 2, 3, 4, 5, 6, 7}, // RFC 4648, section 6
	} {
		if got := key.Handle(); got != want {
			t.Errorf("%x… has the handle %s, want %s", key[:7], got, want)
		}
	}
}
