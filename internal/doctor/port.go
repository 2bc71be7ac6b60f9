package doctor

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"einmal/internal/config"
)

// endpoint is one socket that the server opens.
type endpoint struct {
	network, host string
	port          uint16
}

func (e *examination) endpoints() []endpoint {
	c := e.config
	host, port := c.RelayEndpoint()
	all := []endpoint{{"tcp", c.Host, c.Port}, {"udp", host, port}}
	if c.OwnRelay {
		all = append(all, endpoint{"tcp", host, port})
	}
	return slices.DeleteFunc(all, func(p endpoint) bool { return p.port == 0 })
}

// checkPorts looks who has the ports, or whether they can be opened.
func checkPorts(_ context.Context, e *examination) (all []Finding) {
	told := map[string]bool{}
	defer func() { e.blocked = len(told) > 0 }()
	for _, p := range e.endpoints() {
		port, network := strconv.Itoa(int(p.port)), strings.ToUpper(p.network)
		holders := e.holders(p.network, p.host, p.port)
		stranger := slices.IndexFunc(holders, func(h holder) bool { return !e.isOurs(h) })
		switch {
		case len(holders) > 0 && !slices.ContainsFunc(holders, e.isOurs):
			h := holders[stranger]
			if key := port + h.program; !told[key] {
				told[key] = true
				all = append(all, found("port-taken", "port", port, "network", network,
					"holder", h.String(), "program", h.program))
			}
		case len(holders) == 0 && e.runs:
			if !told["differ"] {
				told["differ"] = true
				all = append(all, found("flags-differ", "port", port, "network", network))
			}
		case len(holders) == 0:
			if err := p.tryToOpen(); err != nil && !told[port] {
				told[port] = true
				all = append(all, found("port-unusable", "port", port, "network", network,
					"reason", err.Error(), "host", p.host))
			}
		}
	}
	if !e.runs {
		all = append(all, found("not-running"))
	}
	return all
}

// tryToOpen opens the socket for a moment. Whoever may not open it says nothing about whether the
// server's user may.
func (p endpoint) tryToOpen() error {
	at := net.JoinHostPort(p.host, strconv.Itoa(int(p.port)))
	var opened interface{ Close() error }
	var err error
	if p.network == "tcp" {
		opened, err = net.Listen("tcp", at)
	} else {
		opened, err = net.ListenPacket("udp", at)
	}
	if errors.Is(err, syscall.EACCES) {
		return nil
	}
	var op *net.OpError
	if errors.As(err, &op) {
		err = op.Err
	}
	if err != nil {
		return err
	}
	return opened.Close()
}

// holder is a process that has a port.
type holder struct {
	pid     int // 0: not known
	program string
}

func (h holder) String() string {
	if h.pid == 0 {
		return "another program"
	}
	return h.program + " (pid " + strconv.Itoa(h.pid) + ")"
}

// PortHolder names the program that has the port of c, over TCP or UDP on any address, or nothing if
// its name is not known. isOurs says that it is the server with the data of c, or that nobody has
// the port.
func PortHolder(c config.Config) (program string, isOurs bool) {
	e := newExamination(c, Machine{})
	for _, network := range []string{"tcp", "udp"} {
		for _, h := range e.holders(network, "", c.Port) {
			if h.pid == 0 {
				return "", false
			}
			if !e.isOurs(h) {
				return h.String(), false
			}
		}
	}
	return "", true
}

// isOurs: systemd opens the ports for a server that is to start once somebody comes
// (systemd.socket(5)).
func (e *examination) isOurs(h holder) bool {
	if h.pid == 1 {
		return e.unitFile("einmal.socket") != ""
	}
	return e.runs && h.pid == e.pid
}

// holders are the processes that have a port on an address that overlaps with host, by proc(5).
func (e *examination) holders(network, host string, port uint16) (all []holder) {
	inodes := map[string]bool{}
	for _, file := range []string{network, network + "6"} {
		for _, line := range e.lines("proc/net", file) {
			// sl local_address rem_address st … inode: a TCP listener is 0A, a UDP socket that is
			// not connected 07
			fields := strings.Fields(line)
			if len(fields) < 10 || fields[3] != map[string]string{"tcp": "0A", "udp": "07"}[network] {
				continue
			}
			at, ok := parseProcAddress(fields[1])
			if ok && at.Port() == port && overlaps(at.Addr(), host) {
				inodes["socket:["+fields[9]+"]"] = true
			}
		}
	}
	if len(inodes) == 0 {
		return nil
	}
	links, _ := filepath.Glob(e.path("proc/[0-9]*/fd/*")) // the pattern is good
	for _, link := range links {
		if to, err := os.Readlink(link); err != nil || !inodes[to] {
			continue
		}
		dir := filepath.Dir(filepath.Dir(link))
		pid, _ := strconv.Atoi(filepath.Base(dir)) // the pattern wants a number
		name, _ := os.ReadFile(filepath.Join(dir, "comm"))
		h := holder{pid, strings.TrimSpace(string(name))}
		if !slices.Contains(all, h) {
			all = append(all, h)
		}
	}
	if len(all) == 0 { // another user's
		all = []holder{{}}
	}
	return all
}

// parseProcAddress reads an address as proc(5) has it: words of 32 bits in the machine's order.
func parseProcAddress(text string) (netip.AddrPort, bool) {
	address, port, _ := strings.Cut(text, ":")
	words, err := hex.DecodeString(address)
	number, portErr := strconv.ParseUint(port, 16, 16)
	if err != nil || portErr != nil || len(words)%4 != 0 {
		return netip.AddrPort{}, false
	}
	for i := 0; i < len(words); i += 4 {
		binary.NativeEndian.PutUint32(words[i:], binary.BigEndian.Uint32(words[i:]))
	}
	ip, ok := netip.AddrFromSlice(words)
	return netip.AddrPortFrom(ip.Unmap(), uint16(number)), ok
}

func overlaps(ip netip.Addr, host string) bool {
	own, err := netip.ParseAddr(host)
	return ip.IsUnspecified() || config.IsUnspecified(host) || err == nil && own.Unmap() == ip
}
