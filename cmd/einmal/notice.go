package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"einmal/internal/cli"
	"einmal/internal/notice"
)

// longestRoom is the longest lifetime that the protocol lets a client ask for (docs/protocol.md,
// 3.1).
const longestRoom = 30 * 24 * time.Hour

// facts says what a server with this configuration does, under the origin that people open.
func (c config) facts(public origin) notice.Facts {
	now := time.Now()
	f := notice.Facts{
		Version:     buildVersion(),
		Address:     public.String(),
		Local:       public.isLoopback() || public == origin{}, // not told: it will be localhost
		Operator:    c.operator,
		Encryption:  notice.EncryptedAtProxy,
		Storage:     notice.OnDisk,
		Creators:    notice.NobodyCreates,
		LongestRoom: longestRoom,
		Metrics:     c.metrics.IsValid(),
		Proxy:       c.proxy.IsValid(),
		Incident:    c.incidentAt(now),
		Date:        now.UTC(),
	}
	switch {
	case c.hasTLS() && !f.Proxy: // a proxy that reads requests ends what browsers have encrypted
		f.Encryption = notice.EncryptedHere
	case f.Local && public.scheme != "https":
		f.Encryption = notice.Unencrypted
	}
	f.Relays = strings.Join(relayHosts(c.relays), ", ")
	if c.memory {
		f.Storage = notice.InMemory
	}
	switch {
	case c.create == whoEverybody:
		f.Creators = notice.EverybodyCreate
	case c.create == whoCreators:
		f.Creators = notice.InvitedCreate
	case c.mayCreate(public):
		f.Creators = notice.LocalCreates
	}
	return f
}

func buildVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(unknown)"
}

// setUpNotice prints the documents of a server that is run with the same flags.
func setUpNotice(set *flag.FlagSet) cli.Action {
	kind := set.String("kind", "all", "print `KIND` notice, record, measures, deletion, imprint")
	lang := set.String("lang", string(notice.German), "in this `LANGUAGE`: de or en")
	asJSON := set.Bool("json", false, "print JSON")
	f := newServeFlags(set)
	return func(_ context.Context, i cli.Invocation) error {
		c, err := f.config(i.Getenv)
		if err != nil {
			return err
		}
		return runNotice(c, *kind, notice.Language(*lang), *asJSON, i.Out)
	}
}

func runNotice(c config, kind string, lang notice.Language, asJSON bool, stdout io.Writer) error {
	switch {
	case !slices.Contains(notice.Languages, lang):
		return cli.Usage("-lang wants de or en, not %q.", lang)
	case kind != "all" && !slices.Contains(notice.Kinds, notice.Kind(kind)):
		return cli.Usage("-kind wants notice, record, measures, deletion, imprint or all, not %q.",
			kind)
	}
	if err := c.mayServe(); err != nil {
		return err
	}
	kinds := notice.Kinds
	if kind != "all" {
		kinds = []notice.Kind{notice.Kind(kind)}
	}
	public := c.public
	if public == (origin{}) {
		public = localOrigin(c.scheme(), c.port)
	}
	var documents []notice.Document
	for _, kind := range kinds {
		d, err := notice.Write(kind, lang, c.facts(public))
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
