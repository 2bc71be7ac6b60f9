package turnserver

import (
	"strconv"
	"testing"
	"time"

	"einmal/turnserver/internal/auth"
	"einmal/turnserver/internal/turnmsg"

	"github.com/pion/stun/v3"
)

// anyRoom starts a relay that knows nobody, only a secret.
func anyRoom(t *testing.T, change func(*Config)) *relay {
	return startRelay(t, func(c *Config) {
		c.Secret, c.AnyRoom = []byte("a secret of two machines"), true
		if change != nil {
			change(c)
		}
	})
}

// allocateNamed allocates under a user name of the test's own making.
func (r *relay) allocateNamed(t *testing.T, network, room, peer string) *rawClient {
	t.Helper()
	name := strconv.FormatInt(time.Now().Add(time.Hour).Unix(), 10) + ":" + room
	if peer != "" {
		name += ":" + peer
	}
	c := r.rawClient(t, network, name, auth.Password([]byte("a secret of two machines"), name))
	if code := c.request(stun.MethodAllocate, requestedTransport(protocolUDP)); code != 0 {
		t.Fatalf("Allocate was answered with %d", code)
	}
	return c
}

func TestARelayForAnyRoomKeepsRoomsApart(t *testing.T) {
	t.Parallel()
	r := anyRoom(t, nil)
	for name, c := range map[string]struct {
		roomA, peerA, roomB, peerB string
		meet                       bool
	}{
		"two peers of a room":              {"one", "a", "one", "b", true},
		"one peer twice":                   {"two", "a", "two", "a", true},
		"a room with colons":               {"x:y:z", "a", "x:y:z", "b", true},
		"no peers, one room":               {"three", "", "three", "", true},
		"two rooms":                        {"four", "a", "five", "a", false},
		"rooms with the same beginning":    {"six", "a", "six:a", "a", false},
		"a room and a peer of that name":   {"seven", "", "eight", "seven", false},
		"a room inside the name of a peer": {"nine:a", "b", "nine", "b", false},
	} {
		t.Run(name, func(t *testing.T) {
			a, b := r.allocateNamed(t, "udp", c.roomA, c.peerA), r.allocateNamed(t, "tcp", c.roomB,
				c.peerB)
			a.bindChannel(turnmsg.FirstChannel, b)
			b.bindChannel(turnmsg.FirstChannel, a)
			before := r.Stats()
			a.sendChannelData(turnmsg.FirstChannel, []byte("hello"))
			if c.meet {
				b.expectChannelData(turnmsg.FirstChannel, []byte("hello"))
				return
			}
			waitFor(t, "the packet to be dropped",
				func() bool { return r.Stats().Drops["other_room"] == before.Drops["other_room"]+1 })
		})
	}
}

func TestARelayForAnyRoomForgetsWhoLeft(t *testing.T) {
	t.Parallel()
	r := anyRoom(t, nil)
	a, b := r.allocateNamed(t, "udp", "room", "a"), r.allocateNamed(t, "udp", "room", "b")
	other := r.rawClient(t, "udp", "", "")
	other.conn, other.server = a.conn, a.server
	other.username = auth.Username(time.Now().Add(time.Hour), "room", "c")
	other.password, other.nonce = auth.Password(r.table.secret, other.username), a.nonce
	if code := other.request(stun.MethodRefresh, lifetime(0)); code != stun.CodeWrongCredentials {
		t.Errorf("somebody else's Refresh was answered with %d", code)
	}
	for _, c := range []*rawClient{a, b} {
		if code := c.request(stun.MethodRefresh, lifetime(0)); code != 0 {
			t.Errorf("Refresh was answered with %d", code)
		}
	}
	table := r.table
	waitFor(t, "all tables to be empty", func() bool {
		table.mu.RLock()
		defer table.mu.RUnlock()
		return len(table.rooms)+len(table.tags)+len(table.ports)+len(table.sources) == 0
	})
}

func TestOneCredentialIsGoodOnSeveralRelays(t *testing.T) {
	t.Parallel()
	first := startRelay(t, func(c *Config) { c.Secret = []byte("a secret of two machines") })
	second := anyRoom(t, nil)
	username, pass, _ := first.Credentials("room", "a")
	for _, r := range []*relay{first, second} {
		if code := r.rawClient(t, "udp", username, pass).request(stun.MethodAllocate,
			requestedTransport(protocolUDP)); code != 0 {
			t.Errorf("Allocate was answered with %d", code)
		}
	}
	stranger := auth.Username(time.Now().Add(time.Hour), "room", "a")
	if code := first.rawClient(t, "udp", stranger, auth.Password([]byte("a secret of two machines"),
		stranger)).request(stun.MethodAllocate, requestedTransport(protocolUDP)); code == 0 {
		t.Error("the relay that knows its rooms took somebody it does not know")
	}
	old := auth.Username(time.Now(), "room", "a")
	if code := second.rawClient(t, "udp", old, auth.Password([]byte("a secret of two machines"),
		old)).request(stun.MethodAllocate, requestedTransport(protocolUDP)); code == 0 {
		t.Error("an expired credential was taken")
	}
}

func TestAnAllocationOnARelayForAnyRoomEndsWithItsCredential(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	t.Parallel()
	r := anyRoom(t, nil)
	expires := time.Now().Add(4 * time.Second)
	name := auth.Username(expires, "room", "a")
	c := r.rawClient(t, "udp", name, auth.Password(r.table.secret, name))
	if code := c.request(stun.MethodAllocate, requestedTransport(protocolUDP)); code != 0 {
		t.Fatalf("Allocate was answered with %d", code)
	}
	time.Sleep(time.Until(expires))
	waitFor(t, "the allocation to end", func() bool { return r.Stats().Allocations == 0 })
}
