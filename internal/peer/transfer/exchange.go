// Package transfer sends files between two people (protocol, section 4.6): offers, acceptance,
// bytes over their own data channel, and the directory that received ones are saved in.
package transfer

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
	// MaxOpenFiles is how many files of one side may be without an end on a pair.
	MaxOpenFiles = 8
	// A message with bytes of a file is id || bytes; 16 KiB is what every implementation of data
	// channels takes whole.
	ChunkHeader = 4
	MaxChunk    = 16<<10 - ChunkHeader
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

// Exchange is the files that go between us and one member (protocol, section 4.6). It belongs
// to the call's goroutine.
type Exchange struct {
	in     *receiver
	Sender *Sender
}

// Outcome is what has become of a file; its text is that of the event.
type Outcome string

const (
	// Offered: a member offers one. Code: accepted, or declined if there is no place for it.
	Offered   Outcome = "file"
	Received  Outcome = "file-received"  // it is whole, and saved
	Delivered Outcome = "file-delivered" // a member has ours
	// Failed: one from either side came to nothing. Code: declined, withdrawn, cut-off,
	// damaged, disk, unreadable or too-many.
	Failed Outcome = "file-failed"
)

// NewExchange takes the directory for what comes, nil if nothing is taken; send passes a message
// to the member, and report says what has become of a file.
func NewExchange(dir *DownloadDir, send func(protocol.Message),
	report func(what Outcome, f *File, code string)) *Exchange {
	return &Exchange{
		in: &receiver{dir: dir, send: send, report: report,
			open: map[protocol.FileID]*incoming{}},
		Sender: &Sender{send: send, report: report, Open: map[protocol.FileID]*outgoing{}},
	}
}

// UseChannel sends what is accepted over this channel from now on.
func (x *Exchange) UseChannel(channel *rtc.FileChannel) { x.Sender.channel = channel }

// ReceiveChunk takes in bytes of a file. An error is a violation.
func (x *Exchange) ReceiveChunk(message []byte) error { return x.in.writeChunk(message) }

// OfferFile offers a file to the member under this id, which grows from file to file.
func (x *Exchange) OfferFile(id protocol.FileID, s *SharedFile) { x.Sender.offerFile(id, s) }

// SendChunks sends as much as the channel takes at this moment.
func (x *Exchange) SendChunks() { x.Sender.sendChunks() }

// HandleMessage takes in what the peer says of files; false if it is about something else. An error
// is a violation.
func (x *Exchange) HandleMessage(m protocol.Message) (bool, error) {
	switch m := m.(type) {
	case *protocol.File:
		return true, x.in.handleOffer(m)
	case *protocol.Withdraw:
		return true, x.in.handleWithdraw(m.ID)
	case *protocol.Accept:
		return true, x.Sender.handleAccept(m)
	case *protocol.Decline:
		return true, x.Sender.handleDecline(m.ID)
	case *protocol.Received:
		return true, x.Sender.handleReceived(m.ID)
	}
	return false, nil
}

// CutOff ends all transfers: there is no channel for them any more.
func (x *Exchange) CutOff() {
	x.in.cutOff()
	x.Sender.cutOff()
}

func PackChunk(id protocol.FileID, bytes []byte) []byte {
	return append(binary.BigEndian.AppendUint32(nil, uint32(id)), bytes...)
}

// unpackChunk takes a message of the file channel apart.
func unpackChunk(message []byte) (id protocol.FileID, bytes []byte, err error) {
	if len(message) <= ChunkHeader || len(message) > ChunkHeader+MaxChunk {
		return 0, nil, protocol.ErrFiles
	}
	return protocol.FileID(binary.BigEndian.Uint32(message)), message[ChunkHeader:], nil
}

// SharedFile is a file on our disk that is offered to one member or to several. It belongs to the
// call's goroutine.
type SharedFile struct {
	file    *os.File
	Offer   protocol.File // without its id
	holders int
}

// Share opens a file and hashes it, which takes a moment: not on the call's goroutine.
func Share(path string) (*SharedFile, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	s := &SharedFile{file: file}
	if s.Offer, err = describeFile(file, path); err != nil {
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

func (s *SharedFile) Retain() { s.holders++ }

func (s *SharedFile) Release() {
	if s.holders--; s.holders == 0 {
		s.file.Close() // it was only read
	}
}

// Close lets go of the file, whoever holds it.
func (s *SharedFile) Close() { s.file.Close() }
