package main

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// builtImage writes an image of the program as it is in this tree, for two architectures.
func builtImage(t *testing.T) (path string) {
	t.Helper()
	dir := t.TempDir()
	build := exec.Command("go", "build", "-o", dir+"/einmal", "einmal/cmd/einmal")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	authorities := filepath.Join(dir, "authorities")
	if err := os.WriteFile(authorities, []byte("-----BEGIN CERTIFICATE-----\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	o := options{version: "1.0", authorities: authorities, created: time.Unix(1e9, 0).UTC()}
	var images [2][]byte
	for i := range images {
		path = filepath.Join(dir, "image.tar")
		err := writeImage(path, []string{"amd64=" + dir + "/einmal", "arm64=" + dir + "/einmal"}, o)
		if err != nil {
			t.Fatal(err)
		}
		if images[i], err = os.ReadFile(path); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(images[0], images[1]) {
		t.Error("two images of the same files differ")
	}
	return path
}

// tarFiles reads an archive: the headers, and the bodies by name.
func tarFiles(t *testing.T, r io.Reader) (headers []*tar.Header, bodies map[string][]byte) {
	t.Helper()
	bodies = map[string][]byte{}
	for archive := tar.NewReader(r); ; {
		header, err := archive.Next()
		if err == io.EOF {
			return headers, bodies
		} else if err != nil {
			t.Fatal(err)
		}
		headers = append(headers, header)
		if bodies[header.Name], err = io.ReadAll(archive); err != nil {
			t.Fatal(err)
		}
	}
}

// layout is an image as somebody reads it who has only the archive.
type layout struct {
	*testing.T
	files map[string][]byte
}

// blob gives what a descriptor points to, after looking at its digest and size.
func (l layout) blob(d descriptor) []byte {
	l.Helper()
	body, ok := l.files["blobs/sha256/"+strings.TrimPrefix(d.Digest, "sha256:")]
	if !ok || len(body) != d.Size || digestOf(body) != d.Digest {
		l.Fatalf("no blob of %d bytes with the digest %s", d.Size, d.Digest)
	}
	return body
}

func (l layout) decode(body []byte, v any) {
	l.Helper()
	if err := json.Unmarshal(body, v); err != nil {
		l.Fatal(err)
	}
}

func unzip(t *testing.T, body []byte) []byte {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return plain
}

// TestTheImageIsWholeAndRunsAsItsUser reads the layout as an engine would, and starts what it says
// in the unpacked tree.
func TestTheImageIsWholeAndRunsAsItsUser(t *testing.T) {
	archive, err := os.Open(builtImage(t))
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	l := layout{T: t}
	_, l.files = tarFiles(t, archive)
	if string(l.files["oci-layout"]) != `{"imageLayoutVersion": "1.0.0"}` {
		t.Errorf("oci-layout: %s", l.files["oci-layout"])
	}
	var entry, index manifestList
	l.decode(l.files["index.json"], &entry)
	l.decode(l.blob(entry.Manifests[0]), &index)
	if len(entry.Manifests) != 1 || len(index.Manifests) != 2 {
		t.Fatalf("%d indexes, %d images", len(entry.Manifests), len(index.Manifests))
	}
	for _, d := range index.Manifests {
		var m manifest
		var c imageConfig
		l.decode(l.blob(d), &m)
		l.decode(l.blob(m.Config), &c)
		plain := unzip(t, l.blob(m.Layers[0]))
		if c.Architecture != d.Platform.Architecture || c.OS != "linux" ||
			!slices.Equal(c.RootFS.DiffIDs, []string{digestOf(plain)}) || len(m.Layers) != 1 {
			t.Errorf("%s: %+v", d.Platform.Architecture, c)
		}
		if _, ok := c.Config.Volumes["/var/lib/einmal"]; !ok || c.Config.User != "65532:65532" {
			t.Errorf("%s: %+v", d.Platform.Architecture, c.Config)
		}
		if c.Architecture == runtime.GOARCH {
			runImage(t, plain, c.Config)
		}
	}
}

// runImage unpacks a layer and runs its server there as the user of the configuration.
func runImage(t *testing.T, layer []byte, c runConfig) {
	if os.Geteuid() != 0 {
		t.Skip("SKIPPED: only root can unpack it and be its user")
	}
	root := t.TempDir()
	if err := os.Chmod(filepath.Dir(root), 0o755); err != nil { // the other user has to get there
		t.Fatal(err)
	}
	headers, bodies := tarFiles(t, bytes.NewReader(layer))
	for _, h := range headers {
		path := filepath.Join(root, h.Name)
		var err error
		if h.Typeflag == tar.TypeDir {
			err = os.Mkdir(path, 0o700)
		} else {
			err = os.WriteFile(path, bodies[h.Name], 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, h.FileInfo().Mode()); err != nil {
			t.Fatal(err)
		}
		if err := os.Chown(path, h.Uid, h.Gid); err != nil {
			t.Fatal(err)
		}
	}
	words := append(slices.Concat(c.Entrypoint, c.Cmd), "-listen", "127.0.0.1:0")
	server := &exec.Cmd{Path: words[0], Args: words, Env: c.Env, Dir: c.WorkingDir,
		SysProcAttr: &syscall.SysProcAttr{Chroot: root,
			Credential: &syscall.Credential{Uid: userID, Gid: userID}}}
	server.Stderr = os.Stderr
	stdout, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil || !strings.HasPrefix(line, "einmal is ready: http://localhost:") {
		t.Errorf("it says %q, %v", line, err)
	}
	server.Process.Signal(syscall.SIGTERM)
	io.Copy(io.Discard, stdout)
	server.Wait()
	if _, err := os.Stat(filepath.Join(root, "var/lib/einmal/server.key")); err != nil {
		t.Error(err)
	}
}
