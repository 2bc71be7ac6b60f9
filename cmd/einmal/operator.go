package main

import (
	"flag"
	"fmt"
	"os"
	"strings"

	"einmal/internal/notice"
)

// operatorFlags say who runs the server.
type operatorFlags struct{ file string }

func (f *operatorFlags) register(set *flag.FlagSet) {
	set.StringVar(&f.file, "operator", "",
		"`FILE` that says who runs this server, in lines of the form key = value; docs/operator.md lists the keys. A public "+
			"server does not start without, since its privacy notice and imprint have to name somebody.")
}

func (f *operatorFlags) read() (notice.Operator, error) {
	if f.file == "" {
		return notice.Operator{}, nil
	}
	file, err := os.Open(f.file)
	if err != nil {
		return notice.Operator{}, problem{"operator-data-unusable", fmt.Sprintf("-operator: %v.", err)}
	}
	defer file.Close()
	o, err := notice.ReadOperator(file)
	if err != nil {
		return notice.Operator{}, problem{"operator-data-unusable", fmt.Sprintf("-operator: %s: %v.", f.file, err)}
	}
	return o, nil
}

// mayServe refuses a public server whose notice would be left with blanks.
func (c config) mayServe() error {
	missing := c.facts(c.public).Missing()
	if len(missing) == 0 {
		return nil
	}
	return problem{"operator-data-missing", fmt.Sprintf("A public server has to say who runs it. The file given with "+
		"-operator lacks: %s. docs/operator.md says what they mean.", strings.Join(missing, ", "))}
}
