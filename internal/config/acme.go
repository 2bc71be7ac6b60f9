package config

import (
	"flag"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"einmal/internal/cli"
)

// ACME says from which authority the certificate comes (RFC 8555); without a directory it does not.
type ACME struct {
	Directory string // URL
	Root      string // PEM file; empty: the roots of the system
	Profile   string // empty: what is usual
	Mail      string
	HTTP      string // IP:PORT for a look by HTTP; empty: port 80
}

// letsEncrypt is the directory of the authority that is asked where no other is named.
const letsEncrypt = "https://acme-v02.api.letsencrypt.org/directory"

// acmeFlags are those about the certificate that the server gets itself.
type acmeFlags struct {
	ACME
	on choice
}

// choice is a switch that may be left to the program.
type choice struct{ isMade, on bool }

func (c *choice) String() string {
	if c == nil || !c.isMade {
		return ""
	}
	return strconv.FormatBool(c.on)
}

func (c *choice) Set(text string) (err error) {
	c.isMade = true
	c.on, err = strconv.ParseBool(text)
	return err
}

func (c *choice) IsBoolFlag() bool { return true }

func (f *acmeFlags) register(set *flag.FlagSet) {
	set.Var(&f.on, "acme",
		"get the certificate from Let's Encrypt, and accept its terms")
	set.StringVar(&f.Directory, "acme-directory", "",
		"get it from the authority with the ACME directory at this `URL`")
	set.StringVar(&f.Root, "acme-root", "",
		"know that authority by the root certificate in `FILE` (PEM)")
	set.StringVar(&f.Profile, "acme-profile", "",
		"ask for a certificate of the kind `NAME`; an address gets shortlived")
	set.StringVar(&f.Mail, "acme-mail", "", "give the authority the mail `ADDRESS`")
	set.StringVar(&f.HTTP, "acme-http", "",
		"let it look on `IP:PORT` if TLS does not get through; else on :80")
}

// fillConfig decides whether the certificate comes from an authority: so it does where browsers
// come by https and nothing says that somebody else speaks TLS.
func (f *acmeFlags) fillConfig(c *Config, cert string) error {
	wants := f.on.on
	if !f.on.isMade {
		wants = c.Public.Scheme == "https" && cert == "" && !c.TrustedProxy.IsValid() &&
			(c.Balancer.IsValid() || !isLoopback(c.Host))
	}
	if !wants {
		if f.ACME != (ACME{}) {
			return cli.Usage("-acme is missing: the other flags about certificates belong to it.")
		}
		return nil
	}
	switch {
	case cert != "":
		return cli.Usage("-acme and -tls-cert do not go together: either the server gets its " +
			"certificate, or it has one.")
	case c.TrustedProxy.IsValid():
		return cli.Usage("-acme and -trusted-proxy do not go together: the proxy in front speaks " +
			"TLS, and the authority would look there.")
	case c.Public.Scheme != "https":
		return cli.Usage("-acme wants -public-url https://…: the name, or the address, that the " +
			"certificate is for.")
	case f.Directory == "" && c.Public.IsLoopback():
		return cli.Usage("-acme cannot get a certificate for %s, which the authority does not "+
			"reach.", c.Public.Hostname)
	}
	return f.checkAuthority(&c.ACME)
}

// checkAuthority checks what is said of the authority, and puts it into a.
func (f *acmeFlags) checkAuthority(a *ACME) error {
	*a = f.ACME
	if a.Directory == "" {
		a.Directory = letsEncrypt
	}
	if u, err := url.Parse(a.Directory); err != nil || u.Scheme != "https" || u.Host == "" {
		return cli.Usage("-acme-directory wants an address that begins with https://, not %q.",
			a.Directory)
	}
	if mail := a.Mail; mail != "" && strings.Count(mail, "@") != 1 ||
		strings.ContainsAny(mail, ",? \t") {
		return cli.Usage("-acme-mail wants one mail address, not %q.", mail)
	}
	if a.HTTP != "" {
		if _, _, err := parseListen("-acme-http", a.HTTP); err != nil {
			return err
		}
	}
	return nil
}

// Authority is the host of the authority; empty without.
func (a ACME) Authority() string {
	u, err := url.Parse(a.Directory)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

func isLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}
