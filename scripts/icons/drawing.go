package main

import (
	"fmt"
	"image"
	"image/color"
	"regexp"
	"slices"
	"strconv"
)

// drawing is a filled outline on a square of side.
type drawing struct {
	ink     color.NRGBA
	side    float64
	outline []point // a polygon, closed
}

type point struct{ x, y float64 }

var (
	viewBox = regexp.MustCompile(`viewBox="0 0 (\d+) (\d+)"`)
	filling = regexp.MustCompile(`<path fill="#([0-9a-f]{6})" d="M([^"a-zC]+)((?:C[^"a-zC]+)+)Z"/>`)
	number  = regexp.MustCompile(`-?[0-9.]+`)
)

// steps is into how many lines a curve is cut: far less than a pixel at the largest icon.
const steps = 64

// parseDrawing reads an SVG of one path that has absolute curves alone.
func parseDrawing(svg string) (drawing, error) {
	box, path := viewBox.FindStringSubmatch(svg), filling.FindStringSubmatch(svg)
	if box == nil || box[1] != box[2] || path == nil {
		return drawing{}, fmt.Errorf("favicon.svg is not one path of curves on a square")
	}
	ink, err := strconv.ParseUint(path[1], 16, 24)
	if err != nil {
		return drawing{}, err
	}
	d := drawing{ink: color.NRGBA{uint8(ink >> 16), uint8(ink >> 8), uint8(ink), 0xff}}
	if d.side, err = strconv.ParseFloat(box[1], 64); err != nil {
		return drawing{}, err
	}
	var coordinates []float64
	for _, text := range number.FindAllString(path[2]+path[3], -1) {
		n, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return drawing{}, err
		}
		coordinates = append(coordinates, n)
	}
	if len(coordinates)%6 != 2 {
		return drawing{}, fmt.Errorf("favicon.svg has a curve that is not whole")
	}
	d.addCurves(coordinates)
	return d, nil
}

// addCurves follows cubic Bézier curves from the first point on.
func (d *drawing) addCurves(c []float64) {
	at := point{c[0], c[1]}
	for curve := range slices.Chunk(c[2:], 6) {
		p := [4]point{at, {curve[0], curve[1]}, {curve[2], curve[3]}, {curve[4], curve[5]}}
		for i := 1; i <= steps; i++ {
			t := float64(i) / steps
			u := 1 - t
			weights := [4]float64{u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t}
			var sum point
			for k, w := range weights {
				sum.x += w * p[k].x
				sum.y += w * p[k].y
			}
			d.outline = append(d.outline, sum)
		}
		at = p[3]
	}
}

// samples is how many lines of a pixel are looked at, each exactly.
const samples = 16

// draw gives the drawing in the middle of a square of so many pixels.
func (d drawing) draw(size int, ground color.NRGBA, share float64) *image.NRGBA {
	scale := float64(size) * share / d.side
	margin := float64(size) * (1 - share) / 2
	picture := image.NewNRGBA(image.Rect(0, 0, size, size))
	for y := range size {
		cover := make([]float64, size)
		for s := range samples {
			line := (float64(y) + (float64(s)+0.5)/samples - margin) / scale
			crossings := d.crossings(line)
			for i := 0; i+1 < len(crossings); i += 2 {
				addSpan(cover, crossings[i]*scale+margin, crossings[i+1]*scale+margin)
			}
		}
		for x, c := range cover {
			picture.SetNRGBA(x, y, mix(d.ink, ground, min(1, c/samples)))
		}
	}
	return picture
}

// crossings are where the outline crosses a horizontal line, from left to right.
func (d drawing) crossings(y float64) (xs []float64) {
	before := d.outline[len(d.outline)-1]
	for _, p := range d.outline {
		if (before.y <= y) != (p.y <= y) {
			xs = append(xs, before.x+(y-before.y)/(p.y-before.y)*(p.x-before.x))
		}
		before = p
	}
	slices.Sort(xs)
	return xs
}

// addSpan adds to each pixel how much of it lies between two places.
func addSpan(cover []float64, from, to float64) {
	for x := max(0, int(from)); x < len(cover) && float64(x) < to; x++ {
		cover[x] += max(0, min(to, float64(x+1))-max(from, float64(x)))
	}
}

// mix lays ink of this cover on a ground, which is opaque or nothing.
func mix(ink, ground color.NRGBA, cover float64) color.NRGBA {
	if ground.A == 0 {
		ink.A = uint8(cover*0xff + 0.5)
		return ink
	}
	blend := func(a, b uint8) uint8 {
		return uint8(float64(a)*cover + float64(b)*(1-cover) + 0.5)
	}
	return color.NRGBA{blend(ink.R, ground.R), blend(ink.G, ground.G), blend(ink.B, ground.B), 0xff}
}
