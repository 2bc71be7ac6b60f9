package creators

import (
	"crypto/ed25519"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

func keyOf(seed []byte) [32]byte {
	return [32]byte(ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey))
}

func knows(t *testing.T, l *List, key [32]byte) bool {
	t.Helper()
	ok, err := l.Knows(key)
	if err != nil {
		t.Fatal(err)
	}
	return ok
}

func TestACreatorIsKnownUntilItIsRemovedThoughTheListIsOpenElsewhere(t *testing.T) {
	dir := t.TempDir()
	server, shell := Open(dir), Open(dir)
	if knows(t, server, [32]byte{}) {
		t.Error("an empty list knows somebody")
	}
	seeds := map[string][]byte{}
	for _, label := range []string{"Office", "Büro zwei", "x"} {
		seed, err := shell.Add(label)
		if err != nil {
			t.Fatal(err)
		}
		seeds[label] = seed
		if !knows(t, server, keyOf(seed)) {
			t.Errorf("%q is not known", label)
		}
	}
	if labels, err := shell.Labels(); err != nil ||
		!slices.Equal(labels, []string{"Office", "Büro zwei", "x"}) {
		t.Errorf("%q, %v", labels, err)
	}
	if err := shell.Remove("Büro zwei"); err != nil {
		t.Fatal(err)
	}
	for label, seed := range seeds {
		if knows(t, server, keyOf(seed)) != (label != "Büro zwei") {
			t.Errorf("%q is wrong after the removal", label)
		}
	}
}

func TestTheFileMakesNobodyACreatorAndIsPrivate(t *testing.T) {
	dir := t.TempDir()
	seed, err := Open(dir).Add("Office")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "creators")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	public := keyOf(seed)
	if strings.Contains(string(text), string(seed)) ||
		strings.Contains(string(text), string(public[:])) {
		t.Error("the key is in the file")
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

func TestChangesThatCannotBeAreRefused(t *testing.T) {
	dir := t.TempDir()
	l := Open(dir)
	if _, err := l.Add("Office"); err != nil {
		t.Fatal(err)
	}
	for label, want := range map[string]error{
		"": ErrLabel, " x": ErrLabel, "two\nlines": ErrLabel, strings.Repeat("ü", 61): ErrLabel,
		"\xff": ErrLabel, "Office": ErrExists,
	} {
		if _, err := l.Add(label); !errors.Is(err, want) {
			t.Errorf("%q: %v", label, err)
		}
	}
	if err := l.Remove("Nobody"); !errors.Is(err, ErrUnknown) {
		t.Error(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "creators.new"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := l.Remove("Office"); !errors.Is(err, ErrBusy) {
		t.Error(err)
	}
}

func TestADamagedListKnowsNobodyAndIsNotOverwritten(t *testing.T) {
	dir := t.TempDir()
	l := Open(dir)
	seed, err := l.Add("Office")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "creators")
	for _, text := range []string{"x Office\n", strings.Repeat("A", 43) +
		"\n", strings.Repeat("A", 42) + " short\n"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if ok, err := l.Knows(keyOf(seed)); ok || !errors.Is(err, ErrDamaged) {
			t.Errorf("%q: %v, %v", text, ok, err)
		}
		if _, err := l.Add("Another"); !errors.Is(err, ErrDamaged) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestNoChangeIsLostWhenManyAreMadeAtOnce(t *testing.T) {
	dir := t.TempDir()
	var all sync.WaitGroup
	var mu sync.Mutex
	added := 0
	for i := range 20 {
		all.Go(func() {
			if _, err := Open(dir).Add(strings.Repeat("x", i+1)); err == nil {
				mu.Lock()
				added++
				mu.Unlock()
			} else if !errors.Is(err, ErrBusy) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if labels, err := Open(dir).Labels(); err != nil || len(labels) != added || added == 0 {
		t.Errorf("%d of %d, %v", len(labels), added, err)
	}
}
