package cli

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
)

// kitchen is a program with a command of each kind.
func kitchen() *Program {
	cook := func(set *flag.FlagSet) Action {
		minutes := set.Int("minutes", 5, "cook for `N` minutes")
		salt := set.Bool("salt", false, "add salt")
		return func(_ context.Context, i Invocation) error {
			_, err := fmt.Fprintf(i.Out, "%s %d %v", i.Operand, *minutes, *salt)
			return err
		}
	}
	minutesOnly := func(flagName string) bool { return flagName == "minutes" }
	return &Program{Name: "kitchen", About: "feeds people", Notes: "Wash your hands.\n",
		Commands: []Command{
			{Name: "boil", Takes: "EGG", Summary: "boil an egg", Env: minutesOnly, Setup: cook},
			{Name: "wait", Summary: "wait", Setup: cook},
			{Name: "pan heat", Takes: "[PAN]", Summary: "heat a pan", Setup: cook},
			{Name: "pan scrub", Summary: "clean a pan", Setup: func(*flag.FlagSet) Action {
				return func(_ context.Context, i Invocation) error {
					_, err := io.WriteString(i.Out, "clean")
					return err
				}
			}},
			{Name: "pan fry", Takes: "FISH", Wants: "a fish, dead", Summary: "fry a fish",
				Setup: cook},
		}}
}

func TestACommandGetsItsFlagsAndItsOperand(t *testing.T) {
	for args, want := range map[string]string{
		"boil egg":                      "egg 7 false", // from the environment
		"boil -salt egg -minutes 3":     "egg 3 true",
		"wait -minutes 1":               " 1 false", // which the environment does not reach
		"pan heat":                      " 5 false",
		"pan scrub -minutes 3":          "clean", // the flag of another in the group
		"pan -minutes 3 heat steel":     "steel 3 false",
		"pan -salt fry -minutes=1 carp": "carp 1 true",
	} {
		if got, err := runKitchen(args); err != nil || got != want {
			t.Errorf("%s: %q, %v", args, got, err)
		}
	}
}

func runKitchen(args string) (string, error) {
	var out strings.Builder
	err := kitchen().Run(context.Background(), strings.Fields(args), Streams{Out: &out,
		Getenv: func(name string) string { return map[string]string{"EINMAL_MINUTES": "7"}[name] }})
	return out.String(), err
}

func TestWrongUsageIsOneSentence(t *testing.T) {
	for args, want := range map[string]string{
		"":          "usage: Say what to do: kitchen help lists the commands.",
		"bake":      `usage: There is no command "bake"; kitchen help lists them.`,
		"help bake": `usage: There is no command "bake"; kitchen help lists them.`,
		"pan": "usage: kitchen pan wants heat [PAN], scrub or fry FISH; kitchen " +
			"help pan says more.",
		"pan wash": "usage: kitchen pan wants heat [PAN], scrub or fry FISH; kitchen " +
			"help pan says more.",
		"boil":                     "usage: kitchen boil wants a EGG.",
		"pan fry":                  "usage: kitchen pan fry wants a fish, dead.",
		"boil one two":             "usage: kitchen boil takes one EGG, not several.",
		"pan heat one two":         "usage: kitchen pan heat takes one PAN, not several.",
		"wait now":                 `usage: kitchen wait takes flags only, not "now".`,
		"wait https://a.example/#": "usage: kitchen wait takes flags only.", // it may be a secret
		"wait -long": "usage: flag provided but not defined: -long; kitchen wait -h lists the " +
			"flags.",
	} {
		_, err := runKitchen(args)
		var said strings.Builder
		if status := Report(&said, "kitchen", err); status != 2 ||
			strings.TrimSuffix(said.String(), "\n") != "kitchen: "+want {
			t.Errorf("%q: status %d, %q", args, status, said.String())
		}
	}
}

func TestAValueOfTheEnvironmentIsReadWithTheSameCare(t *testing.T) {
	err := kitchen().Run(context.Background(), []string{"boil", "egg"},
		Streams{Getenv: func(string) string { return "many" }})
	if err == nil || err.Error() != `usage: EINMAL_MINUTES does not take "many".` {
		t.Error(err)
	}
}

// TestAFileThatMayNotBeReadIsNotIgnored: without it a command would answer for another server.
func TestAFileThatMayNotBeReadIsNotIgnored(t *testing.T) {
	beside := &Program{Name: "kitchen", Commands: []Command{{Name: "boil", BesideServer: true,
		Env: AnyFlag, Setup: func(*flag.FlagSet) Action {
			return func(context.Context, Invocation) error { return nil }
		}}}}
	err := beside.Run(context.Background(), []string{"boil"}, Streams{
		Getenv: func(name string) string {
			return map[string]string{ConfigVariable: t.TempDir()}[name]
		}})
	if CodeOf(err) != "config-unreadable" {
		t.Error(err)
	}
}

func TestHelpIsTheSameWhereverOneAsksForIt(t *testing.T) {
	for question, others := range map[string][]string{
		"help":         {"-h", "--help", "-help"},
		"help boil":    {"boil -h", "boil egg --help"},
		"help pan fry": {"pan fry -h", "pan fry carp -salt -h"},
		"help pan":     {"pan -h", "pan help"},
	} {
		want, err := runKitchen(question)
		if err != nil || want == "" {
			t.Errorf("%s: %q, %v", question, want, err)
		}
		for _, other := range others {
			if got, err := runKitchen(other); err != nil || got != want {
				t.Errorf("%s: %q, %v", other, got, err)
			}
		}
	}
}

func TestHelpListsTheCommandsAndTheirFlags(t *testing.T) {
	list, _ := runKitchen("help")
	if want := `kitchen feeds people.

  kitchen boil EGG        boil an egg
  kitchen wait            wait
  kitchen pan heat [PAN]  heat a pan
  kitchen pan scrub       clean a pan
  kitchen pan fry FISH    fry a fish
  kitchen help [COMMAND]  show this list, or a command's flags

Wash your hands.
`; list != want {
		t.Errorf("%s", list)
	}
	boil, _ := runKitchen("help boil")
	if want := `kitchen boil EGG [flags]
    boil an egg.

  -minutes N  cook for N minutes (default 5)
  -salt       add salt

From the environment: EINMAL_MINUTES. A flag wins.
`; boil != want {
		t.Errorf("%s", boil)
	}
}

// TestTheTableCanBeReadByPrograms: man pages and completions are made of it.
func TestTheTableCanBeReadByPrograms(t *testing.T) {
	text, err := runKitchen("help -json")
	if err != nil {
		t.Fatal(err)
	}
	var d Description
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		t.Fatal(err)
	}
	boil := CommandDescription{Name: "boil", Takes: "EGG", Summary: "boil an egg",
		Flags: []FlagDescription{
			{Name: "minutes", Value: "N", Text: "cook for N minutes", Default: "5",
				Env: "EINMAL_MINUTES"},
			{Name: "salt", Text: "add salt"},
		}}
	if d.Name != "kitchen" || len(d.Commands) != 5 || !reflect.DeepEqual(d.Commands[0], boil) {
		t.Errorf("%+v", d)
	}
}
