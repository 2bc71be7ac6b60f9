package transfer

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// maxDownloads is how many bytes a call takes in files, all in all: nobody in it can fill the disk.
const maxDownloads = 4 << 30

// DownloadDir is the directory where files go that others send. A nil one takes none. What is
// written there never leaves the directory, not even over symbolic links (os.Root), and never
// replaces a file.
type DownloadDir struct {
	root *os.Root
	left int64 // bytes
}

func OpenDownloadDir(dir string) (*DownloadDir, error) {
	if dir == "" {
		return nil, nil
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return &DownloadDir{root: root, left: maxDownloads}, nil
}

func (dir *DownloadDir) Close() {
	if dir != nil {
		dir.root.Close() // its files are closed already
	}
}

// draft is a file that is not whole yet. Its name begins with a dot and says nothing.
type draft struct {
	dir  *DownloadDir
	file *os.File
	name string
	sum  *fileHash
}

// createDraft returns nil if there is no place for a file of this size.
func (dir *DownloadDir) createDraft(size int64) *draft {
	if dir == nil || size > dir.left {
		return nil
	}
	name := ".einmal-" + rand.Text() + ".part"
	file, err := dir.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil
	}
	dir.left -= size
	return &draft{dir: dir, file: file, name: name, sum: newFileHash()}
}

func (d *draft) writeBytes(bytes []byte) bool {
	_, _ = d.sum.Write(bytes) // it never fails
	_, err := d.file.Write(bytes)
	return err == nil
}

// errDisk: a file cannot be made or written.
var errDisk = errors.New("the file cannot be written there")

// Save makes a file of what write writes, so many bytes, and gives the name that it has, when it is
// on the disk. Of an error nothing is left.
func (dir *DownloadDir) Save(name string, size int64,
	write func(io.Writer) error) (saved string, err error) {
	d := dir.createDraft(size)
	if d == nil {
		return "", errDisk
	}
	err = errors.Join(write(d.file), d.file.Sync())
	if err == nil {
		if saved = d.saveAs(name); saved != "" {
			return saved, nil
		}
		err = errDisk
	}
	d.discard()
	return "", err
}

// saveAs gives the file its name, or one beside it if that is taken: "x.pdf", "x (2).pdf". It
// returns that name, or nothing if the disk fails, and then the draft is still there to be dropped.
func (d *draft) saveAs(name string) string {
	if d.file.Close() != nil {
		return ""
	}
	extension := filepath.Ext(name)
	stem := strings.TrimSuffix(name, extension)
	for i := 1; i <= 1000; i++ {
		if i > 1 {
			name = fmt.Sprintf("%s (%d)%s", stem, i, extension)
		}
		place, err := d.dir.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if os.IsExist(err) {
			continue
		}
		if err != nil {
			return ""
		}
		place.Close() // nothing was written
		if d.dir.root.Rename(d.name, name) != nil {
			_ = d.dir.root.Remove(name)
			return ""
		}
		return name
	}
	return ""
}

func (d *draft) discard() {
	d.file.Close() // once more does no harm
	_ = d.dir.root.Remove(d.name)
}
