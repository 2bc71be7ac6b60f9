// Command image writes an OCI image layout (image-spec 1.1) as one tar archive, from scratch and
// without a container engine:
//
//	go run ./scripts/image -version 1.0 -epoch 1767225600 -ca FILE OUT.tar amd64=FILE arm64=FILE
//
// Each image has one layer: the program, the authorities' certificates, the user and an empty
// directory for the data. "podman load -i OUT.tar", "docker load -i OUT.tar" (25 or newer) and
// "skopeo copy oci-archive:OUT.tar …" read it. The same files give the same bytes.
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"time"
)

func main() {
	var o options
	flag.StringVar(&o.version, "version", "", "the version, which is also the tag")
	flag.StringVar(&o.authorities, "ca", "/etc/ssl/certs/ca-certificates.crt",
		"the certificates of authorities (PEM)")
	epoch := flag.Int64("epoch", 0, "what all times are set to, in seconds since 1970")
	flag.Parse()
	o.created = time.Unix(*epoch, 0).UTC()
	if flag.NArg() < 2 {
		fmt.Fprintln(os.Stderr, "image: say where to, and ARCHITECTURE=PROGRAM for each")
		os.Exit(2)
	}
	if err := writeImage(flag.Arg(0), flag.Args()[1:], o); err != nil {
		fmt.Fprintln(os.Stderr, "image:", err)
		os.Exit(1)
	}
}

type options struct {
	version     string
	authorities string // a file
	created     time.Time
}

// writeImage writes the archive to path; each program is "ARCHITECTURE=FILE".
func writeImage(path string, programs []string, o options) error {
	var b blobs
	index := manifestList{SchemaVersion: 2, MediaType: mediaIndex}
	for _, p := range programs {
		architecture, file, ok := strings.Cut(p, "=")
		if !ok {
			return fmt.Errorf("%q is not ARCHITECTURE=PROGRAM", p)
		}
		layer, err := layerOf(file, o)
		if err != nil {
			return err
		}
		manifest, err := b.addImage(architecture, layer, o)
		if err != nil {
			return err
		}
		index.Manifests = append(index.Manifests, manifest)
	}
	inner, err := b.addJSON(mediaIndex, index)
	if err != nil {
		return err
	}
	inner.Annotations = map[string]string{
		"org.opencontainers.image.ref.name": o.version,
		"io.containerd.image.name":          "localhost/einmal:" + o.version,
	}
	out, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := b.writeLayout(out, inner, o.created); err != nil {
		out.Close()
		return err
	}
	return out.Close()
}
