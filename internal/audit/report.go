package audit

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"einmal/internal/residue"
)

// Report is what an audit found.
type Report struct {
	Clean    bool           `json:"clean"`
	Calls    []string       `json:"calls"`    // their routes
	Markers  map[string]int `json:"markers"`  // what was looked for, and how many of each
	Forms    []string       `json:"forms"`    // in which each was looked for
	Controls []Control      `json:"controls"` // what had to be found
	Places   []Place        `json:"places"`   // the last look
	Seconds  float64        `json:"seconds"`  // from the end of the calls to the last look
	Patience float64        `json:"patience"` // seconds after which nothing may be left
}

// Control is something that the search must find to prove anything.
type Control struct {
	Name  string `json:"name"`
	Found int    `json:"found"`
}

// Place is what was searched and what was found there.
type Place struct {
	Name string `json:"name"`
	residue.Searched
}

func (r *Report) countMarkers(markers []residue.Marker, patience time.Duration) {
	r.Forms, r.Patience = []string{"raw", "hex", "base64"}, patience.Seconds()
	r.Markers = map[string]int{}
	seen := map[string]bool{}
	for _, m := range markers {
		if !seen[string(m.Value)] {
			seen[string(m.Value)] = true
			r.Markers[m.Name]++
		}
	}
}

func (r *Report) addControl(name string, finds []residue.Find, marker string) {
	c := Control{Name: name}
	for _, f := range finds {
		if f.Marker == marker {
			c.Found += f.Count
		}
	}
	r.Controls = append(r.Controls, c)
}

// addSightings replaces the last search of all places.
func (r *Report) addSightings(l sightings, after time.Duration) {
	r.Places = []Place{{"data directory", l.data}, {"logs", l.logs},
		{"memory of the server", l.memory}}
	r.Seconds = after.Seconds()
	r.Clean = !slices.ContainsFunc(r.Places, func(p Place) bool { return len(p.Finds) > 0 }) &&
		!slices.ContainsFunc(r.Controls, func(c Control) bool { return c.Found == 0 })
}

func (r Report) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Held and ended %d calls of two: %s.\n\n", len(r.Calls),
		strings.Join(r.Calls, ", "))
	fmt.Fprintf(&b, "Looked for these, as they are, in hex and in base64:\n")
	names := make([]string, 0, len(r.Markers))
	for name := range r.Markers {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		fmt.Fprintf(&b, "  %3d × %s\n", r.Markers[name], name)
	}
	fmt.Fprintf(&b, "\nThe search has to find:\n")
	for _, c := range r.Controls {
		fmt.Fprintf(&b, "  %s: %s\n", c.Name,
			map[bool]string{true: "found",
				false: "NOT FOUND, so this search proves nothing"}[c.Found > 0])
	}
	fmt.Fprintf(&b, "\n%.1f s after the end of the calls:\n", r.Seconds)
	for _, p := range r.Places {
		fmt.Fprintf(&b, "  %s (%d places, %.1f MiB): ", p.Name, p.Places, float64(p.Bytes)/(1<<20))
		if len(p.Finds) == 0 {
			b.WriteString("nothing\n")
			continue
		}
		b.WriteString("FOUND\n")
		for _, f := range p.Finds {
			fmt.Fprintf(&b, "    %d × %s, %s, in %s\n", f.Count, f.Marker, f.Form, f.Place)
		}
	}
	if r.Clean {
		b.WriteString("\nNothing of these calls was found.")
	} else {
		b.WriteString("\nNot clean.")
	}
	return b.String()
}
