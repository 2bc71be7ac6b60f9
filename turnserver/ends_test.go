package turnserver

import (
	"net"
	"testing"
	"time"

	"einmal/turnserver/internal/auth"
	"einmal/turnserver/internal/turnmsg"

	"github.com/pion/stun/v3"
)

func TestNothingFlowsOneSecondAfterTheEnd(t *testing.T) {
	t.Parallel()
	ends := map[string]func(*relay){
		"the sender was removed":   func(r *relay) { r.RemovePeer("room", "a") },
		"the receiver was removed": func(r *relay) { r.RemovePeer("room", "b") },
		"the room was closed":      func(r *relay) { r.CloseRoom("room") },
	}
	for name, end := range ends {
		for _, network := range []string{"udp", "tcp", "tls"} {
			t.Run(name+" over "+network, func(t *testing.T) {
				t.Parallel()
				r := startRelay(t, nil)
				a, b := r.joinRoom(t, network, "room", "a"), r.joinRoom(t, network, "room", "b")
				permit(b, a)
				if !reaches(t, a, b) {
					t.Fatal("nothing came through before the end")
				}
				end(r)
				if !silent(t, a, b) {
					t.Error("something still came through")
				}
			})
		}
	}
}

func TestNothingFlowsOneSecondAfterTheCredentialsHaveExpired(t *testing.T) {
	t.Parallel()
	for _, network := range []string{"udp", "tcp", "tls"} {
		t.Run(network, func(t *testing.T) {
			t.Parallel()
			// a busy machine may need most of it to get there
			for life := 2 * time.Second; life < time.Minute; life *= 2 {
				r := startRelay(t, func(c *Config) { c.Lifetime = life })
				_, _, first := r.Credentials("room", "a")
				a, b := r.joinRoom(t, network, "room", "a"), r.joinRoom(t, network, "room", "b")
				_, _, last := r.Credentials("room", "b")
				permit(b, a)
				reached := reachesWithin(t, a, b, time.Until(first))
				time.Sleep(time.Until(last) + time.Second)
				if !silent(t, a, b) {
					t.Error("something still came through")
				}
				if reached {
					return
				}
			}
			t.Error("nothing ever came through before the end")
		})
	}
}

func TestOthersGoOnWhenOneEnds(t *testing.T) {
	t.Parallel()
	r := startRelay(t, nil)
	a, b := r.joinRoom(t, "udp", "room", "a"), r.joinRoom(t, "tcp", "room", "b")
	_, _ = r.joinRoom(t, "udp", "room", "c"), r.joinRoom(t, "udp", "other", "d")
	permit(b, a)
	r.RemovePeer("room", "c")
	r.CloseRoom("other")
	if !reaches(t, a, b) {
		t.Error("the end of others ended this pair")
	}
	waitFor(t, "two allocations to be left", func() bool { return r.Stats().Allocations == 2 })
}

func waitFor(t *testing.T, what string, done func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !done(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("waited in vain for ", what)
		}
	}
}

func TestCredentialsThatAreNotGood(t *testing.T) {
	t.Parallel()
	r := startRelay(t, nil)
	username, password, _ := r.Credentials("room", "a")
	removedName, removedPassword, _ := r.Credentials("room", "removed")
	r.RemovePeer("room", "removed")
	_, _, _ = r.Credentials("room", "removed") // comes back with other credentials
	closedName, closedPassword, _ := r.Credentials("closed", "a")
	r.CloseRoom("closed")
	expired := auth.Username(time.Now(), r.table.rooms["room"].tag,
		r.table.rooms["room"].members["a"].tag)
	otherRoom := startRelay(t, nil)
	foreignName, foreignPassword, _ := otherRoom.Credentials("room", "a")
	for name, c := range map[string][2]string{
		"a wrong password":   {username, "wrong"},
		"an empty password":  {username, ""},
		"a later expiry":     {"9" + username, password},
		"expired":            {expired, passwordOf(r, expired)},
		"a removed peer":     {removedName, removedPassword},
		"a closed room":      {closedName, closedPassword},
		"another server":     {foreignName, foreignPassword},
		"no expiry":          {"room:a", passwordOf(r, "room:a")},
		"no peer":            {"1999999999:room", passwordOf(r, "1999999999:room")},
		"tags nobody has":    {"1999999999:room:a", passwordOf(r, "1999999999:room:a")},
		"an empty user name": {"", passwordOf(r, "")},
		"a very long user name": {string(make([]byte, 400)),
			passwordOf(r, string(make([]byte, 400)))},
		"an expiry out of bounds":  {"99999999999999999999:a:b", ""},
		"an expiry below all time": {"-99:a:b", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if code := r.rawClient(t, "udp", c[0], c[1]).request(stun.MethodAllocate,
				requestedTransport(protocolUDP)); code != stun.CodeUnauthorized {
				t.Errorf("Allocate was answered with %d", code)
			}
		})
	}
	if n := r.Stats().Allocations; n != 0 {
		t.Errorf("there are %d allocations", n)
	}
}

func passwordOf(r *relay, username string) string { return auth.Password(r.table.secret, username) }

func TestAllRequestsOfARemovedPeerFail(t *testing.T) {
	t.Parallel()
	r := startRelay(t, nil)
	c := r.memberClient(t, "udp", "room", "a", true)
	r.RemovePeer("room", "a")
	us := peer(*net.UDPAddrFromAddrPort(relayed(r, 2000)))
	for method, attributes := range map[stun.Method][]stun.Setter{
		stun.MethodAllocate:         {requestedTransport(protocolUDP)},
		stun.MethodRefresh:          {lifetime(600)},
		stun.MethodCreatePermission: {us},
		stun.MethodChannelBind:      {us, channelNumber(0x4000)},
	} {
		if code := c.request(method, attributes...); code == 0 {
			t.Errorf("%v succeeded", method)
		}
	}
}

func TestACallOutlivesItsFirstCredential(t *testing.T) {
	t.Parallel()
	for _, network := range []string{"udp", "tcp"} {
		t.Run("over "+network, func(t *testing.T) {
			t.Parallel()
			r := startRelay(t, func(c *Config) { c.Lifetime = 5 * time.Second })
			a, b := r.memberClient(t, network, "room", "a", true), r.memberClient(t, network,
				"room", "b", true)
			a.bindChannel(turnmsg.FirstChannel, b)
			b.bindChannel(turnmsg.FirstChannel, a)
			for i := range 70 { // seven seconds of talk
				a.sendChannelData(turnmsg.FirstChannel, []byte{byte(i), 1, 2, 3, 4, 5, 6, 7})
				b.expectChannelData(turnmsg.FirstChannel, []byte{byte(i), 1, 2, 3, 4, 5, 6, 7})
				if i%2 == 0 {
					renewCredential(t, r, a, "a")
					renewCredential(t, r, b, "b")
				}
				time.Sleep(100 * time.Millisecond)
			}
			waitFor(t, "the allocations to end with their last credentials",
				func() bool { return r.Stats().Allocations == 0 })
		})
	}
}

// renewCredential shows a new credential for an allocation.
func renewCredential(t *testing.T, r *relay, c *rawClient, peer string) {
	t.Helper()
	c.username, c.password, _ = r.Credentials("room", peer)
	if code := c.request(stun.MethodRefresh, lifetime(600)); code != 0 {
		t.Fatalf("Refresh was answered with %d", code)
	}
}
