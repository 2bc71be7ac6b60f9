package cuts

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"einmal/internal/links"
	"einmal/rooms"

	"github.com/pion/logging"
	"github.com/pion/transport/v4/vnet"
)

// world is one case: a server, a network and participants.
type world struct {
	t       *testing.T
	ctx     context.Context
	plan    plan
	network *network
	server  *testServer
	router  *vnet.Router
	link    links.Link
	log     *timeline
	// messages by participant and direction, before the parts of the scenario
	before map[string]map[string]int

	mu       sync.Mutex
	people   map[string]*participant
	admitted map[string]bool     // sids that the host has let in
	leaving  map[string]bool     // those who leave or are removed
	mayEnd   map[string][]string // the codes with which a call may end, by participant
	thinking int                 // decisions that the host has not made yet
	lies     []string
	closing  bool
	last     time.Time // when a person last acted or a fault was over
	open     int       // faults that are not over
	down     bool      // the server is
}

// plan is what a case does.
type plan struct {
	variant
	name   string
	faults []fault
	seed   *uint64 // of the delays; nil: all the same
}

// variant of the scenario.
type variant struct {
	later bool   // the host decides after a while, otherwise by a rule
	end   string // leave, remove or end
}

// vnet counts its hardware addresses without a lock.
var vnetMu sync.Mutex

func newWorld(t *testing.T, p plan) *world {
	l := newTimeline()
	w := &world{
		t: t, ctx: context.Background(), plan: p, network: newNetwork(l), log: l,
		people: map[string]*participant{}, admitted: map[string]bool{}, leaving: map[string]bool{},
		mayEnd: map[string][]string{},
		last:   time.Now(), before: map[string]map[string]int{},
	}
	w.network.seed, w.network.onFault = p.seed, w.strikeFault
	vnetMu.Lock()
	router, err := vnet.NewRouter(&vnet.RouterConfig{
		CIDR: "10.1.0.0/24", LoggerFactory: logging.NewDefaultLoggerFactory(),
	})
	vnetMu.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	if w.router = router; router.Start() != nil {
		t.Fatal("the router does not start")
	}
	w.server = startServer(t, w.network)
	if w.link, err = links.New(origin, links.Chat); err != nil {
		t.Fatal(err)
	}
	room := rooms.Room{Expires: time.Now().Add(24 * time.Hour), Seats: 4,
		HostKey: [32]byte(w.link.Host.Public().(ed25519Public))}
	if err := w.server.store.Create(w.roomKey(), room); err != nil {
		t.Fatal(err)
	}
	for i := range p.faults {
		if f := &p.faults[i]; f.nth > 0 {
			w.network.waiting = f
		} else {
			time.AfterFunc(f.at, func() { w.strikeFault(f) })
		}
	}
	return w
}

func (w *world) roomKey() rooms.Key { return w.server.store.RoomKey(rooms.ID(w.link.RoomID())) }

// packets gives a participant its network to the others.
func (w *world) packets() packets {
	vnetMu.Lock()
	defer vnetMu.Unlock()
	n, err := vnet.NewNet(&vnet.NetConfig{})
	if err == nil {
		err = w.router.AddNet(n)
	}
	if err != nil {
		w.t.Fatal(err)
	}
	return packets{n}
}

// strikeFault begins a fault and ends it after its length.
func (w *world) strikeFault(f *fault) {
	w.mu.Lock()
	if w.closing || f.kill && w.down { // it is dead already
		w.mu.Unlock()
		return
	}
	w.open++
	w.down = w.down || f.kill
	w.mu.Unlock()
	victims := f.whoIsAway()
	w.log.addf("*** cut: %v for %v%s", victims, f.length,
		choose(f.half, ", which the server does not notice", ""))
	if f.kill {
		w.server.killServer()
	} else {
		for _, who := range victims {
			w.network.takeAway(who, f.half)
		}
	}
	time.Sleep(f.length)
	if f.kill {
		w.server.restartHub()
	} else {
		for _, who := range victims {
			w.network.bringBack(who)
		}
	}
	w.log.addf("*** healed: %v", victims)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.open--
	w.down = w.down && !f.kill
	w.last = time.Now()
}

func (f *fault) whoIsAway() []string {
	switch {
	case f.kill:
		return []string{server}
	case f.also != "":
		return []string{f.who, f.also}
	case f.nth == 0:
		return f.victims
	}
	return []string{f.who}
}

func (w *world) noteAct() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if now := time.Now(); now.After(w.last) {
		w.last = now
	}
}

// noteLie notes that somebody is told something untrue. The caller holds mu.
func (w *world) noteLie(format string, values ...any) {
	what := fmt.Sprintf(format, values...)
	w.lies = append(w.lies, what)
	w.log.addf("!!! %s", what)
}

// closeAll ends everything, whatever has happened.
func (w *world) closeAll() {
	w.mu.Lock()
	w.closing = true
	var all []*participant
	for name, p := range w.people {
		w.mayEnd[name] = append(w.mayEnd[name], "left")
		all = append(all, p)
	}
	w.mu.Unlock()
	for _, p := range all {
		p.call.Leave()
		<-p.done
	}
	for w.isOpen() {
		time.Sleep(time.Second)
	}
	w.server.killServer()
	// for whatever still ends by itself; time stands still once the test has returned
	time.Sleep(time.Minute)
	_ = w.router.Stop()
	if err := w.server.store.Close(); err != nil {
		w.t.Error(err)
	}
}

func (w *world) isOpen() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.open > 0
}
