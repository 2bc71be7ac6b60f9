package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/coreos/go-systemd/v22/daemon"

	"einmal/internal/cli"
	"einmal/internal/links"
	"einmal/internal/phone"
	"einmal/internal/phone/door"
	"einmal/internal/phone/sipline"
)

// For how long nothing may come from a telephone, and how long it may talk.
const (
	quiet     = time.Minute
	heldQuiet = 10 * time.Minute
	longest   = 8 * time.Hour
	// lostAtDoor is how long somebody at a door waits for a server that is away.
	lostAtDoor = time.Minute
	ring       = time.Second
)

// flags of serve, as they were given.
type flags struct {
	server, number, key, door, sip, contact, from string
	account, login, passwordFile, transport       string
	ports, name, metrics                          string
	calls, perCaller, digits                      int
	loopback                                      bool
}

var serveCommand = cli.Command{
	Name: "serve", Summary: "take calls until it is stopped", Env: cli.AnyFlag,
	Details: `Calls are taken from -from and from the registrar of -register, and from
nobody else. A caller hears three tones, presses the PIN of a call, and is
let in by its host. *6 switches the microphone off and on, *9 raises and
lowers a hand.
`,
	Setup: func(set *flag.FlagSet) cli.Action {
		f := &flags{}
		set.StringVar(&f.server, "server", "", "join calls of the einmal server at `URL`")
		set.StringVar(&f.number, "number", "", "tell hosts this `NUMBER` for their guests to call")
		set.StringVar(&f.key, "key", "einmal-phone.key",
			"keep the key of invitations in `FILE`")
		set.StringVar(&f.door, "door", "127.0.0.1:5090",
			"take invitations on `IP:PORT` of loopback")
		set.StringVar(&f.sip, "sip", "127.0.0.1:5060", "take calls on `IP:PORT`, UDP and TCP")
		set.StringVar(&f.contact, "contact", "",
			"say that calls and sound reach us at this `IP`; by default that of -sip")
		set.StringVar(&f.from, "from", "", "take calls from these `NETWORKS`, with commas between")
		set.StringVar(&f.account, "register", "",
			"register as `USER@HOST[:PORT]`, and take calls from there")
		set.StringVar(&f.login, "login", "", "register under this `NAME` if it is not USER")
		set.StringVar(&f.passwordFile, "password-file", "", "read the password for it from `FILE`")
		set.StringVar(&f.transport, "transport", "udp", "register over `PROTOCOL`, udp or tcp")
		set.StringVar(&f.ports, "rtp-ports", "", "get sound at the even ports of `A-B`; else at any")
		set.StringVar(&f.name, "name", "Phone", "show telephones in calls under this `NAME`")
		set.IntVar(&f.digits, "digits", 3, "show the last `N` digits of their number, 0 to 4")
		set.IntVar(&f.calls, "calls", 20, "take at most `N` calls at a time")
		set.IntVar(&f.perCaller, "calls-per-caller", 2, "of them at most `N` of one number")
		set.StringVar(&f.metrics, "metrics", "",
			"serve counts for Prometheus on `IP:PORT`, a loopback address")
		set.BoolVar(&f.loopback, "loopback", false,
			"use only the loopback network of this machine, for tests")
		return f.serve
	},
}

func (f *flags) serve(ctx context.Context, i cli.Invocation) error {
	line, options, err := f.check()
	if err != nil {
		return err
	}
	key, err := door.LoadKey(f.key)
	if err != nil {
		return cli.Usage("-key: %v.", err)
	}
	d := door.New(strings.TrimSuffix(f.server, "/"), f.number, key)
	listener, err := net.Listen("tcp", f.door)
	if err != nil {
		return fmt.Errorf("the door: %w", err)
	}
	web := &http.Server{Handler: d, ReadTimeout: 5 * time.Second, WriteTimeout: 5 * time.Second,
		MaxHeaderBytes: 4 << 10}
	go func() { _ = web.Serve(listener) }() // it ends with the listener
	defer web.Close()
	if line.Account != nil {
		line.Account.OnChange = func(registered bool, why string) {
			state := "registered"
			if !registered {
				state = "not registered: " + why
			}
			fmt.Fprintf(i.Err, "einmal-phone is %s\n", state)
		}
	}
	desk := phone.NewDesk(options, d)
	telephones, err := sipline.Open(ctx, line, desk.Answer)
	if err != nil {
		return err
	}
	counts := counts{telephones, desk}
	at, stop, err := f.serveCounts(counts)
	if err != nil {
		telephones.Close()
		return err
	}
	defer stop()
	fmt.Fprintf(i.Out, "einmal-phone is ready: calls %s, invitations %s, key %s%s\n", telephones.Own(),
		listener.Addr(), d.Key(), at)
	if _, err := daemon.SdNotify(false, daemon.SdNotifyReady); err != nil {
		return fmt.Errorf("tell the service manager: %w", err)
	}
	if err := watch(ctx, counts, "http://"+listener.Addr().String(), i.Err); err != nil {
		return err
	}
	_, _ = daemon.SdNotify(false, daemon.SdNotifyStopping) // it knows anyway
	telephones.Close()
	all := desk.Totals()
	_, err = fmt.Fprintf(i.Out, "%d calls, %d let in; packets: %d heard, %d lost, %d foreign, %d said\n",
		all.Calls, all.LetIn, all.Received, all.Lost, all.Foreign, all.Sent)
	return err
}

// check gives what the flags mean. Errors are for people.
func (f *flags) check() (c sipline.Config, o phone.Options, err error) {
	o = phone.Options{Name: f.name, Digits: f.digits, LoopbackOnly: f.loopback, Quiet: quiet,
		HeldQuiet: heldQuiet, Longest: longest, LostAtDoor: lostAtDoor}
	c = sipline.Config{MostCalls: f.calls, PerCaller: f.perCaller, Ring: ring}
	if _, err := links.SignalURL(strings.TrimSuffix(f.server, "/")); err != nil {
		return c, o, cli.Usage("-server wants the address of an einmal server, such as "+
			"https://call.example, not %q.", f.server)
	}
	if f.number == "" {
		return c, o, cli.Usage("-number is missing: hosts tell it to those who call.")
	}
	if at, err := netip.ParseAddrPort(f.door); err != nil || !at.Addr().IsLoopback() {
		return c, o, cli.Usage("-door wants a loopback address and a port, not %q.", f.door)
	}
	if at, err := netip.ParseAddrPort(f.metrics); f.metrics != "" &&
		(err != nil || !at.Addr().IsLoopback()) {
		return c, o, cli.Usage("-metrics wants a loopback address and a port, not %q.", f.metrics)
	}
	if f.calls < 1 || f.calls > 1000 || f.perCaller < 1 || f.digits < 0 || f.digits > 4 ||
		f.name == "" || len(f.name) > 40 {
		return c, o, cli.Usage("-calls wants 1 to 1000, -calls-per-caller at least 1, -digits 0 to " +
			"4, -name at most 40 bytes.")
	}
	if c.Listen, err = netip.ParseAddrPort(f.sip); err != nil {
		return c, o, cli.Usage("-sip wants an address and a port, not %q.", f.sip)
	}
	if f.contact != "" {
		if c.Contact, err = netip.ParseAddr(f.contact); err != nil {
			return c, o, cli.Usage("-contact wants an address, not %q.", f.contact)
		}
	} else if c.Listen.Addr().IsUnspecified() {
		return c, o, cli.Usage("-contact is missing: -sip names no address that others could reach.")
	}
	if c.From, err = parseNetworks(f.from); err != nil {
		return c, o, err
	}
	if c.First, c.Last, err = parsePorts(f.ports); err != nil {
		return c, o, err
	}
	c.Account, err = f.readAccount()
	if err == nil && len(c.From) == 0 && c.Account == nil {
		err = cli.Usage("-from or -register is missing: nobody could call.")
	}
	return c, o, err
}

func parseNetworks(text string) (all []netip.Prefix, err error) {
	for one := range strings.SplitSeq(text, ",") {
		if one = strings.TrimSpace(one); one == "" {
			continue
		}
		if a, err := netip.ParseAddr(one); err == nil {
			all = append(all, netip.PrefixFrom(a.Unmap(), a.Unmap().BitLen()))
			continue
		}
		p, err := netip.ParsePrefix(one)
		if err != nil || p.Bits() == 0 { // everybody calls for fun
			return nil, cli.Usage("-from wants addresses or networks, such as 192.0.2.0/24, not %q.",
				one)
		}
		all = append(all, p.Masked())
	}
	return all, nil
}

func parsePorts(text string) (first, last uint16, err error) {
	if text == "" {
		return 0, 0, nil
	}
	a, b, _ := strings.Cut(text, "-")
	from, err1 := strconv.ParseUint(a, 10, 16)
	to, err2 := strconv.ParseUint(b, 10, 16)
	if errors.Join(err1, err2) != nil || from < 1024 || from > to {
		return 0, 0, cli.Usage("-rtp-ports wants two ports from 1024, such as 40000-40199, not %q.", text)
	}
	return uint16(from + from%2), uint16(to), nil
}

// readAccount gives what we are at a switchboard, or nil.
func (f *flags) readAccount() (*sipline.Account, error) {
	if f.account == "" {
		return nil, nil
	}
	user, host, ok := strings.Cut(strings.TrimPrefix(f.account, "sip:"), "@")
	a := &sipline.Account{User: user, Host: host, TCP: f.transport == "tcp", Login: f.login}
	if name, port, err := net.SplitHostPort(host); err == nil {
		number, err := strconv.ParseUint(port, 10, 16)
		ok = ok && err == nil
		a.Host, a.Port = name, int(number) //nolint:gosec // 16 bits
	}
	if !ok || a.User == "" || a.Host == "" || f.transport != "udp" && f.transport != "tcp" {
		return nil, cli.Usage("-register wants USER@HOST or USER@HOST:PORT, -transport udp or tcp.")
	}
	if f.passwordFile != "" {
		text, err := os.ReadFile(f.passwordFile)
		if err != nil {
			return nil, cli.Usage("-password-file: %v.", err)
		}
		a.Password = strings.TrimSpace(string(text))
	}
	return a, nil
}
