package recording

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// ProofName is the name of the file in which a proof lies.
const ProofName = "consent.json"

// maxProof is how large one may be; it is larger than one of [maxPeople] people.
const maxProof = 16 << 20

// FileError is about a file that a proof names.
type FileError struct {
	Name string
	Why  string
}

func (e *FileError) Error() string { return fmt.Sprintf("%s %s", e.Name, e.Why) }

// CheckDirectory reads the proof in a directory and compares with it what lies beside it. A proof
// that could be read is returned also with an error about it.
func CheckDirectory(dir string) (*Proof, error) {
	file, err := os.Open(filepath.Join(dir, ProofName))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxProof+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxProof {
		return nil, errForm
	}
	p, err := ReadProof(data)
	if err != nil {
		return nil, err
	}
	if err := p.Check(); err != nil {
		return p, err
	}
	if len(p.Files) == 0 {
		return p, errors.New("it names no file")
	}
	for _, f := range p.Files {
		if err := f.check(dir); err != nil {
			return p, err
		}
	}
	return p, nil
}

func (f File) check(dir string) error {
	file, err := os.Open(filepath.Join(dir, f.Name))
	if err != nil {
		return &FileError{f.Name, "is not there, or cannot be read"}
	}
	defer file.Close()
	sum := sha256.New()
	size, err := io.Copy(sum, file)
	switch {
	case err != nil:
		return &FileError{f.Name, "cannot be read"}
	case uint64(size) != f.Size || Digest(sum.Sum(nil)) != f.SHA256:
		return &FileError{f.Name, "is not what was recorded"}
	}
	return nil
}
