package router

import (
	"fmt"
	"net/url"
	"slices"
	"time"

	"einmal/internal/notice"
)

// SecurityPath is where people who found a hole read whom to tell (RFC 9116). Nothing is there if
// the operator gives no address.
const SecurityPath = "/.well-known/security.txt"

// securityLife is for how long a copy of it is good; the RFC wants less than a year.
const securityLife = 180 * 24 * time.Hour

// drawSecurity writes all of it but how long it is good.
func drawSecurity(facts notice.Facts) []byte {
	contact := url.URL{Scheme: "mailto", Opaque: url.PathEscape(facts.Operator.Email)}
	return fmt.Appendf(nil, "Contact: %s\nPreferred-Languages: de, en\nCanonical: %s%s\n",
		&contact, facts.Address, SecurityPath)
}

// withExpiry adds how long it is good: that depends on when somebody asks.
func withExpiry(text []byte, now time.Time) []byte {
	end := now.UTC().Add(securityLife).Truncate(24 * time.Hour)
	return slices.Concat(text, []byte("Expires: "+end.Format(time.RFC3339)+"\n"))
}
