package router

import (
	"encoding/json"

	"einmal/internal/notice"
)

// AboutPath is where the page asks, before a room is made, what anybody may know of this server:
// the same for everybody (docs/protocol.md, section 3).
const AboutPath = "/about.json"

// about is what stands there.
type about struct {
	Create   notice.Creators `json:"create"`
	Lifetime int64           `json:"lifetime"` // of a room, at most, in seconds
	Operator *aboutOperator  `json:"operator,omitempty"`
	Relay    []string        `json:"relay,omitempty"` // URLs, without credentials
	Phone    bool            `json:"phone,omitzero"`  // a gateway takes telephones in
}

type aboutOperator struct {
	Name    string `json:"name"`
	Country string `json:"country"` // where the server stands; ISO 3166
}

// drawAbout writes it. The operator is named by all or not at all.
func drawAbout(facts notice.Facts, relay []string) []byte {
	a := about{Create: facts.Creators, Lifetime: int64(facts.LongestRoom.Seconds())}
	a.Relay = relay
	a.Phone = facts.Phone
	if o := facts.Operator; o.Name != "" && o.HostingCountry != "" {
		a.Operator = &aboutOperator{o.Name, o.HostingCountry}
	}
	body, err := json.Marshal(a)
	if err != nil { // strings and numbers cannot fail
		panic(err)
	}
	return append(body, '\n')
}
