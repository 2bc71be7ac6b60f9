package config

import (
	"flag"
	"net/netip"
	"os"
	"strings"
	"time"

	"einmal/internal/cli"
	"einmal/internal/notice"
)

// noticeFlags are those that matter to people's privacy: each changes the notice.
type noticeFlags struct{ operator, proxy, balancer, metrics, log, reason, until, phone string }

func (f *noticeFlags) register(set *flag.FlagSet) {
	set.StringVar(&f.operator, "operator", "",
		"read from `FILE` who runs this; a public server needs it")
	set.StringVar(&f.proxy, "trusted-proxy", "",
		"believe X-Forwarded-For from the proxies in `CIDR`")
	set.StringVar(&f.balancer, "proxy-protocol", "",
		"take connections from the TCP balancer in `CIDR` only (PROXY protocol)")
	set.StringVar(&f.metrics, "metrics", "",
		"serve counts for Prometheus on `IP:PORT`, a loopback address")
	set.StringVar(&f.phone, "phone", "",
		"hand invitations for telephones to the einmal-phone at `IP:PORT`")
	set.StringVar(&f.log, "log", "info",
		"log at `LEVEL` info, or debug with a reason and an end")
	set.StringVar(&f.reason, "log-reason", "", "tell people with `TEXT` why -log debug is on")
	set.StringVar(&f.until, "log-until", "", "end -log debug at this `TIME` (RFC 3339), within 72 "+
		"hours")
}

// fillConfig checks them and puts them into c.
func (f *noticeFlags) fillConfig(c *Config) (err error) {
	if c.Operator, err = readOperator(f.operator); err != nil {
		return err
	}
	if c.TrustedProxy, err = ParseProxy(f.proxy); err != nil {
		return err
	}
	if c.Balancer, err = parseNetwork("-proxy-protocol", f.balancer); err != nil {
		return err
	}
	if c.Balancer.IsValid() && c.TrustedProxy.IsValid() {
		return cli.Usage("-proxy-protocol and -trusted-proxy do not go together: what is in " +
			"front of the server passes on connections or requests.")
	}
	if f.phone != "" {
		c.Phone, err = netip.ParseAddrPort(f.phone)
		if err != nil || c.Phone.Port() == 0 || c.Phone.Addr().IsUnspecified() {
			return cli.Usage("-phone wants the address and port of a door of einmal-phone, such as "+
				"127.0.0.1:5090, not %q.", f.phone)
		}
	}
	if c.Metrics, err = parseMetrics(f.metrics); err != nil {
		return err
	}
	c.Incident, err = parseIncident(f.log, f.reason, f.until, time.Now())
	return err
}

func readOperator(name string) (notice.Operator, error) {
	if name == "" {
		return notice.Operator{}, nil
	}
	file, err := os.Open(name)
	if err != nil {
		return notice.Operator{}, cli.Misusef("operator-data-unusable", "-operator: %v.", err)
	}
	defer file.Close()
	o, err := notice.ReadOperator(file)
	if err != nil {
		return notice.Operator{}, cli.Misusef("operator-data-unusable", "-operator: %s: %v.", name,
			err)
	}
	return o, nil
}

func parseMetrics(text string) (netip.AddrPort, error) {
	if text == "" {
		return netip.AddrPort{}, nil
	}
	address, err := netip.ParseAddrPort(text)
	if err != nil || !address.Addr().IsLoopback() {
		return netip.AddrPort{}, cli.Usage("-metrics wants a loopback address and a port, such as "+
			"127.0.0.1:9090, not %q.", text)
	}
	return address, nil
}

// CheckOperator refuses a public server whose notice would be left with blanks.
func (c Config) CheckOperator() error {
	missing := c.Facts(c.Public).Missing()
	if len(missing) == 0 {
		return nil
	}
	return cli.Misusef("operator-data-missing", "A public server, and one behind a proxy, has to "+
		"say who runs it. The file given with -operator lacks: %s. docs/operator.md says what "+
		"they mean.",
		strings.Join(missing, ", "))
}

// ParseProxy reads -trusted-proxy. Errors are for people.
func ParseProxy(text string) (netip.Prefix, error) { return parseNetwork("-trusted-proxy", text) }

// parseNetwork reads a flag that names a network, or nothing.
func parseNetwork(flagName, text string) (netip.Prefix, error) {
	if text == "" {
		return netip.Prefix{}, nil
	}
	if address, err := netip.ParseAddr(text); err == nil && address.Zone() == "" {
		return netip.PrefixFrom(address.Unmap(), address.Unmap().BitLen()), nil
	}
	network, err := netip.ParsePrefix(text)
	if err != nil || network.Bits() == 0 { // everybody is no proxy
		return netip.Prefix{}, cli.Usage("%s wants an address or a network, such as "+
			"127.0.0.1 or 10.0.0.0/24, not %q.", flagName, text)
	}
	return network.Masked(), nil
}
