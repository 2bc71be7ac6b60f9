package sipline

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/emiago/sipgo"
	"github.com/emiago/sipgo/sip"
)

// Account is what we are at a switchboard or a trunk.
type Account struct {
	User, Host string // sip:User@Host
	Port       int    // 0: 5060
	TCP        bool
	Login      string // empty: User
	Password   string
	// OnChange is told whether we are registered.
	OnChange func(registered bool, why string)
}

const (
	registerFor = 300 * time.Second
	registerAll = 10 * time.Second // for one attempt
	retryMost   = 2 * time.Minute
)

// findRegistrar lets the registrar call us.
func (l *Line) findRegistrar(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, registerAll)
	defer cancel()
	addresses, err := lookUp(ctx, l.config.Account.Host)
	if err != nil || len(addresses) == 0 {
		return errors.Join(errors.New("the registrar's name has no address"), err)
	}
	l.from.setRegistrar(addresses)
	return nil
}

// keepRegistered registers again and again until ctx ends, with growing pauses after a failure.
func (l *Line) keepRegistered(ctx context.Context) {
	pause := time.Second
	was, told := false, false
	for ctx.Err() == nil {
		life, err := l.register(ctx, registerFor)
		why := ""
		if err != nil {
			why = err.Error()
			_ = l.findRegistrar(ctx) // it may have moved
		}
		if tell := l.config.Account.OnChange; tell != nil && (!told || was != (err == nil)) {
			tell(err == nil, why)
		}
		was, told = err == nil, true
		l.count(func(s *Stats) { s.Registered = was })
		wait := life / 2
		if err != nil {
			wait, pause = pause, min(2*pause, retryMost)
		} else {
			pause = time.Second
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	_, _ = l.register(last, 0) // politeness
}

// register says where we are, and gives for how long that holds.
func (l *Line) register(ctx context.Context, life time.Duration) (time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, registerAll)
	defer cancel()
	a := l.config.Account
	to := sip.Uri{Scheme: "sip", User: a.User, Host: a.Host, Port: a.Port}
	r := sip.NewRequest(sip.REGISTER, sip.Uri{Scheme: "sip", Host: a.Host, Port: a.Port})
	r.AppendHeader(&sip.ToHeader{Address: to})
	from := &sip.FromHeader{Address: to}
	from.Params.Add("tag", sip.GenerateTagN(16))
	r.AppendHeader(from)
	contact := l.contact.Clone()
	r.AppendHeader(contact)
	r.AppendHeader(sip.NewHeader("Expires", fmt.Sprint(int(life.Seconds()))))
	r.SetTransport(map[bool]string{true: "TCP"}[a.TCP])
	if !a.TCP {
		r.SetTransport("UDP")
	}
	answer, err := l.client.Do(ctx, r, sipgo.ClientRequestRegisterBuild)
	if err == nil && (answer.StatusCode == 401 || answer.StatusCode == 407) {
		login := a.Login
		if login == "" {
			login = a.User
		}
		answer, err = l.client.DoDigestAuth(ctx, r, answer, sipgo.DigestAuth{Username: login,
			Password: a.Password})
	}
	switch {
	case err != nil:
		return 0, errors.New("the registrar does not answer")
	case answer.StatusCode != 200:
		return 0, fmt.Errorf("the registrar refuses with %d", answer.StatusCode)
	}
	return grantedLife(answer, life), nil
}

// grantedLife reads for how long the registrar keeps us, never less than a minute.
func grantedLife(answer *sip.Response, asked time.Duration) time.Duration {
	life := int(asked.Seconds())
	if h := answer.GetHeader("Expires"); h != nil {
		_, _ = fmt.Sscan(h.Value(), &life)
	}
	for _, h := range answer.GetHeaders("Contact") {
		if _, rest, ok := strings.Cut(h.Value(), "expires="); ok {
			_, _ = fmt.Sscan(strings.TrimRight(rest, ";>, "), &life)
		}
	}
	return time.Duration(max(60, min(life, int(registerFor.Seconds())))) * time.Second
}
