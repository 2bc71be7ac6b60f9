// Package webclient embeds the built web client and serves it.
//
// It promises that the page is the same bytes for every room and every visitor, that a GET changes
// nothing, that no cookie is ever set, and that the page carries headers under which a browser runs
// only what is embedded here. [Client.Files] and [Client.FilesHash] say what that is, so that
// anybody can compare it with what a server really sends.
package webclient

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"
)

// What is in dist, each file once: in Brotli with ".br" behind its name, or as it is (brotli.ts). A
// fresh clone has only brotli/.gitkeep, so that it compiles; `make build` fills it.
//
//go:embed all:brotli
var packed embed.FS

// pageName is the file that is served at "/".
const pageName = "index.html"

// ErrMissing: the client was not built before the program was.
var ErrMissing = errors.New("the web client is not built in")

// Open reads the embedded client. Errors: [ErrMissing].
func Open() (*Client, error) {
	files, err := fs.Sub(packed, "brotli")
	if err != nil {
		return nil, fmt.Errorf("web client: %w", err)
	}
	return New(files)
}

// New reads a built client, such as another one for tests. Of a file whose name ends with ".br" it
// unpacks what stands in it, once somebody asks. Errors: [ErrMissing].
func New(built fs.FS) (*Client, error) {
	c := &Client{files: map[string]file{}}
	err := fs.WalkDir(built, ".", func(entryName string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasPrefix(entry.Name(), ".") {
			return err
		}
		name := entryName
		// To read is to copy: what nobody asks for takes no memory.
		read := sync.OnceValue(func() []byte { return mustRead(built, entryName) })
		f := newFile(name, read)
		if plainName, isPacked := strings.CutSuffix(name, ".br"); isPacked {
			name, f = plainName, newPackedFile(plainName, read)
		}
		address := "/" + name
		if name == pageName { // the page has one address
			address = "/"
		}
		c.files[address] = f
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("web client: %w", err)
	}
	page, ok := c.files["/"]
	if !ok {
		return nil, ErrMissing
	}
	c.headers = headersFor(page.plain())
	return c, nil
}

func mustRead(built fs.FS, name string) []byte {
	body, err := fs.ReadFile(built, name)
	if err != nil { // it was there when the program started
		panic(fmt.Errorf("web client: %w", err))
	}
	return body
}
