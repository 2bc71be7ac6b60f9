package signal

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"einmal/internal/protocol"
	"einmal/internal/roomstate"
	"einmal/rooms"
)

// TestAMistakeInARoomEndsThisRoomAlone: in its timer, in its queue, and in what erases it.
func TestAMistakeInARoomEndsThisRoomAlone(t *testing.T) {
	for name, spoil := range map[string]func(*testServer, *liveRoom){
		"timer": func(r *testServer, l *liveRoom) {
			peers := opened(reflect.ValueOf(&l.room).Elem().FieldByName("peers"))
			peers.Set(reflect.Append(peers, reflect.Zero(peers.Type().Elem())))
			go r.hub.tickRoom(l, time.Now()) // as the timer does
		},
		"queue": func(r *testServer, l *liveRoom) { r.hub.queueJob(l, &l.store, func() { panic("secret") }) },
		"queue, more than once": func(r *testServer, l *liveRoom) {
			for range 3 {
				r.hub.queueJob(l, &l.store, func() { panic("secret") })
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			atTime(t, func(t *testing.T, r *testServer) {
				p, other := r.newRoom(3), r.newRoom(3)
				host, guests := p.call(1)
				knocker := p.knock()
				expect[*protocol.Knock](host)
				otherHost, _ := other.call(1)
				r.hub.mu.Lock()
				spoil(r, r.hub.rooms[r.store.RoomKey(rooms.ID(p.room))])
				r.hub.mu.Unlock()
				synctest.Wait()
				if len(knocker.in) == 0 {
					t.Fatal("nobody is told")
				}
				for _, c := range []*client{host, guests[0], knocker} {
					c.expectEnd(protocol.CodeInternal)
				}
				time.Sleep(2 * roomstate.RetryTime)
				if _, err := r.store.Get(r.store.RoomKey(rooms.ID(p.room))); !errors.Is(err,
					rooms.ErrGone) {
					t.Errorf("on disk: %v", err)
				}
				r.hub.mu.Lock()
				left := len(r.hub.rooms)
				r.hub.mu.Unlock()
				if left != 1 {
					t.Errorf("%d rooms are in memory", left)
				}
				otherHost.send(&protocol.DataRequest{})
				expect[*protocol.DataReport](otherHost)
				if log := r.log.String(); !strings.Contains(log, "error=panic") ||
					strings.Contains(log, "secret") {
					t.Errorf("the log says %q", log)
				}
			})
		})
	}
}

// TestNoRoomVerifiesASignature: whatever a room does is done under the hub's mutex, for which
// everybody's frames wait. So is what a hub does between Lock and Unlock, and it has one file that
// verifies.
func TestNoRoomVerifiesASignature(t *testing.T) {
	names, err := filepath.Glob("*.go")
	if err != nil || len(names) < 10 {
		t.Fatal(err)
	}
	room, err := filepath.Glob("../internal/roomstate/*.go")
	if err != nil || len(room) < 5 {
		t.Fatal(err)
	}
	names = append(names, room...)
	var callers []string
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			ast.Inspect(f, func(n ast.Node) bool {
				if callee, ok := n.(*ast.Ident); ok && callee != f.Name &&
					(callee.Name == "VerifyAndClear" || callee.Name == "verifiedKey") {
					callers = append(callers, receiver(f)+f.Name.Name)
				}
				return true
			})
		}
	}
	slices.Sort(callers)
	// Each of these runs on a connection's own goroutine, without the mutex.
	if got := slices.Compact(callers); !slices.Equal(got,
		[]string{"Hub.checkCommand", "Hub.checkJoin", "Hub.checkPut", "Hub.moveRoom",
			"clientConn.beginTake", "clientConn.createRoom", "clientConn.isCreator", "clientConn.joinRoom",
			"verifiedKey"}) {
		t.Errorf("signatures are verified in %v", got)
	}
}

func receiver(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return ""
	}
	kind := f.Recv.List[0].Type
	if pointer, ok := kind.(*ast.StarExpr); ok {
		kind = pointer.X
	}
	return kind.(*ast.Ident).Name + "."
}
