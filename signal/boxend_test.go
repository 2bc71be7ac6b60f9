package signal

import (
	"bytes"
	"testing"
	"testing/synctest"
	"time"

	"einmal/internal/protocol"
	"einmal/internal/sourcelimit"

	"github.com/gorilla/websocket"
)

// TestABoxEndsWithItsRoom: before anybody is told that it is over, also in the middle of an upload.
func TestABoxEndsWithItsRoom(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(3)
	host := p.host()
	host.send(p.roster(member(host, protocol.RoleHost)))
	expect[*protocol.Roster](host)
	p.leave(3)
	host.send(&protocol.End{Signature: p.sign(protocol.EndBytes(&p.room))})
	expect[*protocol.End](host)
	if len(r.filesOf()) > 0 {
		t.Error("there is a file of a room that is over")
	}
	q := r.newRoom(3)
	c, b := r.connect(), q.newBox(2)
	q.announce(c, b)
	expect[*protocol.Send](c)
	c.sendRaw(websocket.BinaryMessage, b.pieces[0])
	if err := r.hub.EndRoom(q.handle()); err != nil {
		t.Fatal(err)
	}
	c.sendRaw(websocket.BinaryMessage, b.pieces[1])
	c.expectEnd(protocol.CodeRoomGone)
	r.until(func() bool { n, _ := r.store.CountBoxes(); return n == 0 })
	if len(r.filesOf()) > 0 {
		t.Error("there is a file of what was under way")
	}
}

// TestABrokenUploadLeavesNothing, whether its client or the server goes.
func TestABrokenUploadLeavesNothing(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(3)
	for _, end := range []func(c *client){
		func(c *client) {
			c.lose()
			r.until(func() bool { n, _ := r.store.CountBoxes(); return n == 0 })
		},
		func(*client) { r.restart() },
	} {
		c, b := r.connect(), p.newBox(2)
		p.announce(c, b)
		expect[*protocol.Send](c)
		c.sendRaw(websocket.BinaryMessage, b.pieces[0])
		r.until(func() bool { return bytes.Contains(r.filesOf(), b.pieces[0][:64]) })
		end(c)
		if len(r.filesOf()) > 0 {
			t.Error("there is a file of it")
		}
		p.ask(r.connect(), b.taker)
	}
	p.leave(1)
}

func TestBoxesAreCountedForEachSourceAndInAll(t *testing.T) {
	r := newTestServer(t)
	var waiting []*client
	for i := range sourcelimit.MaxBoxes {
		p := r.newRoom(3)
		c := r.connect()
		p.announce(c, p.newBox(1))
		expect[*protocol.Send](c)
		waiting = append(waiting, c)
		if got := r.hub.transfers.Load(); got != int32(i+1) {
			t.Errorf("%d under way", got)
		}
	}
	p := r.newRoom(3)
	c := r.connect()
	p.announce(c, p.newBox(1))
	c.expectEnd(protocol.CodeTooMany)
	for _, c := range waiting {
		c.lose()
	}
	r.until(func() bool { return r.hub.transfers.Load() == 0 })
	r.hub.transfers.Store(mostTransfers)
	c = r.connect()
	p.announce(c, p.newBox(1))
	c.expectEnd(protocol.CodeTooMany)
	r.hub.transfers.Store(0)
	for n := range sourcelimit.MaxPieces/protocol.MostPieces + 1 { // as much as an hour takes
		c := r.connect()
		b := p.newBox(1)
		b.put.Pieces = protocol.MostPieces
		p.announce(c, b)
		if n < sourcelimit.MaxPieces/protocol.MostPieces-1 {
			expect[*protocol.Send](c)
			c.lose()
			r.until(func() bool { n, _ := r.store.CountBoxes(); return n == 0 })
			continue
		}
		c.expectEnd(protocol.CodeTooMany)
		break
	}
	r.restart() // with counts anew
	r.store.LimitBoxes(1)
	c = r.connect()
	p.announce(c, p.newBox(1))
	c.expectEnd(protocol.CodeMailboxFull)
	r.store.LimitBoxes(0)
	c = r.connect()
	p.announce(c, p.newBox(1))
	c.expectEnd(protocol.CodeMailboxFull)
}

// TestASlowBoxIsCutOff: whoever says nothing for half a minute gives up the place.
func TestASlowBoxIsCutOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newPipeServer(t)
		p := r.newRoom(3)
		c, b := r.connect(), p.newBox(2)
		p.announce(c, b)
		expect[*protocol.Send](c)
		for _, piece := range b.pieces[:1] {
			time.Sleep(pieceWait - time.Second)
			c.sendRaw(websocket.BinaryMessage, piece)
			synctest.Wait()
		}
		time.Sleep(pieceWait + time.Second)
		c.expectEnd(protocol.CodeTooSlow)
		synctest.Wait()
		if n, _ := r.store.CountBoxes(); n != 0 || r.hub.transfers.Load() != 0 {
			t.Errorf("%d boxes", n)
		}
		kept := p.leave(1)
		c = r.connect()
		p.ask(c, kept.taker)
		expect[*protocol.BoxFound](c)
		time.Sleep(pieceWait + time.Second)
		c.expectEnd(protocol.CodeTooSlow)
	})
}

// TestPiecesHaveAPace: a fast client gets a MiB a second, and nothing fills its outbox.
func TestPiecesHaveAPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newPipeServer(t)
		p := r.newRoom(3)
		begun := time.Now()
		b := p.leave(64) // 4 MiB
		if took := time.Since(begun); took < 2*time.Second || took > 5*time.Second {
			t.Errorf("4 MiB were taken in %v", took)
		}
		begun = time.Now()
		c := r.connect()
		p.ask(c, b.taker)
		expect[*protocol.BoxFound](c)
		c.fetchAll(64)
		if took := time.Since(begun); took < 2*time.Second || took > 5*time.Second {
			t.Errorf("4 MiB were given in %v", took)
		}
	})
}
