// Package setup makes a server out of a machine: it asks what only people know, finds out the rest,
// writes the configuration of einmal serve and the operator file, makes the first creator link,
// starts the service and has the doctor look at it.
//
// What is there already are the defaults; nothing that it does not ask about is changed, and until
// all is known nothing is written.
package setup

import (
	"context"
	"fmt"
	"net/netip"
	"os"
	"slices"
	"strconv"

	"einmal/internal/cli"
	"einmal/internal/config"
	"einmal/internal/creators"
	"einmal/internal/links"
	"einmal/internal/notice"
)

// Options are the flags of einmal setup.
type Options struct {
	Language notice.Language // empty: that of the environment
	Answers  string          // a file of answers; empty: people are asked
	Root     string          // a directory that stands for /; empty: this machine's
}

// Run does it. Errors are for people.
func Run(ctx context.Context, o Options, s cli.Streams) error {
	language := o.Language
	if language == "" {
		language = notice.PreferredLanguage(s.Getenv)
	}
	if !slices.Contains(notice.Languages, language) {
		return cli.Usage("-lang wants de or en, not %q.", language)
	}
	if o.Root == "" && os.Geteuid() != 0 {
		return cli.Problemf("setup-not-root", "einmal setup writes below /etc and starts a "+
			"service, which only root may: sudo einmal setup.")
	}
	if o.Answers == "" && !isTerminal(s.In) {
		return cli.Usage("einmal setup asks questions, and the standard input is no terminal; " +
			"-answers FILE gives the answers without.")
	}
	p := &plan{place: newPlace(o.Root, s.Getenv(cli.ConfigVariable)), machine: lookAround(),
		language: language}
	var err error
	if p.conf, p.operator, err = p.read(); err != nil {
		return err
	}
	p.holder = p.portHolder()
	t := newTalk(s.In, s.Out, language)
	var a answers
	if o.Answers != "" {
		a, err = readAnswers(o.Answers)
	} else {
		a, err = p.ask(ctx, t)
	}
	if err != nil {
		return err
	}
	if err := p.apply(ctx, a); err != nil {
		return err
	}
	c, changed, err := p.write()
	if err != nil {
		return err
	}
	p.tellFiles(t, changed)
	link, err := p.makeCreator(t, c, a[answerCreator])
	if err != nil {
		return err
	}
	started, startErr := p.start(ctx, t, c)
	if started {
		if err := p.examine(ctx, t, c); err != nil {
			return err
		}
	}
	p.tellEnd(t, c, link, isTerminal(s.Out)) // it is shown only now, whatever happened
	return startErr
}

func (p *plan) tellFiles(t *talk, changed []string) {
	fmt.Fprintln(t.out)
	for _, path := range []string{p.operatorPath, p.confPath} {
		said := words.unchanged
		for _, one := range changed {
			if one == path {
				said = words.written
			}
		}
		t.say(said, path)
	}
	if p.operator.values["data-protection-officer"] == "none" {
		t.say(words.officer)
	}
}

// makeCreator makes the first creator link, or one under a label that was asked for and is not
// there.
func (p *plan) makeCreator(t *talk, c config.Config, label string) (link string, err error) {
	if c.CreateMode != config.CreateWithToken {
		return "", nil
	}
	dir := p.path(c.DataDir)
	if err := makeDataDir(dir); err != nil {
		return "", config.DataProblem(dir, err)
	}
	list := creators.Open(dir)
	labels, err := list.Labels()
	if err != nil {
		return "", cli.Problemf("data-unusable", "The list of creators cannot be used: %v.", err)
	}
	if label == "" && len(labels) == 0 {
		label = "setup"
	}
	for _, has := range labels {
		if label == "" || has == label {
			t.say(words.creatorThere)
			return "", nil
		}
	}
	seed, err := list.Add(label)
	if err != nil {
		return "", cli.Problemf("creator-failed", "There is no creator link: %v.", err)
	}
	return links.Creator(c.Public.String(), seed), nil
}

// tellEnd says what is left to do, and shows the link last, where it is seen.
func (p *plan) tellEnd(t *talk, c config.Config, link string, draws bool) {
	if c.TrustedProxy.IsValid() {
		listen := netip.AddrPortFrom(netip.MustParseAddr(c.Host), c.Port)
		_, relay := c.RelayEndpoint()
		t.say(words.proxyNext, c.Public, "http://"+listen.String(), strconv.Itoa(int(relay)))
	}
	t.say(words.byDoctor)
	switch {
	case c.CreateMode == config.CreateOpen:
		t.say(words.openForAll, c.Public)
		link = c.Public.String()
	case link == "":
		return
	default:
		fmt.Fprintln(t.out)
		t.say(words.creatorLink)
		t.say(words.creatorOnce)
	}
	if code, err := drawCode(link); draws && err == nil {
		fmt.Fprintf(t.out, "\n%s", code)
	}
	fmt.Fprintf(t.out, "\n%s\n", link)
}
