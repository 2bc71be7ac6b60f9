package setup

import (
	"context"
	"errors"
	"net/netip"
	"os"
	"slices"
	"strconv"
	"strings"

	"einmal/internal/cli"
	"einmal/internal/config"
	"einmal/internal/envfile"
	"einmal/internal/notice"
	"einmal/internal/origin"
)

// plan is what is there, and becomes what will be.
type plan struct {
	place
	machine
	language notice.Language
	conf     envfile.File
	operator operatorFile
	holder   string // of port 443, if that is neither free nor this server's
}

// flag is the present value of a flag of einmal serve, or nothing.
func (p *plan) flag(name string) string { return p.conf.Get(cli.EnvName(name)) }

func (p *plan) setFlag(name, value string) { p.conf.Set(cli.EnvName(name), value) }

// apply puts answers into both files, and what follows from them.
func (p *plan) apply(ctx context.Context, a answers) error {
	if p.conf.String() == "" {
		p.conf.Comment("How einmal is run: EINMAL_FLAG=value for each flag (einmal help serve).")
		p.conf.Comment("einmal setup changes it and keeps what it does not ask about.")
	}
	if len(p.operator.lines) == 0 {
		p.operator.lines = []string{"# Who runs this server (docs/operator.md): it stands in the " +
			"privacy notice and the imprint."}
	}
	authority, country, err := p.findAuthority(a)
	if err != nil {
		return err
	}
	for _, key := range notice.OperatorKeys() {
		if a[key] != "" {
			if _, err := notice.ReadOperator(strings.NewReader(key + " = " + a[key])); err != nil {
				return cli.Misusef("answers-malformed", "%v. Nothing was written.",
					errors.Unwrap(err))
			}
			p.operator.set(key, a[key])
		} else if key == "supervisory-authority" && authority != "" {
			p.operator.set(key, authority)
		}
	}
	for _, name := range serveFlags() {
		if a[name] != "" {
			p.setFlag(name, a[name])
		}
	}
	if a["trusted-proxy"] == noProxy {
		for _, name := range []string{"trusted-proxy", "relay-listen"} {
			p.setFlag(name, "")
		}
		p.setFlag("listen", a["listen"])
	}
	if a[answerPublic] != "" {
		public, err := publicURL(a[answerPublic])
		if err != nil {
			return cli.Misusef("answers-malformed", "public: %s Nothing was written.",
				words.badPublic.en)
		}
		p.setFlag("public-url", public)
	}
	p.fillOperator(country)
	if err := p.checkMissing(); err != nil {
		return err
	}
	return p.fillFlags(ctx, a)
}

// findAuthority gives the supervisory authority, where a place says which, and the country.
func (p *plan) findAuthority(a answers) (authority, country string, err error) {
	if a[answerState] == "" {
		address := a["address"]
		if address == "" {
			address = p.operator.values["address"]
		}
		return "", countryIn(address), nil
	}
	authority, country, ok := findAuthority(a[answerState])
	if !ok {
		return "", "", cli.Misusef("answers-malformed", "state: %s Nothing was written.",
			words.badState.en)
	}
	return authority, country, nil
}

// countryIn is the country at the end of a postal address; empty if it does not end with one.
func countryIn(address string) string {
	parts := strings.Split(address, ",")
	last := strings.TrimSpace(parts[len(parts)-1])
	if len(parts) < 2 || len(last) == 2 && strings.ToUpper(last) != last {
		return ""
	}
	return notice.FindCountry(last)
}

// fillOperator adds what most servers have.
func (p *plan) fillOperator(country string) {
	o := p.operator.values
	fallback := func(key, value string) {
		if o[key] == "" && value != "" {
			p.operator.set(key, value)
		}
	}
	if o["address"] != "" && country != "" && countryIn(o["address"]) == "" {
		p.operator.set("address", o["address"]+", "+notice.CountryName(p.language, country))
	}
	fallback("data-protection-officer", "none")
	fallback("hosting-country", country)
	if needs, adequate := notice.NeedsBasis(o["hosting-country"]); needs && adequate {
		fallback("third-country-basis", words.adequacy.in(p.language))
	}
}

// checkMissing wants what only people know.
func (p *plan) checkMissing() error {
	var missing []string
	if p.flag("public-url") == "" {
		missing = append(missing, answerPublic)
	}
	for _, key := range []string{"name", "address", "email", "supervisory-authority",
		"hosting-provider"} {
		if p.operator.values[key] == "" {
			missing = append(missing, key)
		}
	}
	if i := slices.Index(missing, "supervisory-authority"); i >= 0 {
		missing[i] = answerState
	}
	if len(missing) > 0 {
		return cli.Misusef("answers-missing", "The answers lack: %s. Nothing was written.",
			strings.Join(missing, ", "))
	}
	return nil
}

// fillFlags adds how the server is run: on port 443, or behind a proxy that has it.
func (p *plan) fillFlags(ctx context.Context, a answers) error {
	fallback := func(name, value string) {
		if p.flag(name) == "" {
			p.setFlag(name, value)
		}
	}
	fallback("data", dataPath)
	fallback("operator", operatorPath)
	fallback("create", "token")
	if p.flag("trusted-proxy") != "" {
		if listen := p.flag("listen"); listen == "" || listen == directListen {
			p.setFlag("listen", "127.0.0.1:"+strconv.Itoa(firstFree("127.0.0.1", 8080)))
		}
		fallback("relay-listen", ":"+strconv.Itoa(firstFree("", 3478)))
	} else {
		fallback("listen", directListen)
		if p.flag("listen") == directListen && a["listen"] == "" && p.holder != "" {
			return cli.Problemf("port-taken", "Port 443 is taken, by %s. Stop that, or put einmal "+
				"behind it: trusted-proxy = 127.0.0.1 and proxy-log-retention = none, and see "+
				"docs/proxies. Nothing was written.", p.holder)
		}
	}
	if p.flag("relay-address") == "" {
		var named []netip.Addr
		if public, err := origin.Parse("", p.flag("public-url")); err == nil {
			named = lookUp(ctx, public.Hostname)
		}
		p.setFlag("relay-address", p.relayAddress(named))
	}
	return nil
}

// noProxy is the answer that there is none.
const noProxy = "no"

// directListen is where a server listens that nobody stands in front of, and its port.
const (
	directListen = ":443"
	directPort   = 443
)

// write checks both files as einmal serve would, and puts them in their places; or changes nothing.
func (p *plan) write() (c config.Config, changed []string, err error) {
	var drafts []draft
	defer func() {
		for _, d := range drafts {
			d.discard() // those that are published are gone
		}
	}()
	texts := map[string]string{p.operatorPath: p.operator.String(), p.confPath: p.conf.String()}
	for _, path := range []string{p.operatorPath, p.confPath} {
		d, err := writeDraft(path, texts[path])
		drafts = append(drafts, d)
		if err != nil {
			return c, nil, cli.Problemf("write-failed", "%v. Nothing was written.", err)
		}
	}
	if c, err = p.check(drafts[0].temporary); err != nil {
		return c, nil, err
	}
	for _, d := range drafts { // the operator's first: the unit starts once the other is there
		before, err := readIfThere(d.path)
		if string(before) == texts[d.path] {
			err = errors.Join(err, d.keepTime())
		}
		if err := errors.Join(err, d.publish()); err != nil { // also for the mode and the owner
			return c, changed, cli.Problemf("write-failed", "%v.", err)
		}
		if string(before) != texts[d.path] {
			changed = append(changed, d.path)
		}
	}
	return c, changed, nil
}

// check has einmal serve read what will be written.
func (p *plan) check(operator string) (config.Config, error) {
	c, err := config.ParseServe(nil, func(name string) string {
		if name == cli.EnvName("operator") {
			return operator
		}
		return p.conf.Get(name)
	})
	if err != nil {
		return c, err
	}
	return c, c.CheckOperator()
}

// publicURL makes an address of what people type.
func publicURL(text string) (string, error) {
	name := strings.TrimSuffix(strings.TrimPrefix(strings.ToLower(text), "https://"), "/")
	if ip, err := netip.ParseAddr(strings.Trim(name, "[]")); err == nil {
		if !ip.IsGlobalUnicast() {
			return "", os.ErrInvalid
		}
		return origin.New("https", ip.String(), "").String(), nil
	}
	o, err := origin.Parse("public", "https://"+name)
	if err == nil && (o.Port != "" || !strings.Contains(o.Hostname, ".") || o.IsLoopback() ||
		strings.ContainsAny(name, "_@ ")) {
		err = os.ErrInvalid
	}
	return o.String(), err
}
