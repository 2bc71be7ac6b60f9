// Package webclient embeds the built web client and serves it.
//
// It promises that the page is the same bytes for every room and every visitor, that a GET changes
// nothing, that no cookie is ever set, and that the page carries headers under which a browser runs
// only what is embedded here. [Client.Files] and [Client.FilesHash] say what that is, so that
// anybody can compare it with what a server really sends.
package webclient

import (
	"crypto/sha256"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

// A fresh clone has only dist/.gitkeep, so that it compiles; `make build` fills it.
//
//go:embed all:dist
var dist embed.FS

// The same files in Brotli (brotli.ts).
//
//go:embed all:brotli
var brotli embed.FS

// pageName is the file that is served at "/".
const pageName = "index.html"

// ErrMissing: the client was not built before the program was.
var ErrMissing = errors.New("the web client is not built in")

// Open reads the embedded client. Errors: [ErrMissing].
func Open() (*Client, error) {
	built, err := fs.Sub(dist, "dist")
	if err != nil {
		return nil, fmt.Errorf("web client: %w", err)
	}
	compressed, err := fs.Sub(brotli, "brotli")
	if err != nil {
		return nil, fmt.Errorf("web client: %w", err)
	}
	c, err := New(built)
	if err == nil {
		c.takeBrotli(compressed)
	}
	return c, err
}

// New reads a built client, such as another one for tests. Errors: [ErrMissing].
func New(built fs.FS) (*Client, error) {
	c := &Client{files: map[string]file{}}
	err := fs.WalkDir(built, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasPrefix(entry.Name(), ".") {
			return err
		}
		body, err := fs.ReadFile(built, name)
		if err != nil {
			return err
		}
		address := "/" + name
		if name == pageName { // the page has one address
			address = "/"
		}
		c.files[address] = newFile(name, body)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("web client: %w", err)
	}
	page, ok := c.files["/"]
	if !ok {
		return nil, ErrMissing
	}
	c.headers = headersFor(page.body)
	return c, nil
}

// takeBrotli takes up what was compressed when the client was built. Each file there is named by
// the SHA-256 of what is in it, so what is left of another build serves for nothing.
func (c *Client) takeBrotli(compressed fs.FS) {
	for address, f := range c.files {
		body, err := fs.ReadFile(compressed, fmt.Sprintf("%x.br", sha256.Sum256(f.body)))
		if err == nil {
			f.brotli = body
			c.files[address] = f
		}
	}
}
