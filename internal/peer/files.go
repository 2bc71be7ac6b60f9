package peer

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io"
	"os"

	"einmal/internal/peer/protocol"
	"einmal/internal/peer/rtc"
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

func fileOf(m *protocol.File) *File { return &File{Name: m.Name, Size: m.Size} }

// fileExchange is the files that go between us and one member (protocol, section 4.6). It belongs
// to the call's goroutine.
type fileExchange struct {
	in  *receiver
	out *sender
}

// outcome is what has become of a file; its text is that of the event.
type outcome string

const (
	// fileOffered: a member offers one. Code: accepted, or declined if there is no place for it.
	fileOffered   outcome = "file"
	fileReceived  outcome = "file-received"  // it is whole, and saved
	fileDelivered outcome = "file-delivered" // a member has ours
	// fileFailed: one from either side came to nothing. Code: declined, withdrawn, cut-off,
	// damaged, disk, unreadable or too-many.
	fileFailed outcome = "file-failed"
)

// newFileExchange takes the directory for what comes, nil if nothing is taken; send passes a message
// to the member, and report says what has become of a file.
func newFileExchange(dir *downloadDir, send func(protocol.Message),
	report func(what outcome, f *File, code string)) *fileExchange {
	return &fileExchange{
		in: &receiver{dir: dir, send: send, report: report,
			open: map[protocol.FileID]*incoming{}},
		out: &sender{send: send, report: report, open: map[protocol.FileID]*outgoing{}},
	}
}

// useChannel sends what is accepted over this channel from now on.
func (x *fileExchange) useChannel(channel *rtc.FileChannel) { x.out.channel = channel }

// receiveChunk takes in bytes of a file. An error is a violation.
func (x *fileExchange) receiveChunk(message []byte) error { return x.in.writeChunk(message) }

// offerFile offers a file to the member under this id, which grows from file to file.
func (x *fileExchange) offerFile(id protocol.FileID, s *sharedFile) { x.out.offerFile(id, s) }

// sendChunks sends as much as the channel takes at this moment.
func (x *fileExchange) sendChunks() { x.out.sendChunks() }

// handleMessage takes in what the peer says of files; false if it is about something else. An error
// is a violation.
func (x *fileExchange) handleMessage(m protocol.Message) (bool, error) {
	switch m := m.(type) {
	case *protocol.File:
		return true, x.in.handleOffer(m)
	case *protocol.Withdraw:
		return true, x.in.handleWithdraw(m.ID)
	case *protocol.Accept:
		return true, x.out.handleAccept(m.ID)
	case *protocol.Decline:
		return true, x.out.handleDecline(m.ID)
	case *protocol.Received:
		return true, x.out.handleReceived(m.ID)
	}
	return false, nil
}

// cutOff ends all files: there is no way for them any more.
func (x *fileExchange) cutOff() {
	x.in.cutOff()
	x.out.cutOff()
}

func packChunk(id protocol.FileID, bytes []byte) []byte {
	return append(binary.BigEndian.AppendUint32(nil, uint32(id)), bytes...)
}

// unpackChunk takes a message of the file channel apart.
func unpackChunk(message []byte) (id protocol.FileID, bytes []byte, err error) {
	if len(message) <= chunkHeader || len(message) > chunkHeader+maxChunk {
		return 0, nil, protocol.ErrFiles
	}
	return protocol.FileID(binary.BigEndian.Uint32(message)), message[chunkHeader:], nil
}

// sharedFile is a file on our disk that is offered to one member or to several. It belongs to the
// call's goroutine.
type sharedFile struct {
	file    *os.File
	offer   protocol.File // without its id
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

func describeFile(file *os.File, path string) (m protocol.File, err error) {
	info, err := file.Stat()
	switch {
	case err != nil:
		return m, err
	case !info.Mode().IsRegular():
		return m, errors.New("only files can be sent, no folders and no devices")
	case info.Size() == 0 || info.Size() > protocol.MaxFileSize:
		return m, errors.New("a file that is sent has 1 byte to 100 MB")
	}
	hash := sha256.New()
	if n, err := io.Copy(hash, file); err != nil {
		return m, err
	} else if n != info.Size() {
		return m, errors.New("the file changes while it is read")
	}
	return protocol.File{Name: protocol.FileNameOf(path), Size: info.Size(),
		Hash: protocol.FileHash(hash.Sum(nil))}, nil
}

func (s *sharedFile) retain() { s.holders++ }

func (s *sharedFile) release() {
	if s.holders--; s.holders == 0 {
		s.file.Close() // it was only read
	}
}

// close lets go of the file, whoever holds it.
func (s *sharedFile) close() { s.file.Close() }
