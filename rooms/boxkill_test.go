package rooms

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// boxVictimOf is victimOf for a process that puts and erases boxes. Its lines are "b room seed"
// before a box is begun, "+ room seed" when it is whole, "? room seed" before it is erased, and
// "- room seed" after. The seed says what is in it.
const boxVictimOf = "EINMAL_TEST_BOX_VICTIM"

// boxFromSeed is a box of one to four pieces.
func boxFromSeed(seed uint64) (what Box, pieces [][]byte) {
	random := rand.New(rand.NewPCG(seed, 7))
	what.Pieces = uint16(1 + random.IntN(4))
	binary.BigEndian.PutUint64(what.Salt[:], seed)
	for range what.Pieces {
		piece := make([]byte, PieceSize)
		for i := 0; i < len(piece); i += 8 {
			binary.BigEndian.PutUint64(piece[i:], random.Uint64())
		}
		pieces = append(pieces, piece)
	}
	return what, pieces
}

func workOnBoxes(dir string) error {
	s, err := Open(dir)
	if err != nil {
		return err
	}
	for {
		room := rand.IntN(20)
		k := s.RoomKey(ID{byte(room)})
		seed := rand.Uint64()
		if there, err := s.FindBox(k); err == nil {
			seed = binary.BigEndian.Uint64(there.Salt[:])
			fmt.Printf("? %d %d\n", room, seed)
			if rand.IntN(2) == 0 {
				err = s.EraseBox(k, there.Salt)
			} else {
				err = errors.Join(s.Erase(k), s.Create(k, Room{Expires: inHours(9), Seats: 2}))
			}
			if err != nil {
				return err
			}
			fmt.Printf("- %d %d\n", room, seed)
			continue
		}
		fmt.Printf("b %d %d\n", room, seed)
		what, pieces := boxFromSeed(seed)
		w, err := s.PutBox(k, what)
		if err != nil {
			return err
		}
		for _, piece := range pieces {
			if err := w.Write(piece); err != nil {
				return err
			}
		}
		if err := w.Finish(); err != nil {
			return err
		}
		fmt.Printf("+ %d %d\n", room, seed)
	}
}

// TestAKillAtAnyMomentLeavesWholeBoxesAndNothingElse kills a process that puts and erases boxes, and
// looks at what the next one finds.
func TestAKillAtAnyMomentLeavesWholeBoxesAndNothingElse(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	rounds := 15
	if n, err := strconv.Atoi(os.Getenv("EINMAL_TEST_KILLS")); err == nil {
		rounds = n
	}
	dir := t.TempDir()
	s := openStore(t, dir)
	for room := range 20 {
		if err := s.Create(s.RoomKey(ID{byte(room)}), Room{Expires: inHours(9), Seats: 2}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	steps, seeds := map[int]string{}, map[int][]uint64{}
	unfinished := 0
	for range rounds {
		for line := range strings.Lines(string(killed(t, boxVictimOf, dir))) {
			var step string
			var room int
			var seed uint64
			if n, _ := fmt.Sscanf(line, "%s %d %d\n", &step, &room, &seed); n < 3 ||
				!strings.HasSuffix(line, "\n") {
				continue // the kill cut it off
			}
			if steps[room] = step; step == "b" {
				seeds[room] = append(seeds[room], seed)
			}
		}
		s := openStore(t, dir)
		unfinished += checkBoxes(t, s, dir, steps, seeds)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if unfinished == 0 {
		t.Errorf("no kill in %d rounds came in the middle: the test does not test", rounds)
	}
}

// checkBoxes compares the store with what its victims have said. It gives how many of them were
// killed in the middle of something.
func checkBoxes(t *testing.T, s *Store, dir string, steps map[int]string,
	seeds map[int][]uint64) (unfinished int) {
	t.Helper()
	data := bytesOnDisk(t, filepath.Join(dir, BoxesName))
	for room, all := range seeds {
		k := s.RoomKey(ID{byte(room)})
		there, err := s.FindBox(k)
		last := all[len(all)-1]
		current := err == nil && binary.BigEndian.Uint64(there.Salt[:]) == last
		switch step := steps[room]; {
		case step == "+" && !current:
			t.Fatalf("a box is lost: %v", err)
		case step == "-" && err == nil:
			t.Fatal("an erased box is back")
		case step == "b" || step == "?":
			unfinished++
		}
		for _, seed := range all {
			_, pieces := boxFromSeed(seed)
			for n, piece := range pieces {
				into := make([]byte, PieceSize)
				if seed == last && current {
					if err := s.ReadPiece(k, there.Salt, n, into); err != nil ||
						!bytes.Equal(into, piece) {
						t.Fatalf("piece %d is another, or %v", n, err)
					}
				} else if bytes.Contains(data, piece[:64]) ||
					bytes.Contains(data, piece[PieceSize-64:]) {
					t.Fatal("a piece of what is gone is on the disk")
				}
			}
		}
		if seeds[room] = all[len(all)-1:]; !current { // what was looked at once stays gone
			delete(seeds, room)
			delete(steps, room)
		}
	}
	return unfinished
}
