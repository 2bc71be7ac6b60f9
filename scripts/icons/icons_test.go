package main

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

const public = "../../" + folder

// pictures reads the PNGs of a file.
func pictures(t *testing.T, file string) (found []image.Image) {
	t.Helper()
	body, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	bodies := [][]byte{body}
	if filepath.Ext(file) == ".ico" {
		bodies = nil
		for i := range int(binary.LittleEndian.Uint16(body[4:])) {
			entry := body[6+16*i:]
			length, at := binary.LittleEndian.Uint32(entry[8:]), binary.LittleEndian.Uint32(entry[12:])
			bodies = append(bodies, body[at:at+length])
			if size, err := png.DecodeConfig(bytes.NewReader(body[at:])); err != nil ||
				size.Width != int(entry[0]) || size.Height != int(entry[1]) {
				t.Errorf("%s, %d: %v, %v", file, i, size, err)
			}
		}
	}
	for _, body := range bodies {
		picture, err := png.Decode(bytes.NewReader(body))
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		found = append(found, picture)
	}
	return found
}

// TestTheIconsInTheTreeAreTheDrawing, pixel for pixel; a machine may round one step otherwise.
func TestTheIconsInTheTreeAreTheDrawing(t *testing.T) {
	dir := t.TempDir()
	svg, err := os.ReadFile(filepath.Join(public, "favicon.svg"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "favicon.svg"), svg, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := drawAll(dir); err != nil {
		t.Fatal(err)
	}
	for _, i := range icons {
		kept, drawn := pictures(t, filepath.Join(public, i.name)),
			pictures(t, filepath.Join(dir, i.name))
		for n, size := range i.sizes {
			if len(kept) != len(drawn) || !same(kept[n], drawn[n]) || kept[n].Bounds().Dx() != size {
				t.Errorf("%s is not drawn from favicon.svg: go run ./scripts/icons", i.name)
				break
			}
		}
	}
}

func same(a, b image.Image) bool {
	if a.Bounds() != b.Bounds() {
		return false
	}
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			p, q := color.NRGBAModel.Convert(a.At(x, y)).(color.NRGBA),
				color.NRGBAModel.Convert(b.At(x, y)).(color.NRGBA)
			for _, d := range []int{int(p.R) - int(q.R), int(p.G) - int(q.G), int(p.B) - int(q.B),
				int(p.A) - int(q.A)} {
				if d < -1 || d > 1 {
					return false
				}
			}
		}
	}
	return true
}

// TestAMaskKeepsTheDrawing: of a maskable icon a home screen may show the circle of four fifths.
func TestAMaskKeepsTheDrawing(t *testing.T) {
	picture := pictures(t, filepath.Join(public, "icon-maskable-512.png"))[0]
	inked := 0
	for y := range 512 {
		for x := range 512 {
			dx, dy := float64(x)-255.5, float64(y)-255.5
			c := color.NRGBAModel.Convert(picture.At(x, y)).(color.NRGBA)
			if c != paper && dx*dx+dy*dy > 0.4*0.4*512*512 {
				t.Fatalf("there is ink at %d, %d", x, y)
			}
			if c != paper {
				inked++
			}
		}
	}
	if inked < 10_000 {
		t.Errorf("%d pixels are inked", inked)
	}
}

// TestTheManifestNamesTheIcons as they are.
func TestTheManifestNamesTheIcons(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(public, "einmal.webmanifest"))
	if err != nil {
		t.Fatal(err)
	}
	var manifest struct {
		Display  string
		StartURL string `json:"start_url"`
		Icons    []struct{ Src, Sizes, Type, Purpose string }
	}
	if err := json.Unmarshal(text, &manifest); err != nil {
		t.Fatal(err)
	}
	if manifest.Display != "browser" || manifest.StartURL != "/" { // docs/adr/0026
		t.Errorf("%+v", manifest)
	}
	var purposes []string
	for _, i := range manifest.Icons {
		size := pictures(t, filepath.Join(public, i.Src))[0].Bounds().Size()
		if i.Type != "image/png" || i.Sizes != fmt.Sprintf("%dx%d", size.X, size.Y) {
			t.Errorf("%+v is %v", i, size)
		}
		purposes = append(purposes, i.Sizes+" "+i.Purpose)
	}
	for _, want := range []string{"192x192 any", "512x512 any", "512x512 maskable"} {
		if !slices.Contains(purposes, want) {
			t.Errorf("no icon %s", want)
		}
	}
}
