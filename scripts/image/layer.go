package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"os"
)

// userID is the user of the image: nobody's on most machines, and root's nowhere.
const userID = 65532

const passwd = "root:x:0:0:root:/:/sbin/nologin\neinmal:x:65532:65532:einmal:/:/sbin/nologin\n"

// layer is the only layer of an image: as a tar file, and compressed.
type layer struct {
	plain, zipped []byte
}

// layerOf packs what an image consists of.
func layerOf(program string, o options) (layer, error) {
	binary, err := os.ReadFile(program)
	if err != nil {
		return layer{}, err
	}
	authorities, err := os.ReadFile(o.authorities)
	if err != nil {
		return layer{}, err
	}
	var plain bytes.Buffer
	w := tar.NewWriter(&plain)
	for _, f := range []struct {
		name  string
		mode  int64
		body  []byte
		owner int
	}{
		{"etc/", 0o755, nil, 0},
		{"etc/group", 0o644, []byte("root:x:0:\neinmal:x:65532:\n"), 0},
		{"etc/passwd", 0o644, []byte(passwd), 0},
		{"etc/ssl/", 0o755, nil, 0},
		{"etc/ssl/certs/", 0o755, nil, 0},
		{"etc/ssl/certs/ca-certificates.crt", 0o644, authorities, 0},
		{"usr/", 0o755, nil, 0},
		{"usr/bin/", 0o755, nil, 0},
		{"usr/bin/einmal", 0o755, binary, 0},
		{"var/", 0o755, nil, 0},
		{"var/lib/", 0o755, nil, 0},
		{"var/lib/einmal/", 0o700, nil, userID},
	} {
		header := &tar.Header{Name: f.name, Mode: f.mode, Size: int64(len(f.body)), Uid: f.owner,
			Gid: f.owner, ModTime: o.created, Typeflag: tar.TypeReg, Format: tar.FormatUSTAR}
		if f.body == nil {
			header.Typeflag = tar.TypeDir
		}
		if err := w.WriteHeader(header); err != nil {
			return layer{}, err
		}
		if _, err := w.Write(f.body); err != nil {
			return layer{}, err
		}
	}
	if err := w.Close(); err != nil {
		return layer{}, err
	}
	var zipped bytes.Buffer
	z, err := gzip.NewWriterLevel(&zipped, gzip.BestCompression)
	if err != nil {
		return layer{}, err
	}
	if _, err := z.Write(plain.Bytes()); err != nil {
		return layer{}, err
	}
	err = z.Close()
	return layer{plain.Bytes(), zipped.Bytes()}, err
}
