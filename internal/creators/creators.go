// Package creators keeps the list of those who may create rooms on a server that is not open to
// everybody.
//
// A creator holds a link with the seed of an Ed25519 key. The list is a file of lines "hash label",
// the hash being SHA-256 of the public key in base64url: what is on disk makes nobody a creator. A
// running server sees a change at the next request, and no change is lost when two are made at the
// same time. A List may be used from any goroutine.
package creators

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"
)

// MaxLabel is the longest label, in characters.
const MaxLabel = 60

var (
	// ErrLabel: empty, too long, or with characters that do not belong on a line.
	ErrLabel = errors.New("a label has 1 to 60 characters on one line")
	// ErrExists: the label is taken.
	ErrExists = errors.New("there is already a creator with that label")
	// ErrUnknown: there is no such label.
	ErrUnknown = errors.New("there is no creator with that label")
	// ErrBusy: another change is under way, or broke off.
	ErrBusy = errors.New("the list is being changed")
	// ErrDamaged: a line is not of the form.
	ErrDamaged = errors.New("the list of creators is damaged")
)

// List is the file in one data directory.
type List struct {
	path string

	mu     sync.Mutex
	readAt time.Time // the file's modification time when it was read
	size   int64
	known  map[string]string // label by hash
}

// Open names the list in dir, which may not be there yet.
func Open(dir string) *List { return &List{path: filepath.Join(dir, "creators")} }

// Knows says whether a public key is a creator's. A file that cannot be read knows nobody.
func (l *List) Knows(key [ed25519.PublicKeySize]byte) (bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	info, err := os.Stat(l.path)
	if errors.Is(err, fs.ErrNotExist) {
		l.known = nil
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("list of creators: %w", err)
	}
	if l.known == nil || !info.ModTime().Equal(l.readAt) || info.Size() != l.size {
		lines, err := l.readEntries()
		if err != nil {
			l.known = nil
			return false, err
		}
		l.known = make(map[string]string, len(lines))
		for _, line := range lines {
			l.known[line.hash] = line.label
		}
		l.readAt, l.size = info.ModTime(), info.Size()
	}
	_, ok := l.known[keyHash(key[:])]
	return ok, nil
}

// Labels lists the creators in the order in which they were added.
func (l *List) Labels() ([]string, error) {
	lines, err := l.readEntries()
	labels := make([]string, len(lines))
	for i, line := range lines {
		labels[i] = line.label
	}
	return labels, err
}

// Add makes a creator and gives the seed (RFC 8032) of its key, which is stored nowhere.
func (l *List) Add(label string) (seed []byte, err error) {
	if !isValidLabel(label) {
		return nil, ErrLabel
	}
	seed = make([]byte, ed25519.SeedSize)
	_, _ = rand.Read(seed) // never fails since Go 1.24
	public := ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey)
	return seed, l.replaceFile(func(lines []entry) ([]entry, error) {
		if slices.ContainsFunc(lines, func(one entry) bool { return one.label == label }) {
			return nil, ErrExists
		}
		return append(lines, entry{keyHash(public), label}), nil
	})
}

// Remove takes a creator's right away. Rooms that were created with it stay.
func (l *List) Remove(label string) error {
	return l.replaceFile(func(lines []entry) ([]entry, error) {
		rest := slices.DeleteFunc(slices.Clone(lines),
			func(one entry) bool { return one.label == label })
		if len(rest) == len(lines) {
			return nil, ErrUnknown
		}
		return rest, nil
	})
}

type entry struct{ hash, label string }

func (l *List) readEntries() ([]entry, error) {
	text, err := os.ReadFile(l.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list of creators: %w", err)
	}
	var list []entry
	for in := bufio.NewScanner(bytes.NewReader(text)); in.Scan(); {
		hash, label, _ := strings.Cut(in.Text(), " ")
		if sum, err := base64.RawURLEncoding.DecodeString(hash); err != nil ||
			len(sum) != sha256.Size || !isValidLabel(label) {
			return nil, fmt.Errorf("%w: line %d", ErrDamaged, len(list)+1)
		}
		list = append(list, entry{hash, label})
	}
	return list, nil
}

// replaceFile writes a new file beside the old one and puts it in its place. The new file is the
// lock as well.
func (l *List) replaceFile(f func([]entry) ([]entry, error)) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	next := l.path + ".new"
	file, err := os.OpenFile(next, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%w: %s is there", ErrBusy, filepath.Base(next))
	}
	if err != nil {
		return fmt.Errorf("list of creators: %w", err)
	}
	placed := false
	defer func() {
		_ = file.Close()
		if !placed { // otherwise a file of that name belongs to another change
			_ = os.Remove(next)
		}
	}()
	lines, err := l.readEntries()
	if err != nil {
		return err
	}
	if lines, err = f(lines); err != nil {
		return err
	}
	var text strings.Builder
	for _, one := range lines {
		text.WriteString(one.hash + " " + one.label + "\n")
	}
	_, err = file.WriteString(text.String())
	if err = errors.Join(err, giveToOwner(file), file.Sync()); err == nil {
		err = os.Rename(next, l.path)
	}
	if err != nil {
		return fmt.Errorf("list of creators: %w", err)
	}
	placed = true
	l.known = nil
	return nil
}

func isValidLabel(text string) bool {
	return text != "" && utf8.ValidString(text) && utf8.RuneCountInString(text) <= MaxLabel &&
		strings.TrimSpace(text) == text && !strings.ContainsFunc(text, unicode.IsControl)
}

func keyHash(key []byte) string {
	sum := sha256.Sum256(key)
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
