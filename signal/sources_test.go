package signal

import (
	"io"
	"net/http"
	"testing"
	"time"

	"einmal/internal/protocol"
	"einmal/internal/sourcelimit"
)

func TestTooManySocketsAreRefusedBeforeTheUpgrade(t *testing.T) {
	r := newTestServer(t)
	for range sourcelimit.MaxSockets {
		if r.hub.limiter.OpenSocket("127.0.0.1:1", time.Now()) == nil {
			t.Fatal("refused too early")
		}
	}
	_, answer, err := r.request(properHeader())
	if err == nil || answer.StatusCode != http.StatusTooManyRequests {
		t.Fatalf("got %v, %v", answer, err)
	}
	body, _ := io.ReadAll(answer.Body)
	if string(body) != "too-many: "+protocol.CodeTooMany.Sentence()+"\n" {
		t.Errorf("the body is %q", body)
	}
}

func TestTooManyJoinsAreRefused(t *testing.T) {
	r := newTestServer(t)
	p := r.newRoom(2)
	joins, creates := r.connect(), r.connect()
	source := r.hub.limiter.OpenSocket("127.0.0.1:1", time.Now())
	for source.CountAttempt(time.Now()) {
	}
	joins.send(p.joinMessage(joins, false))
	joins.expectEnd(protocol.CodeTooMany)
	creates.send(r.uncreatedRoom().createMessage(creates, 2, 60))
	creates.expectEnd(protocol.CodeTooMany)
}
