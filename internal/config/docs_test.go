package config

import (
	"flag"
	"os"
	"regexp"
	"slices"
	"testing"
)

// In a row of a table: the flags that its first cell is about.
var (
	flagRow  = regexp.MustCompile("(?m)^\\| (`-[^|]*)\\|")
	flagName = regexp.MustCompile("`-([a-z-]+)")
)

// TestTheOperatorsGuideListsEachFlag and none that there is not.
func TestTheOperatorsGuideListsEachFlag(t *testing.T) {
	text, err := os.ReadFile("../../docs/operator.md")
	if err != nil {
		t.Fatal(err)
	}
	var listed, known []string
	for _, row := range flagRow.FindAllSubmatch(text, -1) {
		for _, name := range flagName.FindAllSubmatch(row[1], -1) {
			listed = append(listed, string(name[1]))
		}
	}
	set := flag.NewFlagSet("serve", flag.ContinueOnError)
	NewServeFlags(set)
	set.VisitAll(func(f *flag.Flag) { known = append(known, f.Name) })
	slices.Sort(listed)
	if !slices.Equal(listed, known) {
		t.Errorf("docs/operator.md lists\n%q\nthe program has\n%q", listed, known)
	}
}
