package turnserver

import (
	"testing"

	"github.com/pion/stun/v3"
)

// TestOnlyWhatCanBecomeSomethingIsAnswered: all are long enough for an answer, so that nothing else
// keeps the relay silent.
func TestOnlyWhatCanBecomeSomethingIsAnswered(t *testing.T) {
	t.Parallel()
	const silence = stun.ErrorCode(-1)
	nonce, integrity := stun.NewNonce("made up"), stun.NewShortTermIntegrity("x")
	long := stun.NewSoftware(string(make([]byte, 100)))
	others := map[stun.Method]stun.ErrorCode{
		stun.MethodCreatePermission: silence, stun.MethodChannelBind: silence,
		stun.MethodRefresh: stun.CodeBadRequest, stun.MethodAllocate: stun.CodeBadRequest,
	}
	r := startRelay(t, nil)
	c := r.rawClient(t, "udp", "", "")
	ask := func(method stun.Method, with ...stun.Setter) stun.ErrorCode {
		kind := stun.NewType(method, stun.ClassRequest)
		all := append([]stun.Setter{stun.TransactionID, kind, long}, with...)
		answer := c.roundTrip(stun.MustBuild(all...))
		if answer == nil {
			return silence
		}
		var code stun.ErrorCodeAttribute
		_ = code.GetFrom(answer)
		return code.Code
	}
	for method, unsaid := range others {
		stale := unsaid
		if stale == stun.CodeBadRequest {
			stale = stun.CodeStaleNonce
		}
		unsigned := silence
		if method == stun.MethodAllocate {
			unsigned = stun.CodeUnauthorized
		}
		for name, test := range map[string]struct {
			with []stun.Setter
			want stun.ErrorCode
		}{
			"bare":                 {nil, silence},
			"unsigned":             {[]stun.Setter{requestedTransport(protocolUDP)}, unsigned},
			"without a nonce":      {[]stun.Setter{integrity}, unsaid},
			"with a made-up nonce": {[]stun.Setter{nonce, integrity}, stale},
		} {
			if code := ask(method, test.with...); code != test.want {
				t.Errorf("%v, %s, was answered with %d, not %d", method, name, code, test.want)
			}
		}
	}
	if code := ask(stun.MethodSend, integrity); code != silence {
		t.Errorf("a request to send was answered with %d", code)
	}
}
