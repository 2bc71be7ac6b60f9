// Package origin parses and compares the addresses of servers, as browsers write and send them.
package origin

import (
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"einmal/internal/cli"
)

// Origin is the public address in the form in which browsers send it (RFC 6454): small letters, no
// default port.
type Origin struct {
	Scheme   string // http or https
	Hostname string // a host name or an IP address without brackets
	Port     string // empty if it is the default of the scheme
}

// Local is the default: localhost counts as a secure context, so browsers give the camera
// without a certificate.
func Local(scheme string, port uint16) Origin {
	return New(scheme, "localhost", strconv.Itoa(int(port)))
}

// New makes an origin of a scheme, a host name or IP address, and a port or nothing.
func New(scheme, name, port string) Origin {
	if scheme == "http" && port == "80" || scheme == "https" && port == "443" {
		port = ""
	}
	return Origin{scheme, strings.ToLower(name), port}
}

// Parse reads the address of a server, which `what` wants. Errors are for people.
func Parse(what, text string) (Origin, error) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" ||
		u.User != nil {
		return Origin{}, cli.Usage("%s wants an address such as https://call.example, not %q.",
			what,
			text)
	}
	if u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" {
		return Origin{}, cli.Usage("%s wants no path: the page always lives at /.", what)
	}
	for _, c := range u.Hostname() {
		if c > 127 {
			return Origin{}, cli.Usage("%s wants the name in its ASCII form, which begins with "+
				"xn--.",
				what)
		}
	}
	if port := u.Port(); port != "" {
		if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
			return Origin{}, cli.Usage("%s wants a port from 1 to 65535, not %q.", what, port)
		}
	}
	o := New(u.Scheme, u.Hostname(), u.Port())
	if o.Scheme == "http" && !o.IsLoopback() {
		return Origin{}, cli.Misusef("public-url-insecure", "%s wants an address that begins with "+
			"https://, since browsers give no camera and no microphone to other pages.", what)
	}
	return o, nil
}

// Host is what a browser sends as the Host header.
func (o Origin) Host() string {
	name := o.Hostname
	if strings.Contains(name, ":") {
		name = "[" + name + "]"
	}
	if o.Port == "" {
		return name
	}
	return name + ":" + o.Port
}

func (o Origin) String() string { return o.Scheme + "://" + o.Host() }

// PortNumber is the port that browsers connect to.
func (o Origin) PortNumber() uint16 {
	port := o.Port
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[o.Scheme]
	}
	number, _ := strconv.ParseUint(port, 10, 16) // parseOrigin has looked
	return uint16(number)
}

// IsLoopback says whether only this machine is meant (W3C Secure Contexts, 3.1).
func (o Origin) IsLoopback() bool {
	if o.Hostname == "localhost" || strings.HasSuffix(o.Hostname, ".localhost") {
		return true
	}
	ip, err := netip.ParseAddr(o.Hostname)
	return err == nil && ip.IsLoopback()
}

// IsHost says whether a Host header means this origin.
func (o Origin) IsHost(header string) bool {
	name, port, err := net.SplitHostPort(header)
	if err != nil {
		name, port = strings.Trim(header, "[]"), ""
	}
	other := New(o.Scheme, name, port)
	return other == o
}
