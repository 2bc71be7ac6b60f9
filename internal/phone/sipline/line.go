// Package sipline takes telephone calls by SIP (RFC 3261) over UDP and TCP, from listed sources and
// from the registrar it registers at. It stands on emiago/sipgo, whose log it silences and whose
// sockets it guards. It knows nothing of rooms.
package sipline

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"sync"
	"time"

	"einmal/internal/phone/voip"

	"github.com/emiago/sipgo"
	"github.com/emiago/sipgo/sip"
)

// Config of a line.
type Config struct {
	Listen netip.AddrPort // UDP and TCP
	// Contact is what the other side is told to reach us at; zero: Listen.
	Contact     netip.Addr
	From        []netip.Prefix // may call
	Account     *Account       // nil: none
	First, Last uint16         // ports for sound; 0: any
	MostCalls   int            // at a time
	PerCaller   int            // of them
	// Ring is how long a telephone rings before we answer.
	Ring time.Duration
}

// Line takes calls until it is closed.
type Line struct {
	config  Config
	answer  func(context.Context, *Call)
	from    *sources
	agent   *sipgo.UserAgent
	client  *sipgo.Client
	dialogs *sipgo.DialogServerCache
	contact sip.ContactHeader
	udp     *net.UDPConn
	tcp     net.Listener

	mu      sync.Mutex
	calls   map[string]*Call // by dialog
	callers map[string]int   // calls of each
	stats   Stats
	closing chan struct{} // closed: no more calls, and those there are shall end
	running sync.WaitGroup
}

// farewell is how long those who answer may take to end their calls before we hang up.
const farewell = 4 * time.Second

// silence has the library write nothing: its log names callers and addresses.
var silence = sync.OnceFunc(func() { sip.SetDefaultLogger(slog.New(slog.DiscardHandler)) })

// Open listens. answer is run for each call that may be taken, and hangs up when it returns.
func Open(ctx context.Context, c Config, answer func(context.Context, *Call)) (*Line, error) {
	silence()
	l := &Line{config: c, answer: answer, calls: map[string]*Call{}, callers: map[string]int{},
		closing: make(chan struct{}), from: newSources(c.From)}
	var err error
	if err = l.listen(); err != nil {
		return nil, fmt.Errorf("listen for telephones: %w", err)
	}
	own := l.Own()
	if !c.Contact.IsValid() {
		l.config.Contact = own.Addr().Unmap()
	}
	if err := l.setUp(own); err != nil {
		l.Close()
		return nil, err
	}
	if c.Account != nil {
		if err := l.findRegistrar(ctx); err != nil {
			l.Close()
			return nil, err
		}
		go l.keepRegistered(ctx)
	}
	return l, nil
}

// listen takes the same port of UDP and of TCP. Where any will do, that of the one may be another
// program's of the other.
func (l *Line) listen() (err error) {
	for range 20 {
		if l.udp, err = net.ListenUDP("udp", net.UDPAddrFromAddrPort(l.config.Listen)); err != nil {
			return err
		}
		if l.tcp, err = net.Listen("tcp", l.Own().String()); err == nil {
			return nil
		}
		_ = l.udp.Close()
		if l.config.Listen.Port() != 0 {
			break
		}
	}
	return err
}

func (l *Line) setUp(own netip.AddrPort) (err error) {
	user := "phone"
	if l.config.Account != nil {
		user = l.config.Account.User
	}
	host := l.config.Contact.String()
	l.contact = sip.ContactHeader{Address: sip.Uri{Scheme: "sip", User: user, Host: host,
		Port: int(own.Port())}}
	if l.agent, err = sipgo.NewUA(sipgo.WithUserAgent(user),
		sipgo.WithUserAgentHostname(host)); err != nil {
		return err
	}
	if l.client, err = sipgo.NewClient(l.agent, sipgo.WithClientHostname(host),
		sipgo.WithClientPort(int(own.Port())),
		sipgo.WithClientConnectionAddr(own.String())); err != nil {
		return err
	}
	l.dialogs = sipgo.NewDialogServerCache(l.client, l.contact)
	server, err := sipgo.NewServer(l.agent)
	if err != nil {
		return err
	}
	server.OnInvite(guarded(l.handleInvite))
	server.OnAck(guarded(func(r *sip.Request, tx sip.ServerTransaction) {
		_ = l.dialogs.ReadAck(r, tx) // one of no call, or of a hold
	}))
	server.OnBye(guarded(l.handleBye))
	server.OnCancel(guarded(respondWith(481, "Call/Transaction Does Not Exist")))
	server.OnOptions(guarded(respondWith(200, "OK")))
	server.OnNoRoute(guarded(respondWith(405, "Method Not Allowed")))
	guard := &packets{UDPConn: l.udp, from: l.from, parser: sip.NewParser()}
	go func() { _ = server.ServeUDP(guard) }() // it ends with the socket
	go func() { _ = server.ServeTCP(&streams{Listener: l.tcp, from: l.from}) }()
	return nil
}

// guarded keeps a request that breaks its handler from ending the calls of others.
func guarded(handle sipgo.RequestHandler) sipgo.RequestHandler {
	return func(r *sip.Request, tx sip.ServerTransaction) {
		defer func() {
			if recover() != nil {
				tx.Terminate()
			}
		}()
		handle(r, tx)
	}
}

func respondWith(status int, reason string) sipgo.RequestHandler {
	return func(r *sip.Request, tx sip.ServerTransaction) { respond(r, tx, status, reason) }
}

func respond(r *sip.Request, tx sip.ServerTransaction, status int, reason string) {
	_ = tx.Respond(sip.NewResponseFromRequest(r, status, reason, nil)) // it may have gone
}

// Own is where the line listens.
func (l *Line) Own() netip.AddrPort { return l.udp.LocalAddr().(*net.UDPAddr).AddrPort() }

// Close takes no more calls, lets those who answer say good-bye, hangs up, and waits until that is
// done. It may be called once.
func (l *Line) Close() {
	l.mu.Lock()
	close(l.closing)
	l.mu.Unlock()
	patience := time.AfterFunc(farewell, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		for _, c := range l.calls {
			c.end()
		}
	})
	l.running.Wait()
	patience.Stop()
	if l.agent != nil {
		_ = l.agent.Close()
	}
	_ = l.udp.Close()
	_ = l.tcp.Close()
}

// handleInvite lasts as long as the call: the library ends the transaction when it returns.
func (l *Line) handleInvite(r *sip.Request, tx sip.ServerTransaction) {
	if d, err := l.dialogs.MatchDialogRequest(r); err == nil {
		l.handleHold(d, r, tx)
		return
	}
	if _, inside := r.To().Params.Get("tag"); inside {
		respond(r, tx, 481, "Call/Transaction Does Not Exist")
		return
	}
	source, err := netip.ParseAddrPort(r.Source())
	if err != nil || r.From() == nil {
		respond(r, tx, 400, "Bad Request")
		return
	}
	if !l.from.allowCall(source.Addr().Unmap(), time.Now()) {
		l.count(func(s *Stats) { s.Flood++ })
		later := sip.NewResponseFromRequest(r, 503, "Service Unavailable", nil)
		later.AppendHeader(sip.NewHeader("Retry-After", "10"))
		_ = tx.Respond(later) // it may have gone
		return
	}
	offer, err := voip.ParseOffer(r.Body())
	if err != nil { // also an offer that is to be ours
		l.count(func(s *Stats) { s.Unfit++ })
		respond(r, tx, 488, "Not Acceptable Here")
		return
	}
	caller := callerOf(r)
	d, err := l.dialogs.ReadInvite(r, tx)
	if err != nil {
		respond(r, tx, 400, "Bad Request")
		return
	}
	defer d.Close()
	c := newCall(l, d, caller, offer)
	switch err := l.admit(c); {
	case errors.Is(err, errFull):
		_ = d.Respond(486, "Busy Here", nil)
	case err != nil:
		_ = d.Respond(503, "Service Unavailable", nil)
	default:
		defer l.release(c)
		c.run(source.Addr(), tx)
	}
}

// handleHold takes another offer in a call: it is held, or goes on, or its sound goes elsewhere.
func (l *Line) handleHold(d *sipgo.DialogServerSession, r *sip.Request, tx sip.ServerTransaction) {
	c := l.callOf(d)
	offer, err := voip.ParseOffer(r.Body())
	source, wrong := netip.ParseAddrPort(r.Source())
	if c == nil || err != nil || wrong != nil || d.ReadRequest(r, tx) != nil {
		respond(r, tx, 488, "Not Acceptable Here")
		return
	}
	c.leg.Follow(offer, source.Addr())
	answer := sip.NewSDPResponseFromRequest(r, c.answerTo(offer))
	answer.AppendHeader(&l.contact)
	_ = tx.Respond(answer) // or it comes again
}

func (l *Line) handleBye(r *sip.Request, tx sip.ServerTransaction) {
	if err := l.dialogs.ReadBye(r, tx); err != nil {
		respond(r, tx, 481, "Call/Transaction Does Not Exist")
	}
}
