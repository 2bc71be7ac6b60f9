package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"slices"

	"einmal/internal/cli"
	"einmal/internal/config"
	"einmal/internal/notice"
	"einmal/internal/origin"
)

// isTemplate is for the operator, and on no page that people read.
const isTemplate = "These texts are templates: have a lawyer read them before people do."

// setUpNotice prints the documents of a server that is run with the same flags.
func setUpNotice(set *flag.FlagSet) cli.Action {
	kind := set.String("kind", "all", "print `KIND` notice, record, measures, deletion, imprint")
	lang := set.String("lang", string(notice.German), "in this `LANGUAGE`: de or en")
	asJSON := set.Bool("json", false, "print JSON")
	f := config.NewServeFlags(set)
	return func(_ context.Context, i cli.Invocation) error {
		c, err := f.Check(i.Getenv)
		if err != nil {
			return err
		}
		if err := runNotice(c, *kind, notice.Language(*lang), *asJSON, i.Out); err != nil {
			return err
		}
		_, err = fmt.Fprintln(i.Err, isTemplate)
		return err
	}
}

func runNotice(c config.Config, kind string, lang notice.Language, asJSON bool,
	stdout io.Writer) error {
	switch {
	case !slices.Contains(notice.Languages, lang):
		return cli.Usage("-lang wants de or en, not %q.", lang)
	case kind != "all" && !slices.Contains(notice.Kinds, notice.Kind(kind)):
		return cli.Usage("-kind wants notice, record, measures, deletion, imprint or all, not %q.",
			kind)
	}
	if err := c.CheckOperator(); err != nil {
		return err
	}
	kinds := notice.Kinds
	if kind != "all" {
		kinds = []notice.Kind{notice.Kind(kind)}
	}
	public := c.Public
	if public == (origin.Origin{}) {
		public = origin.Local(c.Scheme(), c.Port)
	}
	var documents []notice.Document
	for _, kind := range kinds {
		d, err := notice.Write(kind, lang, c.Facts(public))
		if err != nil {
			return err
		}
		documents = append(documents, d)
	}
	return printDocuments(stdout, documents, asJSON)
}

func printDocuments(w io.Writer, documents []notice.Document, asJSON bool) error {
	if asJSON {
		out := json.NewEncoder(w)
		out.SetIndent("", "  ")
		return out.Encode(documents)
	}
	for _, d := range documents {
		if _, err := fmt.Fprint(w, notice.Text(d)); err != nil {
			return err
		}
	}
	return nil
}
