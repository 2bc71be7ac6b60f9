package seal

import (
	"encoding/hex"
	"os"
	"regexp"
	"testing"

	"einmal/internal/peer/protocol"
)

func TestWhatIsSignedOfGroupsIsWhatTheProtocolSays(t *testing.T) {
	text, err := os.ReadFile("../../../docs/protocol.md")
	if err != nil {
		t.Fatal(err)
	}
	find := func(kind string) string {
		found := regexp.MustCompile("```" + kind + "\n(.*)\n```").FindSubmatch(text)
		if found == nil {
			t.Fatalf("no example of %s", kind)
		}
		return string(found[1])
	}
	m, err := protocol.DecodeGroups(protocol.KindGroups, []byte(find("json groups")))
	if err != nil {
		t.Fatal(err)
	}
	var room protocol.RoomID
	for i := range room {
		room[i] = byte(i)
	}
	got := hex.EncodeToString(GroupsText(room, m.(*protocol.Groups)))
	if want := find("groups-signed"); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
