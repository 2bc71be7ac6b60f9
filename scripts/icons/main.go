// Icons draws the icons that browsers and home screens want as pixels, from the one drawing
// webclient/public/favicon.svg: go run ./scripts/icons. What it draws is in the tree, so that no
// build needs it; a test compares.
package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
)

const folder = "webclient/public"

// paper is the ground of all screens (tokens.css); none is transparent.
var (
	paper = color.NRGBA{0xfb, 0xfa, 0xf7, 0xff}
	none  = color.NRGBA{}
)

// icon is one file. Home screens cut icons into shapes of their own: of a maskable one they keep
// the circle of four fifths (W3C, Web Application Manifest), so the drawing is smaller there.
type icon struct {
	name   string
	sizes  []int // several in one file of kind ICO
	ground color.NRGBA
	share  float64 // of the width that the drawing takes
}

var icons = []icon{
	{"favicon.ico", []int{16, 32, 48}, none, 1},
	{"apple-touch-icon.png", []int{180}, paper, 0.84},
	{"icon-192.png", []int{192}, none, 0.96},
	{"icon-512.png", []int{512}, none, 0.96},
	{"icon-maskable-512.png", []int{512}, paper, 0.8},
}

func main() {
	if err := drawAll(folder); err != nil {
		fmt.Fprintln(os.Stderr, "icons:", err)
		os.Exit(1)
	}
}

func drawAll(dir string) error {
	svg, err := os.ReadFile(filepath.Join(dir, "favicon.svg"))
	if err != nil {
		return err
	}
	mark, err := parseDrawing(string(svg))
	if err != nil {
		return err
	}
	for _, i := range icons {
		var pictures []image.Image
		for _, size := range i.sizes {
			pictures = append(pictures, mark.draw(size, i.ground, i.share))
		}
		if err := writeIcon(filepath.Join(dir, i.name), pictures); err != nil {
			return err
		}
	}
	return nil
}

// writeIcon writes a PNG, or an ICO of PNGs.
func writeIcon(name string, pictures []image.Image) error {
	var bodies [][]byte
	for _, p := range pictures {
		var b bytes.Buffer
		encoder := png.Encoder{CompressionLevel: png.BestCompression}
		if err := encoder.Encode(&b, p); err != nil {
			return err
		}
		bodies = append(bodies, b.Bytes())
	}
	if filepath.Ext(name) == ".ico" {
		return os.WriteFile(name, packICO(pictures, bodies), 0o644)
	}
	return os.WriteFile(name, bodies[0], 0o644)
}

// packICO: a header, an entry for each picture, the pictures; numbers are little-endian.
func packICO(pictures []image.Image, bodies [][]byte) []byte {
	le := binary.LittleEndian
	file := le.AppendUint16(le.AppendUint16(le.AppendUint16(nil, 0), 1), uint16(len(bodies)))
	offset := len(file) + 16*len(bodies)
	for i, body := range bodies {
		size := pictures[i].Bounds().Size()
		file = append(file, byte(size.X), byte(size.Y), 0, 0)
		file = le.AppendUint16(le.AppendUint16(file, 1), 32) // planes, bits of a pixel
		file = le.AppendUint32(le.AppendUint32(file, uint32(len(body))), uint32(offset))
		offset += len(body)
	}
	return append(file, bytes.Join(bodies, nil)...)
}
