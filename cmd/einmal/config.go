package main

import (
	"flag"
	"io"
	"net"
	"net/netip"
	"path/filepath"
	"strconv"
	"time"

	"einmal/internal/notice"
	"einmal/rooms"
	"einmal/turnserver"
)

// config is what serve was told, checked.
type config struct {
	host   string     // an IP address, or empty for all of the machine
	port   uint16     // 0: any that is free
	data   string     // directory
	public origin     // zero: made from the port
	relay  netip.Addr // what relayed candidates carry, IPv4
	memory bool       // rooms are kept in memory alone
	create who        // may create rooms
	rooms  int        // at most
	clock  bool       // is right, however far ahead

	ownRelay  bool   // the relay has a port of its own
	relayHost string // as host
	relayPort uint16 // as port

	cert, key string // PEM files; empty: no TLS

	relays, secret string // URLs of other relays, and what we share with them
	quotas         turnserver.Quotas
	relayLife      time.Duration // of what members get for the relay

	operator notice.Operator
	proxy    netip.Prefix    // whose word about addresses is taken; zero: nobody's
	metrics  netip.AddrPort  // zero: none
	incident notice.Incident // its end may have passed; see incidentAt
}

// errHelp: somebody asked for help in the place of a flag.
var errHelp = flag.ErrHelp

// serveFlags holds the flags as they were given. Every default has its reason in its help text.
type serveFlags struct {
	set                                          *flag.FlagSet
	listen, data, public, relay, create, storage string
	relayListen, cert, key                       string
	rooms                                        int
	clock                                        bool

	more   moreRelays
	notice noticeFlags
}

// newServeFlags is what serve takes, and every command that has to know how it is run.
func newServeFlags(command string) *serveFlags {
	f := &serveFlags{set: flag.NewFlagSet(command, flag.ContinueOnError)}
	f.set.SetOutput(io.Discard) // report says it, in one sentence
	f.set.StringVar(&f.listen, "listen", "127.0.0.1:8080",
		"`IP:PORT` for TCP and UDP alike. By default only this machine reaches a server that "+
			"nobody has configured yet, "+
			"on a port that needs no rights. Port 0 takes any that is free; no IP takes all "+
			"addresses.")
	f.set.StringVar(&f.data, "data", "",
		"`DIR` for rooms, the server key and the socket of einmal room, made with mode 0700. By "+
			"default $XDG_DATA_HOME/einmal or "+
			"~/.local/share/einmal, where programs keep the data of their user.")
	f.set.StringVar(&f.storage, "storage", "disk",
		"`WHERE` rooms are kept: disk, so that a link survives a restart, or memory, which ends "+
			"with the program and "+
			"is on no disk but where the system swaps to.")
	f.set.StringVar(&f.public, "public-url", "",
		"`URL` that people open, https unless it is this machine. By default "+
			"http://localhost:PORT, where browsers give "+
			"the camera without a certificate, or https://localhost:PORT with one. Without "+
			"-tls-cert, https is for a proxy "+
			"in front to speak, on another port than ours.")
	f.set.StringVar(&f.cert, "tls-cert", "",
		"`FILE` with the certificate and its chain (PEM) for https, wss and turns on the port of "+
			"-listen, where TURN goes on "+
			"without TLS as well. By default none, since this machine needs none. A new file is "+
			"taken up at once.")
	f.set.StringVar(&f.key, "tls-key", "", "`FILE` with the private key of -tls-cert (PEM).")
	f.set.StringVar(&f.relayListen, "relay-listen", "",
		"`IP:PORT` of the relay alone, over UDP, TCP and, with -tls-cert, TLS. By default it "+
			"shares the port of -listen; "+
			"behind a proxy that passes on HTTP only, it needs a port of its own.")
	f.set.StringVar(&f.relay, "relay-address", "",
		"`IP` that relayed candidates carry, IPv4, which clients over IPv6 get too. By default "+
			"the address on which the relay "+
			"listens; it has to be given if that is all addresses or IPv6. Nothing is ever sent "+
			"to it.")
	f.set.StringVar(&f.create, "create", "local",
		"who may create rooms: local, token or open. By default only who is on this machine; "+
			"token takes a creator link (see "+
			"einmal creator); open lets everybody, which costs a "+
			"browser about a second of work, so that nobody fills the disk.")
	f.set.IntVar(&f.rooms, "quota-rooms", rooms.MostRooms,
		"`N` rooms at a time, in all, some 200 bytes of disk and 40 of memory each.")
	f.set.BoolVar(&f.clock, "accept-clock", false,
		"say that the clock is right, for one start after the server was off for more than a "+
			"week: rooms that have expired "+
			"since are erased then. Without it the server does not start, since a wrong clock "+
			"would cost every room.")
	f.more.register(f.set)
	f.notice.register(f.set)
	return f
}

// parseServe reads the flags of serve and, for those that are not given, the environment. Errors
// are for people.
func parseServe(args []string, getenv func(string) string) (config, error) {
	return newServeFlags("serve").config(args, getenv)
}

func (f *serveFlags) config(args []string, getenv func(string) string) (config, error) {
	if err := parseFlags(f.set, args, getenv); err != nil {
		return config{}, err
	}
	c := config{data: f.data, rooms: f.rooms, clock: f.clock}
	if c.rooms < 1 || c.rooms > 10_000_000 {
		return config{}, usage("-quota-rooms wants a number from 1 to 10000000, not %d.", c.rooms)
	}
	var err error
	if c.memory, err = parseStorage(f.storage); err != nil {
		return config{}, err
	}
	if c.host, c.port, err = parseListen("-listen", f.listen); err != nil {
		return config{}, err
	}
	if c.ownRelay = f.relayListen != ""; c.ownRelay {
		if c.relayHost, c.relayPort, err = parseListen("-relay-listen", f.relayListen); err != nil {
			return config{}, err
		}
	}
	host, _ := c.relayAt()
	if c.relay, err = parseRelay(f.relay, host); err != nil {
		return config{}, err
	}
	if c.create, err = parseCreate(f.create); err != nil {
		return config{}, err
	}
	if err = f.more.read(&c); err != nil {
		return config{}, err
	}
	if err = f.notice.read(&c); err != nil {
		return config{}, err
	}
	if c.data == "" {
		if c.data, err = defaultData(getenv); err != nil {
			return config{}, err
		}
	}
	if f.public != "" {
		c.public, err = parseOrigin("-public-url", f.public)
	} else if !reachedAsLocalhost(c.host) {
		err = usage("-public-url is missing: %s is not localhost, so the server has to be told "+
			"the address that people open.", c.host)
	}
	if err != nil {
		return config{}, err
	}
	return c, c.setTLS(f.cert, f.key)
}

func parseListen(flag, text string) (host string, port uint16, err error) {
	host, portText, err := net.SplitHostPort(text)
	if err != nil {
		return "", 0, usage("%s wants IP:PORT, such as 127.0.0.1:8080 or :443, not %q.", flag, text)
	}
	number, err := strconv.ParseUint(portText, 10, 16)
	if err != nil {
		return "", 0, usage("%s wants a port from 0 to 65535, not %q.", flag, portText)
	}
	if host == "localhost" {
		host = "127.0.0.1" // a socket has one address; this one works on every machine
	}
	if _, err := netip.ParseAddr(host); err != nil && host != "" {
		return "", 0, usage("%s wants an IP address before the port, not %q.", flag, host)
	}
	return host, uint16(number), nil
}

// parseRelay: RFC 8656, section 7.2, has an IPv4 address for whoever does not ask for another, and
// no browser does.
func parseRelay(text, host string) (netip.Addr, error) {
	if ip, err := netip.ParseAddr(host); text == "" && err == nil && ip.Is6() && ip.IsLoopback() {
		text = "127.0.0.1"
	} else if text == "" && (isAll(host) || ip.Is6()) {
		return netip.Addr{}, usage("-relay-address is missing: relayed candidates have to carry " +
			"one IPv4 address, such as " +
			"the public one of this machine; if it has none, 192.0.2.1 will do.")
	} else if text == "" {
		text = host
	}
	ip, err := netip.ParseAddr(text)
	if ip = ip.Unmap(); err != nil || !ip.Is4() || ip.IsUnspecified() || ip.IsMulticast() {
		return netip.Addr{}, usage("-relay-address wants one IPv4 address, not %q; clients over "+
			"IPv6 get it too.", text)
	}
	return ip, nil
}

// who may create rooms.
type who string

const (
	whoLocal     who = "local"
	whoCreators  who = "token"
	whoEverybody who = "open"
)

func parseCreate(text string) (who, error) {
	switch w := who(text); w {
	case whoLocal, whoCreators, whoEverybody:
		return w, nil
	}
	return "", usage("-create wants local, token or open, not %q.", text)
}

// isAll says whether host means all addresses of the machine.
func isAll(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "" || err == nil && ip.IsUnspecified()
}

// reachedAsLocalhost says whether a browser on this machine reaches host under the name localhost.
func reachedAsLocalhost(host string) bool {
	return isAll(host) || host == "127.0.0.1" || host == "::1"
}

func defaultData(getenv func(string) string) (string, error) {
	// The XDG base directory specification wants relative paths ignored.
	if dir := getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "einmal"), nil
	}
	if home := getenv("HOME"); filepath.IsAbs(home) {
		return filepath.Join(home, ".local", "share", "einmal"), nil
	}
	return "", usage("-data is missing, and there is no home directory to put the data in.")
}
