package main

import (
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"einmal/internal/cli"
)

// origin is the public address in the form in which browsers send it (RFC 6454): small letters, no
// default port.
type origin struct {
	scheme string // http or https
	name   string // a host name or an IP address without brackets
	port   string // empty if it is the default of the scheme
}

// localOrigin is the default: localhost counts as a secure context, so browsers give the camera
// without a certificate.
func localOrigin(scheme string, port uint16) origin {
	return newOrigin(scheme, "localhost", strconv.Itoa(int(port)))
}

func newOrigin(scheme, name, port string) origin {
	if scheme == "http" && port == "80" || scheme == "https" && port == "443" {
		port = ""
	}
	return origin{scheme, strings.ToLower(name), port}
}

// parseOrigin reads the address of a server, which `what` wants. Errors are for people.
func parseOrigin(what, text string) (origin, error) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" ||
		u.User != nil {
		return origin{}, cli.Usage("%s wants an address such as https://call.example, not %q.",
			what,
			text)
	}
	if u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" {
		return origin{}, cli.Usage("%s wants no path: the page always lives at /.", what)
	}
	for _, c := range u.Hostname() {
		if c > 127 {
			return origin{}, cli.Usage("%s wants the name in its ASCII form, which begins with "+
				"xn--.",
				what)
		}
	}
	if port := u.Port(); port != "" {
		if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
			return origin{}, cli.Usage("%s wants a port from 1 to 65535, not %q.", what, port)
		}
	}
	o := newOrigin(u.Scheme, u.Hostname(), u.Port())
	if o.scheme == "http" && !o.isLoopback() {
		return origin{}, cli.Misusef("public-url-insecure", "%s wants an address that begins "+
			"with https://, since browsers give no camera "+
			"and no microphone to other pages.", what)
	}
	return o, nil
}

// host is what a browser sends as the Host header.
func (o origin) host() string {
	name := o.name
	if strings.Contains(name, ":") {
		name = "[" + name + "]"
	}
	if o.port == "" {
		return name
	}
	return name + ":" + o.port
}

func (o origin) String() string { return o.scheme + "://" + o.host() }

// portNumber is the port that browsers connect to.
func (o origin) portNumber() uint16 {
	port := o.port
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[o.scheme]
	}
	number, _ := strconv.ParseUint(port, 10, 16) // parseOrigin has looked
	return uint16(number)
}

// isLoopback says whether only this machine is meant (W3C Secure Contexts, 3.1).
func (o origin) isLoopback() bool {
	if o.name == "localhost" || strings.HasSuffix(o.name, ".localhost") {
		return true
	}
	ip, err := netip.ParseAddr(o.name)
	return err == nil && ip.IsLoopback()
}

// isHost says whether a Host header means this origin.
func (o origin) isHost(header string) bool {
	name, port, err := net.SplitHostPort(header)
	if err != nil {
		name, port = strings.Trim(header, "[]"), ""
	}
	other := newOrigin(o.scheme, name, port)
	return other == o
}
