package setup

import (
	"context"
	"net/netip"
	"slices"
	"strings"

	"einmal/internal/cli"
	"einmal/internal/notice"
	"einmal/internal/origin"
)

// ask has the conversation. The present values are the defaults; nothing is changed yet.
func (p *plan) ask(ctx context.Context, t *talk) (answers, error) {
	t.say(words.intro)
	p.tellMachine(t)
	a := answers{}
	for _, one := range []struct {
		key string
		q   func(answers) question
	}{
		{answerPublic, p.publicQuestion},
		{"name", p.operatorQuestion("name", words.askName, words.whyName, words.badText)},
		{"address", p.operatorQuestion("address", words.askAddress, words.whyAddress,
			words.badText)},
		{"email", p.operatorQuestion("email", words.askEmail, words.whyEmail, words.badEmail)},
		{answerState, p.stateQuestion},
		{"hosting-provider", p.hostingQuestion},
		{"create", p.createQuestion},
	} {
		answer, err := t.ask(ctx, one.q(a))
		if err != nil {
			return nil, err
		}
		a[one.key] = answer
		switch one.key {
		case answerPublic:
			p.tellName(ctx, t, answer)
		case answerState:
			if authority, _, ok := findAuthority(answer); ok {
				t.say(words.toldAuthority, authority)
			} else { // as it stands there
				delete(a, answerState)
			}
		case "hosting-provider":
			provider, country, basis, _ := splitHosting(answer)
			a["hosting-provider"], a["hosting-country"] = provider, country
			if basis != "" {
				a["third-country-basis"] = basis
			}
		}
	}
	return a, p.askProxy(ctx, t, a)
}

func (p *plan) tellMachine(t *talk) {
	switch {
	case len(p.public) > 0:
		t.say(words.addresses, listAddresses(p.public))
	case len(p.private) > 0:
		t.say(words.privateOnly, listAddresses(p.private))
	default:
		t.say(words.noAddress)
	}
}

func (p *plan) publicQuestion(answers) question {
	fallback := ""
	if public, err := origin.Parse("", p.flag("public-url")); err == nil {
		fallback = public.Hostname
	} else if strings.Contains(p.host, ".") {
		fallback = p.host
	} else if len(p.public) > 0 {
		fallback = p.public[0].String()
	}
	return question{words.askPublic, words.whyPublic, fallback,
		func(answer string) (string, sentence) {
			if _, err := publicURL(answer); err != nil {
				return "", words.badPublic
			}
			return answer, sentence{}
		}}
}

// tellName says whether the name leads here, as far as this machine can know.
func (p *plan) tellName(ctx context.Context, t *talk, answer string) {
	public, err := publicURL(answer)
	o, parseErr := origin.Parse("", public)
	if err != nil || parseErr != nil {
		return
	}
	found := lookUp(ctx, o.Hostname)
	switch strangers := p.strangers(found); {
	case len(found) == 0:
		t.say(words.unknownName, listAddresses(p.reachable()))
	case len(strangers) == 0 && found[0].String() != o.Hostname:
		t.say(words.nameHere)
	case len(strangers) == 0: // an address of this machine
	case len(p.public) > 0: // otherwise the address is that of what is in front
		t.say(words.nameElsewhere, listAddresses(strangers), listAddresses(p.public))
	}
}

// reachable are the addresses that a name should have.
func (p *plan) reachable() []netip.Addr {
	if len(p.public) > 0 {
		return p.public
	}
	return p.private
}

// operatorQuestion asks for a value of the operator file.
func (p *plan) operatorQuestion(key string, title, why, bad sentence) func(answers) question {
	return func(answers) question {
		return question{title, why, p.operator.values[key],
			func(answer string) (string, sentence) {
				if _, err := notice.ReadOperator(strings.NewReader(key + " = " +
					answer)); err != nil {
					return "", bad
				}
				return answer, sentence{}
			}}
	}
}

// stateQuestion takes the authority itself as well, which is what a second run begins with.
func (p *plan) stateQuestion(a answers) question {
	fallback := p.operator.values["supervisory-authority"]
	if code := countryIn(a["address"]); fallback == "" && authorities[code] != "" {
		fallback = notice.CountryName(p.language, code)
	}
	return question{words.askState, words.whyState, fallback,
		func(answer string) (string, sentence) {
			if answer == p.operator.values["supervisory-authority"] {
				return answer, sentence{}
			}
			if _, _, ok := findAuthority(answer); !ok {
				return "", words.badState
			}
			return answer, sentence{}
		}}
}

// hostingQuestion gives "provider, country", or "provider, country, basis".
func (p *plan) hostingQuestion(a answers) question {
	o := p.operator.values
	provider, country := o["hosting-provider"], o["hosting-country"]
	if provider == "" {
		provider = p.provider
	}
	if provider == "" {
		provider = "self"
	}
	if country == "" {
		_, country, _ = findAuthority(a[answerState])
	}
	if country == "" {
		country = countryIn(a["address"])
	}
	fallback := provider
	if country != "" {
		fallback += ", " + country
	}
	return question{words.askHosting, words.whyHosting, fallback,
		func(answer string) (string, sentence) {
			_, country, basis, ok := splitHosting(answer)
			if !ok {
				return "", words.badHosting
			}
			if needs, adequate := notice.NeedsBasis(country); needs && !adequate &&
				basis == "" && (o["hosting-country"] != country || o["third-country-basis"] == "") {
				return "", words.badBasis
			}
			return answer, sentence{}
		}}
}

// splitHosting takes apart "provider, country" and "provider, country, basis"; a provider may have
// commas in its name.
func splitHosting(text string) (provider, country, basis string, ok bool) {
	parts := strings.Split(text, ",")
	for i := len(parts) - 1; i > 0; i-- {
		if country = notice.FindCountry(strings.TrimSpace(parts[i])); country == "" {
			continue
		}
		provider = strings.TrimSpace(strings.Join(parts[:i], ","))
		basis = strings.TrimSpace(strings.Join(parts[i+1:], ","))
		return provider, country, basis, provider != ""
	}
	return "", "", "", false
}

func (p *plan) createQuestion(answers) question {
	fallback := p.flag("create")
	if fallback != "open" {
		fallback = "token"
	}
	return question{words.askCreate, words.whyCreate, fallback,
		func(answer string) (string, sentence) {
			if !slices.Contains([]string{"token", "open"}, answer) {
				return "", words.badCreate
			}
			return answer, sentence{}
		}}
}

// askProxy asks about a proxy only where port 443 is another program's, or where there is one.
func (p *plan) askProxy(ctx context.Context, t *talk, a answers) error {
	has := p.flag("trusted-proxy") != ""
	if p.holder != "" {
		t.say(words.portTaken, p.holder)
	}
	if p.holder == "" && !has {
		return nil
	}
	fallback := p.operator.values["proxy-log-retention"]
	if fallback == "" {
		fallback = "none"
	}
	answer, err := t.ask(ctx, question{words.askProxy, words.whyProxy, fallback,
		func(answer string) (string, sentence) {
			if _, err := notice.ReadOperator(strings.NewReader("proxy-log-retention = " +
				answer)); err != nil && answer != noProxy {
				return "", words.badProxy
			}
			return answer, sentence{}
		}})
	switch {
	case err != nil:
		return err
	case answer == noProxy && p.holder != "":
		return cli.Problemf("port-taken", words.portStays.in(t.language), p.holder)
	case answer == noProxy:
		a["trusted-proxy"] = noProxy
		return nil
	}
	a["proxy-log-retention"] = answer
	if !has {
		a["trusted-proxy"] = "127.0.0.1"
	}
	return nil
}
