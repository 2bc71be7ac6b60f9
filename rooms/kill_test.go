package rooms

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"
)

// victimOf, in the environment, makes this test binary a process that works on the store in that
// directory until it is killed. Each line it prints is a step: "+ key record" after a room was
// written, "? key" before it is erased, "- key" after.
const victimOf = "EINMAL_TEST_VICTIM"

func TestMain(m *testing.M) {
	if dir := os.Getenv(victimOf); dir != "" {
		fmt.Fprintln(os.Stderr, work(dir))
		os.Exit(1)
	}
	if dir := os.Getenv(boxVictimOf); dir != "" {
		fmt.Fprintln(os.Stderr, workOnBoxes(dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// work creates, uses and erases rooms at random for ever.
func work(dir string) error {
	s, err := Open(dir)
	if err != nil {
		return err
	}
	var living []Key
	for {
		var err error
		switch n := rand.IntN(10); {
		case n < 5 || len(living) == 0:
			var id ID
			for i := range id {
				id[i] = byte(rand.IntN(256))
			}
			k := s.RoomKey(id)
			living = append(living, k)
			err = errors.Join(s.Create(k, Room{Expires: inHours(9), Seats: 2}), tell(s, k))
		case n < 7:
			k := living[rand.IntN(len(living))]
			err = errors.Join(s.Update(k, func(r *Room) {
				noteUse(true, rand.Uint64())(r)
				r.Expires, r.Appointment = inHours(9+rand.IntN(9)), [36]byte{byte(n)}
			}), tell(s, k))
		default:
			i := rand.IntN(len(living))
			k := living[i]
			living = append(living[:i], living[i+1:]...)
			fmt.Printf("? %x\n", k)
			err = s.Erase(k)
			fmt.Printf("- %x\n", k)
		}
		if err != nil {
			return err
		}
	}
}

func tell(s *Store, k Key) error {
	return s.viewRooms("tell", func(b *bbolt.Bucket) error {
		_, err := fmt.Printf("+ %x %x\n", k, b.Get(k[:]))
		return err
	})
}

// story is what is known of the rooms of all victims.
type story struct {
	records map[Key][][]byte // all that was ever written of a room
	state   map[Key]string   // the last step
}

func (y *story) read(t *testing.T, out []byte) {
	t.Helper()
	for line := range strings.Lines(string(out)) {
		words := strings.Fields(line)
		if !strings.HasSuffix(line, "\n") || len(words) < 2 {
			continue // the kill cut it off
		}
		name, err := hex.DecodeString(words[1])
		if err != nil {
			t.Fatal(err)
		}
		k := Key(name)
		y.state[k] = words[0]
		if words[0] == "+" {
			record, err := hex.DecodeString(words[2])
			if err != nil {
				t.Fatal(err)
			}
			y.records[k] = append(y.records[k], record)
		}
	}
}

// check compares the store with the story: rooms that were there are there, and of all else no byte
// is.
func (y *story) check(t *testing.T, s *Store) {
	t.Helper()
	checkTree(t, s)
	data := fileOf(t, s)
	for k, step := range y.state {
		current := recordOf(t, s, k)
		switch {
		case step == "+" && current == nil:
			t.Fatal("a room is lost")
		case step == "-" && current != nil:
			t.Fatal("an erased room is back")
		case current == nil && contains(data, k[:]):
			t.Fatal("the key of an erased room is in the file")
		}
		for _, record := range y.records[k] {
			if !bytes.Equal(record, current) && contains(data, record) {
				t.Fatal("an old record is in the file")
			}
		}
	}
}

// TestAKillAtAnyMomentLeavesWholeRoomsAndNothingElse kills a process at work, and looks at what the
// next one finds.
func TestAKillAtAnyMomentLeavesWholeRoomsAndNothingElse(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	rounds := 15
	if n, err := strconv.Atoi(os.Getenv("EINMAL_TEST_KILLS")); err == nil {
		rounds = n
	}
	dir := t.TempDir()
	s := openStore(t, dir)
	fill(t, s, 0, 300)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	y := &story{map[Key][][]byte{}, map[Key]string{}}
	erased := 0
	for range rounds {
		y.read(t, killed(t, victimOf, dir))
		s := openStore(t, dir)
		y.check(t, s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	for _, step := range y.state {
		if step != "+" {
			erased++
		}
	}
	if erased < rounds {
		t.Errorf("only %d rooms were erased in %d rounds: the test does not test", erased, rounds)
	}
}

// killed lets a victim work for a random time and returns what it said.
func killed(t *testing.T, victimOf, dir string) []byte {
	t.Helper()
	victim := exec.Command(os.Args[0])
	victim.Env = append(os.Environ(), victimOf+"="+dir)
	out, err := victim.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := victim.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	first, err := lines.ReadBytes('\n') // it works by now
	if err != nil {
		t.Fatal(errors.Join(err, victim.Wait()))
	}
	timer := time.AfterFunc(time.Duration(rand.IntN(150_000))*time.Microsecond,
		func() { victim.Process.Kill() })
	defer timer.Stop()
	var said bytes.Buffer
	said.Write(first)
	_, _ = said.ReadFrom(lines) // until the kill
	_ = victim.Wait()
	return said.Bytes()
}
