package main

import (
	"os/exec"
	"regexp"
	"strconv"
	"testing"
)

// What was reached is kept. Methods of standard interfaces (Read, Close, Error) are short names too,
// so a part of them stays.
const (
	shortNamesAtMost = 15.0 // per cent
	longLinesAtMost  = 0.5  // per cent
	circleAtMost     = 8    // files
)

func TestTheCodeStaysLegible(t *testing.T) {
	for _, tags := range []string{"", "evil"} {
		rows, err := measureTree(tags)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			if r.circle > circleAtMost {
				t.Errorf("%s: %d files refer to each other in a circle; %d are the limit: give "+
					"it a package below it", r.name, r.circle, circleAtMost)
			}
		}
		if len(rows) < 30 {
			t.Fatalf("only %d packages were measured: this test looks in the wrong place", len(rows))
		}
		sum := sumOf(rows)
		if short := percent(sum.short, sum.functions); short > shortNamesAtMost {
			t.Errorf("%.1f %% of the functions have a name of five letters or fewer", short)
		}
		if long := percent(sum.tooLong, sum.lines); long > longLinesAtMost {
			t.Errorf("%.2f %% of the lines have more than 100 columns", long)
		}
	}
}

var webTotal = regexp.MustCompile(`(?m)^\| all \|.*\((.*) %\) \|.*\((.*) %\) \|$`)

func TestTheWebClientStaysLegible(t *testing.T) {
	out, err := exec.Command("node", "web.mjs").CombinedOutput()
	if err != nil {
		t.Skipf("needs node and webclient/node_modules: %v", err)
	}
	total := webTotal.FindSubmatch(out)
	if total == nil {
		t.Fatalf("no total in:\n%s", out)
	}
	for i, limit := range []float64{shortNamesAtMost, longLinesAtMost} {
		if got, err := strconv.ParseFloat(string(total[i+1]), 64); err != nil || got > limit {
			t.Errorf("%v %% (%v), more than %v %%, in:\n%s", got, err, limit, out)
		}
	}
}
