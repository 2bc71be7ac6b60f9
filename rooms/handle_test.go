package rooms

import (
	"errors"
	"testing"
)

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

func TestAHandleNamesOneRoomOrNone(t *testing.T) {
	all := map[Key]Room{{1}: {}, {2}: {}, {2, 0, 0, 0, 0, 0, 0, 1}: {}}
	for want, handle := range map[Key]string{{1}: Key{1}.Handle(), {}: Key{2}.Handle()} {
		got, err := FindByHandle(all, handle)
		if got != want || errors.Is(err, ErrGone) != (want == Key{}) {
			t.Errorf("%s names %x, %v", handle, got, err)
		}
	}
	if _, err := FindByHandle(all, "none"); !errors.Is(err, ErrGone) {
		t.Errorf("no handle: %v", err)
	}
}
