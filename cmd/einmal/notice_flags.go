package main

import (
	"flag"
	"fmt"
	"net/netip"
	"os"
	"strings"
	"time"

	"einmal/internal/notice"
)

// noticeFlags are those that are there for the sake of people's privacy: each of them changes the
// notice.
type noticeFlags struct{ operator, proxy, metrics, log, reason, until string }

func (f *noticeFlags) register(set *flag.FlagSet) {
	set.StringVar(&f.operator, "operator", "",
		"`FILE` that says who runs this server, in lines of the form key = value; "+
			"docs/operator.md lists the keys. A public "+
			"server does not start without, since its privacy notice and imprint have to name "+
			"somebody.")
	set.StringVar(&f.proxy, "trusted-proxy", "",
		"`CIDR` of the proxy in front, whose X-Forwarded-For tells clients apart. By default "+
			"nobody is believed. The operator "+
			"data then has to say how long its logs are kept.")
	set.StringVar(&f.metrics, "metrics", "",
		"`IP:PORT` on this machine for counts in the form of Prometheus, at /metrics, for all "+
			"its users. By default there are none.")
	set.StringVar(&f.log, "log", "info",
		"`LEVEL` of the log: info, where a server that works says nothing, or debug, which "+
			"writes kinds of messages and codes "+
			"of errors down as well, never who or what. It needs a reason and an end, and "+
			"everybody in a call and at its door is told.")
	set.StringVar(&f.reason, "log-reason", "", "`TEXT` that says why -log debug is on, in the "+
		"notice and to everybody in a call.")
	set.StringVar(&f.until, "log-until", "", "`TIME` at which -log debug ends by itself, such as "+
		"2026-03-06T18:00:00Z; at most 72 hours away.")
}

// read checks them and puts them into c.
func (f *noticeFlags) read(c *config) (err error) {
	if c.operator, err = readOperator(f.operator); err != nil {
		return err
	}
	if c.proxy, err = parseProxy(f.proxy); err != nil {
		return err
	}
	if c.metrics, err = parseMetrics(f.metrics); err != nil {
		return err
	}
	c.incident, err = parseIncident(f.log, f.reason, f.until, time.Now())
	return err
}

func readOperator(name string) (notice.Operator, error) {
	if name == "" {
		return notice.Operator{}, nil
	}
	file, err := os.Open(name)
	if err != nil {
		return notice.Operator{}, problem{"operator-data-unusable",
			fmt.Sprintf("-operator: %v.", err)}
	}
	defer file.Close()
	o, err := notice.ReadOperator(file)
	if err != nil {
		return notice.Operator{}, problem{"operator-data-unusable",
			fmt.Sprintf("-operator: %s: %v.", name, err)}
	}
	return o, nil
}

func parseMetrics(text string) (netip.AddrPort, error) {
	if text == "" {
		return netip.AddrPort{}, nil
	}
	address, err := netip.ParseAddrPort(text)
	if err != nil || !address.Addr().IsLoopback() {
		return netip.AddrPort{}, usage("-metrics wants a loopback address and a port, such as "+
			"127.0.0.1:9090, not %q.", text)
	}
	return address, nil
}

// mayServe refuses a public server whose notice would be left with blanks.
func (c config) mayServe() error {
	missing := c.facts(c.public).Missing()
	if len(missing) == 0 {
		return nil
	}
	return problem{"operator-data-missing", fmt.Sprintf("A public server, and one behind a "+
		"proxy, has to say who runs it. The file given "+
		"with -operator lacks: %s. docs/operator.md says what they mean.",
		strings.Join(missing, ", "))}
}
