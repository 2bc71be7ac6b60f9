// Package config turns the flags of einmal serve and einmal relay into a configuration that has
// been checked, and says what a server with it does ([Config.Facts]). It opens nothing but the
// files that flags name.
package config

import (
	"errors"
	"flag"
	"io"
	"net"
	"net/netip"
	"path/filepath"
	"strconv"
	"time"

	"einmal/internal/cli"
	"einmal/internal/notice"
	"einmal/internal/origin"
	"einmal/rooms"
	"einmal/turnserver"
)

// Config is what serve was told, checked.
type Config struct {
	Host         string        // an IP address, or empty for all of the machine
	Port         uint16        // 0: any that is free
	DataDir      string        // directory
	Public       origin.Origin // zero: made from the port
	RelayAddress netip.Addr    // what relayed candidates carry, IPv4
	InMemory     bool          // rooms are kept in memory alone
	CreateMode   CreateMode
	LongestRoom  time.Duration // that a room may wait for its call
	MaxRooms     int           // at most
	MaxBoxes     int64         // bytes that may be left in rooms, in all; 0: nothing can be
	ClockIsRight bool          // is right, however far ahead

	LookBack bool // other einmals may ask how they look from here

	OwnRelay  bool   // the relay has a port of its own
	RelayHost string // as host
	RelayPort uint16 // as port

	CertFile, KeyFile string // PEM files; empty: no TLS, or ACME
	ACME              ACME

	RelayURLs, RelaySecret string // URLs of other relays, and what we share with them
	Quotas                 turnserver.Quotas
	RelayLife              time.Duration // of what members get for the relay

	Operator     notice.Operator
	TrustedProxy netip.Prefix    // whose word about addresses is taken; zero: nobody's
	Balancer     netip.Prefix    // says by the PROXY protocol who comes; zero: there is none
	Metrics      netip.AddrPort  // zero: none
	Phone        netip.AddrPort  // of a telephone gateway; zero: none
	Incident     notice.Incident // its end may have passed; see IncidentAt
}

// ServeFlags holds the flags as they were given. docs/operator.md says more about each.
type ServeFlags struct {
	listen, data, public, relay, create, storage string
	relayListen, cert, key                       string
	rooms, days, boxes                           int
	clock, lookBack                              bool

	acme   acmeFlags
	relays relayOptions
	notice noticeFlags
}

// NewServeFlags registers the flags of serve, for it and for commands that have to know how the
// server is run.
func NewServeFlags(set *flag.FlagSet) *ServeFlags {
	f := &ServeFlags{}
	set.StringVar(&f.listen, "listen", "127.0.0.1:8080",
		"listen on `IP:PORT`, TCP and UDP; no IP is all")
	set.StringVar(&f.data, "data", "",
		"keep rooms and keys in `DIR`; by default below the home directory")
	set.StringVar(&f.storage, "storage", "disk",
		"say `WHERE` rooms are kept: disk or memory")
	set.StringVar(&f.public, "public-url", "",
		"give people this `URL`; by default that of localhost")
	set.StringVar(&f.cert, "tls-cert", "",
		"speak TLS with the certificate and chain in `FILE` (PEM)")
	set.StringVar(&f.key, "tls-key", "", "use the private key in `FILE` (PEM) for -tls-cert")
	set.StringVar(&f.relayListen, "relay-listen", "",
		"give the relay `IP:PORT` for itself, if a proxy passes only HTTP")
	set.StringVar(&f.relay, "relay-address", "",
		"put `IP` (IPv4) into candidates; by default where the relay listens")
	set.StringVar(&f.create, "create", "local",
		"let `WHO` create rooms: local, token or open")
	set.IntVar(&f.days, "room-days", 90,
		"keep a room for at most `N` days until its call, 1 to 365")
	set.IntVar(&f.rooms, "quota-rooms", rooms.MostRooms,
		"hold at most `N` rooms, 250 bytes of disk each")
	set.IntVar(&f.boxes, "quota-boxes", rooms.UsualBoxes>>20,
		"hold at most `MB` left for guests; 0 takes nothing")
	set.BoolVar(&f.clock, "accept-clock", false,
		"start although the clock has jumped, and erase rooms that expired")
	set.BoolVar(&f.lookBack, "look-back", false,
		"let another einmal ask how it looks from here (doctor -via)")
	f.acme.register(set)
	f.relays.register(set)
	f.notice.register(set)
	return f
}

// ParseServe reads the flags of serve and, for those that are not given, the environment. Errors
// are for people.
func ParseServe(args []string, getenv func(string) string) (Config, error) {
	set := flag.NewFlagSet("einmal serve", flag.ContinueOnError)
	set.SetOutput(io.Discard)
	f := NewServeFlags(set)
	if _, err := cli.Parse(set, args, cli.AnyFlag, getenv); err != nil {
		return Config{}, err
	}
	return f.Check(getenv)
}

// Check gives the configuration that the flags describe. Errors are for people.
func (f *ServeFlags) Check(getenv func(string) string) (Config, error) {
	c := Config{DataDir: f.data, MaxRooms: f.rooms, MaxBoxes: int64(f.boxes) << 20,
		ClockIsRight: f.clock, LookBack: f.lookBack}
	if c.MaxRooms < 1 || c.MaxRooms > 10_000_000 {
		return Config{}, cli.Usage("-quota-rooms wants a number from 1 to 10000000, not %d.",
			c.MaxRooms)
	}
	if f.boxes < 0 || f.boxes > 1_000_000 {
		return Config{}, cli.Usage("-quota-boxes wants a number of MB from 0 to 1000000, not %d.",
			f.boxes)
	}
	var err error
	if c.LongestRoom, err = parseRoomDays(f.days); err != nil {
		return Config{}, err
	}
	if c.InMemory, err = parseStorage(f.storage); err != nil {
		return Config{}, err
	}
	if c.Host, c.Port, err = parseListen("-listen", f.listen); err != nil {
		return Config{}, err
	}
	if c.OwnRelay = f.relayListen != ""; c.OwnRelay {
		if c.RelayHost, c.RelayPort, err = parseListen("-relay-listen", f.relayListen); err != nil {
			return Config{}, err
		}
	}
	host, _ := c.RelayEndpoint()
	if c.RelayAddress, err = parseRelay(f.relay, host); err != nil {
		return Config{}, err
	}
	if c.CreateMode, err = parseCreate(f.create); err != nil {
		return Config{}, err
	}
	if err = f.relays.fillConfig(&c); err != nil {
		return Config{}, err
	}
	if err = f.notice.fillConfig(&c); err != nil {
		return Config{}, err
	}
	if c.DataDir == "" {
		if c.DataDir, err = DefaultDataDir(getenv); err != nil {
			return Config{}, err
		}
	}
	if f.public != "" {
		c.Public, err = origin.Parse("-public-url", f.public)
	} else if !reachedAsLocalhost(c.Host) {
		err = cli.Usage("-public-url is missing: %s is not localhost, so the server has to be "+
			"told the address that people open.", c.Host)
	}
	if err != nil {
		return Config{}, err
	}
	if err = f.acme.fillConfig(&c, f.cert); err != nil {
		return Config{}, err
	}
	return c, c.setTLS(f.cert, f.key)
}

func parseListen(flag, text string) (host string, port uint16, err error) {
	host, portText, err := net.SplitHostPort(text)
	if err != nil {
		return "", 0, cli.Usage("%s wants IP:PORT, such as 127.0.0.1:8080 or :443, not %q.", flag,
			text)
	}
	number, err := strconv.ParseUint(portText, 10, 16)
	if err != nil {
		return "", 0, cli.Usage("%s wants a port from 0 to 65535, not %q.", flag, portText)
	}
	if host == "localhost" {
		host = "127.0.0.1" // a socket has one address; this one works on every machine
	}
	if _, err := netip.ParseAddr(host); err != nil && host != "" {
		return "", 0, cli.Usage("%s wants an IP address before the port, not %q.", flag, host)
	}
	return host, uint16(number), nil
}

// parseRelay: RFC 8656, section 7.2, has an IPv4 address for whoever does not ask for another, and
// no browser does.
func parseRelay(text, host string) (netip.Addr, error) {
	if ip, err := netip.ParseAddr(host); text == "" && err == nil && ip.Is6() && ip.IsLoopback() {
		text = "127.0.0.1"
	} else if text == "" && (IsUnspecified(host) || ip.Is6()) {
		return netip.Addr{}, cli.Usage("-relay-address is missing: relayed candidates have to " +
			"carry one IPv4 address, such as the public one of this machine; if it has none, " +
			"192.0.2.1 will do.")
	} else if text == "" {
		text = host
	}
	ip, err := netip.ParseAddr(text)
	if ip = ip.Unmap(); err != nil || !ip.Is4() || ip.IsUnspecified() || ip.IsMulticast() {
		return netip.Addr{}, cli.Usage("-relay-address wants one IPv4 address, not %q; clients "+
			"over IPv6 get it too.", text)
	}
	return ip, nil
}

// IsUnspecified says whether host means all addresses of the machine.
func IsUnspecified(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "" || err == nil && ip.IsUnspecified()
}

// reachedAsLocalhost says whether a browser on this machine reaches host under the name localhost.
func reachedAsLocalhost(host string) bool {
	return IsUnspecified(host) || host == "127.0.0.1" || host == "::1"
}

// DefaultDataDir is the data directory of whoever gives none.
func DefaultDataDir(getenv func(string) string) (string, error) {
	// The XDG base directory specification wants relative paths ignored.
	if dir := getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "einmal"), nil
	}
	if home := getenv("HOME"); filepath.IsAbs(home) {
		return filepath.Join(home, ".local", "share", "einmal"), nil
	}
	return "", cli.Usage("-data is missing, and there is no home directory to put the data in.")
}

// parseStorage says whether rooms are to be kept in memory: file systems that copy on write, and
// disks that move blocks, keep what a program overwrites.
func parseStorage(text string) (memory bool, err error) {
	if text != "disk" && text != "memory" {
		return false, cli.Usage("-storage wants disk or memory, not %q.", text)
	}
	return text == "memory", nil
}

// DataProblem explains why the room store in dir did not open.
func DataProblem(dir string, err error) error {
	switch {
	case errors.Is(err, rooms.ErrLocked):
		return cli.Problemf("database-locked", "Another process uses the data in %s; stop it, or "+
			"choose another directory with -data.", dir)
	case errors.Is(err, rooms.ErrCorrupt):
		return cli.Problemf("database-corrupt", "The data in %s is damaged (%v); move it away to "+
			"begin with none.", dir, err)
	default:
		return cli.Problemf("data-unusable", "The data directory %s cannot be used: %v.",
			dir, err)
	}
}
