package peer

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io"
	"os"
)

const (
	// maxOpenFiles is how many files of one side may be without an end on a pair.
	maxOpenFiles = 8
	// A message with bytes of a file is id || bytes; 16 KiB is what every implementation of data
	// channels takes whole.
	chunkHeader = 4
	maxChunk    = 16<<10 - chunkHeader
)

// File is a file that is being sent, from either side.
type File struct {
	// Name is as it was offered: a name, and no path.
	Name string `json:"name"`
	Size int64  `json:"size"` // in bytes
	// Saved is the name under which a received file was saved.
	Saved string `json:"saved,omitempty"`
}

func fileOf(m *fileMessage) *File { return &File{Name: m.Name, Size: m.Size} }

// fileExchange is the files that go between us and one member (protocol, section 4.6). It belongs
// to the call's goroutine.
type fileExchange struct {
	in  *filesIn
	out *filesOut
}

func newFileExchange(p *pair) *fileExchange {
	// there is a connection: files are spoken of nowhere else
	say := func(m message) { p.conn.say(m) }
	tell := func(kind EventKind, f *File, code string) {
		p.call.emit(Event{Kind: kind, SID: p.sid.String(), Name: p.name, File: f, Code: code})
	}
	return &fileExchange{
		in:  &filesIn{shelf: p.call.shelf, say: say, tell: tell, open: map[fileID]*incoming{}},
		out: &filesOut{say: say, tell: tell, open: map[fileID]*outgoing{}},
	}
}

// receive takes in what the peer says of files; false if it is about something else. An error is a
// violation.
func (x *fileExchange) receive(m message) (bool, error) {
	switch m := m.(type) {
	case *fileMessage:
		return true, x.in.offered(m)
	case *withdrawMessage:
		return true, x.in.withdrawn(m.ID)
	case *acceptMessage:
		return true, x.out.accepted(m.ID)
	case *declineMessage:
		return true, x.out.declined(m.ID)
	case *receivedMessage:
		return true, x.out.received(m.ID)
	}
	return false, nil
}

// cut ends all files: there is no way for them any more.
func (x *fileExchange) cut() {
	x.in.cut()
	x.out.cut()
}

func packChunk(id fileID, bytes []byte) []byte {
	return append(binary.BigEndian.AppendUint32(nil, uint32(id)), bytes...)
}

// unpackChunk takes a message of the file channel apart.
func unpackChunk(message []byte) (id fileID, bytes []byte, err error) {
	if len(message) <= chunkHeader || len(message) > chunkHeader+maxChunk {
		return 0, nil, errFiles
	}
	return fileID(binary.BigEndian.Uint32(message)), message[chunkHeader:], nil
}

// sharedFile is a file on our disk that is offered to one member or to several. It belongs to the
// call's goroutine.
type sharedFile struct {
	file    *os.File
	offer   fileMessage // without its id
	holders int
}

// shareFile opens a file and hashes it, which takes a moment: not on the call's goroutine.
func shareFile(path string) (*sharedFile, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	s := &sharedFile{file: file}
	if s.offer, err = describeFile(file, path); err != nil {
		file.Close()
		return nil, err
	}
	return s, nil
}

func describeFile(file *os.File, path string) (m fileMessage, err error) {
	info, err := file.Stat()
	switch {
	case err != nil:
		return m, err
	case !info.Mode().IsRegular():
		return m, errors.New("only files can be sent, no folders and no devices")
	case info.Size() == 0 || info.Size() > MaxFileSize:
		return m, errors.New("a file that is sent has 1 byte to 100 MB")
	}
	hash := sha256.New()
	if n, err := io.Copy(hash, file); err != nil {
		return m, err
	} else if n != info.Size() {
		return m, errors.New("the file changes while it is read")
	}
	return fileMessage{Name: fileNameOf(path), Size: info.Size(),
		Hash: fileHash(hash.Sum(nil))}, nil
}

func (s *sharedFile) hold() { s.holders++ }

func (s *sharedFile) release() {
	if s.holders--; s.holders == 0 {
		s.file.Close() // it was only read
	}
}
