package signalling

import "net/netip"

// FollowNetwork follows a change of this machine's addresses. A connection from one that is gone is
// dead, however open it looks; any other one is asked, since the way to it may be gone. Whoever
// waits before the next attempt waits no longer.
func (s *Client) FollowNetwork(has func(netip.Addr) bool) {
	switch {
	case s.ended || s.leaving != nil || s.isJoining():
	case s.Conn != nil && s.isFromGoneAddress(has):
		s.dropConnection()
		s.abandonAttempt()
		s.handleSilence()
	case s.Conn != nil && s.heartbeat.pingedAt.IsZero():
		s.heartbeat.pingServer(false)
	case s.pause != nil:
		s.abandonAttempt()
		s.startAttempt()
	}
}

func (s *Client) isFromGoneAddress(has func(netip.Addr) bool) bool {
	at, err := netip.ParseAddrPort(s.Conn.LocalAddr().String())
	return err == nil && !has(at.Addr())
}
