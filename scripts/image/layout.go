package main

import (
	"archive/tar"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"time"
)

// Media types of image-spec 1.1.
const (
	mediaIndex    = "application/vnd.oci.image.index.v1+json"
	mediaManifest = "application/vnd.oci.image.manifest.v1+json"
	mediaConfig   = "application/vnd.oci.image.config.v1+json"
	mediaLayer    = "application/vnd.oci.image.layer.v1.tar+gzip"
)

// descriptor is image-spec's content descriptor (descriptor.md).
type descriptor struct {
	MediaType   string            `json:"mediaType"`
	Digest      string            `json:"digest"`
	Size        int               `json:"size"`
	Platform    *platform         `json:"platform,omitempty"`
	Annotations map[string]string `json:"annotations,omitempty"`
}

type platform struct {
	Architecture string `json:"architecture"`
	OS           string `json:"os"`
}

// manifestList is an image index (image-index.md).
type manifestList struct {
	SchemaVersion int          `json:"schemaVersion"`
	MediaType     string       `json:"mediaType"`
	Manifests     []descriptor `json:"manifests"`
}

// manifest is an image manifest (manifest.md).
type manifest struct {
	SchemaVersion int          `json:"schemaVersion"`
	MediaType     string       `json:"mediaType"`
	Config        descriptor   `json:"config"`
	Layers        []descriptor `json:"layers"`
}

// imageConfig is an image configuration (config.md).
type imageConfig struct {
	Created      time.Time `json:"created"`
	Architecture string    `json:"architecture"`
	OS           string    `json:"os"`
	Config       runConfig `json:"config"`
	RootFS       rootFS    `json:"rootfs"`
}

type rootFS struct {
	Type    string   `json:"type"`
	DiffIDs []string `json:"diff_ids"`
}

type runConfig struct {
	User         string
	ExposedPorts map[string]struct{}
	Env          []string
	Entrypoint   []string
	Cmd          []string
	Volumes      map[string]struct{}
	WorkingDir   string
	Labels       map[string]string
	StopSignal   string
}

// blobs are the files of a layout, in the order in which they were added.
type blobs struct {
	bodies [][]byte
	names  []string // digests
}

func digestOf(body []byte) string { return fmt.Sprintf("sha256:%x", sha256.Sum256(body)) }

func (b *blobs) add(mediaType string, body []byte) descriptor {
	digest := digestOf(body)
	b.bodies, b.names = append(b.bodies, body), append(b.names, digest)
	return descriptor{MediaType: mediaType, Digest: digest, Size: len(body)}
}

func (b *blobs) addJSON(mediaType string, v any) (descriptor, error) {
	body, err := json.Marshal(v)
	return b.add(mediaType, body), err
}

// addImage adds the image for one architecture.
func (b *blobs) addImage(architecture string, l layer, o options) (descriptor, error) {
	config, err := b.addJSON(mediaConfig, imageConfig{
		Created: o.created, Architecture: architecture, OS: "linux",
		RootFS: rootFS{"layers", []string{digestOf(l.plain)}},
		Config: runConfig{
			User:         fmt.Sprintf("%d:%d", userID, userID),
			ExposedPorts: map[string]struct{}{"443/tcp": {}, "443/udp": {}},
			Env: []string{"PATH=/usr/bin", "EINMAL_LISTEN=:443",
				"EINMAL_DATA=/var/lib/einmal"},
			Entrypoint: []string{"/usr/bin/einmal"},
			Cmd:        []string{"serve"},
			Volumes:    map[string]struct{}{"/var/lib/einmal": {}},
			WorkingDir: "/",
			Labels: map[string]string{
				"org.opencontainers.image.title":    "einmal",
				"org.opencontainers.image.version":  o.version,
				"org.opencontainers.image.licenses": "MIT",
			},
			StopSignal: "SIGTERM",
		}})
	if err != nil {
		return descriptor{}, err
	}
	d, err := b.addJSON(mediaManifest, manifest{2, mediaManifest, config,
		[]descriptor{b.add(mediaLayer, l.zipped)}})
	d.Platform = &platform{architecture, "linux"}
	return d, err
}

// writeLayout writes an image layout (image-layout.md) with all blobs, whose entry is the index.
func (b *blobs) writeLayout(out io.Writer, entry descriptor, modified time.Time) error {
	index, err := json.Marshal(manifestList{2, mediaIndex, []descriptor{entry}})
	if err != nil {
		return err
	}
	w := tar.NewWriter(out)
	write := func(name string, body []byte) error {
		header := &tar.Header{Name: name, Mode: 0o644, Size: int64(len(body)), ModTime: modified,
			Typeflag: tar.TypeReg, Format: tar.FormatUSTAR}
		if err := w.WriteHeader(header); err != nil {
			return err
		}
		_, err := w.Write(body)
		return err
	}
	files := append([][]byte{[]byte(`{"imageLayoutVersion": "1.0.0"}`), index}, b.bodies...)
	names := []string{"oci-layout", "index.json"}
	for _, digest := range b.names {
		names = append(names, "blobs/sha256/"+digest[len("sha256:"):])
	}
	for i, body := range files {
		if err := write(names[i], body); err != nil {
			return err
		}
	}
	return w.Close()
}
