package setup

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"einmal/internal/ipaddr"
)

// machine is what setup finds out by itself.
type machine struct {
	public, private []netip.Addr // without loopback and addresses of one link
	host            string       // what the machine calls itself
	provider        string       // of a virtual machine, where it is known
}

// lookUpTime is for all questions to the name server together.
const lookUpTime = 5 * time.Second

func lookAround() (m machine) {
	m.host, _ = os.Hostname() // without it there is no default
	all, _ := net.InterfaceAddrs()
	for _, one := range all {
		prefix, err := netip.ParsePrefix(one.String())
		ip := prefix.Addr().Unmap()
		switch {
		case err != nil || !ip.IsGlobalUnicast():
		case ipaddr.IsPrivate(ip):
			m.private = append(m.private, ip)
		default:
			m.public = append(m.public, ip)
		}
	}
	vendor, _ := os.ReadFile("/sys/class/dmi/id/sys_vendor")
	m.provider = providers[strings.TrimSpace(string(vendor))]
	return m
}

// providers by what their virtual machines say is their maker.
var providers = map[string]string{
	"Amazon EC2":   "Amazon Web Services EMEA SARL",
	"DigitalOcean": "DigitalOcean, LLC",
	"Hetzner":      "Hetzner Online GmbH",
	"netcup":       "netcup GmbH",
	"Scaleway":     "Scaleway SAS",
	"UpCloud":      "UpCloud Ltd",
	"Vultr":        "The Constant Company, LLC",
}

// lookUp gives the addresses of a name; none if it has none, or if no name server answers.
func lookUp(ctx context.Context, name string) []netip.Addr {
	if ip, err := netip.ParseAddr(name); err == nil {
		return []netip.Addr{ip.Unmap()}
	}
	ctx, cancel := context.WithTimeout(ctx, lookUpTime)
	defer cancel()
	all, _ := net.DefaultResolver.LookupNetIP(ctx, "ip", name)
	for i := range all {
		all[i] = all[i].Unmap()
	}
	slices.SortFunc(all, netip.Addr.Compare)
	return slices.Compact(all)
}

// strangers are those of a name's addresses that this machine does not have.
func (m machine) strangers(found []netip.Addr) []netip.Addr {
	return slices.DeleteFunc(slices.Clone(found), func(ip netip.Addr) bool {
		return slices.Contains(m.public, ip) || slices.Contains(m.private, ip)
	})
}

// relayAddress is what relayed candidates carry (-relay-address): an address of this machine, or
// of its name. Nothing is sent to it, so that any other will do as well.
func (m machine) relayAddress(named []netip.Addr) string {
	for _, ip := range slices.Concat(m.public, named) {
		if ip.Is4() {
			return ip.String()
		}
	}
	return "192.0.2.1"
}

// isFree says whether the port can be opened over TCP and UDP; what may not be tried, may be.
func isFree(host string, port int) bool {
	at := net.JoinHostPort(host, strconv.Itoa(port))
	tcp, err := net.Listen("tcp", at)
	if err == nil {
		_ = tcp.Close()
	}
	if errors.Is(err, syscall.EADDRINUSE) {
		return false
	}
	udp, err := net.ListenPacket("udp", at)
	if err == nil {
		_ = udp.Close()
	}
	return !errors.Is(err, syscall.EADDRINUSE)
}

// firstFree is a port that can be opened, from this one on; this one if there is none near.
func firstFree(host string, from int) int {
	for port := from; port < from+20; port++ {
		if isFree(host, port) {
			return port
		}
	}
	return from
}

func listAddresses(all []netip.Addr) string {
	words := make([]string, len(all))
	for i, ip := range all {
		words[i] = ip.String()
	}
	return strings.Join(words, ", ")
}
